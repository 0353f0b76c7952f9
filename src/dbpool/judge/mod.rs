//! What limits a pool of database connections, or the database behind it.
//!
//! Rules as those of a container ([`crate::rules`]): raised and cleared at different values and not by one noisy reading,
//! each with the source of its thresholds. What is judged is a window of observations, so that a burst that was absorbed
//! is nothing. A rule whose inputs are not known is silent. One cause makes one finding.

mod answers;
mod causes;
mod database;
mod evidence;
mod leak;
mod load;
mod queries;
mod reading;
mod settings;
mod signals;
mod sized;
mod slowdown;
mod table;
mod view;
mod window;
mod words;

use arrayvec::ArrayVec;

pub(crate) use causes::{Cause, MOST_CAUSES};
pub(crate) use load::PoolLoad;
pub use reading::PoolReading;
pub use settings::PoolThresholds;
pub(crate) use slowdown::Slowdown;
pub(crate) use table::PoolRule;
pub use table::{rules, RULES};

use super::pool::State;
use super::{DatabasePool, DatabaseStats, PoolSizing};
use crate::finding::{Finding, Recommendation};
use crate::rules::{Active, Moment, Raised, RuleState};
use causes::Context;
use table::{Source, ALL};
use view::{View, STALE};

/// A container in trouble explains a pool that became slow no longer before or after than this, in seconds: what is raised
/// by one is raised by the other only after a while. So long it also explains it after the container is well again.
const TOGETHER: f64 = 15.0;

/// So long after the last observation all of it is unknown, in seconds.
const UNKNOWN: f64 = STALE + 1.0;

/// A deadlock holds up others for the second until the server ends it, and those behind them: no lock that is waited for
/// longer than this is held for that, in seconds.
const DEADLOCKED: f64 = 10.0;

/// The container's own trouble, as the monitor knows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Strain {
    /// For how long it has lasted, in seconds.
    pub held_seconds: f64,
}

/// What is raised of one pool.
#[derive(Debug)]
pub(super) struct Judge {
    rules: [RuleState; PoolRule::COUNT],
    causes: ArrayVec<Cause, MOST_CAUSES>,
    /// When the pool and the database were first observed.
    first: [Option<f64>; 2],
    now: f64,
    /// When the pool was last seen to be slow because the container is: until it is no longer slow, or the container is
    /// well for a while.
    strained: Option<f64>,
    /// What that explains.
    excused: u32,
}

impl Default for Judge {
    fn default() -> Self {
        Judge {
            rules: [RuleState::default(); PoolRule::COUNT],
            causes: ArrayVec::new(),
            first: [None; 2],
            now: 0.0,
            strained: None,
            excused: 0,
        }
    }
}

impl Judge {
    /// Takes in what was just observed.
    fn update(&mut self, view: &View, source: Source, moment: Moment) {
        let thresholds = view.thresholds;
        for &rule in ALL.iter().filter(|rule| rule.source() == source) {
            let steps = thresholds.of(rule);
            self.rules[rule as usize].update(rule.rule(), steps, rule.value(view), moment);
        }
        self.now = self.now.max(moment.now);
    }

    fn active(&self, rule: PoolRule) -> Option<Active> {
        self.rules[rule as usize].active(rule.rule().timing, self.now)
    }

    fn resolve(
        &mut self,
        thresholds: &PoolThresholds,
        database: Option<&DatabaseStats>,
        strain: Option<Strain>,
    ) {
        let raised = ALL.iter().filter(|rule| self.active(**rule).is_some());
        let raised = raised.fold(0, |bits, rule| bits | rule.bit());
        self.strain(strain);
        let blocked = database.map_or(&[][..], |database| &database.blocked);
        let longest_wait = database.and_then(|database| database.values.oldest_lock_wait_seconds);
        let mut states = blocked.iter().filter_map(|blocked| blocked.holder_state.as_deref()).peekable();
        // Where the holders are not known, a transaction that idles while others wait is the likeliest.
        let holder_idles =
            states.peek().is_none() || states.any(|state| state.contains("idle in transaction"));
        let context = Context {
            raised,
            thresholds,
            active: &|rule| self.active(rule),
            holder_idles,
            brief_locks: longest_wait.is_some_and(|seconds| seconds < DEADLOCKED),
            strained: self.strained.is_some(),
        };
        let (causes, excused) = causes::resolve(&context);
        (self.causes, self.excused) = (causes, excused);
    }

