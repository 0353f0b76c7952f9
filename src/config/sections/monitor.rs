//! `monitor`: how the container is watched and judged.

use std::time::Duration;

use crate::advise::Prices;
use crate::config::keys;
use crate::config::section::Section;
use crate::monitor::MonitorOptions;

use super::thresholds;

/// The options of a monitor; what it reads, and whom it tells, is the caller's.
pub(super) fn read(root: &Section<'_>) -> MonitorOptions {
    let mut options = MonitorOptions::default();
    let Some(section) = root.section("monitor", keys::MONITOR) else { return options };
    if let Some(window) = section.duration("window", Duration::ZERO..=Duration::from_secs(3600)) {
        options.window = window;
    }
    if let Some(history) = section.field("history").and_then(|field| field.count(16..=10_000_u64)) {
        options.history = usize::try_from(history).unwrap_or(options.history);
    }
    if let Some(field) = section.field("thresholds") {
        thresholds::read(&field, &mut options.thresholds);
    }
    if let Some(section) = section.section("prices", keys::PRICES) {
        options.prices = prices(&section);
    }
    options
}

fn prices(section: &Section<'_>) -> Option<Prices> {
    let price = |key| section.number(key, 0.0..=1e9);
    let (core, memory) = (price("core_hour"), price("gib_hour"));
    if !section.has("core_hour") && !section.has("gib_hour") {
        section.lacks("has neither `core_hour` nor `gib_hour`", "core_hour");
        return None;
    }
    let currency = section.word("currency").unwrap_or("USD");
    // Looked at already.
    Prices::new(core.unwrap_or(0.0), memory.unwrap_or(0.0), currency).ok()
}
