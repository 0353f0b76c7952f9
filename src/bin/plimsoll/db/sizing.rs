//! How large a pool should be.

use plimsoll::dbpool::{PoolAdvice, PoolPattern, PoolSettings, PoolSizing, SizeChange};
use plimsoll::fields::Unit;
use plimsoll::report::{amount, percent, spoken, wait};

use super::Verdict;
use crate::page::Page;
use crate::style::{FAINT, HEADING};
use crate::table::{Side, Table};
use crate::words::harmless;

/// Names of kinds of pool take so many columns.
const KINDS: usize = 16;
/// Below so many columns what tells least is left out.
const NARROW: usize = 72;

/// The section.
pub fn section(page: &mut Page, verdict: &Verdict) {
    page.heading("How large it should be");
    match &verdict.sizing {
        PoolSizing::NotEnoughData { needed, first_size, .. } => {
            page.fact("Not known", needed);
            if let Some(size) = first_size {
                page.fact(
                    "To begin",
                    &format!("with {size}, by the CPUs of the database and what the pool serves"),
                );
            }
            pattern(page, verdict, None);
        }
        PoolSizing::Advice(advice) => self::advice(page, verdict, advice),
        _ => {}
    }
}

/// The section where only a database was read.
pub fn without_pool(page: &mut Page) {
    page.heading("How large its pools should be");
    page.fact(
        "Not known",
        "a database does not tell who waits for a connection. Record the pool where it is, and read the record with \
         `plimsoll db --stats FILE`.",
    );
}

fn advice(page: &mut Page, verdict: &Verdict, advice: &PoolAdvice) {
    let stats = verdict.reading.stats.unwrap_or_default();
    let size = match (advice.change, advice.current_size) {
        (SizeChange::Keep, _) => format!("{}, as it is", advice.size),
        (_, Some(now)) if now != advice.size => format!("{} instead of {now}", advice.size),
        _ => advice.size.to_string(),
    };
    let sure = percent(advice.confidence);
    page.fact("Size", &format!("{size}, {sure} sure. {}", advice.reason));
    let now = |now: Option<f64>, advised: f64, unit: Unit| match now {
        Some(now) if amount(now, unit) == amount(advised, unit) => ", as it is".to_owned(),
        Some(now) => format!(" instead of {}", amount(now, unit)),
        None => String::new(),
    };
    let overflow = f64::from(advice.overflow);
    page.fact("Overflow", &format!("{}{}", advice.overflow, now(stats.max_overflow, overflow, Unit::Count)));
    for (name, value, present) in [
        ("Timeout", advice.timeout_seconds, stats.timeout_seconds),
        ("Recycle", advice.recycle_seconds, stats.recycle_seconds),
    ] {
        let text = amount(value, Unit::Seconds);
        page.fact(name, &format!("{text}{}", now(present, value, Unit::Seconds)));
    }
    pattern(page, verdict, Some(advice.pattern));
    if page.layout.all {
        let evidence: Vec<String> = advice.evidence.iter().map(spoken).collect();
        page.fact("By", &evidence.join(" · "));
    }
    for note in &advice.notes {
        page.fact("Note", &options_of_the_command(note));
    }
    what_if(page, advice);
    settings(page, &advice.settings);
}

/// What advice is told, under the names that it has here.
fn options_of_the_command(note: &str) -> String {
    note.replace("`database_cpus`", "`--database-cpus`").replace("`parallel_io`", "`--parallel-io`")
}

/// What was recognised, and what was taken where that is another.
fn pattern(page: &mut Page, verdict: &Verdict, taken: Option<PoolPattern>) {
    let seen = &verdict.pattern;
    let recognised = seen
        .pattern
        .map(|pattern| format!("{}, {} sure. {}", words(pattern), percent(seen.confidence), seen.reason));
    let told = taken.filter(|taken| Some(*taken) != seen.pattern && seen.pattern.is_some());
    match (told, recognised) {
        (Some(told), Some(recognised)) => {
            page.fact("Pattern", &format!("{} as told; recognised: {recognised}", words(told)));
        }
        (_, Some(recognised)) => page.fact("Pattern", &recognised),
        (_, None) => page.fact("Pattern", &format!("not recognised. {}", seen.reason)),
    }
}

fn words(pattern: PoolPattern) -> String {
    pattern.name().replace('_', " ")
}

fn what_if(page: &mut Page, advice: &PoolAdvice) {
    let has_load = advice.what_if.iter().any(|row| row.database_load.is_some());
    let has_cost = page.width() >= NARROW;
    let mut headings = vec!["SIZE", "95 % WAIT UP TO", "HELD FOR", "IN USE"];
    if has_load {
        headings.push("DATABASE");
    }
    if has_cost {
        headings.push("COST");
    }
    headings.push("");
    let mut sides = vec![Side::Right; headings.len() - 1];
    sides.push(Side::Left);
    let mut table = Table::new(&sides);
    table.row(headings.iter().map(|heading| (*heading).to_owned()).collect());
    let advised = advice.size + advice.overflow;
    let present = advice.current_size.map(|size| size + advice.current_overflow.unwrap_or(0));
    for row in &advice.what_if {
        let mut cells = vec![
            row.size.to_string(),
            wait(row.wait_p95_seconds),
            amount(row.use_seconds, Unit::Seconds),
            percent(row.utilisation),
        ];
        if has_load {
            cells.push(row.database_load.map_or_else(String::new, percent));
        }
        // How many times too dear is of no interest.
        let cost = || if row.cost < 100.0 { format!("{:.2}", row.cost) } else { "> 100".to_owned() };
        cells.extend(has_cost.then(cost));
        cells.push(match (row.size == advised, Some(row.size) == present) {
            (true, true) if has_cost => "advised, as now".to_owned(),
            (true, _) => "advised".to_owned(),
            (false, true) => "now".to_owned(),
            (false, false) => String::new(),
        });
        table.row(cells);
    }
    page.heading("What other sizes would do");
    for (index, row) in table.padded().iter().enumerate() {
        let is_advised = row.last().is_some_and(|mark| mark.starts_with("advised"));
        let style = match index {
            0 => FAINT,
            _ if is_advised => HEADING,
            _ => anstyle::Style::new(),
        };
        page.line(&format!("{style}{}{style:#}", row.join("  ").trim_end()));
    }
}

fn settings(page: &mut Page, settings: &[PoolSettings]) {
    page.heading("What to set");
    for one in settings {
        let kind = format!("  {FAINT}{:<width$}{FAINT:#}", one.library, width = KINDS - 2);
        page.paragraph(&kind, KINDS, &harmless(&written(one)));
    }
}

/// As it stands in a program or a file: `create_engine(pool_size=8, ...)`, `maximumPoolSize=8`.
fn written(settings: &PoolSettings) -> String {
    let call = settings.actions.first().and_then(|action| action.target.split_once(' '));
    if let Some((call, _)) = call {
        let arguments: Vec<String> = settings
            .actions
            .iter()
            .map(|action| {
                let name = action.target.split_once(' ').map_or(&*action.target, |(_, name)| name);
                format!("{name}={}", action.value)
            })
            .collect();
        return format!("{call}({})", arguments.join(", "));
    }
    let one = |action: &plimsoll::finding::Action| match action.target.split_once("::") {
        Some((_, method)) => format!(".{method}({})", action.value),
        None => format!("{}={}", action.target, action.value),
    };
    settings.actions.iter().map(one).collect::<Vec<_>>().join(" ")
}
