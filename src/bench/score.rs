//! Points of 0 to 100, and how they came about: docs/benchmark.md has every curve and where it is from.

use serde::{Deserialize, Serialize};

use super::measure::{Better, Group, Measure};
use super::resources::Resources;
use super::result::Threads;
use super::statistics::curve;

/// Time throttled, of all time: as in the efficiency score.
const THROTTLED: &[(f64, f64)] = &[(0.0, 100.0), (0.10, 50.0), (0.25, 0.0)];
/// Time in which something waited: as in the efficiency score.
const PRESSURE: &[(f64, f64)] = &[(0.0, 100.0), (0.10, 50.0), (0.60, 0.0)];
/// Memory in use, of the limit: as in the efficiency score.
const MEMORY: &[(f64, f64)] = &[(0.85, 100.0), (0.95, 25.0), (1.0, 0.0)];
/// How far rounds lie apart.
const SPREAD: &[(f64, f64)] = &[(0.05, 100.0), (0.50, 0.0)];

/// Where a measure gets 100 points; half of it gets 50. Those of monitoring are budgets; the others one core, the memory and
/// the disk of an ordinary server of 2024, which is as good as any other measure of length.
const REFERENCES: [(&str, f64); 10] = [
    ("sample", 100e-6),
    ("tick", 25e-6),
    ("observe", 150e-6),
    ("diagnose", 25e-6),
    ("advise", 50e-6),
    ("cpu", 50_000.0),
    ("memory_copy", 8e9),
    ("disk_write", 200e6),
    ("disk_sync", 1e-3),
    ("handoff", 25e-6),
];

/// Something that is known of a resource, if it is; its curve; what it is.
type Known<'a> = (Option<f64>, &'a [(f64, f64)], &'a str);

/// Something that points rest on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Part {
    /// What it is.
    pub name: String,
    /// 0 to 100.
    pub points: f64,
    /// Why.
    pub why: String,
}

/// Points, and what they rest on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Score {
    /// 0 to 100: the mean of the parts; missing where there is none.
    pub points: Option<f64>,
    /// What it rests on.
    pub parts: Vec<Part>,
}

/// How good this container is, in four scores and one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Scores {
    /// The mean of the four, of those that there are.
    pub overall: Option<f64>,
    /// Whether it got the CPU and the memory that it asked for.
    pub resource: Score,
    /// How quick it is, against references.
    pub performance: Score,
    /// How even it is from round to round, and how long it stood still.
    pub stability: Score,
    /// What more threads bring; missing where it has no more than one CPU.
    pub scalability: Score,
}

impl Score {
    fn of(parts: Vec<Part>) -> Self {
        let points = mean(parts.iter().map(|part| part.points));
        Score { points, parts }
    }
}

impl Scores {
    pub(super) fn of(
        measures: &[Measure],
        threads: &[Threads],
        resources: &Resources,
        lost: Option<f64>,
    ) -> Self {
        let resource = Score::of(resource(resources));
        let performance = Score::of(performance(measures));
        let stability = Score::of(stability(measures, lost));
        let scalability = Score::of(threads.iter().filter(|level| level.threads > 1).map(scaled).collect());
        let all = [&resource, &performance, &stability, &scalability];
        let overall = mean(all.iter().filter_map(|score| score.points));
        Scores { overall, resource, performance, stability, scalability }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| tenths(sum / count))
}

fn tenths(points: f64) -> f64 {
    (points * 10.0).round() / 10.0
}

fn percent(ratio: f64) -> String {
    format!("{:.0} %", ratio * 100.0)
}

/// The worst of what is known of a resource speaks for it.
fn resource(resources: &Resources) -> Vec<Part> {
    let worst = |name: &str, known: Vec<Known>| {
        let points = known.into_iter().filter_map(|(ratio, corners, why)| {
            let ratio = ratio?;
            Some((curve(corners, ratio), format!("{why} {}", percent(ratio))))
        });
        let (points, why) = points.min_by(|one, other| one.0.total_cmp(&other.0))?;
        Some(Part { name: name.to_owned(), points: tenths(points), why })
    };
    let parts = [
        worst(
            "cpu",
            vec![
                (resources.throttled_ratio, THROTTLED, "time refused by the quota"),
                (resources.cpu_pressure_ratio, PRESSURE, "time in which a task waited for a CPU"),
                (resources.steal_ratio, THROTTLED, "CPU time given to other machines"),
            ],
        ),
        worst(
            "memory",
            vec![
                (resources.memory_ratio, MEMORY, "memory in use, of the limit"),
                (resources.memory_pressure_ratio, PRESSURE, "time in which a task waited for memory"),
            ],
        ),
    ];
    let mut parts: Vec<Part> = parts.into_iter().flatten().collect();
    // One is too many.
    if resources.oom_kills.is_some_and(|kills| kills > 0.0) {
        parts.retain(|part| part.name != "memory");
        let why = "a process was killed for want of it".to_owned();
        parts.push(Part { name: "memory".to_owned(), points: 0.0, why });
    }
    parts
}

/// A group's points are the mean of its measures', so that five kinds of monitoring do not outweigh the disk.
fn performance(measures: &[Measure]) -> Vec<Part> {
    grouped(measures, |measure| {
        let (_, reference) = REFERENCES.iter().find(|(name, _)| *name == measure.name)?;
        let ratio = match measure.better {
            Better::Lower => reference / measure.value,
            Better::Higher => measure.value / reference,
        };
        Some((100.0 * ratio.clamp(0.0, 1.0), format!("{} {}", measure.name, percent(ratio.min(99.0)))))
    })
    .into_iter()
    .map(|part| Part { why: format!("of the reference: {}", part.why), ..part })
    .collect()
}

fn stability(measures: &[Measure], lost: Option<f64>) -> Vec<Part> {
    let mut parts = grouped(measures, |measure| {
        let spread = measure.spread_ratio;
        Some((curve(SPREAD, spread), format!("{} {:.1} %", measure.name, spread * 100.0)))
    });
    for part in &mut parts {
        part.why = format!("rounds lie apart: {}", part.why);
    }
    parts.extend(lost.map(|ratio| Part {
        name: "pauses".to_owned(),
        points: tenths(curve(PRESSURE, ratio)),
        why: format!("a thread that only computes stood still for {} of the time", percent(ratio)),
    }));
    parts
}

/// One part for each group of which there are points.
fn grouped(measures: &[Measure], points: impl Fn(&Measure) -> Option<(f64, String)>) -> Vec<Part> {
    let groups =
        [Group::Monitoring, Group::Cpu, Group::Memory, Group::Disk, Group::Concurrency].map(|group| {
            let of_group = measures.iter().filter(|measure| measure.group == group);
            let all: Vec<(f64, String)> = of_group.filter_map(&points).collect();
            let why = all.iter().map(|(_, why)| why.as_str()).collect::<Vec<_>>().join(", ");
            let points = mean(all.iter().map(|(points, _)| *points))?;
            Some(Part { name: group.name().to_owned(), points, why })
        });
    groups.into_iter().flatten().collect()
}

fn scaled(level: &Threads) -> Part {
    Part {
        name: format!("{} threads", level.threads),
        points: tenths(100.0 * level.efficiency_ratio.clamp(0.0, 1.0)),
        why: format!(
            "{:.2} times what one does, {} of what they could",
            level.speedup,
            percent(level.efficiency_ratio)
        ),
    }
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
