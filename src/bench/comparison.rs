//! A result beside one that was saved before.

use serde::{Deserialize, Serialize};

use super::change::{Change, Verdict};
use super::measure::{Better, Group, Measure};
use super::noise::{Estimate, LEAST_ROUNDS};
use super::result::{BenchResult, Ended, LeftOut};
use super::statistics::{rounded, student};

/// So often at most a comparison of equal runs names any of its measures.
const FALSE_ALARMS: f64 = 0.05;
/// The confidence of what is shown.
const DOUBT: f64 = 0.05;
/// Degrees of freedom of two runs of eight blocks each.
const FREEDOM: f64 = 14.0;
/// No process is the same as the one before: code and memory lie elsewhere, which makes verdicts up to 6 % slower or quicker
/// (`make bench-pairs` tells by how much). What is less than this is no change, however sure.
const FLOOR: f64 = 0.06;
/// The standard deviation of that: of 100 pairs of equal runs 95 differ by twice as much at most, whatever the measure.
const PROCESSES: f64 = 0.02;

/// A result beside one that was saved before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Worse, where any measure is; better, where any is and none is worse.
    pub verdict: Verdict,
    /// Each measure that both have.
    pub changes: Vec<Change>,
    /// What could not be compared, and why.
    pub left_out: Vec<LeftOut>,
    /// What makes the machines unlike; compared nevertheless, because that was asked for.
    pub unlike: Vec<String>,
    /// What else differs and may explain a change.
    pub differences: Vec<String>,
    /// When the other was measured, in nanoseconds since 1970-01-01 UTC.
    pub baseline_unix_ns: u64,
}

impl Comparison {
    pub(super) fn of(now: &BenchResult, then: &BenchResult) -> Self {
        let mut left_out = Vec::new();
        let mut pairs = Vec::new();
        for measure in &now.measures {
            match suits(measure, then) {
                Ok(pair) => pairs.push(pair),
                Err(why) => left_out.push(LeftOut { name: measure.name.clone(), why }),
            }
        }
        for then in then.measures.iter().filter(|then| now.measure(&then.name).is_none()) {
            let why = now.left_out.iter().find(|one| one.name == then.name);
            let why =
                why.map_or("this run does not have it".to_owned(), |one| format!("not now: {}", one.why));
            left_out.push(LeftOut { name: then.name.clone(), why });
        }
        let judged = pairs.iter().filter(|pair| pair.is_judged()).count();
        let chance = FALSE_ALARMS / judged.max(1) as f64;
        let changes: Vec<Change> = pairs.iter().map(|pair| pair.change(chance)).collect();
        let any = |verdict: Verdict| changes.iter().any(|change| change.verdict == verdict);
        let verdict = match (any(Verdict::Worse), any(Verdict::Better)) {
            (true, _) => Verdict::Worse,
            (false, true) => Verdict::Better,
            (false, false) => Verdict::Same,
        };
        let mut differences = now.machine.differences(&then.machine);
        if now.version != then.version {
            differences.push(format!("plimsoll: {} then, {} now", then.version, now.version));
        }
        for (one, other) in pairs.iter().map(|pair| (pair.now, pair.then)) {
            if let (Some(now), Some(then)) = (one.allocations, other.allocations) {
                if (now - then).abs() >= 0.5 {
                    differences.push(format!("allocations of {}: {then:.0} then, {now:.0} now", one.name));
                }
            }
        }
        if now.profile != then.profile {
            differences.push(format!("profile: {} then, {} now", then.profile, now.profile));
        }
        if then.ended == Ended::Interrupted {
            differences.push("the baseline was given up before its end".to_owned());
        }
        Comparison {
            verdict,
            changes,
            left_out,
            unlike: now.machine.unlike(&then.machine),
            differences,
            baseline_unix_ns: then.began_unix_ns,
        }
    }
}

/// Two measures of the same thing.
struct Pair<'a> {
    now: &'a Measure,
    then: &'a Measure,
    estimates: [Estimate; 2],
}

/// The measure of the same name, if it can be compared; else why not.
fn suits<'a>(now: &'a Measure, baseline: &'a BenchResult) -> Result<Pair<'a>, String> {
    let Some(then) = baseline.measures.iter().find(|then| then.name == now.name) else {
        return Err("the baseline does not have it".to_owned());
    };
    if (&then.unit, then.better) != (&now.unit, now.better) {
        return Err("the baseline has it in another unit".to_owned());
    }
    if then.dose != now.dose {
        return Err(format!("not the same was done: {} then, {} now", then.dose, now.dose));
    }
    let estimate = |measure: &Measure| {
        let count = measure.rounds.len();
        Estimate::of(&measure.costs())
            .ok_or_else(|| format!("{count} rounds are too few, {LEAST_ROUNDS} are needed"))
    };
    Ok(Pair { now, then, estimates: [estimate(now)?, estimate(then)?] })
}

impl Pair<'_> {
    /// Where the scheduler puts threads, and what a disk takes that others write to, change from run to run by more than a run
    /// shows of itself: two threads that share a core wake each other ten times as fast.
    fn is_judged(&self) -> bool {
        matches!(self.now.group, Group::Monitoring | Group::Cpu | Group::Memory)
    }

    /// What became of it, where chance may call it changed that often.
    fn change(&self, chance: f64) -> Change {
        let [now, then] = self.estimates;
        let cost = now.level - then.level;
        let error = now.error.hypot(then.error);
        let noise = (student(chance, FREEDOM) * error).max(FLOOR);
        let judged = self.is_judged();
        let half = student(DOUBT, FREEDOM) * error.hypot(PROCESSES);
        // What is told as a change holds in all of the interval that is shown beside it.
        let noise = noise.max(half);
        let verdict = match cost {
            _ if !judged => Verdict::Same,
            cost if cost > noise => Verdict::Worse,
            cost if cost < -noise => Verdict::Better,
            _ => Verdict::Same,
        };
        let ratio = |cost: f64| rounded(self.worse(cost));
        Change {
            name: self.now.name.clone(),
            title: self.now.title.clone(),
            unit: self.now.unit.clone(),
            then: self.then.value,
            now: self.now.value,
            verdict,
            worse_ratio: ratio(cost),
            low_ratio: ratio(cost - half),
            high_ratio: ratio(cost + half),
            noise_ratio: ratio(noise),
            judged,
        }
    }

    /// A difference of logarithms as a share of what it was.
    fn worse(&self, cost: f64) -> f64 {
        // A thousand times is as much as is told; what is beyond would be no number in JSON.
        let cost = cost.clamp(-7.0, 7.0);
        match self.now.better {
            Better::Lower => cost.exp_m1(),
            Better::Higher => -(-cost).exp_m1(),
        }
    }
}

#[cfg(test)]
#[path = "comparison_tests.rs"]
mod tests;
