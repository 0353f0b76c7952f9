//! The sections for the whole program, beside servers.

mod alerts;
#[cfg(feature = "load")]
mod benchmarking;
mod caching;
mod checker;
mod export;
mod gate;
mod monitor;
mod otlp;
mod pools;
mod serve;
mod shard;
mod silence;
mod synonyms;
mod thresholds;
mod written;

use std::collections::HashSet;

use super::field::Field;
use super::keys;
use super::merge;
use super::problems::Sink;
use super::server::Server;
use super::tree::{Entry, Key, Mapping, Node, Place, Value};
use crate::checker::{CheckerOptions, Shard};
use crate::gate::GateOptions;
use crate::monitor::MonitorOptions;
use crate::probe::ProbeOptions;
use crate::sched::DebounceOptions;

pub use alerts::{AlertSettings, WebhookSettings};
#[cfg(feature = "load")]
pub use benchmarking::{BenchmarkingSettings, Form, OutputSettings};
pub use export::ExportSettings;
pub use otlp::{OtlpCompression, OtlpProtocol, OtlpSettings};
pub use serve::ServeSettings;
pub use silence::{Silence, SilentTime};

/// What the sections say.
#[derive(Default)]
pub(crate) struct Sections {
    pub monitor: MonitorOptions,
    pub gate: GateOptions,
    pub checker: CheckerOptions,
    pub alerts: AlertSettings,
    pub export: ExportSettings,
    pub serve: ServeSettings,
    pub shard: Option<Shard>,
    #[cfg(feature = "load")]
    pub benchmarking: BenchmarkingSettings,
}

/// The sections that are read; those are merged over each other.
const READ: [&str; 8] =
    ["monitor", "gate", "alerts", "export", "serve", "benchmarking", "performance_optimization", "shard"];

/// Lays the sections of a document, or of an environment, over those before.
pub(crate) fn lay_over(base: &mut Node, layer: &Node) {
    let entries = layer.as_mapping().map(|mapping| mapping.entries.as_slice()).unwrap_or_default();
    let entries = entries.iter().filter(|entry| READ.contains(&&*entry.key.name)).cloned().collect();
    let layer = Node { place: layer.place.clone(), value: Value::Mapping(Mapping { entries }) };
    synonyms::displace(base, &layer);
    merge::over(base, &layer);
}

/// No section.
pub(crate) fn none(place: &Place) -> Node {
    Node { place: place.clone(), value: Value::Mapping(Mapping::default()) }
}

/// Reads all of them. Servers are given what they do not say themselves.
pub(crate) fn read(node: &Node, servers: &mut [Server], sink: &Sink) -> Sections {
    let root = Field { node, path: String::new(), sink };
    let Some(section) = root.section(keys::DOCUMENT) else { return Sections::default() };
    let performance = section.section("performance_optimization", keys::PERFORMANCE_OPTIMIZATION);
    let checks = checker::read(&root, performance.as_ref());
    if let Some(timeout) = checks.connect_timeout {
        let silent = servers.iter_mut().filter(|server| !server.has_connect_timeout);
        silent.for_each(|server| server.target.connect_timeout = timeout);
    }
    let gate = section.section("gate", keys::GATE);
    let names: HashSet<&str> = servers.iter().map(|server| server.target.name.as_str()).collect();
    let caches = caching::read(&root, performance.as_ref());
    let probe = ProbeOptions { caches, ..checks.options.probe.clone() };
    let alerts = alerts::read(&section, Some(&names));
    let own_limits = alerts.own_limits;
    Sections {
        monitor: monitor::read(&section),
        gate: gate::read(&root, gate.as_ref(), &checks),
        checker: CheckerOptions { probe, own_limits, ..checks.options },
        alerts,
        export: export::read(&section),
        serve: serve::read(&section),
        shard: shard::read(&section),
        #[cfg(feature = "load")]
        benchmarking: benchmarking::read(&section, servers),
    }
}

/// Reads the section `alerts` by itself, with how many outcomes it takes. Nobody knows which servers there will be.
pub(crate) fn read_alerts(node: &Node, sink: &Sink) -> (AlertSettings, DebounceOptions) {
    let document = holding("alerts", node);
    let root = Field { node: &document, path: String::new(), sink };
    let settings = root.section(keys::DOCUMENT).map(|section| alerts::read(&section, None));
    (settings.unwrap_or_default(), checker::read(&root, None).options.debounce)
}

/// Reads the section `export` by itself.
pub(crate) fn read_export(node: &Node, sink: &Sink) -> ExportSettings {
    let document = holding("export", node);
    let root = Field { node: &document, path: String::new(), sink };
    root.section(keys::DOCUMENT).map(|section| export::read(&section)).unwrap_or_default()
}

/// A document that has nothing but one section.
fn holding(name: &str, section: &Node) -> Node {
    let key = Key { name: name.into(), place: section.place.clone() };
    let entries = vec![Entry { key, value: section.clone() }];
    Node { place: section.place.clone(), value: Value::Mapping(Mapping { entries }) }
}

#[cfg(test)]
mod layers_tests;
#[cfg(test)]
mod tests;