    /// Keeps whether the container's trouble is why the pool is slow: both began at about the same time, and both last.
    fn strain(&mut self, strain: Option<Strain>) {
        let Some(slow) = self.active(PoolRule::Slower) else {
            self.strained = None;
            return;
        };
        let together = |strain: Strain| (strain.held_seconds - slow.held_seconds).abs() <= TOGETHER;
        if strain.is_some_and(|strain| self.strained.is_some() || together(strain)) {
            self.strained = Some(self.now);
        }
        self.strained = self.strained.filter(|since| self.now - since <= TOGETHER);
    }

    /// Whether connections are taken and not given back, and that is the cause of what is raised.
    pub(super) fn leaks(&self) -> bool {
        self.causes.iter().any(|cause| cause.rule == PoolRule::Leak)
    }

    fn raised(&self, thresholds: &PoolThresholds, cause: &Cause) -> Option<Raised<'static>> {
        let rule = cause.rule.rule();
        let active = self.active(cause.rule)?;
        let mut raised = Raised::plain(rule, *thresholds.of(cause.rule).get(active.step)?, &active);
        raised.severity = cause.severity;
        raised.worse = cause.severity_from.and_then(|from| {
            let active = self.active(from)?;
            Some((from.rule(), *thresholds.of(from).get(active.step)?, active.value))
        });
        Some(raised)
    }
}

impl State {
    /// Judges the pool by an observation that made an interval.
    pub(super) fn judge_pool(&mut self, time: f64, seconds: f64) {
        self.judge(Source::Pool, time, seconds);
    }

    /// Judges the database by an observation.
    pub(super) fn judge_database(&mut self, time: f64, seconds: f64) {
        self.judge(Source::Database, time, seconds);
    }

    fn judge(&mut self, source: Source, now: f64, seconds: f64) {
        let mut judge = std::mem::take(&mut self.judge);
        self.changes += 1;
        // Back from a time that was only asked for.
        judge.now = self.times().into_iter().flatten().fold(now, f64::max);
        let since = now - seconds;
        let first = *judge.first[source as usize].get_or_insert(since);
        let view = View::of(self, now);
        judge.update(&view, source, Moment { now, since, first });
        judge.resolve(&self.thresholds, self.told(), None);
        self.judge = judge;
    }

    /// What was observed too long ago is unknown from then on.
    fn judge_again(&mut self, now: f64, strain: Option<Strain>) {
        let mut judge = std::mem::take(&mut self.judge);
        self.changes += 1;
        let times = self.times();
        // Whatever time is asked for: from when all is unknown on nothing changes, and what is observed next is not older
        // than what was judged.
        let latest = times.into_iter().flatten().reduce(f64::max);
        let now = latest.map_or(now, |latest| now.min(latest + UNKNOWN)).max(judge.now);
        for source in [Source::Pool, Source::Database] {
            let time = times[source as usize];
            if let Some(time) = time.filter(|time| now - time > STALE) {
                let moment = Moment { now, since: time, first: judge.first[source as usize].unwrap_or(time) };
                judge.update(&View::of(self, now), source, moment);
            }
        }
        judge.now = now;
        judge.resolve(&self.thresholds, self.told(), strain);
        self.judge = judge;
    }

    /// When pool and database were observed last.
    fn times(&self) -> [Option<f64>; 2] {
        [self.latest.as_ref().map(|latest| latest.0), self.database.as_ref().map(|latest| latest.0)]
    }

    fn told(&self) -> Option<&DatabaseStats> {
        self.database.as_ref().map(|(_, database)| database)
    }
}

