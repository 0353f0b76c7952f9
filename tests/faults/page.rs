//! docs/faults.md, written from the table.

use std::fmt::Write;
use std::path::Path;

use crate::row::{Ends, Row};
use crate::table::{all, GROUPS};

/// Compares the page with the table, or writes it when asked to.
pub fn hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/faults.md");
    let wanted = page();
    if std::env::var_os("PLIMSOLL_BLESS").is_some() {
        std::fs::write(&path, wanted).expect("the page can be written");
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "docs/faults.md is not what the table of tests/faults says: run `make generate`"
    );
}

fn page() -> String {
    let mut page = String::from(INTRODUCTION);
    let _ = writeln!(page, "\nThere are {} rows.", all().len());
    for group in GROUPS {
        let _ = write!(
            page,
            "\n## {}\n\n| fault | asked by | the server | status | reason |\n|---|---|---|---|---|\n",
            group.title
        );
        for row in (group.rows)() {
            line(&mut page, &row);
        }
    }
    page
}

fn line(page: &mut String, row: &Row) {
    let wait = match row.ends {
        Ends::Before => "",
        Ends::AtDeadline => ", at the deadline",
        Ends::Whenever => ", by the deadline",
    };
    let why = if row.why.is_empty() { String::new() } else { format!("; {}", row.why) };
    let cell = |text: &str| text.replace('|', "\\|");
    let _ = writeln!(
        page,
        "| `{}` | {} | {} | {} | `{}`{wait}{} |",
        row.id,
        row.kind.name(),
        cell(row.does),
        row.status,
        row.reason,
        cell(&why),
    );
}

const INTRODUCTION: &str = "\
# What a check says of faulty servers

Written by `tests/faults` (`make generate`), which starts each of these servers and holds the check to its row. Every
check has a deadline of one second, unless the row needs longer, and:

- it ends within 100 ms of its deadline, and before it wherever the verdict is plain before;
- the memory of the checking process grows by less than 8 MiB over its start;
- at the end no thread, no child and no descriptor is left.

Where two verdicts can be defended, the row says why it is this one.
";
