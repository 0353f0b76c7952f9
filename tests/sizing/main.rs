//! Right-sizing against the rule of the Kubernetes VPA recommender, on made-up traces of 8 to 14 days.
//!
//! docs/right-sizing.md tells the method and shows the tables of the long run, which
//! `make right-sizing` repeats; with `PLIMSOLL_BLESS=1` it writes them anew. The short run is a sample
//! of the same, on other seeds.

mod recorded;
mod replay;
mod table;
mod traces;
mod vpa;

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use replay::{Adviser, Method, ADVISERS};
use table::{groups, mean, score, table, Resource, Scored};

/// The seeds of the tables. The numbers of `rule.rs` were set on others, below 8000.
const SEEDS: RangeInclusive<u64> = 10_001..=10_100;
const BEGIN: &str = "<!-- Written by `make right-sizing`. -->\n";
const END: &str = "<!-- To here. -->\n";

#[test]
fn wastes_less_than_the_recommender_and_is_over_no_longer() {
    // So few traces say little of how long use is over: a tenth longer is allowed, and some minutes.
    let scored = score(501..=503, Method::every(60));
    no_worse(&scored, Resource::Cpu, (1.1, 1e-5));
    no_worse(&scored, Resource::Memory, (1.1, 1e-5));
}

/// Over the pool of all traces: at least 15 % less idle, and over for no longer than so many times the
/// recommender's time and this share more.
fn no_worse(scored: &[Scored], resource: Resource, (times, more): (f64, f64)) {
    let all: Vec<&Scored> = scored.iter().collect();
    let (ours, theirs) = (mean(&all, resource, 0), mean(&all, resource, 1));
    let text = table(scored, resource, 0, 1);
    assert!(ours.over <= times * theirs.over + more, "{resource:?}: {ours:?} against {theirs:?}\n{text}");
    let less = 1.0 - ours.idle_of_used / theirs.idle_of_used;
    assert!(less >= 0.15, "{resource:?}: only {less:.3} less idle\n{text}");
}

#[test]
#[ignore = "half a minute with optimisation: make right-sizing"]
fn the_tables_are_those_of_the_page() {
    let hourly = score(SEEDS, Method::every(60));
    let daily = score(SEEDS, Method::every(traces::DAY));
    let first_day = score(SEEDS, Method::FIRST_DAY);
    let text = page(&hourly, &daily, &first_day);
    println!("{text}");
    no_worse(&hourly, Resource::Cpu, (1.0, 0.0));
    no_worse(&hourly, Resource::Memory, (1.0, 0.0));

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/right-sizing.md");
    let page = fs::read_to_string(&path).unwrap();
    let begin = page.find(BEGIN).expect("where the tables begin") + BEGIN.len();
    let end = page.find(END).expect("where they end");
    if std::env::var_os("PLIMSOLL_BLESS").is_some() {
        fs::write(&path, format!("{}{text}{}", &page[..begin], &page[end..])).unwrap();
    } else {
        assert!(
            page[begin..end] == text,
            "docs/right-sizing.md shows other tables: PLIMSOLL_BLESS=1 writes them"
        );
    }
}

#[test]
#[ignore = "needs PLIMSOLL_SERIES, a directory of recorded CPU use: docs/right-sizing.md"]
fn recorded_series() {
    let Some(directory) = std::env::var_os("PLIMSOLL_SERIES") else { return };
    println!(
        "| series | over, Plimsoll | over, VPA | idle / used, Plimsoll | idle / used, VPA | less idle |"
    );
    println!("|---|---|---|---|---|---|");
    for (name, ours, theirs) in recorded::scores(Path::new(&directory)) {
        println!(
            "| {name} | {:.2} % | {:.2} % | {:.2} | {:.2} | {:.1} % |",
            100.0 * ours.over / ours.minutes,
            100.0 * theirs.over / theirs.minutes,
            ours.idle / ours.used,
            theirs.idle / theirs.used,
            100.0 * (1.0 - ours.idle / theirs.idle),
        );
    }
}

fn page(hourly: &[Scored], daily: &[Scored], first_day: &[Scored]) -> String {
    let place = |adviser| ADVISERS.iter().position(|one| *one == adviser).unwrap();
    let targets = (place(Adviser::Ours), place(Adviser::Vpa));
    let uppers = (place(Adviser::OursUpper), place(Adviser::VpaUpper));
    let mut text = String::new();
    for (resource, name) in [(Resource::Cpu, "CPU"), (Resource::Memory, "Memory")] {
        text += &format!("\n### {name}, advice taken every hour\n\n");
        text += &table(hourly, resource, targets.0, targets.1);
    }
    text += "\n### The other ways to look at it\n\n";
    text += "| resource | advice | taken | traces | over, Plimsoll | over, VPA | idle / used, Plimsoll | idle / used, VPA \
             |\n|---|---|---|---|---|---|---|---|\n";
    for (resource, name) in [(Resource::Cpu, "CPU"), (Resource::Memory, "memory")] {
        text += &short(daily, resource, name, targets, "target | every day");
        text += &short(first_day, resource, name, targets, "target | on the first day");
        text += &short(hourly, resource, name, uppers, "upper bound | every hour");
    }
    text + "\n"
}

/// The pools only.
fn short(
    scored: &[Scored],
    resource: Resource,
    name: &str,
    (ours, theirs): (usize, usize),
    what: &str,
) -> String {
    let pools = groups(scored).into_iter().filter(|(name, _)| name.contains("**"));
    let row = |(pool, group): (String, Vec<&Scored>)| {
        let (ours, theirs) = (mean(&group, resource, ours), mean(&group, resource, theirs));
        format!(
            "| {name} | {what} | {} | {:.3} % | {:.3} % | {:.2} | {:.2} |\n",
            pool.replace("**", ""),
            100.0 * ours.over,
            100.0 * theirs.over,
            ours.idle_of_used,
            theirs.idle_of_used,
        )
    };
    pools.map(row).collect()
}
