//! What grows, what is unlike itself, and what is to be expected.

use plimsoll::anomaly::Outlook;
use plimsoll::monitor::{Heading, TrendReading};
use plimsoll::report::{amount, heading, percent, span};
use plimsoll::trends::Assessment;
use plimsoll::Diagnosis;

use crate::growth::growing;
use crate::page::Page;

pub fn section(page: &mut Page, diagnosis: &Diagnosis) {
    let mut name = "Growing";
    for trend in &diagnosis.trends {
        if let Some(text) = growing(trend) {
            page.fact(std::mem::take(&mut name), &text);
        }
    }
    steady(page, diagnosis);
    let mut name = "Unusual";
    for anomaly in &diagnosis.anomalies {
        let text = format!("{} So for {}.", anomaly.description, span(anomaly.lasted_seconds.round()));
        page.fact(std::mem::take(&mut name), &text);
    }
    let mut name = "Ahead";
    for ahead in &diagnosis.forecasts {
        if let Some(text) = expected(ahead) {
            page.fact(std::mem::take(&mut name), &text);
        }
    }
}

/// One line for all that is known not to grow, where nothing does.
fn steady(page: &mut Page, diagnosis: &Diagnosis) {
    let steady = |trend: &TrendReading| matches!(trend.assessment, Assessment::Steady { .. });
    let names: Vec<String> = diagnosis
        .trends
        .iter()
        .filter(|trend| steady(trend))
        .map(|trend| heading(&trend.signal).to_owned())
        .collect();
    if names.is_empty() {
        return;
    }
    let mut text = format!("Steady: {}", names.join(", ").to_lowercase());
    let watched = diagnosis.trends.iter().filter_map(|trend| match trend.assessment {
        Assessment::Steady { observed_seconds } => Some(observed_seconds),
        _ => None,
    });
    if let Some(least) = watched.reduce(f64::min) {
        text += &format!(" (for {} and more)", span(least.round()));
    }
    page.faint(0, &text);
}

fn expected(ahead: &Heading) -> Option<String> {
    let Outlook::Expected(forecast) = &ahead.outlook else { return None };
    let value = |value: f64| amount(value.max(0.0), ahead.unit);
    let (mean, low, high) = (value(forecast.mean), value(forecast.low), value(forecast.high));
    let range = if low == high { String::new() } else { format!(", {low} to {high}") };
    Some(format!(
        "{} in {}: {mean}{range} ({} sure)",
        heading(ahead.signal),
        span(forecast.horizon_seconds),
        percent(forecast.confidence)
    ))
}
