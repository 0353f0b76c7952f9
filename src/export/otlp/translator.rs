//! From a page to a message.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::HashMap;

use super::message::{
    Data, Gauge, KeyValue, Metric, Nanoseconds, Point, Request, Resource, ResourceMetrics, Scope,
    ScopeMetrics, Sum,
};
use super::names::{self, Instrument, Translated, SCHEMA_URL};
use super::outbox::Page;
use super::page::{self, Line};
use crate::config::OtlpProtocol;

/// Translates one page after the other, and remembers since when each sum counts.
#[derive(Debug)]
pub(super) struct Translator {
    resource: Vec<KeyValue<'static>>,
    protocol: OtlpProtocol,
    /// Every sum of the latest page, by name and labels as they are written.
    sums: HashMap<String, Since>,
    /// The number of the latest page.
    page: u64,
}

/// Since when a sum counts.
///
/// When a counter of the kernel began, nobody says. So the time of its first point is taken, which OTLP defines to mean
/// that it began before ("unknown start time"): a rate can be had from the second point on, and none is too high.
#[derive(Debug)]
struct Since {
    start_unix_ns: u64,
    value: f64,
    at_unix_ns: u64,
    page: u64,
}

impl Translator {
    pub fn new(resource: Vec<KeyValue<'static>>, protocol: OtlpProtocol) -> Self {
        Translator { resource, protocol, sums: HashMap::new(), page: 0 }
    }

    /// The body of a request.
    pub fn body(&mut self, page: &Page) -> Result<Vec<u8>, serde_json::Error> {
        self.page += 1;
        let mut metrics: Vec<Metric<'_>> = Vec::new();
        let mut places: HashMap<Cow<'static, str>, usize> = HashMap::new();
        page::read(&page.text, &page.prefix, |line| {
            // What has no limit has no number: JSON knows none, nor do most that store metrics.
            if line.value.is_finite() {
                self.add(line, page.at_unix_ns, &mut metrics, &mut places);
            }
        });
        let (sums, now) = (&mut self.sums, self.page);
        sums.retain(|_, since| since.page == now);
        let request = Request {
            resource_metrics: [ResourceMetrics {
                resource: Resource { attributes: &self.resource },
                scope_metrics: [ScopeMetrics {
                    scope: Scope { name: "plimsoll", version: env!("CARGO_PKG_VERSION") },
                    metrics,
                    schema_url: SCHEMA_URL,
                }],
                schema_url: SCHEMA_URL,
            }],
        };
        match self.protocol {
            OtlpProtocol::Protobuf => Ok(request.to_protobuf()),
            OtlpProtocol::Json => serde_json::to_vec(&request),
        }
    }

    fn add<'a>(
        &mut self,
        line: Line<'a>,
        at_unix_ns: u64,
        metrics: &mut Vec<Metric<'a>>,
        places: &mut HashMap<Cow<'static, str>, usize>,
    ) {
        let translated = Translated::of_rest(line.name, line.kind);
        let start = match translated.instrument {
            Instrument::Counter => Some(self.start(line.key, line.value, at_unix_ns, true)),
            Instrument::UpDownCounter => Some(self.start(line.key, line.value, at_unix_ns, false)),
            Instrument::Gauge => None,
        };
        let fixed = translated.attributes.iter().map(|(key, value)| KeyValue::text(*key, *value));
        let own = line.labels.into_iter();
        let own = own.map(|(label, value)| KeyValue::text(names::attribute(line.name, label), value));
        let point = Point {
            attributes: fixed.chain(own).collect(),
            start_time_unix_nano: start.map(Nanoseconds),
            time_unix_nano: Nanoseconds(at_unix_ns),
            as_double: line.value,
        };
        let place = match places.entry(translated.name.clone()) {
            Entry::Occupied(place) => *place.get(),
            Entry::Vacant(place) => {
                metrics.push(Metric {
                    name: translated.name,
                    description: translated.description.map_or(line.help, Cow::Borrowed),
                    unit: translated.unit,
                    data: match translated.instrument {
                        Instrument::Counter => Data::Sum(Sum::new(true)),
                        Instrument::UpDownCounter => Data::Sum(Sum::new(false)),
                        Instrument::Gauge => Data::Gauge(Gauge { data_points: Vec::new() }),
                    },
                });
                *place.insert(metrics.len() - 1)
            }
        };
        metrics[place].data.points().push(point);
    }

    /// Since when it counts. One that only grows and is smaller than before has begun anew since then.
    fn start(&mut self, key: &str, value: f64, at_unix_ns: u64, only_grows: bool) -> u64 {
        let Some(since) = self.sums.get_mut(key) else {
            let since = Since { start_unix_ns: at_unix_ns, value, at_unix_ns, page: self.page };
            self.sums.insert(key.to_owned(), since);
            return at_unix_ns;
        };
        if only_grows && value < since.value {
            since.start_unix_ns = since.at_unix_ns;
        }
        (since.value, since.at_unix_ns, since.page) = (value, at_unix_ns, self.page);
        since.start_unix_ns
    }
}
