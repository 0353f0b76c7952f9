//! The page of rules and thresholds.

use std::fmt::Write;

use plimsoll::finding::quantity;
use plimsoll::rules::RULES;

/// `docs/thresholds.md`.
pub fn page() -> String {
    let mut out = String::from(
        "<!-- Written from src/rules/table.rs by `make generate`. Do not edit. -->\n\n\
         # Rules and thresholds\n\n\
         A finding is raised where the value is above a threshold; the worst one crossed gives the severity.\n\
         No threshold is our own invention: each names where it was published. Durations published for paging\n\
         people are not waited for: the value over the observed window counts.\n\n\
         | rule | judges | scope | thresholds | source | note |\n|---|---|---|---|---|---|\n",
    );
    for rule in RULES {
        let levels: Vec<String> = rule
            .thresholds
            .iter()
            .map(|(severity, value)| format!("{severity} > {}", quantity(*value, rule.unit)))
            .collect();
        writeln!(
            out,
            "| `{}` | `{}` | {} | {} | {} | {} |",
            rule.name,
            rule.signal,
            rule.scope.name().replace('_', " "),
            levels.join(", "),
            rule.source,
            rule.note
        )
        .unwrap();
    }
    out
}
