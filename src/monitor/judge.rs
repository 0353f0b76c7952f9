//! What is raised, what of it makes a finding, and what of that has been told.

use arrayvec::ArrayVec;

use super::events::{Direction, Event, LevelChange, What};
use super::fed::{AllFed, MOST_FED};
use super::Monitor;
use crate::advise::Right;
use crate::finding::{Component, Finding, Level, Severity};
use crate::rules::{
    finding, metric, resolve, Causes, MetricReading, Moment, Raised, RuleId, States, Step, Thresholds,
    Timing, View, METRIC,
};

/// So many findings there can be at once.
const MOST: usize = RuleId::COUNT + MOST_FED;

/// What a finding is of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Subject {
    Rule(RuleId),
    /// A fed metric, by its place.
    Metric(usize),
}

/// A finding that has been told of.
#[derive(Debug, Clone, Copy)]
struct Told {
    subject: Subject,
    severity: Severity,
    since: f64,
}

/// The rules' memory and what it amounts to.
#[derive(Debug, Default)]
pub(super) struct Judge {
    states: States,
    causes: Causes,
    /// What is raised of the fed metrics, and whether that rests on too little for now.
    metrics: ArrayVec<(usize, Step, bool), MOST_FED>,
    told: ArrayVec<Told, MOST>,
    told_level: Option<Level>,
    /// When it last judged, in seconds after boot.
    now: f64,
}

impl Judge {
    /// Forgets everything but what was told: that is then told to be over.
    pub fn restart(&mut self) {
        self.states = States::default();
        self.causes = Causes::default();
        self.metrics.clear();
    }

    pub fn observe(
        &mut self,
        recent: &View,
        latest: &View,
        thresholds: &Thresholds,
        fed: &AllFed,
        moment: Moment,
    ) {
        self.states.update(recent, latest, thresholds, moment);
        self.causes = resolve(&self.states, thresholds, recent);
        self.now = moment.now;
        self.metrics.clear();
        let steps = thresholds.of_metrics();
        for (index, fed) in fed.all().iter().enumerate() {
            let active = fed.state.active(METRIC.timing, moment.now);
            if let Some((active, step)) = active.and_then(|active| Some((active, steps.get(active.step)?))) {
                self.metrics.push((index, *step, active.provisional));
            }
        }
    }

    /// The level that everything raised makes.
    pub fn level(&self) -> Level {
        let metrics = self.metrics.iter().map(|(_, step, _)| step.severity).max();
        Level::of_worst(self.causes.worst().max(metrics))
    }

    /// Whether a high load has a cause that is found already.
    pub fn explains_load(&self) -> bool {
        self.causes.iter().any(|cause| {
            let throttled = matches!(cause.id, RuleId::CpuThrottling | RuleId::CpuThrottledPeriods);
            throttled || cause.explains & RuleId::Load.bit() != 0
        })
    }

    /// The rules beyond a threshold, raised or not, as a set.
    pub fn suspects(&self) -> u64 {
        self.states.suspects()
    }

    /// Every finding, worst first. Nothing is allocated where there is none.
    pub fn findings(&self, monitor: &Monitor) -> Vec<Finding> {
        let right = self.subjects().next().and_then(|_| monitor.right());
        let finding = |(subject, _)| self.finding(monitor, subject, right.as_ref());
        let mut found: Vec<Finding> = self.subjects().filter_map(finding).collect();
        // Stable: within a severity the order of the resources stays.
        found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        found
    }

    fn subjects(&self) -> impl Iterator<Item = (Subject, Severity)> + '_ {
        let rules = self.causes.iter().map(|cause| (Subject::Rule(cause.id), cause.severity));
        let metrics = self.metrics.iter().map(|(index, step, _)| (Subject::Metric(*index), step.severity));
        rules.chain(metrics)
    }

    fn finding(&self, monitor: &Monitor, subject: Subject, right: Option<&Right>) -> Option<Finding> {
        let mut finding = match subject {
            Subject::Rule(id) => self.of_rule(monitor, id)?,
            Subject::Metric(index) => self.of_metric(monitor, index)?,
        };
        monitor.complete(&mut finding, right);
        Some(finding)
    }

    fn of_rule(&self, monitor: &Monitor, id: RuleId) -> Option<Finding> {
        let cause = self.causes.iter().find(|cause| cause.id == id)?;
        let mut raised = cause.raised(&self.states, &monitor.options.thresholds)?;
        let usage = monitor.usage_held(raised.held_seconds);
        let view = monitor.view(usage.as_ref());
        // Over all the time that it held, rather than the latest second.
        if matches!(raised.rule.timing, Timing::Rate | Timing::Noisy) {
            raised.value = (raised.rule.value)(&view).unwrap_or(raised.value);
        }
        Some(finding(&view, &raised))
    }

    fn of_metric(&self, monitor: &Monitor, index: usize) -> Option<Finding> {
        let (_, step, _) = *self.metrics.iter().find(|(place, ..)| *place == index)?;
        let fed = monitor.fed.all().get(index)?;
        let reading = MetricReading { name: fed.name().clone(), value: fed.value()?, limit: fed.limit()? };
        let held_seconds = fed.state.active(METRIC.timing, self.now)?.held_seconds;
        let raised = Raised::plain(&METRIC, step, fed.ratio()?, held_seconds);
        Some(metric(&reading, &raised))
    }

    /// What a finding of that subject is about.
    fn about(&self, monitor: &Monitor, subject: Subject) -> (Component, &'static str) {
        match subject {
            Subject::Rule(id) => (id.rule().component.clone(), id.rule().name),
            Subject::Metric(index) => {
                let component = monitor.fed.all().get(index).map_or(Component::Load, |fed| fed.component());
                (component, METRIC.name)
            }
        }
    }

    /// What is certain: a finding that rests on too little for now is not told.
    fn is_certain(&self, subject: Subject) -> bool {
        match subject {
            Subject::Rule(id) => self.states.active(id).is_some_and(|active| !active.provisional),
            Subject::Metric(index) => {
                self.metrics.iter().any(|(place, _, provisional)| *place == index && !provisional)
            }
        }
    }
}

