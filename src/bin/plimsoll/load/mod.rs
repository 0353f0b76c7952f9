//! `plimsoll load`: how a server fares under load, with honest latencies.

mod compared;
mod document;
mod file;
mod merge;
mod page;
mod progress;
mod written;

use std::sync::Arc;
use std::time::Duration;

use clap::{ArgGroup, Args, Subcommand};
use plimsoll::checker::Cancel;
use plimsoll::load::{
    Around, Baseline, Ended, LoadResult, LoadTest, Model, Part, Scenario, Stage, Think, Threshold,
};
use plimsoll::probe::{RestOptions, Target};

use crate::duration;
use crate::exit::{Failure, FINE, FOUND};
use crate::interruption::Interruption;
use compared::Compared;
use file::{FileOptions, Plan};
use progress::Shown;
use written::Written;

/// Put a server under load: what it serves, how long it takes, and what it takes no more
///
/// With --rate requests begin at that rate, whatever the server does, as those of users who do not know of each other; latencies
/// count from when each should have begun, so that a server that stands still hides nothing. With --users each waits for its
/// answer before it asks again: that finds the most a server serves, and flatters its latencies.
///
/// Beside the latencies stands what this client's own container was short of: it may be the limit, and not the server.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(group(ArgGroup::new("how_much").args(["rate", "users", "steps"])))]
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
  plimsoll load --url URL --rate 50 --html page.html
                                        a page with charts, to keep or to send
  plimsoll load --url URL --rate 50 --json one.json --junit load.xml --csv seconds.csv
  plimsoll load --url URL --rate 50 --baseline one.json --fail-on-worse
                                        what is better and what worse than the last time
  plimsoll load shop.yaml               the load tests of a file, in turn (benchmarking)
  plimsoll load shop.yaml --scenario morning --html morning.html
  plimsoll load merge one.json two.json what two machines did at the same time, as one

Only load what is yours. Ctrl-C ends it and still prints what was measured.

Exit codes: 0 fine, 1 a threshold was crossed, nothing worked, or (--fail-on-worse) something is
worse, 2 wrong usage, 3 could not begin: the server does not work.")]
pub struct Options {
    #[command(subcommand)]
    action: Option<Action>,

    #[command(flatten)]
    file: FileOptions,

    /// The REST endpoint to load
    #[arg(long, value_name = "URL", required_unless_present = "file", requires = "how_much")]
    url: Option<String>,

    /// Requests per second
    #[arg(long, value_name = "N", value_parser = level)]
    rate: Option<f64>,

    /// Users, each of whom waits for an answer before the next request
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    users: Option<u32>,

    /// Users in steps, each held for as long as --for says; with --open requests per second
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', value_parser = level)]
    steps: Vec<f64>,

    /// Steps of a rate instead of users
    #[arg(long, requires = "steps", conflicts_with_all = ["rate", "users"])]
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
    #[arg(long, value_name = "N", default_value_t = 64, conflicts_with = "users", value_parser = clap::value_parser!(u32).range(1..=100_000))]
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

    #[command(flatten)]
    compared: Compared,

    #[command(flatten)]
    written: Written,
}

/// What else there is.
#[derive(Debug, Subcommand)]
enum Action {
    Merge(merge::Options),
}

/// What is sent.
#[derive(Debug, Args)]
#[command(next_help_heading = "The request")]
struct RequestOptions {
    /// Its method
    #[arg(long, value_name = "METHOD", default_value = "GET", value_parser = method)]
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

/// A token of RFC 9110, section 5.6.2.
fn method(text: &str) -> Result<String, String> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if text.is_empty() || !text.chars().all(is_token) {
        return Err("expected a method of HTTP, such as GET or POST".to_owned());
    }
    Ok(text.to_ascii_uppercase())
}

fn threshold(text: &str) -> Result<Threshold, String> {
    text.parse().map_err(|error: plimsoll::Error| error.to_string())
}

