//! Pressure stall information of the host.

use crate::fields::Groups;
use crate::sample::problem::Problems;
use crate::sample::roots::Roots;
use crate::sample::source::{Need, Source};
use crate::sample::stalls::Stalls;

pub(in crate::sample) fn open(roots: &Roots, problems: &mut Problems) -> Stalls {
    let mut open = |name: &str| {
        Source::open(roots.proc.join("pressure").join(name), Groups::PRESSURE, Need::Required, problems)
    };
    Stalls { cpu: open("cpu"), memory: open("memory"), io: open("io") }
}
