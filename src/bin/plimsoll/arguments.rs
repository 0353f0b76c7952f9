//! The command line.

use clap::{Parser, Subcommand};

#[cfg(feature = "cli")]
use crate::watch;
#[cfg(feature = "load")]
use crate::{bench, load};
use crate::{check, db, diagnose, rules, sample, serve, style};

/// Of a command without them, other verbs are not spoken.
#[cfg(not(feature = "cli"))]
const AFTER: &str = "\
Examples:
  plimsoll diagnose                    what limits this container, after watching it for 5 s
  plimsoll diagnose --pid 4242 --json  the container of another process, as JSON
  plimsoll check --url URL             whether a REST endpoint works, and if not, what is wrong
  plimsoll check --mcp URL-OR-COMMAND  the same for an MCP server
  plimsoll check servers.yaml          every server of a file, again and again, with /metrics
  plimsoll serve                       a live page and metrics of this container over HTTP
  plimsoll db --stats pools.jsonl      what limits database pools, and how large they should be
  plimsoll rules                       every rule with its thresholds, and who published them
  plimsoll sample --json --count 10    ten raw readings, one JSON object a line

Exit codes: 0 fine, 1 a finding (of check: a server) at or above --fail-on, 2 wrong usage, 3 could
not measure or check. Colour is left out where output is no terminal or NO_COLOR is set.
This is the small command, of images: bench, load and watch are in the whole one only.";

#[cfg(feature = "cli")]
const AFTER: &str = "\
Examples:
  plimsoll diagnose                    what limits this container, after watching it for 5 s
  plimsoll diagnose --pid 4242 --json  the container of another process, as JSON
  plimsoll diagnose --html page.html   the same as a page with charts, to keep or to send
  plimsoll watch                       live in the terminal
  plimsoll watch --events              what happens, one JSON object a line
  plimsoll serve                       live in a browser, and metrics for Prometheus
  plimsoll check --url URL             whether a REST endpoint works, and if not, what is wrong
  plimsoll check --mcp URL-OR-COMMAND  the same for an MCP server
  plimsoll check servers.yaml --once   the same for every server of a file
  plimsoll db --stats pools.jsonl      what limits database pools, and how large they should be
  plimsoll db --url URL                what limits a database (from the Python package)
  plimsoll load --url URL --rate 500   how a server fares under 500 requests a second
  plimsoll bench                       what this container can do, and what watching it costs
  plimsoll rules                       every rule with its thresholds, and who published them
  plimsoll sample --json --count 10    ten raw readings, one JSON object a line

Exit codes: 0 fine, 1 a finding (of check: a server) at or above --fail-on (of load: a threshold
was crossed; of bench: worse than the baseline), 2 wrong usage, 3 could not measure or check.
Colour is left out where output is no terminal or NO_COLOR is set.";

/// How laden is this container, what limits it, and what to change; and whether servers work.
///
/// Reads /proc and the cgroup files of the container it runs in (or of another process or cgroup)
/// and judges them against published thresholds. It advises; it never changes a limit.
///
/// `plimsoll check` asks REST endpoints and MCP servers whether they work, and says what is wrong; `plimsoll load`
/// how they fare under load; `plimsoll bench` what this container itself can do.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, styles = style::HELP, max_term_width = 100)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What the command can do.
#[derive(Debug, Subcommand)]
// What they do is said by their options' own descriptions.
pub enum Verb {
    Diagnose(diagnose::Options),
    #[cfg(feature = "cli")]
    Watch(watch::Options),
    Check(check::Options),
    Serve(Box<serve::Options>),
    Db(db::Options),
    #[cfg(feature = "load")]
    Load(Box<load::Options>),
    #[cfg(feature = "load")]
    Bench(Box<bench::Options>),
    Rules(rules::Options),
    Sample(sample::Options),
}

#[cfg(test)]
#[path = "arguments_tests.rs"]
mod tests;
