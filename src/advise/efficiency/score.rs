//! The score and its parts.

use serde::{Deserialize, Serialize};

use super::batches::{Batches, SERIES};
use super::parts;
use super::seen::EfficiencyFacts;
use crate::fields::{Scope, Unit};
use crate::finding::Measure;

/// A part of the [`EfficiencyScore`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EfficiencyPart {
    /// Laden, but with something in reserve.
    Utilisation,
    /// Even load, no restarts and no kills.
    Stability,
    /// What is reserved gets used.
    Waste,
    /// Nothing has to wait.
    Saturation,
}

impl EfficiencyPart {
    /// Every part.
    pub const ALL: [EfficiencyPart; 4] = [
        EfficiencyPart::Utilisation,
        EfficiencyPart::Stability,
        EfficiencyPart::Waste,
        EfficiencyPart::Saturation,
    ];

    /// `utilisation`, `stability`, `waste` or `saturation`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            EfficiencyPart::Utilisation => "utilisation",
            EfficiencyPart::Stability => "stability",
            EfficiencyPart::Waste => "waste",
            EfficiencyPart::Saturation => "saturation",
        }
    }

    fn of(self, facts: &EfficiencyFacts) -> Option<f64> {
        match self {
            EfficiencyPart::Utilisation => parts::utilisation(facts),
            EfficiencyPart::Stability => parts::stability(facts),
            EfficiencyPart::Waste => parts::waste(facts),
            EfficiencyPart::Saturation => parts::saturation(facts),
        }
    }
}

/// One part of the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PartScore {
    /// 0 (bad) to 100 (good).
    pub score: f64,
    /// How much it counts, of all parts that are known: together they are 1.
    pub weight: f64,
    /// Standard error: by how many points it would typically be off by chance. Missing until six
    /// batches of time were observed.
    pub noise: Option<f64>,
}

/// The parts that are known.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EfficiencyParts {
    /// Laden, but with something in reserve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utilisation: Option<PartScore>,
    /// Even load, no restarts and no kills.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stability: Option<PartScore>,
    /// What is reserved gets used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waste: Option<PartScore>,
    /// Nothing has to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saturation: Option<PartScore>,
}

impl EfficiencyParts {
    /// A part by its name, if it is known.
    #[must_use]
    pub fn get(&self, part: EfficiencyPart) -> Option<&PartScore> {
        match part {
            EfficiencyPart::Utilisation => self.utilisation.as_ref(),
            EfficiencyPart::Stability => self.stability.as_ref(),
            EfficiencyPart::Waste => self.waste.as_ref(),
            EfficiencyPart::Saturation => self.saturation.as_ref(),
        }
    }

    /// The parts that are known.
    pub fn iter(&self) -> impl Iterator<Item = (EfficiencyPart, &PartScore)> {
        EfficiencyPart::ALL.into_iter().filter_map(|part| Some((part, self.get(part)?)))
    }
}

/// How well a container uses what it is given, 0 to 100, with everything that it rests on. It can be
/// stored and read again as a baseline: see [`EfficiencyScore::against`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EfficiencyScore {
    /// The mean of the parts that are known, all of the same weight: 0 (bad) to 100 (good).
    pub score: f64,
    /// Standard error: by how many points it would typically be off by chance. Missing until six
    /// batches of time were observed.
    pub noise: Option<f64>,
    /// The time that was observed.
    pub observed_seconds: f64,
    /// The parts that are known.
    pub parts: EfficiencyParts,
    /// What they rest on.
    pub facts: EfficiencyFacts,
}

impl EfficiencyScore {
    pub(super) fn of(facts: EfficiencyFacts, batches: &Batches, observed_seconds: f64) -> Option<Self> {
        let scores = EfficiencyPart::ALL.map(|part| part.of(&facts));
        let score = mean(scores)?;
        #[allow(clippy::cast_precision_loss)] // At most 4.
        let weight = 1.0 / scores.iter().flatten().count() as f64;
        let part = |at: usize| scores[at].map(|score| PartScore { score, weight, noise: batches.noise(at) });
        let parts =
            EfficiencyParts { utilisation: part(0), stability: part(1), waste: part(2), saturation: part(3) };
        Some(EfficiencyScore { score, noise: batches.noise(SERIES - 1), observed_seconds, parts, facts })
    }

