//! A result beside an earlier one: what is better, what is worse, and what is the same within noise.

use serde::{Deserialize, Serialize};

use super::resample::{Pieces, QUANTILES};
use super::result::{Ended, LoadResult};
use super::scenario::Scenario;
use super::shape::Shape;
use crate::error::{Error, ErrorKind, Result};
use crate::stats::bootstrap::interval;

/// How sure an interval is. Five numbers are told, any of which may be wrong: together one in twenty.
const CONFIDENCE: f64 = 0.99;
/// Of fewer intervals nothing can be said of how much they vary.
const LEAST_INTERVALS: usize = 8;
/// Less than that is the same, whatever the interval: that holds what varies from second to second, and not what differs from
/// run to run for other reasons.
const LEAST_CHANGE: f64 = 0.02;
/// The same of error rates, which are compared as they are.
const LEAST_ERRORS: f64 = 0.0005;
/// A test that was longer or shorter by more than that is told.
const OTHER_LENGTH: f64 = 0.1;

/// An earlier result to compare with.
#[derive(Debug, Clone)]
pub struct Baseline {
    result: LoadResult,
    shape: Shape,
    pieces: Pieces,
    any: bool,
}

/// What changed against an earlier result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The earlier scenario's name.
    pub name: String,
    /// Nanoseconds since 1970-01-01 UTC at which that began.
    pub began_unix_ns: u64,
    /// How often intervals of changes hold what they should, 0 to 1.
    pub confidence: f64,
    /// Each number: `p50`, `p95`, `p99`, `throughput`, `error_rate`.
    pub changes: Vec<Change>,
    /// What makes the two less alike than they should be, each a sentence.
    pub notes: Vec<String>,
}

/// What became of one number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Change {
    /// `p50`, `p95`, `p99`, `throughput` or `error_rate`.
    pub measured: String,
    /// Then: seconds, requests per second, or a share from 0 to 1; missing where nothing was measured.
    pub before: Option<f64>,
    /// Now.
    pub after: Option<f64>,
    /// By which share it changed, 0.1 being a tenth more; of `error_rate` the difference. The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// What that comes to.
    pub verdict: Judgement,
    /// The same in words: `worse by 7 to 11 %`.
    pub text: String,
}

/// What a change comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Judgement {
    /// It is better, and not by chance.
    Better,
    /// It is worse, and not by chance.
    Worse,
    /// Within what it varies by itself.
    Same,
    /// Too little was measured to tell.
    Unknown,
}

impl Judgement {
    /// The name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Judgement::Better => "better",
            Judgement::Worse => "worse",
            Judgement::Same => "same",
            Judgement::Unknown => "unknown",
        }
    }
}

