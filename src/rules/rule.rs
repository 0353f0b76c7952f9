//! A rule: a signal, its thresholds, and who published them.

use serde::Serialize;

use crate::fields::{Scope, Unit};
use crate::finding::{Component, Crossed, Evidence, Finding, Measure, Severity, Threshold};

/// A rule of the diagnosis: raised where the signal is above a threshold.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Rule {
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
    /// Severity and the value above which it holds, mildest first.
    pub thresholds: &'static [(Severity, f64)],
    /// Where the thresholds were published.
    pub source: &'static str,
    /// What else must hold, and what the published value was meant for where that differs.
    pub note: &'static str,
}

/// The severity that a value deserves and the threshold it crossed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Verdict {
    pub severity: Severity,
    pub threshold: f64,
}

impl Rule {
    /// The worst threshold that the value is above.
    pub(crate) fn judge(&self, value: Option<f64>) -> Option<Verdict> {
        let value = value?;
        self.thresholds
            .iter()
            .rev()
            .find(|(_, threshold)| value > *threshold)
            .map(|&(severity, threshold)| Verdict { severity, threshold })
    }

    /// Where work starts to suffer: the lowest threshold of at least high severity.
    #[must_use]
    pub fn mark(&self) -> Option<f64> {
        self.thresholds.iter().find(|(severity, _)| *severity >= Severity::High).map(|&(_, value)| value)
    }

    /// That this rule's threshold was crossed as well.
    pub(crate) fn crossed(&self, verdict: Verdict, value: f64) -> Crossed {
        Crossed {
            rule: self.name,
            current: Measure::new(self.signal, value, self.unit, self.scope),
            threshold: self.threshold(verdict),
        }
    }

    fn threshold(&self, verdict: Verdict) -> Threshold {
        Threshold { value: verdict.threshold, unit: self.unit, scope: self.scope, source: self.source.into() }
    }

    /// A finding of this rule, its words still to be written.
    pub(crate) fn finding(&self, verdict: Verdict, value: f64) -> Finding {
        Finding {
            component: self.component.clone(),
            severity: verdict.severity,
            rule: self.name,
            title: String::new(),
            description: String::new(),
            current: Measure::new(self.signal, value, self.unit, self.scope),
            threshold: self.threshold(verdict),
            severity_from: None,
            confidence: 1.0,
            held_seconds: 0.0,
            explains: Vec::new(),
            culprits: Vec::new(),
            impact_ratio: 0.0,
            evidence: Evidence::default(),
            impact: String::new(),
            recommendations: Vec::new(),
        }
    }
}
