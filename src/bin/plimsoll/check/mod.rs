//! `plimsoll check`: REST endpoints and MCP servers, each checked once.

mod advice;
mod interruption;
mod options;
mod page;
mod run;

use std::io::{self, Write};

use plimsoll::finding::Status;
use plimsoll::probe::Outcome;
use serde::Serialize;

use crate::exit::{Failure, BLIND, FINE, FOUND};
use crate::words;

pub use options::Options;

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
        let count = |status| outcomes.iter().filter(|outcome| outcome.status == status).count();
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
    let targets = options.targets()?;
    let outcomes = run::all(&targets, options.concurrent)?;
    let summary = Summary::of(&outcomes);
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    if options.json {
        let document = Document { schema: "plimsoll.check/1", summary, results: &outcomes };
        let mut text = serde_json::to_vec_pretty(&document).map_err(io::Error::from)?;
        text.push(b'\n');
        out.write_all(&text)?;
    } else {
        out.write_all(page::page(&outcomes, summary, options.details(), words::width()).as_bytes())?;
    }
    out.flush()?;
    Ok(match summary {
        summary if summary.unhealthy > 0 => FOUND,
        summary if options.fails_on_degraded() && summary.degraded > 0 => FOUND,
        summary if summary.unknown > 0 => BLIND,
        _ => FINE,
    })
}