impl Baseline {
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] where a histogram of it cannot be read.
    pub fn new(result: LoadResult) -> Result<Self> {
        let (shape, pieces) = (Shape::of_result(&result), Pieces::of(&result)?);
        Ok(Baseline { result, shape, pieces, any: false })
    }

    /// Compares also what asked something else, or something else of others; what is unlike stands in the notes.
    #[must_use]
    pub fn any(self) -> Self {
        Baseline { any: true, ..self }
    }

    /// Says before a test whether its result will be comparable.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidArgument`] where model, stages or targets are others.
    pub fn check(&self, scenario: &Scenario) -> Result<()> {
        self.accept(&Shape::of_scenario(scenario)).map(drop)
    }

    /// Whether both tests are long enough to tell noise from change.
    #[must_use]
    pub fn can_tell(&self, scenario: &Scenario) -> bool {
        let measured = scenario.stages.iter().filter(|stage| stage.measured).map(|stage| stage.duration);
        let seconds = measured.sum::<std::time::Duration>().as_secs_f64();
        // An interval is a second.
        self.pieces.count().min(seconds as usize) >= LEAST_INTERVALS
    }

    /// What changed since, over the measured stages. How much a number varies by itself is found by drawing the intervals of both
    /// results anew, in blocks (bootstrap).
    ///
    /// # Errors
    ///
    /// As [`Baseline::check`]; [`ErrorKind::Malformed`] where a histogram cannot be read.
    pub fn compare(&self, result: &LoadResult) -> Result<Comparison> {
        let mut notes = self.accept(&Shape::of_result(result))?;
        let pieces = Pieces::of(result)?;
        notes.extend(unlike(&self.result, result));
        let few = self.pieces.count().min(pieces.count()) < LEAST_INTERVALS;
        if few {
            notes.push(format!(
                "Too short to tell noise from change: {} and {} measured intervals, where {LEAST_INTERVALS} are needed.",
                self.pieces.count(),
                pieces.count()
            ));
        }
        let latencies = self.pieces.has_latencies() && pieces.has_latencies();
        if !latencies {
            notes.push(
                "One of the two has no histograms of its intervals: how much latencies vary is not known."
                    .to_owned(),
            );
        }
        let (before, after) = (&self.result.total, &result.total);
        // With the same seed one result beside itself would differ by nothing, ever.
        let draws = [self.pieces.draw(1), pieces.draw(2)];
        let mut changes = Vec::new();
        let values = |one: &super::Summary| {
            [one.latency.p50_seconds, one.latency.p95_seconds, one.latency.p99_seconds]
        };
        let pairs = values(before).into_iter().zip(values(after));
        for (number, (was, is)) in pairs.enumerate() {
            let drawn = draws.each_ref().map(|one| one.quantiles[number].as_slice());
            let measured = format!("p{}", QUANTILES[number] * 100.0);
            let sure = !few && latencies;
            changes.push(Kind::Latency.change(&measured, was, is, drawn, sure));
        }
        let drawn = draws.each_ref().map(|one| one.throughput.as_slice());
        let rate = |one: &super::Summary| Some(one.per_second);
        changes.push(Kind::Throughput.change("throughput", rate(before), rate(after), drawn, !few));
        let drawn = draws.each_ref().map(|one| one.error_rate.as_slice());
        changes.push(Kind::Errors.change("error_rate", before.error_rate, after.error_rate, drawn, !few));
        Ok(Comparison {
            name: self.result.name.clone(),
            began_unix_ns: self.result.began_unix_ns,
            confidence: CONFIDENCE,
            changes,
            notes,
        })
    }

    /// What is unlike, where that is allowed.
    fn accept(&self, shape: &Shape) -> Result<Vec<String>> {
        let differences = shape.differences(&self.shape);
        if differences.is_empty() || self.any {
            return Ok(differences);
        }
        let message =
            format!("the baseline `{}` is not of the same test: {}", self.result.name, differences.join(" "));
        Err(Error::new(ErrorKind::InvalidArgument, message))
    }
}

impl Comparison {
    /// Whether anything is worse.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.changes.iter().any(|change| change.verdict == Judgement::Worse)
    }

    /// A sentence: what is worse, what is better.
    #[must_use]
    pub fn summary(&self) -> String {
        let of = |verdict: Judgement| {
            let found = self.changes.iter().filter(|change| change.verdict == verdict);
            found.map(|change| format!("{} {}", change.title(), change.text)).collect::<Vec<_>>()
        };
        let told = [of(Judgement::Worse), of(Judgement::Better)].concat();
        if !told.is_empty() {
            return format!("Against the baseline: {}.", told.join("; "));
        }
        let unknown = self.changes.iter().all(|change| change.verdict == Judgement::Unknown);
        let text =
            if unknown { "it cannot be told whether anything changed" } else { "the same within noise" };
        format!("Against the baseline: {text}.")
    }
}

impl Change {
    /// What people call it.
    #[must_use]
    pub fn title(&self) -> &str {
        match self.measured.as_str() {
            "error_rate" => "errors",
            other => other,
        }
    }
}

