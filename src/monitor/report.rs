//! Everything that is known of a container, as one document.

use serde::Serialize;

use super::diagnosis::Diagnosis;
use super::efficiency::EfficiencyReading;
use super::learned::Learned;
use super::Monitor;
use crate::advise::{Advice, Allocation, Recognition, WorkloadPattern};
use crate::fields::{Scope, Unit};
use crate::finding::{Component, Text};
use crate::history::Signal;

/// The value of the `schema` key.
const SCHEMA: &str = "plimsoll.diagnosis/1";

/// Everything that is known of a container: the document that `plimsoll diagnose --json` prints.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Always `plimsoll.diagnosis/1`.
    pub schema: &'static str,
    /// The verdict; its keys stand beside the others.
    #[serde(flatten)]
    pub diagnosis: Diagnosis,
    /// What to change; its keys stand beside the others.
    #[serde(flatten)]
    pub advice: Advice,
    /// How much CPU and memory the container should have.
    pub allocation: Allocation,
    /// What kind of work it does.
    pub workload_pattern: Recognition,
    /// How well it uses what it has.
    pub efficiency: EfficiencyReading,
    /// What was observed; left out where it was not asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Series>,
}

/// A signal over time.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Series {
    /// What it is about.
    pub component: Component,
    /// The signal.
    pub signal: Text,
    /// A heading for people.
    pub title: Text,
    /// Its unit.
    pub unit: Unit,
    /// What it speaks of.
    pub scope: Scope,
    /// The end of each point in seconds since 1970, the mean and the greatest value of its
    /// observations.
    pub points: Vec<(f64, f32, f32)>,
}

impl Monitor {
    /// Everything that is known, as one document, without the history.
    #[must_use]
    pub fn report(&self) -> Report {
        self.pools.advise();
        let diagnosis = self.diagnose();
        Report {
            schema: SCHEMA,
            advice: self.recommend_for(&diagnosis.bottlenecks),
            allocation: self.allocation(WorkloadPattern::Detect),
            workload_pattern: self.workload_pattern(),
            efficiency: self.efficiency(),
            diagnosis,
            history: Vec::new(),
        }
    }

    /// The same with the history of every signal.
    #[must_use]
    pub fn report_with_history(&self) -> Report {
        Report { history: self.learned.series(), ..self.report() }
    }
}

impl Learned {
    /// Every column that has a point.
    fn series(&self) -> Vec<Series> {
        let points = |column: usize| -> Vec<(f64, f32, f32)> {
            self.history.points(column).map(|point| (point.wall_seconds, point.mean, point.max)).collect()
        };
        let signals = Signal::ALL.iter().map(|signal| {
            let info = signal.info();
            Series {
                component: info.component.clone(),
                signal: info.name.into(),
                title: info.title.into(),
                unit: info.unit,
                scope: info.scope,
                points: points(*signal as usize),
            }
        });
        let fed = self.fed.iter().enumerate().map(|(index, name)| Series {
            component: Component::Metric(name.as_str().into()),
            signal: name.clone().into(),
            title: name.clone().into(),
            unit: Unit::Count,
            scope: Scope::Process,
            points: points(Signal::COUNT + index),
        });
        signals.chain(fed).filter(|series| !series.points.is_empty()).collect()
    }
}