    /// The values that a part rests on.
    #[must_use]
    pub fn evidence(&self, part: EfficiencyPart) -> Vec<Measure> {
        let facts = &self.facts;
        let values: &[(&'static str, Option<f64>, Unit)] = match part {
            EfficiencyPart::Utilisation => &[
                ("cpu_reserved_ratio", facts.cpu_reserved_ratio, Unit::Ratio),
                ("cpu_p95_ratio", facts.cpu_p95_ratio, Unit::Ratio),
                ("memory_ratio", facts.memory_ratio, Unit::Ratio),
                ("memory_p95_ratio", facts.memory_p95_ratio, Unit::Ratio),
            ],
            EfficiencyPart::Stability => &[
                ("load_deviation", facts.load_deviation, Unit::Count),
                ("failures", facts.failures, Unit::Count),
            ],
            EfficiencyPart::Waste => &[
                (
                    "cpu_p99_ratio",
                    facts.cpu_p99_ratio.filter(|_| facts.cpu_reserved_ratio.is_some()),
                    Unit::Ratio,
                ),
                ("memory_p99_ratio", facts.memory_p99_ratio, Unit::Ratio),
            ],
            EfficiencyPart::Saturation => &[
                ("cpu_throttled_ratio", facts.cpu_throttled_ratio, Unit::Ratio),
                ("cpu_pressure_ratio", facts.cpu_pressure_ratio, Unit::Ratio),
                ("memory_pressure_ratio", facts.memory_pressure_ratio, Unit::Ratio),
                ("io_pressure_ratio", facts.io_pressure_ratio, Unit::Ratio),
                ("load_line", facts.load_line, Unit::Count),
            ],
        };
        let known = |&(name, value, unit): &(&'static str, Option<f64>, Unit)| {
            Some(Measure::new(name, value?, unit, Scope::Cgroup))
        };
        values.iter().filter_map(known).collect()
    }

    /// Why a part has the score it has, in a sentence; nothing where the part is not known.
    #[must_use]
    pub fn reason(&self, part: EfficiencyPart) -> Option<String> {
        let score = self.parts.get(part)?.score;
        let what = match part {
            EfficiencyPart::Utilisation if score >= 75.0 => "It is well laden, with something in reserve",
            EfficiencyPart::Utilisation if self.is_too_low() => "Little of what is reserved is used",
            EfficiencyPart::Utilisation => "Nothing is left in reserve",
            EfficiencyPart::Stability if score >= 75.0 => "The load is even",
            EfficiencyPart::Stability if self.facts.failures.is_some_and(|failures| failures >= 0.5) => {
                "Processes failed"
            }
            EfficiencyPart::Stability => "The load swings",
            EfficiencyPart::Waste if score >= 75.0 => "What is reserved gets used",
            EfficiencyPart::Waste => "More is reserved than is ever used",
            EfficiencyPart::Saturation if score >= 75.0 => "Hardly anything waits",
            EfficiencyPart::Saturation => "Work waits",
        };
        let values: Vec<_> = self.evidence(part).iter().map(spoken).collect();
        Some(if values.is_empty() { format!("{what}.") } else { format!("{what}: {}.", values.join(", ")) })
    }

    /// Whether it is for being laden too little that it loses points, not for too much.
    fn is_too_low(&self) -> bool {
        let most = self.facts.cpu_reserved_ratio.into_iter().chain(self.facts.memory_ratio).reduce(f64::max);
        most.is_some_and(|most| most < 0.5)
            && self.facts.cpu_p95_ratio.is_none_or(|cpu| cpu < 0.8)
            && self.facts.memory_p95_ratio.is_none_or(|memory| memory < 0.85)
    }
}

/// A value that a part rests on, in words.
fn spoken(value: &Measure) -> String {
    match &*value.name {
        "cpu_reserved_ratio" => format!("{value} of the CPU quota used on average"),
        "cpu_p95_ratio" => format!("at most {value} of its CPU for 95 % of the time"),
        "cpu_p99_ratio" => format!("at most {value} of its CPU for 99 % of the time"),
        "memory_ratio" => format!("{value} of the memory limit used on average"),
        "memory_p95_ratio" => format!("at most {value} of the memory limit for 95 % of the time"),
        "memory_p99_ratio" => format!("at most {value} of the memory limit for 99 % of the time"),
        "load_deviation" => format!("it varies by {value}"),
        "failures" if value.value == 0.0 => "nothing was killed or restarted".to_owned(),
        "failures" => format!("{value} restarts and kills, older ones counting less"),
        "cpu_throttled_ratio" => format!("stopped by the quota {value} of the time"),
        "cpu_pressure_ratio" => format!("waiting for a CPU {value} of the time"),
        "memory_pressure_ratio" => format!("waiting for memory {value} of the time"),
        "io_pressure_ratio" => format!("waiting for I/O {value} of the time"),
        "load_line" => format!("load line at {value} on average"),
        name => format!("{} {value}", name.replace('_', " ")),
    }
}

/// The scores of all parts, and of the whole last.
pub(super) fn series(facts: &EfficiencyFacts) -> [Option<f64>; SERIES] {
    let scores = EfficiencyPart::ALL.map(|part| part.of(facts));
    let [utilisation, stability, waste, saturation] = scores;
    [utilisation, stability, waste, saturation, mean(scores)]
}

#[allow(clippy::cast_precision_loss)] // At most 4.
fn mean(scores: [Option<f64>; EfficiencyPart::ALL.len()]) -> Option<f64> {
    let count = scores.iter().flatten().count();
    (count > 0).then(|| scores.iter().flatten().sum::<f64>() / count as f64)
}
