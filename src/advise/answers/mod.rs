//! What answers a finding: one file for each component. Advice is only ever given, never carried
//! out.
//!
//! Every answer is tied to what was measured: where a limit does not bind, or nothing is left to
//! raise it by, other answers take its place. What an answer wins is estimated from what its
//! finding [costs](gain).

mod answer;
mod cpu;
mod disk;
pub(super) mod gain;
mod growth;
mod leak;
mod levels;
pub(super) mod limits;
mod load;
mod memory;
mod metric;
mod network;
pub(super) mod places;
mod process;
mod quota;
mod tasks;
mod weights;

pub(super) use answer::{merged, sort, Answer, Remedy};

use super::right::Right;
use crate::finding::{Category, Effort, Finding, Recommendation};
use crate::rules::View;

/// A finding to be answered, and what it was found in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    pub view: &'a View<'a>,
    pub finding: &'a Finding,
    /// What the history says of the container's size.
    pub right: Option<&'a Right>,
}

impl Case<'_> {
    /// A new answer; its words are still to be written.
    fn answer(&self, remedy: Remedy, category: Category, effort: Effort, title: impl Into<String>) -> Answer {
        Answer::new(self.finding, remedy, category, effort, title.into())
    }

    /// What the finding costs: see [`gain`].
    fn cost(&self) -> f64 {
        gain::cost(self.view, self.finding)
    }
}

/// What answers this finding, the best first. Empty for a rule that is not known here.
#[must_use]
pub fn answers(view: &View, finding: &Finding) -> Vec<Recommendation> {
    answers_sized(view, finding, None)
}

/// The same, with what the history says of the container's size.
pub(crate) fn answers_sized(view: &View, finding: &Finding, right: Option<&Right>) -> Vec<Recommendation> {
    let mut list = Vec::new();
    collect(&Case { view, finding, right }, &mut list);
    merged(list)
}

/// Everything that answers the finding, and what it explains where that asks for more.
pub(super) fn collect(case: &Case, list: &mut Vec<Answer>) {
    answer(case, case.finding.rule, list);
    for &rule in &case.finding.explains {
        // Something full that also grows is answered for both; all else has the same cause.
        if rule.ends_with(".leak") || rule.ends_with(".fill") {
            answer(case, rule, list);
        }
    }
}

fn answer(case: &Case, rule: &str, list: &mut Vec<Answer>) {
    match rule {
        "cpu.throttling" | "cpu.throttled_periods" => cpu::throttled(case, list),
        "cpu.utilisation" => cpu::used(case, list),
        "cpu.pressure" | "cpu.run_queue" => cpu::waiting(case, list),
        "cpu.host" => cpu::host(case, list),
        "cpu.steal" => cpu::steal(case, list),
        "memory.oom_kill" => memory::killed(case, list),
        "memory.used" => memory::used(case, list),
        "memory.high" => memory::slowed(case, list),
        "memory.stalled" | "memory.pressure" => memory::stalled(case, list),
        "memory.swap" => memory::swapping(case, list),
        "memory.major_faults" => memory::faulting(case, list),
        "memory.host" => memory::host(case, list),
        "memory.leak" => leak::leak(case, list),
        "disk_space.used" => disk::space(case, list),
        "disk_space.fill" => disk::filling(case, list),
        "inodes.used" | "inodes.fill" => disk::inodes(case, list),
        "disk_io.stalled" | "disk_io.pressure" | "disk_io.latency" | "disk_io.queue" | "disk_io.busy"
        | "disk_io.iowait" => disk::waiting(case, list),
        "network.errors" => network::errors(case, list),
        "network.drops" => network::drops(case, list),
        "network.retransmissions" => network::retransmissions(case, list),
        "network.throughput" => network::throughput(case, list),
        "descriptors.used" => tasks::descriptors(case, list),
        "descriptors.leak" => tasks::descriptor_leak(case, list),
        "pids.used" => tasks::pids(case, list),
        "pids.refused" => tasks::pids_refused(case, list),
        "pids.leak" => tasks::pids_leak(case, list),
        "load.per_cpu" => load::load(case, list),
        "metric.used" => metric::used(case, list),
        "metric.fill" => metric::filling(case, list),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
