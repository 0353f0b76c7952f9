//! `plimsoll load`: how a server fares under load, with honest latencies.

pub mod page;
mod progress;
mod stages;

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{ArgGroup, Args};
use plimsoll::checker::Cancel;
use plimsoll::load::{Ended, LoadResult, LoadTest, Model, Part, Scenario, Stage, Think, Threshold};
use plimsoll::probe::{RestOptions, Target};

use crate::exit::{Failure, FINE, FOUND};
use crate::interruption::Interruption;
use crate::{duration, files, words};
use progress::Shown;

/// Put a server under load: what it serves, how long it takes, and what it takes no more
///
/// With --rate requests begin at that rate, whatever the server does, as those of users who do not know of each other; latencies
/// count from when each should have begun, so that a server that stands still hides nothing. With --users each waits for its
/// answer before it asks again: that finds the most a server serves, and flatters its latencies.
///
/// Beside the latencies stands what this client's own container was short of: it may be the limit, and not the server.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("how much").required(true).args(["rate", "users", "steps"])))]
#[command(after_help = "\
Examples:
  plimsoll load --url http://127.0.0.1:8080/ --rate 500 --for 30s
                                        500 requests a second
  plimsoll load --url URL --users 16    as much as 16 users get, for 10 s
  plimsoll load --url URL --rate 500 --threshold 'p99 < 300ms' --threshold 'error_rate < 1%'
                                        exit code 1 if it is slower, for CI
  plimsoll load --url URL --rate 500 --ramp-up 10s --warm-up 5s --for 1m
                                        what comes before is not counted
  plimsoll load --url URL --steps 1,2,4,8,16,32
                                        users in steps: where more bring no more (the knee)
  plimsoll load --url URL --users 100 --think 1s
                                        users who read for a second before the next request
  plimsoll load --url URL --rate 50 --method POST --body '{\"a\": 1}' \\
                --header 'Content-Type: application/json'
  plimsoll load --url URL --rate 50 --json result.json

Only load what is yours. Ctrl-C ends it and still prints what was measured.

Exit codes: 0 fine, 1 a threshold was crossed, or nothing worked, 2 wrong usage, 3 could not
begin: the server does not work.")]
pub struct Options {
    /// The REST endpoint to load
    #[arg(long, value_name = "URL")]
    url: String,

    /// Requests per second
    #[arg(long, value_name = "N", value_parser = level)]
    rate: Option<f64>,

    /// Users, each of whom waits for an answer before the next request
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    users: Option<u32>,

    /// Users in steps, each held for as long as --for says; with --open requests per second
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', value_parser = level)]
    steps: Vec<f64>,

    /// Steps of a rate instead of users
    #[arg(long, requires = "steps")]
    open: bool,

    /// How long, each step if there are several
    #[arg(long = "for", value_name = "DURATION", default_value = "10s", value_parser = duration::load)]
    duration: Duration,

    /// Before, go evenly up to the level; does not count
    #[arg(long, value_name = "DURATION", value_parser = duration::load)]
    ramp_up: Option<Duration>,

    /// Before, at the full level; does not count. Of steps: before each
    #[arg(long, value_name = "DURATION", value_parser = duration::load)]
    warm_up: Option<Duration>,

    /// After, go evenly down; does not count
    #[arg(long, value_name = "DURATION", value_parser = duration::load)]
    ramp_down: Option<Duration>,

    /// Open model: requests under way at once, at most; one that is due while as many are begins late
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    connections: u32,

    /// How long a user waits between an answer and the next request
    #[arg(long, value_name = "DURATION", value_parser = duration::load, conflicts_with = "rate")]
    think: Option<Duration>,

    /// What it has to show: `p99 < 300ms`, `error_rate < 1%`, `throughput > 500`; may be given again
    #[arg(long = "threshold", value_name = "CONDITION", value_parser = threshold)]
    thresholds: Vec<Threshold>,

    /// End early if this holds over ten seconds: `error_rate > 50%`; may be given again
    #[arg(long, value_name = "CONDITION", value_parser = threshold)]
    stop_when: Vec<Threshold>,

