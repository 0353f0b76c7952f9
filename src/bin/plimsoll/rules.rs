//! `plimsoll rules`: every rule, its thresholds, and who published them.

use std::io::{self, Write};

use clap::Args;
use plimsoll::finding::Measure;
use plimsoll::report::{amount, component, label, span};
use plimsoll::rules::{metric_rules, Rule, RULES};
use serde::Serialize;

use crate::exit::{Failure, FINE};
use crate::style::{of_severity, FAINT, HEADING};
use crate::words;

/// List every rule with its thresholds, and who published them
///
/// A rule is raised where its value is beyond a threshold for as long as is told here, and cleared
/// where it is back within the second value. `--threshold` of diagnose and watch changes both; the
/// rules of metrics that a program feeds are set in that program.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plimsoll rules                    all of them
  plimsoll rules memory             those of the memory; any part of a name will do
  plimsoll rules --json | jq -r '.rules[].name'")]
pub struct Options {
    /// Only rules with this in their name
    #[arg(value_name = "NAME")]
    name: Option<String>,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    rules: Vec<&'a Rule>,
}

/// Prints the rules.
pub fn run(options: &Options) -> Result<u8, Failure> {
    let wanted = |rule: &&Rule| options.name.as_ref().is_none_or(|name| rule.name.contains(name.as_str()));
    let (metrics, pools) = (metric_rules(), plimsoll::dbpool::rules());
    let rules: Vec<&Rule> = RULES.iter().chain(&metrics).chain(&pools).filter(wanted).collect();
    if rules.is_empty() {
        let name = options.name.as_deref().unwrap_or_default();
        return Err(Failure::Usage(format!("no rule has `{name}` in its name: `plimsoll rules` lists all")));
    }
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    if options.json {
        let document = Document { schema: "plimsoll.rules/1", rules };
        let mut text = serde_json::to_vec_pretty(&document).map_err(io::Error::from)?;
        text.push(b'\n');
        out.write_all(&text)?;
    } else {
        let width = words::width();
        let mut resource = String::new();
        for rule in rules {
            let of = component(&rule.component);
            if of != resource {
                let gap = if resource.is_empty() { "" } else { "\n" };
                writeln!(out, "{gap}{HEADING}{of}{HEADING:#}")?;
                resource = of;
            }
            out.write_all(told(rule, width).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(FINE)
}

/// A rule in a few lines.
fn told(rule: &Rule, width: usize) -> String {
    let measure = Measure::new(rule.signal, 0.0, rule.unit, rule.scope);
    let words = label(&measure);
    let share = if words.starts_with("of ") { "share " } else { "" };
    let mut text = format!("  {HEADING}{:<23}{HEADING:#} {share}{words}\n", rule.name);
    let side = if rule.below { "below" } else { "above" };
    for step in rule.steps {
        let color = of_severity(step.severity);
        let cleared = match step.clear == step.raise {
            true => String::new(),
            false => format!(", cleared at {}", amount(step.clear, rule.unit)),
        };
        let raise = amount(step.raise, rule.unit);
        text += &format!("      {color}{:<8}{color:#}  {side} {raise}{cleared}\n", step.severity);
    }
    let held = match rule.timing.raise_seconds() {
        0.0 => "At once".to_owned(),
        seconds => format!("After {}", span(seconds)),
    };
    let surest = match rule.published_seconds {
        seconds if seconds > rule.timing.raise_seconds() => format!(", surest after {}", span(seconds)),
        _ => String::new(),
    };
    let note = if rule.note.is_empty() { String::new() } else { format!(" {}", rule.note) };
    let told = format!("{held}{surest}. Source: {}.{note}", rule.source);
    for line in words::wrap(&told, width, "      ", "      ") {
        text += &format!("{FAINT}{line}{FAINT:#}\n");
    }
    text
}
