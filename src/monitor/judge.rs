//! What is raised, what of it makes a finding, and what of that has been told.

use arrayvec::ArrayVec;

use super::events::{Direction, Event, LevelChange, What};
use super::fed::{AllFed, Fed, MOST_FED};
use super::pools::{Pools, MOST_POOLS, STRAINS};
use super::Monitor;
use crate::advise::Right;
use crate::dbpool::{Cause as PoolCause, PoolRule, Strain, MOST_CAUSES};
use crate::finding::{Component, Finding, Level, Severity};
use crate::rules::{
    finding, metric, resolve, Active, Causes, MetricReading, MetricRule, Moment, Raised, RuleId, States,
    Step, Thresholds, Timing, View,
};

/// So many findings there can be at once.
const MOST: usize = RuleId::COUNT + MOST_FED + MOST_POOLS * MOST_CAUSES;

/// What a finding is of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Subject {
    Rule(RuleId),
    /// A fed metric, by its place.
    Metric(usize, MetricRule),
    /// An attached pool, by its number.
    Pool(u32, PoolRule),
}

/// What is raised of a fed metric.
#[derive(Debug, Clone, Copy)]
struct MetricCause {
    place: usize,
    /// The rule that speaks.
    rule: MetricRule,
    step: Step,
    active: Active,
    /// What is full was filled: the growth that the rule explains.
    fill: Option<(Step, Active)>,
}

impl MetricCause {
    fn of(place: usize, fed: &Fed, thresholds: &Thresholds, now: f64) -> Option<Self> {
        let raised = |rule: MetricRule| {
            let active = fed.state(rule)?.active(rule.rule().timing, now)?;
            Some((*thresholds.of_metrics(rule).get(active.step)?, active))
        };
        let fill = raised(MetricRule::Fill);
        match raised(MetricRule::Used) {
            Some((step, active)) => Some(MetricCause { place, rule: MetricRule::Used, step, active, fill }),
            None => {
                let (step, active) = fill?;
                Some(MetricCause { place, rule: MetricRule::Fill, step, active, fill: None })
            }
        }
    }

    fn subject(&self) -> Subject {
        Subject::Metric(self.place, self.rule)
    }

    /// That of the growth, where it is worse.
    fn severity(&self) -> Severity {
        self.fill.map_or(self.step.severity, |(fill, _)| fill.severity.max(self.step.severity))
    }