impl Monitor {
    /// Tells what has changed since the last time.
    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    pub(super) fn tell(&mut self, began: bool) {
        let now = self.latest.boot_time_ns() as f64 / 1e9;
        let wall = self.latest.wall_time_ns() as f64 / 1e9;
        let blind = super::diagnosis::is_blind(&self.latest, &self.resources);
        let level = (!blind).then(|| self.judge.level());
        fn event(wall: f64, now: f64, what: What<'_>) -> Event<'_> {
            Event { wall_time_seconds: wall, boot_time_seconds: now, what }
        }
        let sink = self.options.on_event.as_ref();
        if let Some(sink) = sink.filter(|_| began) {
            sink.take(&event(wall, now, What::Baseline { target: &self.names.facts, level }));
        }

        let mut told = std::mem::take(&mut self.judge.told);
        told.retain(|told| {
            let still = self.judge.subjects().any(|(subject, _)| subject == told.subject);
            if let Some(sink) = sink.filter(|_| !still) {
                let (component, rule) = self.judge.about(self, told.subject);
                let (severity, held_seconds) = (told.severity, now - told.since);
                sink.take(&event(
                    wall,
                    now,
                    What::BottleneckCleared { component, rule, severity, held_seconds },
                ));
            }
            still
        });
        for (subject, severity) in
            self.judge.subjects().filter(|(subject, _)| self.judge.is_certain(*subject))
        {
            let known = told.iter_mut().find(|told| told.subject == subject);
            let before = known.as_ref().map(|told| told.severity);
            if before == Some(severity) {
                continue;
            }
            match known {
                Some(known) => known.severity = severity,
                // There is room for all of them.
                None => drop(told.try_push(Told { subject, severity, since: now })),
            }
            let Some(sink) = sink else { continue };
            let right = self.right();
            if let Some(finding) = self.judge.finding(self, subject, right.as_ref()) {
                match before {
                    Some(from) => {
                        sink.take(&event(wall, now, What::BottleneckChanged { from, finding: &finding }))
                    }
                    None => {
                        sink.take(&event(wall, now, What::BottleneckRaised(&finding)));
                        for answer in self.answers_to(&finding, right.as_ref()) {
                            sink.take(&event(wall, now, What::Recommendation(&answer)));
                        }
                    }
                }
            }
        }
        self.judge.told = told;
        self.tell_level(level, wall, now);
    }

    fn tell_level(&mut self, level: Option<Level>, wall: f64, now: f64) {
        // Findings that rest on too little for now make no change of level.
        let certain = self.judge.subjects().all(|(subject, _)| self.judge.is_certain(subject));
        let Some(to) = level.filter(|_| certain) else { return };
        // What was in trouble from the first reading on is told as well: nobody was told of it before.
        let from = self.judge.told_level.replace(to).unwrap_or(Level::Optimal);
        if from == to {
            return;
        }
        let options = &self.options;
        if options.on_level.is_none() && options.on_event.is_none() {
            return;
        }
        let change = LevelChange {
            from,
            to,
            direction: if to > from { Direction::Rise } else { Direction::Fall },
            wall_time_seconds: wall,
            summary: super::diagnosis::summary(&self.judge.findings(self), false).to_string(),
            load_line: self.load_line.reading,
        };
        if let Some(sink) = &options.on_event {
            let what = What::LevelChanged(&change);
            sink.take(&Event { wall_time_seconds: wall, boot_time_seconds: now, what });
        }
        if let Some(hook) = &options.on_level {
            hook.tell(&change);
        }
    }
}
