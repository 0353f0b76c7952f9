//! What kind of work the container does, recognised from what it uses and what it waits for.
//! The patterns, their signs and how often they are recognised: `docs/workload-patterns.md`.

mod activity;
mod bucket;
mod features;
mod horizon;
mod point;
mod recognition;
mod scores;

use serde::{Deserialize, Serialize};

pub use point::WorkloadPoint;
pub use recognition::{Readings, Recognition};

use activity::Activity;
use bucket::{Bucket, LONGEST_SECONDS};
use features::Features;
use horizon::Horizon;
use scores::Scores;

/// After so many seconds what was seen counts half. Three of them after the work has changed, seven
/// eighths of what counts are new: `a_change_of_work_is_noticed` in the tests holds it to that.
const RECENT_HALF_LIFE: f64 = 300.0;
/// The same for bursts: jobs that run once a night are still seen in the next one.
const LONG_HALF_LIFE: f64 = 6.0 * 3600.0;

/// The real traces in tests/data/workloads are recognised after 20 s.
const NEEDED_SECONDS: f64 = 20.0;
/// Confidence is full after this: one half-life of what is judged.
const SURE_SECONDS: f64 = RECENT_HALF_LIFE;

/// Below this much work a container counts as idle.
const IDLE_BELOW: f64 = 0.5;
/// What confidence is left of it then.
const IDLE_CONFIDENCE: f64 = 0.25;
/// An idle container that worked this long of late is called what it was at work: longer than the
/// start of any service, which says nothing of its work.
const WORK_SECONDS: f64 = 600.0;
/// What confidence is left of that.
const REMEMBERED_CONFIDENCE: f64 = 0.5;

/// Recognises what kind of work a container does. Fed one [`WorkloadPoint`] after another, at any
/// spacing; keeps a few sums, no points.
///
/// A change of work is noticed within 15 minutes. Bursts are remembered for longer, so that a job
/// that runs once a night is known for one.
///
/// ```
/// use plimsoll::advise::{Workload, WorkloadPoint};
/// use plimsoll::WorkloadPattern;
///
/// let mut workload = Workload::new();
/// for second in 0..60 {
///     workload.observe(&WorkloadPoint {
///         seconds: f64::from(second),
///         cpu_cpus: Some(1.97),
///         effective_cpus: Some(2.0),
///         ..WorkloadPoint::default()
///     });
/// }
/// let recognition = workload.recognise();
/// assert_eq!(recognition.pattern, Some(WorkloadPattern::CpuIntensive));
/// println!("{:.0} % sure. {}", recognition.confidence * 100.0, recognition.reason());
/// ```
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Workload {
    last_seconds: Option<f64>,
    observed_seconds: f64,
    /// Time since the last full bucket; longer than the bucket where there was a gap.
    elapsed: f64,
    bucket: Bucket,
    activity: Activity,
    recent: Horizon,
    long: Horizon,
}

impl Workload {
    /// Nothing observed yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one point. The first one only says from when on time counts; so does one whose clock
    /// stands before the last one's.
    pub fn observe(&mut self, point: &WorkloadPoint) {
        if !point.seconds.is_finite() {
            return;
        }
        let elapsed = self.last_seconds.map_or(0.0, |last| point.seconds - last);
        self.last_seconds = Some(point.seconds);
        if elapsed <= 0.0 {
            return;
        }
        self.elapsed += elapsed;
        self.observed_seconds += elapsed.min(LONGEST_SECONDS);
        if self.bucket.add(point, elapsed) {
            let step = self.activity.step(&self.bucket, self.elapsed);
            self.recent.add(&self.bucket, &step, self.elapsed, RECENT_HALF_LIFE);
            self.long.add_if_at_work(&self.bucket, &step, self.elapsed, LONG_HALF_LIFE);
            self.bucket = Bucket::default();
            self.elapsed = 0.0;
        }
    }

    /// What was recognised so far. Allocates nothing.
    #[must_use]
    pub fn recognise(&self) -> Recognition {
        let mut recognition = Recognition {
            pattern: None,
            confidence: 0.0,
            runner_up: None,
            idle: false,
            observed_seconds: self.observed_seconds,
            needed_seconds: NEEDED_SECONDS,
            evidence: Readings::default(),
        };
        let recent = Features::of(&self.recent);
        if self.observed_seconds < NEEDED_SECONDS || recent.cpu.is_none() {
            return recognition;
        }
        let long = Features::of(&self.long);
        let mut judged = &recent;
        let mut scores = Scores::of(&recent, &long);
        recognition.idle = scores.work < IDLE_BELOW;
        let mut work = IDLE_CONFIDENCE + (1.0 - IDLE_CONFIDENCE) * scores.work;
        if recognition.idle && self.long.seconds_at_work() >= WORK_SECONDS {
            // At night it is what it was by day.
            judged = &long;
            scores = Scores::of(&long, &long);
            work = REMEMBERED_CONFIDENCE;
        }
        let [(pattern, fit), (runner_up, next), ..] = scores.ranked();
        recognition.pattern = Some(pattern);
        recognition.runner_up = Some(runner_up);
        let time = 0.6 + 0.4 * (self.observed_seconds / SURE_SECONDS).min(1.0);
        recognition.confidence = fit / (fit + next) * work * time * known(judged);
        recognition.evidence = recognition::evidence(pattern, judged);
        recognition
    }
}

/// How much of what tells patterns apart is known.
fn known(seen: &Features) -> f64 {
    let memory = if seen.memory_share.is_some() { 1.0 } else { 0.85 };
    let io = if seen.io_pressure.is_some() || seen.bytes_per_second.is_some() { 1.0 } else { 0.85 };
    memory * io
}

#[cfg(test)]
mod tests;
