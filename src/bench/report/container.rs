//! What the container was short of meanwhile, and what could not be measured.

use maud::html;

use super::texts;
use crate::bench::BenchResult;
use crate::report::page::Section;
use crate::report::parts::table;

/// The section.
pub(super) fn section(result: &BenchResult) -> Section {
    let resources = &result.resources;
    let shares = [
        ("of its CPU used", resources.cpu_ratio),
        ("periods of the CPU quota in which it was used up", resources.throttled_periods_ratio),
        ("CPU time that the quota refused, of the time", resources.throttled_ratio),
        ("CPU time that the hypervisor gave to others", resources.steal_ratio),
        ("time in which a task waited for a CPU", resources.cpu_pressure_ratio),
        ("time in which a task waited for memory", resources.memory_pressure_ratio),
        ("time in which a task waited for I/O", resources.io_pressure_ratio),
        ("of the memory limit used, at most", resources.memory_ratio),
    ];
    let known =
        shares.into_iter().filter_map(|(what, share)| Some(vec![what.to_owned(), texts::share(share?)]));
    let cpus = resources
        .process_cpus
        .map(|cpus| vec!["CPUs that this process used".to_owned(), format!("{cpus:.2}")]);
    let kills = resources
        .oom_kills
        .map(|kills| vec!["processes killed for want of memory".to_owned(), format!("{kills:.0}")]);
    let rows: Vec<Vec<String>> = cpus.into_iter().chain(known).chain(kills).collect();
    let body = html! {
        @if rows.is_empty() { p class="unknown" { "Nothing of the container could be read." } }
        @else { (table("The container meanwhile", &["", "while it was measured"].map(str::to_owned), &rows, &[])) }
        @if !result.left_out.is_empty() {
            ul class="warnings" aria-label="Not measured" {
                @for one in &result.left_out { li { (one.name) " was not measured: " (one.why) } }
            }
        }
    };
    Section { id: "container", title: "The container meanwhile", count: None, body }
}
