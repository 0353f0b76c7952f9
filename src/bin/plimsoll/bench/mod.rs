//! `plimsoll bench`: what this container can do, and what watching it costs.

mod page;
mod progress;
mod written;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use plimsoll::bench::{BenchProfile, BenchResult, Benchmark, Machine, Verdict};
use plimsoll::checker::Cancel;

use crate::exit::{Failure, FINE, FOUND};
use crate::files::{self, refused};
use crate::interruption::Interruption;
use crate::style::FAINT;
use crate::{allocations, words};
use progress::Shown;
use written::{Files, Rooms, Written};

/// What is longer is no result.
const MOST_BASELINE_BYTES: u64 = 16 << 20;

/// Measure what this container can do, and what watching it costs
///
/// Takes as long as the profile says: short rounds of samples and verdicts, of CPU, memory and disk, and of threads at
/// once, in doses that respect the container's limits. Says whether it was throttled meanwhile, how even it was, and gives
/// scores with what they rest on.
///
/// With --baseline it says of each measure: same within noise, better, or worse by how much; the noise is learnt from the
/// runs themselves. Machines that are not alike are not compared, unless --any-machine says so.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plimsoll bench                        for a minute; --profile quick 10 s, full 5 min
  plimsoll bench --save before.json     keep it, with a description of the machine
  plimsoll bench --baseline before.json
                                        beside that, as long as that took; exit code 1 if worse
  plimsoll bench --html page.html       a page with charts, to keep or to send
  plimsoll bench --profile 30s --json   the document (plimsoll.bench/1) instead of the summary
  plimsoll bench --baseline before.json --junit bench.xml --markdown bench.md
                                        for CI
  plimsoll bench --no-disk              write nothing; --directory DIR: on another disk
  plimsoll bench --baseline before.json --result after.json
                                        two that were saved, without measuring
  plimsoll bench --result after.json --html after.html
                                        other forms of one that was saved

Ctrl-C ends it and still prints, saves and compares what was measured. For numbers to compare,
keep the container idle meanwhile.

Exit codes: 0 fine, 1 worse than the baseline, 2 wrong usage, a file that cannot be used or a
baseline of another machine, 3 could not measure or compare.")]
pub struct Options {
    /// quick (10 s), standard (60 s), full (5 min), or how long: 30s [default: the baseline's, or standard]
    #[arg(long, value_name = "PROFILE", value_parser = profile)]
    profile: Option<BenchProfile>,

    /// So many seconds instead
    #[arg(long, value_name = "N", conflicts_with = "profile", value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: Option<u64>,

    /// Compare with a result that was saved
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Compare even if the baseline is of another machine
    #[arg(long, requires = "baseline")]
    any_machine: bool,

    /// Take this saved result instead of measuring
    #[arg(long, value_name = "FILE", conflicts_with_all = ["profile", "seconds", "save", "directory", "no_disk"])]
    result: Option<PathBuf>,

    /// Where to write to the disk [default: the first of /var/tmp, /tmp and here that is on one]
    #[arg(long, value_name = "DIR")]
    directory: Option<PathBuf>,

    /// Leave the disk alone
    #[arg(long, conflicts_with = "directory")]
    no_disk: bool,

    /// Print the result as JSON
    #[arg(long)]
    json: bool,

    /// Have a measure (or all) do that share of its work more, uncounted: `sample=0.1`
    #[cfg(feature = "slow-down-test")]
    #[arg(long, value_name = "MEASURE=SHARE", hide = true, value_parser = slowed)]
    slow_down: Option<(String, f64)>,

    #[command(flatten)]
    files: Files,
}

fn profile(text: &str) -> Result<BenchProfile, String> {
    text.parse().map_err(|error: plimsoll::Error| error.to_string())
}

#[cfg(feature = "slow-down-test")]
fn slowed(text: &str) -> Result<(String, f64), String> {
    let wrong = || "expected MEASURE=SHARE, such as sample=0.1".to_owned();
    let (name, share) = text.split_once('=').ok_or_else(wrong)?;
    let share: f64 = share.parse().map_err(|_| wrong())?;
    if (0.0..=10.0).contains(&share) {
        Ok((name.to_owned(), share))
    } else {
        Err(wrong())
    }
}

/// Measures, saves, prints.
pub fn run(options: &Options) -> Result<u8, Failure> {
    let baseline = options.baseline.as_deref().map(read).transpose()?;
    let mut measured = match &options.result {
        Some(path) => {
            let result = read(path)?;
            options.check_machine(&result.machine, baseline.as_ref())?;
            let rooms = options.files.rooms(&[path])?;
            Measured { result, rooms, kept: Some(path.clone()), signal: None }
        }
        None => options.measure(baseline.as_ref())?,
    };
    let result = &mut measured.result;
    result.comparison = baseline.as_ref().map(|baseline| result.against_any(baseline));
    let mut written = measured.rooms.write(result);
    written.kept = written.kept.or(measured.kept);
    let printed = options.print(result, &written);
    settle(result, written, printed, options.json)?;
    if let Some(signal) = measured.signal {
        return Err(Failure::Signalled(signal));
    }
    match &result.comparison {
        Some(comparison) if !comparison.changes.iter().any(|change| change.judged) => Err(Failure::Blind(
            "nothing of the baseline could be compared: the result says why; measure again, as long or longer".to_owned(),
        )),
        Some(comparison) if comparison.verdict == Verdict::Worse => Ok(FOUND),
        _ => Ok(FINE),
    }
}

