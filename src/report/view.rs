//! What a page is made of, as plain values: whoever has a monitor, a benchmark or a file fills them in.

use crate::fields::Unit;
use crate::finding::{Component, Measure, Recommendation};
use crate::monitor::Diagnosis;

/// Everything that a page can show. What is `None` or empty is left out, but for what was asked and cannot be
/// answered yet: an [`Answer::NotEnoughData`] is shown as such.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// Verdict, findings, recommendations, resources, problems.
    pub diagnosis: &'a Diagnosis,
    /// What to do, most urgent first.
    pub recommendations: &'a [Recommendation],
    /// What stands at the top instead of the cgroup's name.
    pub title: Option<String>,
    /// Sentences on all recommendations together: what they gain, what is wasted, how many replicas.
    pub advice: Vec<String>,
    /// Right-sizing.
    pub sizing: Option<Answer<Sizing>>,
    /// What kind of work the container does.
    pub pattern: Option<Answer<Pattern>>,
    /// How well it uses what it has.
    pub efficiency: Option<Answer<Efficiency>>,
    /// Leaks and what fills up.
    pub trends: Vec<Trend>,
    /// Signals that are unlike themselves now.
    pub unusual: Vec<Unusual>,
    /// What is to be expected.
    pub forecasts: Vec<Forecast>,
    /// What was, one series for each signal that is known. Signals of one component share a chart.
    pub history: Vec<Series>,
}

/// An answer, or why there is none yet.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// The answer.
    Known(T),
    /// It was not watched for long enough.
    NotEnoughData {
        /// What is missing, a sentence.
        reason: String,
        /// For how long it was watched.
        observed_seconds: Option<f64>,
        /// How long it takes.
        needed_seconds: Option<f64>,
    },
}

/// One value over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The name of the signal; decides which chart it is drawn in.
    pub name: String,
    /// A heading for people.
    pub title: String,
    /// The unit of its values.
    pub unit: Unit,
    /// Oldest first. Points that are not finite numbers are left out.
    pub points: Vec<Point>,
    /// A limit that holds for it, drawn as a line.
    pub limit: Option<f64>,
    /// What the limit is called: `quota`, `memory limit`.
    pub limit_title: String,
    /// What happened at some moments.
    pub marks: Vec<Mark>,
}

/// A value, or several merged into one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Seconds since 1970.
    pub wall_seconds: f64,
    /// The mean of the values merged.
    pub mean: f64,
    /// The highest of them.
    pub max: f64,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Seconds since 1970.
    pub wall_seconds: f64,
    /// What, in a few words.
    pub label: String,
}

/// How large the container should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizing {
    /// For which pattern of work.
    pub pattern: String,
    /// How sure it is, 0..1.
    pub confidence: f64,
    /// One for each resource.
    pub sizes: Vec<Size>,
    /// What the answer rests on.
    pub evidence: Vec<Measure>,
    /// What else is to be known, each a sentence.
    pub notes: Vec<String>,
    /// What it would be for other patterns: name and targets, in the order of `sizes`.
    pub if_pattern: Vec<(String, Vec<f64>)>,
}

/// How large one resource should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Size {
    /// Which.
    pub component: Component,
    /// The unit of all values.
    pub unit: Unit,
    /// The least that would do.
    pub lower: f64,
    /// What is recommended.
    pub target: f64,
    /// More than this is waste.
    pub upper: f64,
    /// What to ask the scheduler for.
    pub request: f64,
    /// The limit to set; `None` where none is advised.
    pub limit: Option<f64>,
    /// What is asked for now, where that is known.
    pub current_request: Option<f64>,
    /// The limit that holds now; `None` where there is none.
    pub current_limit: Option<f64>,
}

/// What kind of work the container does.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// Its name.
    pub name: String,
    /// How sure that is, 0..1.
    pub confidence: f64,
    /// What it was told by.
    pub evidence: Vec<Measure>,
}

/// How well the container uses what it has.
#[derive(Debug, Clone, PartialEq)]
pub struct Efficiency {
    /// 0..100.
    pub score: f64,
    /// What it is made of.
    pub parts: Vec<ScorePart>,
    /// Against an earlier score.
    pub baseline: Option<Change>,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorePart {
    /// What was judged.
    pub name: String,
    /// 0..100.
    pub score: f64,
    /// How much it counts, 0..1.
    pub weight: f64,
    /// Why, a sentence.
    pub reason: String,
}

/// A score now against then.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The earlier score, 0..100.
    pub score: f64,
    /// Of when, or of what.
    pub of: String,
    /// Whether the change is more than the score varies by itself; `None` where that is not known.
    pub exceeds_noise: Option<bool>,
}

/// Whether something grows towards its limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// What was watched.
    pub title: String,
    /// The unit of its values.
    pub unit: Unit,
    /// `Known(None)` is: it does not grow.
    pub growth: Answer<Option<Growth>>,
    /// For how long it was watched, where it does not grow.
    pub observed_seconds: Option<f64>,
}

/// How something grows.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// By how much in a second.
    pub per_second: f64,
    /// The least that is credible.
    pub per_second_low: f64,
    /// The most that is credible.
    pub per_second_high: f64,
    /// How likely chance alone makes such growth.
    pub p_value: f64,
    /// For how long it was watched.
    pub observed_seconds: f64,
    /// Its value now.
    pub value: Option<f64>,
    /// Its limit.
    pub limit: Option<f64>,
    /// Until the limit is reached.
    pub seconds_to_limit: Option<f64>,
    /// At the earliest.
    pub seconds_to_limit_low: Option<f64>,
    /// At the latest.
    pub seconds_to_limit_high: Option<f64>,
}

/// A signal that is unlike itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Unusual {
    /// What it is.
    pub title: String,
    /// The unit of its values.
    pub unit: Unit,
    /// How unlike, 0..1.
    pub score: f64,
    /// Its value.
    pub value: f64,
    /// What was to be expected.
    pub expected: f64,
    /// From here it would have been usual.
    pub low: f64,
    /// Up to here it would have been usual.
    pub high: f64,
    /// For how long it has been so.
    pub lasted_seconds: f64,
    /// How many times its usual spread it is away.
    pub times_spread: f64,
}

/// What is to be expected of a signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// What was, the last point being now: title, unit and limit of the forecast are this series'.
    pub past: Series,
    /// What will be, soonest first.
    pub ahead: Answer<Vec<ForecastPoint>>,
    /// How often the value is between `low` and `high`, 0..1.
    pub confidence: f64,
}

/// What is to be expected of a signal at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForecastPoint {
    /// Seconds from the last point of the past.
    pub ahead_seconds: f64,
    /// The middle.
    pub mean: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

impl<'a> Document<'a> {
    /// A page of the diagnosis alone; the rest is filled in as it is known.
    #[must_use]
    pub fn new(diagnosis: &'a Diagnosis) -> Self {
        Document {
            diagnosis,
            recommendations: &[],
            title: None,
            advice: Vec::new(),
            sizing: None,
            pattern: None,
            efficiency: None,
            trends: Vec::new(),
            unusual: Vec::new(),
            forecasts: Vec::new(),
            history: Vec::new(),
        }
    }
}