/// What makes two results less alike than they should be.
fn unlike(before: &LoadResult, after: &LoadResult) -> Vec<String> {
    let mut notes = Vec::new();
    let both = [("The baseline", before), ("This test", after)];
    for (which, one) in both {
        if one.ended != Ended::Complete {
            notes.push(format!("{which} ended before its time."));
        }
        if !one.client.warnings().is_empty() {
            notes
                .push(format!("{which}'s client was short of something: part of the change may be its own."));
        }
    }
    if before.engine != after.engine {
        notes.push(format!("Requests were made by `{}`, and are by `{}`.", before.engine, after.engine));
    }
    if before.most_at_once != after.most_at_once {
        notes.push(format!("{} were at once at most, and {} are.", before.most_at_once, after.most_at_once));
    }
    let (was, is) = (before.total.seconds, after.total.seconds);
    if (is - was).abs() > OTHER_LENGTH * was.max(is) {
        notes.push(format!("{was:.0} s were measured, and {is:.0} s are."));
    }
    notes
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Less is better; as shares.
    Latency,
    /// More is better; as shares.
    Throughput,
    /// Less is better; as differences.
    Errors,
}

impl Kind {
    fn between(self, before: f64, after: f64) -> f64 {
        match self {
            Kind::Latency | Kind::Throughput => after / before - 1.0,
            Kind::Errors => after - before,
        }
    }

    fn least(self) -> f64 {
        if self == Kind::Errors {
            LEAST_ERRORS
        } else {
            LEAST_CHANGE
        }
    }

    fn change(
        self,
        measured: &str,
        before: Option<f64>,
        after: Option<f64>,
        drawn: [&[f64]; 2],
        sure: bool,
    ) -> Change {
        let differences = drawn[0].iter().zip(drawn[1]).map(|(before, after)| self.between(*before, *after));
        let ends = interval(differences.collect(), CONFIDENCE)
            .filter(|(low, high)| low.is_finite() && high.is_finite());
        let ends = ends.filter(|_| sure);
        let found = before.zip(after).map(|(before, after)| self.between(before, after));
        let verdict = match (ends, found) {
            (Some((low, high)), Some(found)) => {
                let is_beyond = low > 0.0 || high < 0.0;
                match is_beyond && found.abs() >= self.least() {
                    false => Judgement::Same,
                    true if (low > 0.0) == (self == Kind::Throughput) => Judgement::Better,
                    true => Judgement::Worse,
                }
            }
            _ => Judgement::Unknown,
        };
        let text = self.text(verdict, ends);
        let (low, high) = (ends.map(|ends| ends.0), ends.map(|ends| ends.1));
        Change { measured: measured.to_owned(), before, after, low, high, verdict, text }
    }

    fn text(self, verdict: Judgement, ends: Option<(f64, f64)>) -> String {
        let Some((low, high)) = ends else { return "not known".to_owned() };
        let unit = if self == Kind::Errors { "percentage points" } else { "%" };
        let digits = if low.abs().max(high.abs()) >= 0.0995 { 0 } else { 1 };
        let plain = |share: f64| format!("{:.digits$}", share.abs() * 100.0);
        // Nobody says "-0".
        let signed = |share: f64| match format!("{:+.digits$}", share * 100.0) {
            text if text.trim_start_matches(['+', '-']).chars().all(|c| matches!(c, '0' | '.')) => {
                "0".to_owned()
            }
            text => text.replace('-', "−"),
        };
        let word = match verdict {
            Judgement::Better => "better",
            Judgement::Worse => "worse",
            _ if signed(low) == "0" && signed(high) == "0" => return "the same".to_owned(),
            _ if low > 0.0 || high < 0.0 => {
                return format!("all but the same ({} to {} {unit})", signed(low), signed(high))
            }
            _ => return format!("the same within noise ({} to {} {unit})", signed(low), signed(high)),
        };
        let (near, far) = if low > 0.0 { (low, high) } else { (high, low) };
        if plain(near) == plain(far) {
            format!("{word} by about {} {unit}", plain(near))
        } else {
            format!("{word} by {} to {} {unit}", plain(near), plain(far))
        }
    }
}

#[cfg(test)]
#[path = "baseline_tests.rs"]
mod tests;
