//! The names of all metrics: the page that lists them, and what Prometheus says of them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use plimsoll::dbpool::{DatabaseValues, ValueField, ValueKind};
use plimsoll::export::{Exposition, FAMILIES};
use plimsoll::fields::{Kind, FIELDS};
use plimsoll::{Groups, Monitor, MonitorOptions};

/// Compares the committed page with what it should be, or writes it when asked to.
#[test]
fn the_page_follows_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/metrics.md");
    if std::env::var_os("PLIMSOLL_BLESS").is_some() {
        std::fs::write(&path, page()).unwrap();
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page(), "docs/metrics.md is not what the sources say: run `make generate`");
}

/// What comes before the lists: text that is looked after by hand.
const HEAD: &str = include_str!("head.md");
/// The metrics that only Python has; its tests hold the list against what is exposed.
const STEPS: &str = include_str!("steps.md");

fn page() -> String {
    let mut out = String::from("<!-- Written from src/export/family.rs and src/fields/table.rs by `make generate`. Do not edit. -->\n\n");
    out.push_str(HEAD);
    out.push_str(
        "\n## Of checks, the checker and this container\n\n| metric | labels | what |\n|---|---|---|\n",
    );
    for family in FAMILIES {
        let labels = family.labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
        writeln!(out, "| `{}` | {labels} | {} |", family.name, family.help.replace('|', "\\|")).unwrap();
    }
    out.push_str("\n## Of databases\n\n");
    out.push_str(
        "What the database of each attached pool said last, with the labels `pool` and `system` (`postgresql`, `mysql`, \
         `mariadb`, `sqlite`).\n\n| metric | what |\n|---|---|\n",
    );
    for field in DatabaseValues::FIELDS {
        writeln!(out, "| `{}` | {} |", database_metric(field), field.help.replace('|', "\\|")).unwrap();
    }
    out.push_str(STEPS);
    out.push_str("\n## Fields of a sample\n\n");
    out.push_str("Each [field](fields.md) that could be read. No limit is `+Inf`.\n");
    for group in Groups::FULL.names() {
        writeln!(out, "\n### {group}\n\n| metric | what |\n|---|---|").unwrap();
        for field in FIELDS.iter().filter(|field| field.group.names().eq([group])) {
            let total = if field.kind == Kind::Counter { "_total" } else { "" };
            writeln!(out, "| `plimsoll_{}{total}` | {} |", field.name, field.doc.replace('|', "\\|"))
                .unwrap();
        }
    }
    out
}

fn database_metric(field: &ValueField) -> String {
    let total = if field.kind == ValueKind::Counter { "_total" } else { "" };
    format!("plimsoll_database_{}{total}", field.name)
}

#[test]
fn prometheus_has_nothing_to_say_against_them() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    monitor.observe().unwrap();
    let mut page = Exposition::new();
    page.build();
    page.sample(monitor.sample().unwrap());
    page.diagnosis(&monitor.diagnose());
    // Those that nobody has here, with a value each.
    let mut text = page.into_text();
    for field in FIELDS {
        let (kind, total) = match field.kind {
            Kind::Counter => ("counter", "_total"),
            _ => ("gauge", ""),
        };
        let name = format!("plimsoll_{}{total}", field.name);
        if !text.contains(&format!("# TYPE {name} ")) {
            writeln!(text, "# HELP {name} {}\n# TYPE {name} {kind}\n{name} 1", field.doc).unwrap();
        }
    }
    for field in DatabaseValues::FIELDS {
        let name = database_metric(field);
        let kind = if field.kind == ValueKind::Counter { "counter" } else { "gauge" };
        writeln!(
            text,
            "# HELP {name} {}\n# TYPE {name} {kind}\n{name}{{pool=\"x\",system=\"sqlite\"}} 1",
            field.help
        )
        .unwrap();
    }
    for family in FAMILIES {
        let (name, kind) = (family.name, family.kind.name());
        if !text.contains(&format!("# TYPE {name} ")) {
            let labels =
                family.labels.iter().map(|label| format!("{label}=\"x\"")).collect::<Vec<_>>().join(",");
            writeln!(text, "# HELP {name} {}\n# TYPE {name} {kind}\n{name}{{{labels}}} 1", family.help)
                .unwrap();
        }
    }
    promtool(&text);
}

fn tool() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("build/tools/promtool")
}

/// The checker of Prometheus itself.
fn promtool(text: &str) {
    let path = tool();
    let child =
        Command::new(&path).args(["check", "metrics"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child
        .unwrap_or_else(|error| panic!("{} does not start ({error}): try `make test-tools`", path.display()));
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The rules of the page, against what they are for and what they must not be raised by.
#[test]
fn the_alerts_of_the_page_are_raised_when_they_should_be() {
    let rules = HEAD.split("```yaml\n").find(|block| block.starts_with("groups:")).unwrap();
    let rules = rules.split("```").next().unwrap();
    let folder = std::env::temp_dir().join(format!("plimsoll-metrics-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("rules.yaml"), rules).unwrap();
    std::fs::write(folder.join("tests.yaml"), include_str!("alerts.yaml")).unwrap();
    let output = Command::new(tool()).args(["test", "rules", "tests.yaml"]).current_dir(&folder).output();
    let output = output.unwrap();
    let _ = std::fs::remove_dir_all(&folder);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
}
