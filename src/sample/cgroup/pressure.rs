//! Pressure stall information of the cgroup: version 2 only, also beside version 1 controllers.

use super::chain::Chain;
use super::locate::Located;
use crate::fields::Groups;
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Source};
use crate::sample::stalls::Stalls;

pub(in crate::sample) fn open(located: &Located, problems: &mut Problems) -> Option<Stalls> {
    let chain = located.unified.as_ref()?;
    if tells_of_the_host(located) {
        problems.add(
            &chain.own().join("cpu.pressure"),
            Groups::CGROUP_PRESSURE,
            "the target was left in the root of the version 2 hierarchy: the pressure there is the host's",
        );
        return None;
    }
    let mut open =
        |name: &str| Source::open(chain.own().join(name), Groups::CGROUP_PRESSURE, Need::Optional, problems);
    Some(Stalls { cpu: open("cpu.pressure"), memory: open("memory.pressure"), io: open("io.pressure") })
}

/// On hybrid machines a container can have cgroups of its own in the version 1 hierarchies only.
pub(in crate::sample) fn tells_of_the_host(located: &Located) -> bool {
    let is_root = |chain: &Option<Chain>| chain.as_ref().is_some_and(Chain::is_root);
    let Located { unified, cpu, memory, .. } = located;
    is_root(unified) && !(is_root(cpu) && is_root(memory))
}