    fn raised(&self) -> Raised<'static> {
        let mut raised = Raised::plain(self.rule.rule(), self.step, &self.active);
        raised.severity = self.severity();
        if let Some((step, active)) = self.fill.filter(|(fill, _)| fill.severity > self.step.severity) {
            raised.worse = Some((MetricRule::Fill.rule(), step, active.value));
        }
        raised
    }
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
    /// What is raised of the fed metrics.
    metrics: ArrayVec<MetricCause, MOST_FED>,
    /// What is raised of the attached pools.
    pools: Vec<(u32, PoolCause)>,
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
        self.pools.clear();
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
        let all = fed.all().iter().enumerate();
        self.metrics
            .extend(all.filter_map(|(place, fed)| MetricCause::of(place, fed, thresholds, moment.now)));
    }

    /// Takes in what is raised of the pools. Nothing is allocated where nothing is.
    pub fn take_pools(&mut self, pools: &Pools) {
        self.pools.clear();
        self.pools.extend(pools.causes().map(|(id, cause)| (id, *cause)));
    }

    /// Whether anything was told of the pool of that number that is to be taken back.
    pub fn has_told_of(&self, pool: u32) -> bool {
        self.told.iter().any(|told| matches!(told.subject, Subject::Pool(id, _) if id == pool))
    }

    /// What slows down the whole container, the worst of it.
    fn strains(&self) -> Option<RuleId> {
        self.causes.iter().map(|cause| cause.id).find(|id| STRAINS.contains(id))
    }

    /// For how long that has been so.
    pub fn strain(&self) -> Option<Strain> {
        let active = self.states.active(self.strains()?)?;
        Some(Strain { held_seconds: active.held_seconds })
    }

    /// The level that everything raised makes.
    pub fn level(&self) -> Level {
        let metrics = self.metrics.iter().map(MetricCause::severity).max();
        let pools = self.pools.iter().map(|(_, cause)| cause.severity).max();
        Level::of_worst(self.causes.worst().max(metrics).max(pools))
    }

    /// Whether a high load has a cause that is found already.
    pub fn explains_load(&self) -> bool {
        self.causes.iter().any(|cause| {
            let throttled = matches!(cause.id, RuleId::CpuThrottling | RuleId::CpuThrottledPeriods);
            throttled || cause.explains & RuleId::Load.bit() != 0
        })
    }

    /// When it last judged, in seconds after boot.
    pub fn now(&self) -> f64 {
        self.now
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
        let metrics = self.metrics.iter().map(|cause| (cause.subject(), cause.severity()));
        let pools = self.pools.iter().map(|(id, cause)| (Subject::Pool(*id, cause.rule), cause.severity));
        rules.chain(metrics).chain(pools)
    }

    fn finding(&self, monitor: &Monitor, subject: Subject, right: Option<&Right>) -> Option<Finding> {
        let mut finding = match subject {
            Subject::Rule(id) => self.of_rule(monitor, id)?,
            Subject::Metric(place, rule) => self.of_metric(monitor, place, rule)?,
            // It comes with its advice, and no process of the container is to blame.
            Subject::Pool(id, rule) => return Some(monitor.pools.finding(id, rule)?.0),
        };
        monitor.complete(&mut finding, right);
        if matches!(subject, Subject::Rule(id) if self.strains() == Some(id)) {
            finding.recommendations.extend(monitor.pools.warnings());
        }
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
        let mut finding = finding(&view, &raised);
        if self.strains() == Some(id) {
            monitor.pools.explain(&mut finding);
        }
        Some(finding)
    }

    fn of_metric(&self, monitor: &Monitor, place: usize, rule: MetricRule) -> Option<Finding> {
        let cause = self.metric(place, rule)?;
        let fed = monitor.fed.all().get(place)?;
        let (value, limit) = (fed.value()?, fed.limit()?);
        let reading = MetricReading { name: fed.name().clone(), value, limit, growth: fed.growing() };
        let mut finding = metric(&reading, &cause.raised(), rule);
        finding.explains.extend(cause.fill.map(|_| MetricRule::Fill.rule().name));
        Some(finding)
    }

    fn metric(&self, place: usize, rule: MetricRule) -> Option<&MetricCause> {
        self.metrics.iter().find(|cause| cause.subject() == Subject::Metric(place, rule))
    }

    /// What a finding of that subject is about.
    fn about(&self, monitor: &Monitor, subject: Subject) -> (Component, &'static str) {
        match subject {
            Subject::Rule(id) => (id.rule().component.clone(), id.rule().name),
            Subject::Metric(place, rule) => {
                let component = monitor.fed.all().get(place).map_or(Component::Load, |fed| fed.component());
                (component, rule.rule().name)
            }
            Subject::Pool(id, rule) => {
                let component = monitor.pools.find(id).map(|pool| rule.component(pool.name()));
                (component.unwrap_or(Component::Load), rule.rule().name)
            }
        }
    }

    /// What is certain: a finding that rests on too little for now is not told.
    fn is_certain(&self, subject: Subject) -> bool {
        match subject {
            Subject::Rule(id) => self.states.active(id).is_some_and(|active| !active.provisional),
            Subject::Metric(place, rule) => {
                self.metric(place, rule).is_some_and(|cause| !cause.active.provisional)
            }
            Subject::Pool(id, rule) => {
                let known = self.pools.iter().find(|(known, cause)| *known == id && cause.rule == rule);
                known.is_some_and(|(_, cause)| !cause.provisional)
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
                        let answers = match subject {
                            Subject::Pool(id, rule) => {
                                self.pools.finding(id, rule).map(|(_, answers)| answers).unwrap_or_default()
                            }
                            _ => self.answers_to(&finding, right.as_ref()),
                        };
                        for answer in answers {
                            sink.take(&event(wall, now, What::Recommendation(&answer)));
                        }
                    }
                }
            }
        }
        self.judge.told = told;
        self.pools.sweep();
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