/// What came of it.
struct Measured {
    result: BenchResult,
    rooms: Rooms,
    /// A file that already holds it.
    kept: Option<PathBuf>,
    signal: Option<u8>,
}

impl Options {
    fn measure(&self, baseline: Option<&BenchResult>) -> Result<Measured, Failure> {
        if baseline.is_some() {
            self.check_machine(&Benchmark::machine()?, baseline)?;
        }
        // Before room is taken: who is ended then gives it back.
        let interruption = Interruption::register()?;
        let cancel = Cancel::new();
        interruption.cancels(&cancel)?;
        let rooms = self.files.rooms(&[])?;
        let profile = self.profile(baseline);
        let mut shown = Shown::new(profile);
        let result = self.benchmark(profile).run_with(&cancel, |progress| shown.tell(progress));
        shown.end();
        Ok(Measured { result: result?, rooms, kept: None, signal: interruption.signal() })
    }

    fn profile(&self, baseline: Option<&BenchResult>) -> BenchProfile {
        let asked = self.seconds.map(|seconds| BenchProfile::Lasting(Duration::from_secs(seconds)));
        let of_baseline = || baseline?.profile.parse().ok();
        asked.or(self.profile).or_else(of_baseline).unwrap_or_default()
    }

    fn benchmark(&self, profile: BenchProfile) -> Benchmark {
        let mut benchmark = Benchmark::new(profile).count_allocations(allocations::so_far);
        if let Some(directory) = &self.directory {
            benchmark = benchmark.directory(directory);
        }
        if self.no_disk {
            benchmark = benchmark.without_disk();
        }
        #[cfg(feature = "slow-down-test")]
        if let Some((name, share)) = &self.slow_down {
            benchmark = benchmark.slow_down(name, *share);
        }
        benchmark
    }

    /// Known before anything is measured.
    fn check_machine(&self, machine: &Machine, baseline: Option<&BenchResult>) -> Result<(), Failure> {
        let Some(baseline) = baseline.filter(|_| !self.any_machine) else { return Ok(()) };
        let unlike = machine.unlike(&baseline.machine);
        if unlike.is_empty() {
            return Ok(());
        }
        Err(Failure::Usage(format!(
            "the baseline is of another machine ({}); --any-machine compares nevertheless",
            unlike.join("; ")
        )))
    }

    fn print(&self, result: &BenchResult, written: &Written) -> io::Result<()> {
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        if self.json {
            out.write_all(document(result).as_bytes())?;
        } else {
            out.write_all(page::page(result, words::width()).as_bytes())?;
            if let Some(path) = self.files.html().filter(|_| written.refused.is_empty()) {
                writeln!(out, "\n{FAINT}As a page with charts: {}{FAINT:#}", path.display())?;
            }
        }
        out.flush()
    }
}

fn document(result: &BenchResult) -> String {
    result.to_json() + "\n"
}

/// A result that was saved.
fn read(path: &Path) -> Result<BenchResult, Failure> {
    let unread = |error: io::Error| {
        refused(path, "read", &format!("{error}; `plimsoll bench --save FILE` writes such a file"))
    };
    let length = fs::metadata(path).map_err(unread)?.len();
    if length > MOST_BASELINE_BYTES {
        return Err(refused(path, "read", "it is too large for a result of a benchmark"));
    }
    let text = fs::read(path).map_err(unread)?;
    BenchResult::from_json(&text).map_err(|error| refused(path, "read", &error.to_string()))
}

/// What could be neither written nor printed as it was wanted is kept elsewhere, and said.
fn settle(
    result: &BenchResult,
    written: Written,
    printed: io::Result<()>,
    whole: bool,
) -> Result<(), Failure> {
    let Written { mut refused, kept } = written;
    match printed {
        Ok(()) if refused.is_empty() => return Ok(()),
        // Whoever reads us has seen enough, or finds all of it in the file.
        Err(error) if refused.is_empty() && (kept.is_some() || error.kind() == io::ErrorKind::BrokenPipe) => {
            return Err(Failure::Output(error));
        }
        Err(error) => refused.push(Failure::Output(error).to_string()),
        Ok(()) if whole => {
            return Err(Failure::Blind(format!("{}; the result was printed", refused.join("; "))));
        }
        Ok(()) => {}
    }
    let place = match kept {
        Some(path) => format!("the result is in {}", path.display()),
        None => rescued(result),
    };
    Err(Failure::Blind(format!("{}; {place}", refused.join("; "))))
}

/// Keeps the result where there is room, and says where.
fn rescued(result: &BenchResult) -> String {
    let document = document(result);
    match files::keep("bench", document.as_bytes()) {
        Ok(path) => format!("the result is in {path}"),
        Err(why) => match io::stdout().write_all(document.as_bytes()) {
            Ok(()) => "the result was printed instead".to_owned(),
            Err(_) => format!("nor could it be kept: {why}"),
        },
    }
}
