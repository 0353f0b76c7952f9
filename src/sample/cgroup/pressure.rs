//! Pressure stall information of the cgroup: version 2 only, also beside version 1 controllers.

use super::locate::Located;
use crate::fields::Groups;
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Source};
use crate::sample::stalls::Stalls;

pub(in crate::sample) fn open(located: &Located, problems: &mut Problems) -> Option<Stalls> {
    let chain = located.unified.as_ref()?;
    let mut open =
        |name: &str| Source::open(chain.own().join(name), Groups::CGROUP_PRESSURE, Need::Optional, problems);
    Some(Stalls { cpu: open("cpu.pressure"), memory: open("memory.pressure"), io: open("io.pressure") })
}
