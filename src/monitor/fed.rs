//! Metrics that the host feeds: its own queue, its business counters.

use std::sync::Arc;

use super::growth::Stock;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Component;
use crate::rules::{Growing, MetricRule, Moment, RuleState, Thresholds};
use crate::trends::{Assessment, TrendOptions};

/// So many metrics can be fed.
pub(super) const MOST_FED: usize = 16;

/// The longest name, in bytes.
const LONGEST_NAME: usize = 64;

/// A value fed longer ago than this is no longer one, in seconds.
const STALE: f64 = 60.0;

/// One metric.
#[derive(Debug, Clone)]
pub(super) struct Fed {
    name: Arc<str>,
    value: f64,
    limit: Option<f64>,
    /// When it was fed, in seconds after boot; unknown until the next observation.
    fed_at: Option<f64>,
    stale: bool,
    /// Whether it is close to its limit.
    used: RuleState,
    /// Its growth, from the first limit on: without one it can grow towards nothing.
    growth: Option<Box<Growth>>,
}

/// Whether a metric grows towards its limit.
#[derive(Debug, Clone)]
struct Growth {
    stock: Stock,
    latest: Option<Growing>,
    state: RuleState,
}

impl Growth {
    fn new() -> Box<Self> {
        let stock = Stock::new(TrendOptions::leak());
        Box::new(Growth { stock, latest: None, state: RuleState::default() })
    }
}

impl Fed {
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub fn component(&self) -> Component {
        Component::Metric(self.name.clone())
    }

    /// The latest value; nothing once it is stale.
    pub fn value(&self) -> Option<f64> {
        (!self.stale).then_some(self.value)
    }

    pub fn limit(&self) -> Option<f64> {
        self.limit
    }

    /// Value, of the limit.
    pub fn ratio(&self) -> Option<f64> {
        let limit = self.limit.filter(|limit| *limit > 0.0)?;
        Some(self.value()? / limit)
    }

    fn observe(&mut self, thresholds: &Thresholds, moment: Moment) {
        let fed_at = *self.fed_at.get_or_insert(moment.now);
        self.stale = moment.now - fed_at > STALE;
        let ratio = self.ratio();
        judge(&mut self.used, MetricRule::Used, ratio, thresholds, moment);
        let now = self.value().zip(self.limit);
        if now.is_some() {
            self.growth.get_or_insert_with(Growth::new);
        }
        if let Some(growth) = &mut self.growth {
            growth.latest = growth.stock.observe(moment.now, now.map(|(value, limit)| (value, Some(limit))));
            // For ever where nothing grows; not known where nothing is fed.
            let left =
                now.map(|_| growth.latest.and_then(|found| found.seconds_to_limit).unwrap_or(f64::MAX));
            judge(&mut growth.state, MetricRule::Fill, left, thresholds, moment);
        }
    }

    /// What is remembered of a rule.
    pub fn state(&self, rule: MetricRule) -> Option<&RuleState> {
        match rule {
            MetricRule::Used => Some(&self.used),
            MetricRule::Fill => self.growth.as_ref().map(|growth| &growth.state),
        }
    }

    /// How it grows towards its limit, if it does.
    pub fn growing(&self) -> Option<Growing> {
        self.growth.as_ref()?.latest
    }

    /// What is known of its growth: value, limit and trend; nothing without a value or a limit now.
    pub fn trend(&self) -> Option<(f64, f64, Assessment)> {
        let (value, limit) = (self.value()?, self.limit?);
        Some((value, limit, self.growth.as_ref()?.stock.assess()?))
    }
}

fn judge(
    state: &mut RuleState,
    rule: MetricRule,
    value: Option<f64>,
    thresholds: &Thresholds,
    moment: Moment,
) {
    let steps = thresholds.of_metrics(rule);
    if !steps.is_empty() {
        state.update(rule.rule(), steps, value, moment);
    }
}

/// All that were fed, in the order in which they first were.
#[derive(Debug, Default)]
pub(super) struct AllFed(Vec<Fed>);

impl AllFed {
    /// Takes in a value. Answers whether the name is new.
    pub fn feed(&mut self, name: &str, value: f64, limit: Option<f64>) -> Result<bool> {
        let wrong = |why: String| Err(Error::new(ErrorKind::InvalidArgument, why));
        if name.is_empty() || name.len() > LONGEST_NAME {
            return wrong(format!("metric `{name}`: a name has 1 to {LONGEST_NAME} bytes"));
        }
        if !value.is_finite() {
            return wrong(format!("metric `{name}`: the value is {value}: it must be finite"));
        }
        if let Some(limit) = limit.filter(|limit| !(limit.is_finite() && *limit > 0.0)) {
            return wrong(format!(
                "metric `{name}`: the limit is {limit}: it must be finite and above 0, or left out"
            ));
        }
        if let Some(known) = self.0.iter_mut().find(|fed| &*fed.name == name) {
            (known.value, known.limit, known.fed_at, known.stale) = (value, limit, None, false);
            return Ok(false);
        }
        if self.0.len() == MOST_FED {
            return wrong(format!(
                "metric `{name}`: {MOST_FED} others are fed already, which is the most there can be"
            ));
        }
        let used = RuleState::default();
        self.0.push(Fed { name: name.into(), value, limit, fed_at: None, stale: false, used, growth: None });
        Ok(true)
    }

    /// Another process, or the same in another cgroup: growth is followed anew.
    pub fn restart(&mut self) {
        for fed in &mut self.0 {
            fed.growth = None;
        }
    }

    pub fn observe(&mut self, thresholds: &Thresholds, moment: Moment) {
        for fed in &mut self.0 {
            fed.observe(thresholds, moment);
        }
    }

    pub fn all(&self) -> &[Fed] {
        &self.0
    }
}

#[cfg(test)]
#[path = "fed_tests.rs"]
mod tests;
