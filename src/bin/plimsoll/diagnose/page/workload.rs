//! What kind of work it does, and how well it uses what it has.

use plimsoll::advise::Recognition;
use plimsoll::monitor::EfficiencyReading;
use plimsoll::report::percent;
use plimsoll::Report;

use crate::page::Page;
use crate::words;

pub fn section(page: &mut Page, report: &Report) {
    pattern(page, &report.workload_pattern);
    efficiency(page, &report.efficiency);
}

fn pattern(page: &mut Page, recognised: &Recognition) {
    let Some(pattern) = recognised.pattern else { return };
    let sure = percent(recognised.confidence);
    page.fact("Workload", &format!("{}, {sure} sure. {}", words::pattern(pattern), recognised.reason()));
    if let Some(second) = recognised.runner_up.filter(|_| page.layout.all) {
        page.more(&format!("second best fits: {}", words::pattern(second)));
    }
}

fn efficiency(page: &mut Page, reading: &EfficiencyReading) {
    let Some(score) = reading.score else { return };
    let noise = reading.noise.map_or_else(String::new, |noise| format!(" ± {noise:.1}"));
    let parts: Vec<String> =
        reading.parts.iter().map(|part| format!("{} {:.0}", part.part.name(), part.score)).collect();
    let parts = if page.layout.all { String::new() } else { format!(": {}", parts.join(", ")) };
    page.fact("Efficiency", &format!("{score:.0}{noise} of 100{parts}"));
    if let Some(change) = &reading.against_baseline {
        page.fact("", &change.summary());
    }
    if page.layout.all {
        for part in &reading.parts {
            let (name, counts) = (part.part.name(), percent(part.weight));
            page.more(&format!("{name} {:.0} (counts {counts}): {}", part.score, part.reason));
        }
    }
}
