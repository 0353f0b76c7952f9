//! The container: a sample, and what a diagnosis made of it.

use super::family::{
    FamilyKind, BOTTLENECKS, BUILD, LEVEL, LOAD_ADVICE, LOAD_LINE, RESOURCE_LOAD, RESOURCE_USED, SAMPLE_TIME,
    SAMPLE_TOOK, SAMPLE_UNREAD,
};
use super::text::Series;
use super::Exposition;
use crate::fields::{Field, Kind, Sample};
use crate::finding::{Component, Level, Severity};
use crate::monitor::{Diagnosis, LoadAdvice, Monitor, Resource};

/// What findings can be about, beside fed metrics.
const COMPONENTS: [Component; 9] = [
    Component::Cpu,
    Component::Memory,
    Component::DiskSpace,
    Component::Inodes,
    Component::DiskIo,
    Component::Network,
    Component::Descriptors,
    Component::Pids,
    Component::Load,
];

impl Exposition {
    /// Everything that a monitor knows: which Plimsoll it is, its latest sample, its diagnosis.
    pub fn monitor(&mut self, monitor: &Monitor) {
        self.build();
        if let Some(sample) = monitor.sample() {
            self.sample(sample);
        }
        self.diagnosis(&monitor.diagnose());
    }

    /// Which Plimsoll this is.
    pub fn build(&mut self) {
        self.series(&BUILD).add(&[("version", env!("CARGO_PKG_VERSION"))], 1.0);
    }

    /// Every field that was read, as `plimsoll_` and its name; counters end in `_total`. No limit is `+Inf`.
    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    pub fn sample(&mut self, sample: &Sample) {
        self.series(&SAMPLE_TIME).add(&[], sample.wall_time_ns() as f64 / 1e9);
        self.series(&SAMPLE_TOOK).add(&[], sample.took_ns() as f64 / 1e9);
        for (field, value) in sample.values() {
            let (name, kind) = names(field);
            Series::named(self, name, kind, field.doc).add(&[], value.as_f64());
        }
    }

    /// The level, the load line, the resources, what is found of each component, and the pools of database connections
    /// that are attached; and how much could not be read.
    #[allow(clippy::cast_precision_loss)] // A handful.
    pub fn diagnosis(&mut self, diagnosis: &Diagnosis) {
        self.series(&SAMPLE_UNREAD).add(&[], diagnosis.problems.len() as f64);
        if let Some(level) = diagnosis.level {
            let all = [Level::Optimal, Level::Good, Level::Degraded, Level::Poor];
            self.states(&LEVEL, "level", all.map(Level::name), level.name());
        }
        let line = &diagnosis.load_line;
        if line.reading.is_some() {
            self.series(&LOAD_LINE).add(&[], line.reading);
            let all = [LoadAdvice::Accept, LoadAdvice::Slow, LoadAdvice::Refuse];
            self.states(&LOAD_ADVICE, "advice", all.map(LoadAdvice::name), line.advice.name());
        }
        for (family, of_row) in [(&RESOURCE_LOAD, reading as fn(&Resource) -> _), (&RESOURCE_USED, share)] {
            let mut series = self.series(family);
            for row in &diagnosis.resources {
                let labels = [("resource", &*row.resource.name()), ("scope", row.used.scope.name())];
                series.add(&labels, of_row(row));
            }
        }
        self.bottlenecks(diagnosis);
        self.database_pools(&diagnosis.database_pools);
    }

    #[allow(clippy::cast_precision_loss)] // A handful.
    fn bottlenecks(&mut self, diagnosis: &Diagnosis) {
        let mut series = self.series(&BOTTLENECKS);
        let fed = diagnosis.resources.iter().map(|row| &row.resource);
        let fed = fed.filter(|component| matches!(component, Component::Metric(_)));
        let pools = diagnosis.database_pools.iter().flat_map(|pool| {
            [Component::DatabasePool(pool.name.clone()), Component::DatabaseQueries(pool.name.clone())]
        });
        for component in COMPONENTS.iter().chain(fed).cloned().chain(pools) {
            let found = diagnosis.bottlenecks.iter().filter(|finding| finding.component == component);
            for severity in Severity::ALL {
                let count = found.clone().filter(|finding| finding.severity == severity).count();
                let labels = [("component", &*component.name()), ("severity", severity.name())];
                series.add(&labels, count as f64);
            }
        }
    }
}

fn reading(row: &Resource) -> Option<f64> {
    row.reading
}

fn share(row: &Resource) -> Option<f64> {
    row.share
}

/// What follows the prefix.
fn names(field: &'static Field) -> ([&'static str; 3], FamilyKind) {
    match field.kind {
        Kind::Counter => (["_", field.name, "_total"], FamilyKind::Counter),
        Kind::Gauge => (["_", field.name, ""], FamilyKind::Gauge),
    }
}