    /// The deadline of each request
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = duration::deadline)]
    timeout: Duration,

    #[command(flatten)]
    request: RequestOptions,

    /// Begin even if the server does not answer a first check
    #[arg(long)]
    no_check: bool,

    /// Write the document (plimsoll.load/1) to a file; `-` is stdout, instead of the page
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// What is sent.
#[derive(Debug, Args)]
#[command(next_help_heading = "The request")]
struct RequestOptions {
    /// Its method
    #[arg(long, value_name = "METHOD", default_value = "GET")]
    method: String,

    /// A header: `Name: value`, where the value may be env:NAME or file:PATH, and of Authorization, Cookie and the like has to;
    /// may be given again
    #[arg(long, value_name = "HEADER")]
    header: Vec<String>,

    /// Its body
    #[arg(long, value_name = "TEXT")]
    body: Option<String>,
}

fn level(text: &str) -> Result<f64, String> {
    let level: f64 = text.parse().map_err(|_| "expected a number, such as 50 or 0.5".to_owned())?;
    if level > 0.0 && level <= 1e6 {
        Ok(level)
    } else {
        Err("more than 0, 1,000,000 at most".to_owned())
    }
}

fn threshold(text: &str) -> Result<Threshold, String> {
    text.parse().map_err(|error: plimsoll::Error| error.to_string())
}

/// Loads, prints.
pub fn run(options: &Options) -> Result<u8, Failure> {
    let to_stdout = options.json.as_ref().is_some_and(|path| path.as_os_str() == "-");
    if let Some(path) = options.json.as_ref().filter(|_| !to_stdout) {
        files::check(path)?;
    }
    let test = LoadTest::new(options.scenario()?)?;
    let interruption = Interruption::register()?;
    let cancel = Cancel::new();
    interruption.cancels(&cancel);
    let mut shown = Shown::new(test.scenario());
    let result = test.run_with(&cancel, |progress| shown.tell(progress));
    shown.end();
    let result = result?;
    let written = match &options.json {
        Some(path) if !to_stdout => write(path, &result),
        _ => Ok(()),
    };
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    if to_stdout {
        out.write_all(&document(&result)?)?;
    } else {
        out.write_all(page::page(&result, words::width()).as_bytes())?;
    }
    out.flush()?;
    // Whoever reads the page has it: what was measured is not lost with the file.
    written?;
    let crossed = result.thresholds.iter().any(|judged| !judged.met);
    Ok(match (&result.ended, interruption.signal()) {
        _ if crossed => FOUND,
        (Ended::Hopeless(_), _) => FOUND,
        (Ended::Interrupted, Some(signal)) => return Err(Failure::Signalled(signal)),
        _ => FINE,
    })
}

fn document(result: &LoadResult) -> Result<Vec<u8>, Failure> {
    let mut text = serde_json::to_vec_pretty(result).map_err(io::Error::from)?;
    text.push(b'\n');
    Ok(text)
}

fn write(path: &std::path::Path, result: &LoadResult) -> Result<(), Failure> {
    files::replace(path, &document(result)?)
}

impl Options {
    fn scenario(&self) -> Result<Scenario, Failure> {
        let mut rest = RestOptions::new(&self.url);
        crate::check::check_url("--url", &self.url)?;
        rest.method = self.request.method.to_ascii_uppercase();
        rest.body.clone_from(&self.request.body);
        rest.headers = self
            .request
            .header
            .iter()
            .map(|one| crate::check::parse_header(one))
            .collect::<Result<_, _>>()?;
        let mut target = Target::new(&self.url);
        target.rest = Some(rest);
        target.timeout = self.timeout;
        let open = self.rate.is_some() || self.open;
        let mut scenario = Scenario::new(&self.url, if open { Model::Open } else { Model::Closed });
        scenario.parts = vec![Part::new(Arc::new(target))];
        scenario.stages = self.stages();
        scenario.connections = self.connections;
        scenario.think = self.think.map_or(Think::None, Think::Exponential);
        scenario.thresholds.clone_from(&self.thresholds);
        scenario.stop_when.clone_from(&self.stop_when);
        scenario.check_first = !self.no_check;
        Ok(scenario)
    }

    fn stages(&self) -> Vec<Stage> {
        let level = self.rate.or(self.users.map(f64::from));
        match level {
            Some(level) => stages::held(level, self.duration, self.ramp_up, self.warm_up, self.ramp_down),
            None => stages::steps(&self.steps, self.duration, self.ramp_up, self.warm_up, self.ramp_down),
        }
    }
}
