//! The page of rules and thresholds.

use std::fmt::Write;

use plimsoll::dbpool;
use plimsoll::fields::Unit;
use plimsoll::finding::quantity;
use plimsoll::rules::{metric_rules, Rule, Timing, RULES};

/// `docs/thresholds.md`.
pub fn page() -> String {
    let mut out = String::from(
        "<!-- Written from src/rules/table.rs by `make generate`. Do not edit. -->\n\n\
         # Rules and thresholds\n\n\
         A finding is raised where the value is beyond a threshold, and cleared where it is back within the second\n\
         number; the worst threshold that is raised gives the severity. Each names where\n\
         it was published, or says that it is our own and what it was made from; the second number is ours, a little on\n\
         the safe side of the first. How long a value has\n\
         to hold is in the column *timing*. Durations that were published for paging people are not waited for: until they\n\
         have passed (*sure after*) the finding is less confident, from 0.5 on.\n\n\
         Other values can be given for each rule (`MonitorOptions::thresholds`, `plim_monitor_options.thresholds`,\n\
         `Monitor(thresholds=...)`, `plimsoll diagnose --threshold`).\n\n\
         | timing | raised after | cleared after |\n|---|---|---|\n",
    );
    for timing in [Timing::Rate, Timing::Stock, Timing::Noisy, Timing::Event, Timing::Trend] {
        let name = serde_json::to_value(timing).unwrap();
        let seconds = |seconds| quantity(seconds, Unit::Seconds);
        writeln!(
            out,
            "| {} | {} | {} |",
            name.as_str().unwrap(),
            seconds(timing.raise_seconds()),
            seconds(timing.clear_seconds())
        )
        .unwrap();
    }
    let metrics = metric_rules();
    table(&mut out, RULES.iter().chain(&metrics));
    out.push_str(
        "\n## Pools of database connections\n\n\
         Of each [pool](../src/dbpool/mod.rs) that is observed, and of the database behind it; written from\n\
         `src/dbpool/judge/table.rs`. What a pool or a database does not tell makes the rules that need it silent, and what\n\
         was observed more than a minute ago counts as unknown. Rates are of the last 10 s where nothing else is said.\n\
         Other values can be given for each rule (`DatabasePool::with_thresholds`, `plim_dbpool_new`,\n\
         `DatabasePool(thresholds=...)` and `watch(..., thresholds=...)`, `plimsoll db --threshold`).\n",
    );
    table(&mut out, dbpool::RULES.iter());
    out
}

fn table<'a>(out: &mut String, rules: impl Iterator<Item = &'a Rule>) {
    out.push_str(
        "\n| rule | judges | scope | raised, cleared | timing | sure after | source | note |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for rule in rules {
        let levels: Vec<String> = rule
            .steps
            .iter()
            .map(|step| {
                let sign = if rule.below { '<' } else { '>' };
                let (raise, clear) = (quantity(step.raise, rule.unit), quantity(step.clear, rule.unit));
                format!("{} {sign} {raise}, {clear}", step.severity)
            })
            .collect();
        writeln!(
            out,
            "| `{}` | `{}` | {} | {} | {} | {} | {} | {} |",
            rule.name,
            rule.signal,
            rule.scope.name().replace('_', " "),
            levels.join("; "),
            serde_json::to_value(rule.timing).unwrap().as_str().unwrap(),
            quantity(rule.published_seconds, Unit::Seconds),
            rule.source,
            rule.note
        )
        .unwrap();
    }
}
