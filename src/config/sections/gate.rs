//! `gate`: how much may go on at once, and from which load on work is refused.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::checker::Checks;
use super::synonyms::{self, agreed};
use super::written::Written;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::tree::{Quoted, Value};
use crate::gate::{AdaptiveOptions, GateOptions};

const CONCURRENT: RangeInclusive<u32> = 1..=16_777_215;
const BYTES: RangeInclusive<u64> = 1 << 20..=1 << 50;
const SHARES: RangeInclusive<f64> = 0.001..=1.0;

/// A limit that can be taken out.
#[derive(Clone, Copy, PartialEq)]
enum Limit {
    Off,
    Share(f64),
    Bytes(u64),
}

impl Limit {
    fn share(self) -> Option<f64> {
        match self {
            Limit::Share(share) => Some(share),
            Limit::Off | Limit::Bytes(_) => None,
        }
    }
}

pub(super) fn read(root: &Field<'_>, section: Option<&Section<'_>>, checks: &Checks<'_>) -> GateOptions {
    // How long checks take is their servers' doing, unless somebody knows better.
    let mut options = GateOptions { adaptive: None, ..GateOptions::default() };
    let load = &mut options.load;
    // What is busy is still to be checked, unless somebody would rather have less load.
    load.load_line = false;
    match agreed(root, synonyms::MEMORY, memory).map(|memory| memory.value) {
        Some(Limit::Bytes(bytes)) => load.max_memory_usage_bytes = Some(bytes),
        Some(limit) => load.max_memory_usage_ratio = limit.share(),
        None => {}
    }
    if let Some(cpu) = agreed(root, synonyms::CPU, share) {
        load.max_cpu_usage_ratio = cpu.value.share();
    }
    if let Some(throttled) = agreed(root, synonyms::THROTTLED, share) {
        load.max_throttled_ratio = throttled.value.share();
    }
    let most = section.and_then(|section| {
        Written::of(section, "max_concurrent", |field| usize::try_from(field.count(CONCURRENT)?).ok())
    });
    if let (Some(most), Some(checks)) = (&most, &checks.max_concurrent) {
        // The rest of the workers would never have anything to do.
        checks.at_most(most);
    }
    // Whoever wants more checks at once wants them admitted.
    let at_least = usize::max(100, checks.options.max_concurrent);
    options.max_concurrent = most.as_ref().map_or(at_least, |most| most.value).try_into().unwrap_or(u32::MAX);
    if let Some(section) = section {
        rest(section, &mut options, most.as_ref());
    }
    options
}

fn rest(section: &Section<'_>, options: &mut GateOptions, most: Option<&Written<'_, usize>>) {
    if let Some(field) = section.field("adaptive") {
        options.adaptive = adaptive(&field, most);
    }
    let load = &mut options.load;
    for (key, value) in [
        ("max_memory_pressure", &mut load.max_memory_pressure_ratio),
        ("max_cpu_pressure", &mut load.max_cpu_pressure_ratio),
        ("max_io_pressure", &mut load.max_io_pressure_ratio),
    ] {
        if let Some(limit) = section.field(key).and_then(|field| share(key, &field)) {
            *value = limit.share();
        }
    }
    if let Some(counts) = section.boolean("load_line") {
        load.load_line = counts;
    }
    if let Some(time) = section.duration("release_after", Duration::ZERO..=Duration::from_secs(60)) {
        load.release_after = time;
    }
    if let Some(most) = section.field("max_waiting").and_then(|field| field.count(0..=1_000_000_u64)) {
        options.max_waiting = usize::try_from(most).unwrap_or(options.max_waiting);
    }
}

/// `on`, `off`, or how.
fn adaptive(field: &Field<'_>, most: Option<&Written<'_, usize>>) -> Option<AdaptiveOptions> {
    let default = AdaptiveOptions::default();
    match &field.node.value {
        Value::Mapping(_) => {}
        Value::Text(text) if **text == *"off" => return None,
        Value::Text(text) if **text == *"on" => return Some(default),
        Value::Boolean(on) => return on.then_some(default),
        Value::Text(text) => {
            field.wrong::<()>(format_args!("is {}: expected on, off or a mapping", Quoted(text)));
            return Some(default);
        }
        _ => {
            field.expected::<()>("on, off or a mapping");
            return Some(default);
        }
    }
    let section = field.section(keys::ADAPTIVE)?;
    let limit = |key| Written::of(&section, key, |field| usize::try_from(field.count(CONCURRENT)?).ok());
    let (initial, min) = (limit("initial_limit"), limit("min_limit"));
    if let (Some(min), Some(initial)) = (&min, &initial) {
        min.at_most(initial);
    }
    for limit in [&initial, &min].into_iter().flatten() {
        limit.at_most_or(most, "gate.max_concurrent", &100);
    }
    let value = |limit: Option<Written<'_, usize>>| limit.and_then(|limit| u32::try_from(limit.value).ok());
    let min_limit = value(min).unwrap_or(default.min_limit);
    Some(AdaptiveOptions {
        initial_limit: value(initial).unwrap_or(default.initial_limit).max(min_limit),
        min_limit,
        tolerance: section.number("tolerance", 1.0..=10.0).unwrap_or(default.tolerance),
        smoothing: section.number("smoothing", 0.001..=1.0).unwrap_or(default.smoothing),
    })
}

/// By keys that end with their unit, or that leave it to the value.
fn memory(key: &str, field: &Field<'_>) -> Option<Limit> {
    /// Those of the earlier programs were counted by 1024.
    const MIB: u64 = 1 << 20;
    if key.ends_with("_mb") {
        return field.count(1..=BYTES.end() / MIB).map(|number| Limit::Bytes(number * MIB));
    }
    match &field.node.value {
        Value::Text(text) if **text == *"off" => Some(Limit::Off),
        Value::Text(text) if text.trim_end().ends_with('%') => field.share(SHARES).map(Limit::Share),
        // Nobody means so many bytes.
        Value::Float(number) if *number <= 1.0 => field.share(SHARES).map(Limit::Share),
        _ => field.bytes(BYTES).map(Limit::Bytes),
    }
}

fn share(key: &str, field: &Field<'_>) -> Option<Limit> {
    if field.node.as_text() == Some("off") {
        return Some(Limit::Off);
    }
    let share = if key.ends_with("_percent") { field.percent(SHARES) } else { field.share(SHARES) };
    share.map(Limit::Share)
}
