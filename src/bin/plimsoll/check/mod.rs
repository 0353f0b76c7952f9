//! `plimsoll check`: REST endpoints and MCP servers, each checked once, or all of them again and again.

mod advice;
mod fleet;
mod options;
mod page;
mod run;
pub mod service;

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use plimsoll::checker::{Check, CheckerOptions};
use plimsoll::finding::Status;
use plimsoll::probe::Outcome;
use serde::Serialize;

use crate::exit::{Failure, BLIND, FINE, FOUND};
use crate::words;
use options::Asked;

#[cfg(feature = "load")]
pub use fleet::said;
pub use fleet::Source;
#[cfg(feature = "load")]
pub use options::check_url;
#[cfg(feature = "load")]
pub use options::parse_header;
pub use options::{listen, shard, Listen, Options};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    summary: Summary,
    results: &'a [Outcome],
}

/// How many came to which status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Summary {
    healthy: usize,
    degraded: usize,
    unhealthy: usize,
    unknown: usize,
}

impl Summary {
    fn of(outcomes: &[Outcome]) -> Self {
        Summary::count(outcomes.iter().map(|outcome| outcome.status))
    }

    fn count(all: impl Iterator<Item = Status> + Clone) -> Self {
        let count = |wanted| all.clone().filter(|status| *status == wanted).count();
        Summary {
            healthy: count(Status::Healthy),
            degraded: count(Status::Degraded),
            unhealthy: count(Status::Unhealthy),
            unknown: count(Status::Unknown),
        }
    }
}

/// Checks, prints.
pub fn run(options: &Options) -> Result<u8, Failure> {
    let outcomes = match options.asked()? {
        Asked::Service(source) => return service::run(source, &options.wanted()),
        Asked::Once(source) => once(&source)?,
        Asked::Single(target) => run::all(vec![Check::new(*target)], CheckerOptions::default())?,
    };
    let summary = Summary::of(&outcomes);
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    if options.json {
        let document = Document { schema: "plimsoll.check/1", summary, results: &outcomes };
        let mut text = serde_json::to_vec_pretty(&document).map_err(io::Error::from)?;
        text.push(b'\n');
        out.write_all(&text)?;
    } else {
        let cut = io::stdout().is_terminal();
        out.write_all(page::page(&outcomes, summary, options.details(), words::width(), cut).as_bytes())?;
    }
    out.flush()?;
    Ok(match summary {
        summary if summary.unhealthy > 0 => FOUND,
        summary if options.fails_on_degraded() && summary.degraded > 0 => FOUND,
        summary if summary.unknown > 0 => BLIND,
        _ => FINE,
    })
}

/// Every server of a file, as far as this container can bear it.
fn once(source: &Source) -> Result<Vec<Outcome>, Failure> {
    let fleet = source.load().map_err(Failure::Usage)?;
    // There are no turns.
    fleet.tell_notes(|note| !note.contains("interval"));
    let mut options = source.checker(&fleet);
    let gate = fleet::gate(&fleet.config, &options, None)?;
    options.admission = Some(Arc::new(gate));
    run::all(fleet.checks, options)
}
