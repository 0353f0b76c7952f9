//! A rule: a signal, its thresholds, and who published them.

use serde::Serialize;

use super::state::Active;
use super::table::RuleId;
use super::view::View;
use crate::fields::{Scope, Unit};
use crate::finding::{Component, Crossed, Evidence, Finding, Measure, Severity, Threshold};

/// A severity, the value beyond which it is raised, and the value at which it is cleared again.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// How bad it is there.
    pub severity: Severity,
    /// Raised where the value is beyond this one.
    pub raise: f64,
    /// Cleared where it is back within this one.
    pub clear: f64,
}

/// How long a value has to be beyond a threshold, at one reading a second and more often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// A rate or a share of time: for 2 seconds, back for 5.
    Rate,
    /// A level that moves by what is allocated, opened, written: at two readings a second apart,
    /// back for 5 seconds.
    Stock,
    /// Noisy by nature: for 5 seconds, back for 10.
    Noisy,
    /// Something that happened: at once, and for a minute after.
    Event,
    /// What a trend says: for 3 seconds, back for 10.
    Trend,
}

impl Timing {
    /// Seconds beyond the threshold until it is raised.
    #[must_use]
    pub const fn raise_seconds(self) -> f64 {
        match self {
            Timing::Rate => 2.0,
            Timing::Stock => 1.0,
            Timing::Noisy => 5.0,
            Timing::Event => 0.0,
            Timing::Trend => 3.0,
        }
    }

    /// Seconds back within the threshold until it is cleared.
    #[must_use]
    pub const fn clear_seconds(self) -> f64 {
        match self {
            Timing::Rate | Timing::Stock => 5.0,
            Timing::Noisy | Timing::Trend => 10.0,
            Timing::Event => 60.0,
        }
    }
}

/// A rule of the diagnosis: raised where the signal is beyond a threshold.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Rule {
    /// Its place in [`RULES`](super::RULES).
    #[serde(skip)]
    pub id: RuleId,
    /// Its name, such as `cpu.throttling`.
    pub name: &'static str,
    /// What it is about.
    pub component: Component,
    /// The value it judges: a field of [`Usage`](crate::Usage) where there is one of that name.
    pub signal: &'static str,
    /// The unit of the value and its thresholds.
    pub unit: Unit,
    /// What the value speaks of.
    pub scope: Scope,
    /// Whether it is a small value that is bad, as the time that is left.
    pub below: bool,
    /// Its thresholds, mildest first.
    pub steps: &'static [Step],
    /// How long it has to hold.
    pub timing: Timing,
    /// For how long it was published to hold, in seconds: the finding is less sure before.
    pub published_seconds: f64,
    /// Where the thresholds were published.
    pub source: &'static str,
    /// What else must hold, and what the published value was meant for where that differs.
    pub note: &'static str,
    /// The value at a view; nothing where it is not known or has no meaning.
    #[serde(skip)]
    pub(crate) value: fn(&View) -> Option<f64>,
}

impl Rule {
    /// Where work starts to suffer, as published: the lowest threshold of at least high severity.
    #[must_use]
    pub fn mark(&self) -> Option<f64> {
        self.steps.iter().find(|step| step.severity >= Severity::High).map(|step| step.raise)
    }
}

/// A rule that is raised, as its finding is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raised<'a> {
    pub rule: &'a Rule,
    /// Its own severity.
    pub step: Step,
    pub value: f64,
    /// The severity after that of what it explains.
    pub severity: Severity,
    /// The rule with the worse severity, its step and its value.
    pub worse: Option<(&'a Rule, Step, f64)>,
    pub confidence: f64,
    pub held_seconds: f64,
    /// What it explains, by [`RuleId`].
    pub explains: u64,
}

impl<'a> Raised<'a> {
    /// One that explains nothing else.
    pub fn plain(rule: &'a Rule, step: Step, active: &Active) -> Self {
        let Active { value, held_seconds, provisional, .. } = *active;
        let confidence = super::causes::confidence(held_seconds, rule.published_seconds, provisional);
        let severity = step.severity;
        Raised { rule, step, value, severity, worse: None, confidence, held_seconds, explains: 0 }
    }

    pub fn explains(&self, id: RuleId) -> bool {
        self.explains & id.bit() != 0
    }

    /// A finding of this rule, its words still to be written.
    pub fn finding(&self) -> Finding {
        let (measure, threshold) = judged(self.rule, self.step, self.value);
        Finding {
            component: self.rule.component.clone(),
            severity: self.severity,
            rule: self.rule.name,
            title: String::new(),
            description: String::new(),
            current: measure,
            threshold,
            severity_from: self.worse.map(|(rule, step, value)| {
                let (current, threshold) = judged(rule, step, value);
                Crossed { rule: rule.name, current, threshold }
            }),
            confidence: self.confidence,
            held_seconds: self.held_seconds,
            evidence: Evidence::default(),
            explains: RuleId::of_bits(self.explains).map(|id| id.rule().name).collect(),
            culprits: Vec::new(),
            impact: String::new(),
            impact_ratio: 0.0,
            recommendations: Vec::new(),
        }
    }
}

fn judged(rule: &Rule, step: Step, value: f64) -> (Measure, Threshold) {
    let measure = Measure::new(rule.signal, value, rule.unit, rule.scope);
    let threshold = Threshold {
        value: step.raise,
        clear: step.clear,
        unit: rule.unit,
        scope: rule.scope,
        source: rule.source.into(),
    };
    (measure, threshold)
}
