//! The reference page of all fields.

use std::fmt::Write;

use plimsoll::fields::FIELDS;
use plimsoll::Groups;

/// `docs/fields.md`.
pub fn page() -> String {
    let mut out = String::from(
        "<!-- Written from src/fields/table.rs by `make generate`. Do not edit. -->\n\n\
         # Fields of a sample\n\n\
         The same names everywhere: Rust accessors, members of `plim_sample`, Python attributes and JSON keys.\n\
         A value that could not be read is missing: `None` in Rust and Python, a cleared bit in C, no key in JSON.\n\
         A *limit* can be \"no limit\": `Limit::Max`, `math.inf`, `UINT64_MAX` (or `+inf`), `\"max\"`.\n\
         Counters grow until a reset and mean something as differences between samples of the same generation.\n",
    );
    for group in Groups::FULL.names() {
        writeln!(out, "\n## {group}\n").unwrap();
        out.push_str("| field | type | scope | what | source | since |\n|---|---|---|---|---|---|\n");
        for field in FIELDS.iter().filter(|field| field.group.names().eq([group])) {
            writeln!(
                out,
                "| `{}` | {} {}, {} | {} | {} | {} | {} |",
                field.name,
                field.ty.name().replace('_', " "),
                field.kind.name(),
                field.unit.name(),
                field.scope.name().replace('_', " "),
                field.doc,
                field.source.replace('|', "\\|"),
                field.since
            )
            .unwrap();
        }
    }
    out
}
