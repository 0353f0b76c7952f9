//! What is printed: a line for each change.

use std::collections::HashSet;
use std::io::{self, stdout, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::time::SystemTime;

use humantime::format_rfc3339_seconds;
use plimsoll::checker::{Event, OwnLimit, Reloaded};
use plimsoll::export::otlp::OtlpStatistics;
use plimsoll::finding::{Recommendation, Status};
use serde::Serialize;

use super::super::Summary;
use super::ship::{Reach, Ship};
use crate::style::{of_status, ERROR, FAINT, HEADING};
use crate::words;

/// A line for programs.
#[derive(Serialize)]
struct Line<'a, E: Serialize> {
    schema: &'static str,
    at_unix_seconds: f64,
    #[serde(flatten)]
    event: &'a E,
}

/// What happens beside checks.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Own<'a> {
    Started { servers: usize, listening: Option<SocketAddr> },
    Reloaded(&'a Reloaded),
    Advice { recommendation: &'a Recommendation },
    Ended { summary: Summary },
}

/// Prints to standard output; what goes wrong, to standard error.
pub struct Printer {
    json: bool,
    terminal: bool,
    /// What was said of alerts that failed, and of events that were lost.
    failed: u64,
    lost: u64,
    /// Whether it was said that the collector takes no metrics.
    is_refused: bool,
    /// The rules of what was advised.
    advised: HashSet<&'static str>,
}

impl Printer {
    pub fn new(json: bool) -> Self {
        Printer {
            json,
            terminal: stdout().is_terminal(),
            failed: 0,
            lost: 0,
            is_refused: false,
            advised: HashSet::new(),
        }
    }

    pub fn began(&mut self, ship: &Ship, listening: Option<SocketAddr>) -> io::Result<()> {
        let servers = ship.parts().checks().len();
        if self.json {
            return self.object(&Own::Started { servers, listening });
        }
        let listening = match listening {
            Some(address) => format!("; metrics on http://{address}/metrics"),
            None => String::new(),
        };
        let servers = words::plural(servers, "server", "servers");
        let servers = match ship.parts().reach() {
            Reach { shard: Some(shard), servers: all } => format!("{servers} of {all}, shard {shard}"),
            Reach { shard: None, .. } => servers,
        };
        self.line(&format!("{HEADING}checking {servers}{HEADING:#}{listening}"))
    }

    /// Where what is known can be had.
    pub fn serving(&mut self, address: Option<SocketAddr>, file: Option<&Path>) -> io::Result<()> {
        let page = address.map(|address| format!("http://{address}/"));
        let file = file.map(|file| format!("metrics in {}", file.display()));
        let both: Vec<String> = page.into_iter().chain(file).collect();
        if both.is_empty() {
            return Ok(());
        }
        self.line(&format!("{HEADING}serving{HEADING:#} {}", both.join(", ")))
    }

    pub fn happened(&mut self, event: &Event) -> io::Result<()> {
        if self.json {
            return self.object(event);
        }
        match event {
            // That one is healthy which was never seen before is no news.
            Event::Changed { from: None, to: Status::Healthy, .. } => Ok(()),
            Event::Changed { name, to, outcome, .. } => {
                let color = of_status(*to);
                let mut line =
                    format!("{color}{to:<9}{color:#}  {HEADING}{}{HEADING:#}", words::harmless(name));
                if *to != Status::Healthy {
                    line += &format!("  {}  {}", outcome.reason, words::harmless(&outcome.message));
                }
                self.line(&line)
            }
            Event::Limit { limit, share, close, .. } => {
                let limit = match limit {
                    OwnLimit::Queue => "the queue of checks",
                    OwnLimit::Memory => "the memory of this container",
                    OwnLimit::Cpu => "the CPU of this container",
                    _ => "a limit of the checker's own",
                };
                let words = if *close { "is close to its limit" } else { "is far from its limit again" };
                self.line(&format!("{HEADING}{limit}{HEADING:#} {words}: {:.0} % in use", share * 100.0))
            }
            _ => Ok(()),
        }
    }

    pub fn reloaded(&mut self, reloaded: &Reloaded, later: &[&str]) -> io::Result<()> {
        if !later.is_empty() {
            anstream::eprintln!(
                "{FAINT}note: other sections changed, too, and count from the next start on: {}{FAINT:#}",
                later.join(", ")
            );
        }
        if self.json {
            return self.object(&Own::Reloaded(reloaded));
        }
        let counts = [
            (reloaded.added.len(), "added"),
            (reloaded.removed.len(), "removed"),
            (reloaded.changed.len(), "changed"),
            (reloaded.kept, "as they were"),
        ];
        let told =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
        let told = told.collect::<Vec<_>>().join(", ");
        self.line(&format!("{HEADING}the file was read again{HEADING:#}: {told}"))
    }

    /// The service goes on with what it had.
    pub fn not_reloaded(&self, problems: &str) {
        anstream::eprintln!("{ERROR}error:{ERROR:#} {problems}\nEverything goes on as before.");
    }

    /// What goes wrong beside checks, each once.
    pub fn troubles(&mut self, ship: &Ship, lost: u64) {
        let alerts = ship.parts().alerter.statistics();
        let ways = [&alerts.callback, &alerts.webhook, &alerts.command];
        let failed = ways.iter().map(|way| way.failed + way.dropped).sum();
        if failed > self.failed {
            let why = ways.iter().filter_map(|way| way.last_error.as_deref()).next_back().unwrap_or_default();
            anstream::eprintln!(
                "{ERROR}error:{ERROR:#} an alert could not be told: {}",
                words::harmless(why)
            );
            self.failed = failed;
        }
        if let Some(exporter) = &ship.parts().exporter {
            self.collector(&exporter.statistics());
        }
        if lost > self.lost {
            let lines =
                words::plural(usize::try_from(lost - self.lost).unwrap_or(usize::MAX), "change", "changes");
            anstream::eprintln!("{FAINT}note: {lines} could not be printed in time{FAINT:#}");
            self.lost = lost;
        }
    }

    /// That metrics do not reach the collector, and why, once; and that they do again.
    fn collector(&mut self, statistics: &OtlpStatistics) {
        if statistics.is_failing == self.is_refused {
            return;
        }
        self.is_refused = statistics.is_failing;
        if self.is_refused {
            let why = words::harmless(statistics.last_error.as_deref().unwrap_or_default());
            anstream::eprintln!(
                "{ERROR}error:{ERROR:#} the collector of OpenTelemetry takes no metrics: {why}; it is tried again"
            );
        } else {
            anstream::eprintln!("{FAINT}note: the collector takes metrics again{FAINT:#}");
        }
    }

    /// How everything is, for whoever looks at a terminal.
    pub fn sum(&mut self, ship: &Ship) -> io::Result<()> {
        if self.json || !self.terminal || ship.parts().checks().is_empty() {
            return Ok(());
        }
        let checked = ship.parts().checker.statistics().checked;
        let all = super::super::page::sum(ship.summary());
        self.line(&format!("{all}{FAINT}, after {checked} checks{FAINT:#}"))
    }

    /// What to change about how servers are checked, each kind of it once; `/checks` has it as it is now.
    pub fn advise(&mut self, recommendations: &[Recommendation]) -> io::Result<()> {
        for recommendation in recommendations {
            if !self.advised.insert(recommendation.rule) {
                continue;
            }
            if self.json {
                self.object(&Own::Advice { recommendation })?;
            } else {
                self.line(&format!(
                    "{HEADING}advice{HEADING:#}  {}{FAINT}: {}{FAINT:#}",
                    words::harmless(&recommendation.title),
                    words::harmless(&recommendation.description)
                ))?;
            }
        }
        Ok(())
    }

    pub fn ended(&mut self, summary: Summary, stuck: usize) -> io::Result<()> {
        if stuck > 0 {
            let threads = words::plural(stuck, "thread", "threads");
            anstream::eprintln!("{FAINT}note: {threads} did not end in time{FAINT:#}");
        }
        if self.json {
            return self.object(&Own::Ended { summary });
        }
        let all = match super::super::page::sum(summary) {
            all if all.is_empty() => all,
            all => format!(": {all}"),
        };
        self.line(&format!("{HEADING}ended{HEADING:#}{all}"))
    }

    pub fn line(&self, text: &str) -> io::Result<()> {
        let now = format_rfc3339_seconds(SystemTime::now());
        let mut out = anstream::AutoStream::auto(stdout().lock());
        writeln!(out, "{FAINT}{now}{FAINT:#}  {text}")?;
        out.flush()
    }

    fn object(&self, event: &impl Serialize) -> io::Result<()> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let line = Line { schema: "plimsoll.event/1", at_unix_seconds: now.as_secs_f64(), event };
        let mut text = serde_json::to_vec(&line)?;
        text.push(b'\n');
        let mut out = stdout().lock();
        out.write_all(&text)?;
        out.flush()
    }
}
