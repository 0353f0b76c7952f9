//! Every value that the `procfs` crate reads too agrees with it on the live machine, within what
//! can change between two readings: it is read before ours and after, and ours lies between.

#[path = "../common/mod.rs"]
mod common;
mod details;
mod host;
mod process;

use std::collections::{BTreeMap, BTreeSet};

use plimsoll::fields::FIELDS;
use plimsoll::Sample;

/// What somebody else says, by the names of our fields.
#[derive(Default)]
struct Oracle(BTreeMap<&'static str, Said>);

struct Said {
    value: f64,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    /// Only grows: ours lies between the two readings, give or take what is lost by rounding.
    Counter(f64),
    /// Goes up and down: of several tries one must lie between, give or take so much.
    Gauge(f64),
}

impl Oracle {
    fn counter(&mut self, name: &'static str, value: impl IntoF64) {
        self.say(name, value, Kind::Counter(0.0));
    }

    /// Seconds that one side knows to a hundredth only.
    fn ticks(&mut self, name: &'static str, ticks: u64) {
        let seconds = ticks as f64 / procfs::ticks_per_second() as f64;
        self.say(name, seconds, Kind::Counter(0.0101));
    }

    fn gauge(&mut self, name: &'static str, value: impl IntoF64, tolerance: f64) {
        self.say(name, value, Kind::Gauge(tolerance));
    }

    fn say(&mut self, name: &'static str, value: impl IntoF64, kind: Kind) {
        assert!(FIELDS.iter().any(|field| field.name == name), "no field is called {name}");
        self.0.insert(name, Said { value: value.into_f64(), kind });
    }
}

trait IntoF64 {
    fn into_f64(self) -> f64;
}

impl IntoF64 for u64 {
    fn into_f64(self) -> f64 {
        self as f64
    }
}

impl IntoF64 for f64 {
    fn into_f64(self) -> f64 {
        self
    }
}

/// Readings of a gauge until one falls between two of the oracle's.
const TRIES: usize = 40;

/// Compares our reading with the oracle's before and after it.
fn compare(least: usize, oracle: impl Fn() -> Oracle, mut ours: impl FnMut() -> Sample) {
    let mut open: BTreeSet<&str> = BTreeSet::new();
    let mut words = BTreeMap::new();
    for attempt in 0..TRIES {
        let before = oracle();
        let sample = ours();
        let after = oracle();
        assert!(before.0.len() >= least, "only {} values to compare", before.0.len());
        if attempt == 0 {
            open = before.0.keys().copied().collect();
        }
        for (name, said) in &before.0 {
            let Some(later) = after.0.get(name) else { continue };
            let Some(value) = sample.get(name) else {
                panic!("{name} is missing, the oracle says {}", said.value)
            };
            let value = value.as_f64();
            let (low, high) = (said.value.min(later.value), said.value.max(later.value));
            let (Kind::Counter(tolerance) | Kind::Gauge(tolerance)) = said.kind;
            let agrees = (low - tolerance..=high + tolerance).contains(&value);
            if agrees {
                open.remove(name);
            } else {
                let text = format!("{name} is {value}, the oracle says {low} to {high}");
                assert!(matches!(said.kind, Kind::Gauge(_)), "{text}");
                words.insert(*name, text);
            }
        }
        if open.is_empty() && attempt > 2 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let words: Vec<_> = open.iter().filter_map(|name| words.get(name)).collect();
    panic!("in {TRIES} tries never:\n{words:#?}");
}