/// Loads, prints.
pub fn run(options: &Options) -> Result<u8, Failure> {
    if let Some(Action::Merge(options)) = &options.action {
        let baseline = options.compared.baseline()?;
        let told = Told { baseline, compared: &options.compared, written: &options.written, plan: None };
        return told.tell(options.merged()?, None);
    }
    options.written.check()?;
    let plan = options.file.plan()?;
    let several = plan.as_ref().is_some_and(|plan| plan.scenarios.len() > 1);
    if several && (options.written.is_any() || options.compared.is_any()) {
        let why = "what says where the result is written, or what it is compared with, is for one result, and the file has \
                   several scenarios: choose one with --scenario, or say in the file where they are written \
                   (`benchmarking.output`)";
        return Err(Failure::Usage(why.to_owned()));
    }
    // What makes no sense is told before the first one begins.
    let scenarios = match &plan {
        Some(plan) => plan.scenarios.clone(),
        None => vec![options.scenario()?],
    };
    let tests: Vec<LoadTest> = scenarios.into_iter().map(LoadTest::new).collect::<plimsoll::Result<_>>()?;
    let baseline = options.compared.baseline()?;
    tests.iter().try_for_each(|test| options.compared.check(baseline.as_ref(), test))?;
    let interruption = Interruption::register()?;
    let told = Told { baseline, compared: &options.compared, written: &options.written, plan: plan.as_ref() };
    in_turn(&tests, &told, &interruption)
}

/// One test after the other, until one is given up. The worst exit code counts.
fn in_turn(tests: &[LoadTest], told: &Told, interruption: &Interruption) -> Result<u8, Failure> {
    let mut worst = FINE;
    for (number, test) in tests.iter().enumerate() {
        if number > 0 {
            anstream::println!();
        }
        let ended = load(test, interruption).and_then(|result| told.tell(result, interruption.signal()));
        worst = worst.max(match ended {
            Err(failure) if tests.len() == 1 || interruption.signal().is_some() => return Err(failure),
            // The others may work.
            Err(failure) => crate::exit::tell(failure),
            Ok(code) => code,
        });
    }
    Ok(worst)
}

fn load(test: &LoadTest, interruption: &Interruption) -> Result<LoadResult, Failure> {
    let cancel = Cancel::new();
    interruption.cancels(&cancel)?;
    let mut shown = Shown::new(test.scenario());
    let result = test.run_with(&cancel, |progress| shown.tell(progress));
    shown.end();
    Ok(result?)
}

/// What becomes of results.
struct Told<'a> {
    baseline: Option<Baseline>,
    compared: &'a Compared,
    written: &'a Written,
    plan: Option<&'a Plan>,
}

impl Told<'_> {
    /// Compares, writes, prints; the exit code. What cannot be compared is written all the same.
    fn tell(&self, mut result: LoadResult, signal: Option<u8>) -> Result<u8, Failure> {
        let comparable = self.compared.compare(self.baseline.as_ref(), &mut result);
        let more = self.plan.map_or_else(Vec::new, |plan| plan.files(&result.name).collect());
        self.written.write(&result, &more)?;
        comparable?;
        let crossed = result.thresholds.iter().any(|judged| !judged.met);
        match (&result.ended, signal) {
            (Ended::Interrupted, Some(signal)) => Err(Failure::Signalled(signal)),
            (Ended::Hopeless(_), _) => Ok(FOUND),
            _ => {
                let failed = crossed || result.nothing_worked() || self.compared.fails(&result);
                Ok(if failed { FOUND } else { FINE })
            }
        }
    }
}

impl Options {
    fn scenario(&self) -> Result<Scenario, Failure> {
        let url = self.url.as_deref().unwrap_or_default();
        let mut rest = RestOptions::new(url);
        crate::check::check_url("--url", url)?;
        rest.method.clone_from(&self.request.method);
        rest.body.clone_from(&self.request.body);
        rest.headers = self
            .request
            .header
            .iter()
            .map(|one| crate::check::parse_header(one))
            .collect::<Result<_, _>>()?;
        let mut target = Target::new(url);
        target.rest = Some(rest);
        target.timeout = self.timeout;
        let open = self.rate.is_some() || self.open;
        let mut scenario = Scenario::new(url, if open { Model::Open } else { Model::Closed });
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
        let mut around = Around::default();
        (around.ramp_up, around.warm_up, around.ramp_down) = (self.ramp_up, self.warm_up, self.ramp_down);
        match self.rate.or(self.users.map(f64::from)) {
            Some(level) => around.held(level, self.duration),
            None => around.steps(&self.steps, self.duration),
        }
    }
}
