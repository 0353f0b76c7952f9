//! Trends, anomalies and forecasts as they stand in a diagnosis.

use arrayvec::ArrayVec;
use serde::Serialize;

use super::fed::{AllFed, Fed, MOST_FED};
use super::growth::Stock;
use super::learned::{Learned, HEADINGS};
use crate::anomaly::{Outlook, Unusual};
use crate::fields::{Scope, Unit};
use crate::finding::{quantity, Component, Text};
use crate::history::Signal;
use crate::trends::Assessment;

/// Stocks that are always followed.
const STOCKS: usize = 5;

/// All that is followed.
pub(super) const TRENDS: usize = STOCKS + MOST_FED;

/// What is known of the growth of a stock, or of a fed metric with a limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TrendReading {
    /// What it is about.
    pub component: Component,
    /// The signal; of a fed metric its name.
    pub signal: Text,
    /// Its unit.
    pub unit: Unit,
    /// Its value now.
    pub value: f64,
    /// Where it ends, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// Whether it grows, and how long it can.
    #[serde(flatten)]
    pub assessment: Assessment,
}

/// A signal that is unlike its own history.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Anomaly {
    /// What it is about.
    pub component: Component,
    /// The signal.
    pub signal: Text,
    /// Its unit.
    pub unit: Unit,
    /// What it speaks of.
    pub scope: Scope,
    /// What it is and what it usually is.
    #[serde(flatten)]
    pub unusual: Unusual,
    /// For how long it has been so, in seconds.
    pub lasted_seconds: f64,
    /// The same in a sentence.
    pub description: String,
}

/// Where a signal is heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Heading {
    /// What it is about.
    pub component: Component,
    /// The signal.
    pub signal: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// What is expected, at the longest of the horizons of an hour, ten minutes and a minute for
    /// which there is enough history.
    #[serde(flatten)]
    pub outlook: Outlook,
}

/// Horizons of forecasts in seconds, the longest first.
const HORIZONS: [f64; 3] = [3600.0, 600.0, SHORTEST];
const SHORTEST: f64 = 60.0;

/// What is known of the growth of all that is followed.
pub(super) fn trends(learned: &Learned, fed: &AllFed) -> ArrayVec<TrendReading, TRENDS> {
    let mut all = ArrayVec::new();
    all.extend(learned.trends());
    all.extend(fed.all().iter().filter_map(metric));
    all
}

/// Nothing is allocated: names are shared.
fn metric(fed: &Fed) -> Option<TrendReading> {
    let (value, limit, assessment) = fed.trend()?;
    Some(TrendReading {
        component: fed.component(),
        signal: Text::Shared(fed.name().clone()),
        unit: Unit::Count,
        value,
        limit: Some(limit),
        assessment,
    })
}

impl Learned {
    /// What is known of the growth of every stock that was ever read.
    fn trends(&self) -> ArrayVec<TrendReading, STOCKS> {
        let stocks = &self.stocks;
        let all: [(Signal, &Stock); STOCKS] = [
            (Signal::MemoryAnon, &stocks.memory),
            (Signal::DiskSpace, &stocks.disk_space),
            (Signal::Inodes, &stocks.inodes),
            (Signal::Descriptors, &stocks.descriptors),
            (Signal::Pids, &stocks.pids),
        ];
        let reading = |(signal, stock): (Signal, &Stock)| {
            let (value, limit) = stock.latest?;
            let info = signal.info();
            Some(TrendReading {
                component: info.component.clone(),
                signal: info.name.into(),
                unit: info.unit,
                value,
                limit,
                assessment: stock.assess()?,
            })
        };
        all.into_iter().filter_map(reading).collect()
    }

    /// Signals that are unlike their own history, the most unlike first; nothing is allocated where
    /// there is none.
    pub fn anomalies(&self) -> Vec<Anomaly> {
        let unusual = |index: usize| Some((index, *self.detectors[index].state()?));
        let mut found: Vec<(usize, Unusual)> = (0..self.detectors.len()).filter_map(unusual).collect();
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
        found.into_iter().map(|(index, unusual)| self.anomaly(index, unusual)).collect()
    }

    fn anomaly(&self, index: usize, unusual: Unusual) -> Anomaly {
        let (component, signal, unit, scope, title) = match Signal::ALL.get(index) {
            Some(signal) => {
                let info = signal.info();
                (info.component.clone(), info.name.into(), info.unit, info.scope, info.title.to_owned())
            }
            None => {
                let name = &self.fed[index - Signal::COUNT];
                let component = Component::Metric(name.as_str().into());
                (component, name.clone().into(), Unit::Count, Scope::Process, name.clone())
            }
        };
        let is = |value| quantity(value, unit);
        let spreads = match unusual.times_spread {
            times if times >= 1000.0 => "it hardly ever moved before".to_owned(),
            times => format!("{times:.0} times its usual spread away"),
        };
        let description =
            format!("{title} is {}, usually {}: {spreads}.", is(unusual.value), is(unusual.expected));
        let lasted_seconds = (self.now - unusual.since_seconds).max(0.0);
        Anomaly { component, signal, unit, scope, unusual, lasted_seconds, description }
    }

    /// Where CPU, memory and load are heading.
    pub fn headings(&self) -> ArrayVec<Heading, { HEADINGS.len() }> {
        let heading = |signal: &Signal| {
            let detector = &self.detectors[*signal as usize];
            let mut outlooks = HORIZONS.iter().map(|horizon| detector.forecast(*horizon));
            let outlook = outlooks
                .find(|outlook| matches!(outlook, Outlook::Expected(_)))
                .unwrap_or_else(|| detector.forecast(SHORTEST));
            let info = signal.info();
            Some(Heading { component: info.component.clone(), signal: info.name, unit: info.unit, outlook })
        };
        let seen = |signal: &&Signal| self.history.latest(**signal as usize).is_some();
        HEADINGS.iter().filter(seen).filter_map(heading).collect()
    }
}