impl DatabasePool {
    /// Judges the pool as of that time, on the clock of its observations: each was judged when it was taken in, and what
    /// was observed more than a minute ago counts as unknown. To ask again for the same time changes nothing, and a time
    /// further on is as good as the end of that minute.
    pub fn judge_at(&self, now_seconds: f64) {
        self.judge_within(now_seconds, None);
    }

    /// The same as of now, on the kernel's clock since boot: for pools that are [observed](Self::observe) as they are.
    pub fn judge(&self) {
        self.judge_at(super::pool::now_seconds());
    }

    /// The same, with the trouble that the container itself is in.
    pub(crate) fn judge_within(&self, now_seconds: f64, strain: Option<Strain>) {
        if now_seconds.is_finite() {
            self.state().judge_again(now_seconds, strain);
        }
    }

    /// What limits the pool or its database, worst first; at most 8.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.answered().into_iter().map(|(finding, _)| finding).collect()
    }

    /// What to do about that: by priority, within it in the order of the findings.
    #[must_use]
    pub fn recommendations(&self) -> Vec<Recommendation> {
        self.answered().into_iter().flat_map(|(_, answers)| answers).collect()
    }

    /// The causes of what is raised, worst first.
    pub(crate) fn causes(&self) -> ArrayVec<Cause, MOST_CAUSES> {
        self.state().judge.causes.clone()
    }

    /// The finding of that rule, where it speaks for itself, and what to do about it.
    pub(crate) fn finding(&self, rule: PoolRule) -> Option<(Finding, Vec<Recommendation>)> {
        self.answered_of(|cause| cause.rule == rule).pop()
    }

    /// What the container's own trouble made slower, and the rules that it explains.
    pub(crate) fn excused(&self) -> Option<(Slowdown, Vec<&'static str>)> {
        let state = self.state();
        if state.judge.excused == 0 {
            return None;
        }
        let slow = slowdown::slowdown(&View::of(&state, state.judge.now))?;
        Some((slow, causes::of_bits(state.judge.excused).map(|rule| rule.rule().name).collect()))
    }

    fn answered(&self) -> Vec<(Finding, Vec<Recommendation>)> {
        self.answered_of(|_| true)
    }

    fn answered_of(&self, wanted: impl Fn(&Cause) -> bool) -> Vec<(Finding, Vec<Recommendation>)> {
        let by_size = self.causes().iter().any(|cause| wanted(cause) && sized::matters(cause.rule));
        // Before the lock, which advice takes itself.
        let sizing = if by_size { sized::asked(self) } else { None };
        let state = self.state();
        // Where the container is what makes it slow the size stays as it is.
        let advice = match sizing.as_deref() {
            Some(PoolSizing::Advice(advice)) if state.judge.excused == 0 => Some(&**advice),
            _ => None,
        };
        let view = View::of(&state, state.judge.now);
        let told = state.judge.causes.iter().filter(|cause| wanted(cause)).filter_map(|cause| {
            let raised = state.judge.raised(&state.thresholds, cause)?;
            let mut finding = raised.finding();
            finding.component = cause.rule.component(self.name());
            finding.explains = causes::of_bits(cause.explains).map(|rule| rule.rule().name).collect();
            words::write(&view, cause.rule, self.name(), &mut finding);
            finding.impact_ratio = finding.impact_ratio.clamp(0.0, 1.0);
            let mut answers = answers::answers(&view, cause.rule, self.name(), &finding, advice);
            answers.extend(sized::sized(self.name(), cause.rule, &finding, advice));
            finding.recommendations = answers.iter().map(|answer| answer.title.clone()).collect();
            Some((finding, answers))
        });
        told.collect()
    }

    /// How laden the pool and its database are.
    pub(crate) fn load(&self) -> Option<PoolLoad> {
        let state = self.state();
        PoolLoad::of(&View::of(&state, state.judge.now))
    }
}

#[cfg(test)]
#[path = "fault_tests.rs"]
mod faults;
#[cfg(test)]
#[path = "healthy_tests.rs"]
mod healthy;
#[cfg(test)]
#[path = "random_tests.rs"]
mod random;
#[cfg(test)]
#[path = "series_tests.rs"]
mod series;
