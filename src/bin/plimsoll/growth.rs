//! What grows, as people read it.

use plimsoll::fields::Unit;
use plimsoll::monitor::TrendReading;
use plimsoll::report::{amount, heading, span};
use plimsoll::trends::Assessment;

/// A trend that grows, in a sentence.
pub fn growing(trend: &TrendReading) -> Option<String> {
    let Assessment::Growing(growth) = &trend.assessment else { return None };
    let of = trend.limit.map_or_else(String::new, |limit| format!(" of {}", amount(limit, trend.unit)));
    let rounded = |seconds: f64| span(seconds.round());
    let range = match (growth.seconds_to_limit_low, growth.seconds_to_limit_high) {
        // Where both read the same, the range says nothing.
        (Some(low), Some(high)) if rounded(low) == rounded(high) => String::new(),
        (Some(low), Some(high)) => format!(" ({} to {})", rounded(low), rounded(high)),
        (Some(low), None) => format!(" ({} at the earliest)", rounded(low)),
        _ => String::new(),
    };
    let left = growth
        .seconds_to_limit
        .map_or_else(String::new, |left| format!(", full in {}{range}", rounded(left)));
    Some(format!(
        "{} by {}, now {}{of}{left}",
        heading(&trend.signal),
        pace(growth.per_second, trend.unit),
        amount(trend.value, trend.unit),
    ))
}

/// By the second, the minute, the hour or the day: whatever makes a number to read.
fn pace(per_second: f64, unit: Unit) -> String {
    let readable = if unit == Unit::Bytes { 1024.0 } else { 1.0 };
    let paces = [(1.0, "second"), (60.0, "minute"), (3600.0, "hour")];
    let found = paces.into_iter().find(|(seconds, _)| per_second * seconds >= readable);
    let (seconds, name) = found.unwrap_or((86_400.0, "day"));
    let article = if name == "hour" { "an" } else { "a" };
    format!("{} {article} {name}", amount(per_second * seconds, unit))
}

#[cfg(test)]
#[path = "growth_tests.rs"]
mod tests;
