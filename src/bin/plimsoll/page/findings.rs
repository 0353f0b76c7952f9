//! What limits it: each finding with what it rests on, who does it, and what it costs.

use plimsoll::finding::{Culprit, Measure, Threshold};
use plimsoll::report::{amount, percent, span, spoken};
use plimsoll::rules::{Rule, Timing, RULES};
use plimsoll::{dbpool, Finding};

use super::text::{Page, INDENT};
use crate::style::of_severity;

/// A cost below this share of the work is not worth a line.
const LEAST_COST: f64 = 0.005;

/// The findings, worst first; nothing where there are none.
pub fn section(page: &mut Page, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    page.heading("What limits it");
    for finding in findings {
        bottleneck(page, finding);
    }
}

fn bottleneck(page: &mut Page, finding: &Finding) {
    let color = of_severity(finding.severity);
    let severity = finding.severity.name();
    let lead = format!("  {color}{severity}{color:#} {}: ", finding.component);
    let held = match finding.held_seconds {
        held if held >= 1.0 => format!(", for {}", span(held.round())),
        _ => String::new(),
    };
    page.paragraph(&lead, INDENT, &finding.title);
    page.paragraph(&" ".repeat(INDENT), INDENT, &format!("{} {}", finding.description, finding.impact));
    let costs = match finding.impact_ratio {
        cost if cost >= LEAST_COST => format!("; costs about {} of its work", percent(cost)),
        _ => String::new(),
    };
    page.detail("sure", &format!("{}{held}{costs}", percent(finding.confidence)));
    page.detail("raised", &raised(finding));
    if let Some(worse) = severity_from(finding) {
        page.detail(severity, &format!("because {worse}"));
    }
    // What was judged is told already, and what did not happen tells little.
    let told = |name: &str| {
        name == finding.current.name
            || finding.severity_from.as_ref().is_some_and(|worse| worse.current.name == name)
    };
    let telling = |reading: &&Measure| page.layout.all || (!told(&reading.name) && reading.value != 0.0);
    let readings: Vec<String> = finding.evidence.readings.iter().filter(telling).map(spoken).collect();
    if !readings.is_empty() {
        let window = finding.evidence.window_seconds;
        let window = window.map_or_else(String::new, |seconds| format!(" (over {})", tenths(seconds)));
        page.detail("evidence", &format!("{}{window}", readings.join(" · ")));
    }
    if !finding.culprits.is_empty() {
        let culprits: Vec<String> = finding.culprits.iter().map(culprit).collect();
        page.detail("who", &culprits.join(" · "));
    }
    if page.layout.all && !finding.explains.is_empty() {
        page.detail("explains", &finding.explains.join(", "));
    }
}

/// What raised it: the value, the threshold, and whose that is.
pub fn raised(finding: &Finding) -> String {
    crossed(finding.rule, &finding.current, &over(finding), &finding.threshold)
}

/// What its severity rests on, where that is more than what raised it.
pub fn severity_from(finding: &Finding) -> Option<String> {
    let worse = finding.severity_from.as_ref()?;
    Some(crossed(worse.rule, &worse.current, "", &worse.threshold))
}

/// A time without digits that nobody asks for.
pub fn tenths(seconds: f64) -> String {
    span((seconds * 10.0).round() / 10.0)
}

/// The rule of that name, of containers or of database pools.
fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().chain(dbpool::RULES).find(|rule| rule.name == name)
}

/// The time that a rate is the mean of: not always that of the resources above.
fn over(finding: &Finding) -> String {
    let is_rate = |rule: &&Rule| matches!(rule.timing, Timing::Rate | Timing::Noisy);
    let rate = find(finding.rule).filter(is_rate);
    let seconds = rate.and(finding.evidence.window_seconds);
    seconds.map_or_else(String::new, |seconds| format!(" over {}", tenths(seconds)))
}

/// That a value is beyond its threshold, when that ends, and whose the threshold is.
fn crossed(rule: &str, current: &Measure, over: &str, threshold: &Threshold) -> String {
    let below = find(rule).is_some_and(|rule| rule.below);
    let side = if below { "below" } else { "above" };
    let clears = if threshold.clear == threshold.value {
        String::new()
    } else {
        format!(", cleared at {}", amount(threshold.clear, threshold.unit))
    };
    let value = amount(threshold.value, threshold.unit);
    format!("{}{over}, {side} {value}{clears} ({})", spoken(current), threshold.source)
}

/// A process, what it used, and how much of all that is.
pub fn culprit(culprit: &Culprit) -> String {
    format!(
        "{} ({}) {}, {}",
        culprit.name,
        culprit.pid,
        amount(culprit.used.value, culprit.used.unit),
        percent(culprit.share)
    )
}
