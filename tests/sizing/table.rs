//! Scores of many traces, as a page shows them.

use std::fmt::Write;

use crate::replay::{replay, Method, Score, Scores};
use crate::traces::{Kind, Scale, Trace};

/// Traces that are judged together.
pub struct Scored {
    pub kind: Kind,
    pub scale: Scale,
    pub scores: Scores,
}

/// Every kind and scale, with these seeds.
pub fn score(seeds: std::ops::RangeInclusive<u64>, method: Method) -> Vec<Scored> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        for scale in [Scale::Large, Scale::Small] {
            for seed in seeds.clone() {
                let scores = replay(&Trace::new(kind, scale, seed), method);
                all.push(Scored { kind, scale, scores });
            }
        }
    }
    all
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    Cpu,
    Memory,
}

/// Means over traces, each of the same weight: a large container does not outvote a small one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mean {
    /// Share of the time in which more was used than advised.
    pub over: f64,
    /// How often that began, in all of them.
    pub times_over: f64,
    /// What lay idle, of what was used.
    pub idle_of_used: f64,
    /// What lay idle, of what was advised.
    pub idle_of_advised: f64,
}

/// The mean for one adviser, by its place in `ADVISERS`.
pub fn mean(scored: &[&Scored], resource: Resource, adviser: usize) -> Mean {
    let mut sum = Mean::default();
    for trace in scored {
        let Score { minutes, over, times_over, used, advised, idle, .. } = match resource {
            Resource::Cpu => trace.scores.cpu[adviser],
            Resource::Memory => trace.scores.memory[adviser],
        };
        sum.over += over / minutes;
        sum.times_over += times_over;
        sum.idle_of_used += idle / used;
        sum.idle_of_advised += idle / advised;
    }
    let count = scored.len() as f64;
    Mean {
        over: sum.over / count,
        times_over: sum.times_over,
        idle_of_used: sum.idle_of_used / count,
        idle_of_advised: sum.idle_of_advised / count,
    }
}

/// The rows of a resource: each kind without the small containers, these together, the small ones,
/// everything.
pub fn groups(scored: &[Scored]) -> Vec<(String, Vec<&Scored>)> {
    let of = |wanted: &dyn Fn(&Scored) -> bool| scored.iter().filter(|one| wanted(one)).collect::<Vec<_>>();
    let mut groups = Vec::new();
    for scale in [Scale::Large, Scale::Small] {
        let size = if scale == Scale::Small { ", small" } else { "" };
        for kind in Kind::ALL {
            let name = format!("{}{size}", kind.name());
            groups.push((name, of(&|one| one.scale == scale && one.kind == kind)));
        }
    }
    groups.push(("**without small ones**".to_owned(), of(&|one| one.scale == Scale::Large)));
    groups.push(("**small ones**".to_owned(), of(&|one| one.scale == Scale::Small)));
    groups.push(("**all**".to_owned(), of(&|_| true)));
    groups
}

/// One adviser against the other, by their places in `ADVISERS`.
pub fn table(scored: &[Scored], resource: Resource, ours: usize, theirs: usize) -> String {
    let mut text = String::from(
        "| traces | over, Plimsoll | over, VPA | idle / used, Plimsoll | idle / used, VPA | less idle | \
         idle / advised, Plimsoll | idle / advised, VPA |\n|---|---|---|---|---|---|---|---|\n",
    );
    for (name, group) in groups(scored) {
        let (ours, theirs) = (mean(&group, resource, ours), mean(&group, resource, theirs));
        writeln!(
            text,
            "| {name} ({}) | {} | {} | {:.2} | {:.2} | {:.1} % | {:.0} % | {:.0} % |",
            group.len(),
            over(ours, resource),
            over(theirs, resource),
            ours.idle_of_used,
            theirs.idle_of_used,
            100.0 * (1.0 - ours.idle_of_used / theirs.idle_of_used),
            100.0 * ours.idle_of_advised,
            100.0 * theirs.idle_of_advised,
        )
        .unwrap();
    }
    text
}

/// For memory, where once is too often, with the number of times.
fn over(mean: Mean, resource: Resource) -> String {
    let share = 100.0 * mean.over;
    match resource {
        Resource::Cpu => format!("{share:.2} %"),
        Resource::Memory => format!("{share:.4} % ({} times)", mean.times_over),
    }
}
