//! `plimsoll diagnose`: what limits this container.

mod page;
mod progress;

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use plimsoll::advise::WorkloadPattern;
use plimsoll::report::{self, span, Document};
use plimsoll::{Diagnosis, Monitor, Report};

use crate::exit::{Failure, FINE, FOUND};
use crate::fail_on::FailOn;
use crate::settings::Settings;
use crate::style::FAINT;
use crate::target::TargetOptions;
use crate::{duration, files, words};

/// Watch a container for some seconds and say what limits it, with evidence and advice
///
/// Takes several readings, judges the rates between them and the limits that apply, and prints the
/// level (optimal, good, degraded, poor), the load line (1.00 is where work starts to suffer) with
/// whether to take more work, each resource with who holds its limit, what limits the container with
/// the evidence, the threshold and who published it, and what to do about it, line by line to be
/// copied. Right sizes, the kind of work, the efficiency, what grows and what is unusual follow as soon
/// as enough was watched: --state adds up short runs.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plimsoll diagnose                          the container this runs in
  plimsoll diagnose --for 30s --all          over half a minute, every section in full
  plimsoll diagnose --pid 4242               the container of another process
  plimsoll diagnose --cgroup /system.slice/nginx.service
  plimsoll diagnose --json | jq .level       for programs
  plimsoll diagnose --fail-on critical       for scripts: exit code 1 only if it is that bad
  plimsoll diagnose --for 1m --html page.html
                                             a page with charts, to keep or to send
  plimsoll diagnose --state orders.state     every hour by cron: right-sizing and trends add up
  plimsoll diagnose --state orders.state --keep-baseline
                                             compare the efficiency of later runs with this one
  plimsoll diagnose --threshold cpu.utilisation.high=70%/60% --threshold load.per_cpu=off
                                             thresholds of your own; see `plimsoll rules`
  plimsoll diagnose --state orders.state --price-core-hour 0.04 --currency EUR
                                             what the CPUs cost that are wasted

Exit codes: 0 fine, 1 a finding at or above --fail-on, 2 wrong usage or a file that cannot be
used, 3 could not measure.")]
pub struct Options {
    /// How long to watch: 100ms to 1h
    #[arg(long = "for", value_name = "DURATION", default_value = "5s", value_parser = duration::window)]
    window: Duration,

    /// Exit with 1 if there is a finding of this severity or worse
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::High)]
    fail_on: FailOn,

    /// Print one JSON document
    #[arg(long)]
    json: bool,

    /// Show every section in full, also what cannot be told yet
    #[arg(long, conflicts_with = "json")]
    all: bool,

    /// Write the verdict as a page with charts: one file, no script, nothing loaded from elsewhere
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// Size the container for this kind of work: detect, balanced, cpu_intensive, memory_intensive,
    /// io_intensive or burst
    #[arg(long, value_name = "NAME", default_value = "detect", help_heading = "How to judge")]
    pattern: WorkloadPattern,

    /// Keep the efficiency of now in the state file: later runs are compared with it
    #[arg(long, requires = "state", help_heading = "What to remember")]
    keep_baseline: bool,

    #[command(flatten)]
    settings: Settings,

    #[command(flatten)]
    target: TargetOptions,
}

/// Watches, judges, prints.
pub fn run(options: &Options) -> Result<u8, Failure> {
    let mut sampler = options.target.verdict_sampler();
    // A short window would else see the slow values of its beginning only.
    sampler = sampler.slow_interval(options.window.min(Duration::from_secs(1)));
    // The last reading may come a little late: the first must still be in the window.
    let window = (options.window * 2).min(Duration::from_secs(3600));
    if let Some(path) = &options.html {
        files::check(path)?;
    }
    let settings = &options.settings;
    let mut monitor = settings.monitor(settings.options(sampler, window)?)?;
    observe(&mut monitor, options.window)?;
    if options.keep_baseline {
        keep_baseline(&mut monitor);
    }
    let mut report = if options.html.is_some() { monitor.report_with_history() } else { monitor.report() };
    report.allocation = monitor.allocation(options.pattern);
    // Whoever reads our output may leave early; what was learnt is kept all the same.
    settings.save(&monitor)?;
    if let Some(path) = &options.html {
        files::replace(path, report::html(&Document::of(&report)).as_bytes())?;
        report.history.clear();
    }
    print(options, &report)?;
    verdict(&report.diagnosis, options.fail_on)
}

fn print(options: &Options, report: &Report) -> Result<(), Failure> {
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    if options.json {
        let mut text = serde_json::to_vec_pretty(&report).map_err(io::Error::from)?;
        text.push(b'\n');
        out.write_all(&text)?;
    } else {
        let has_cgroup_files = options.target.sys_root.is_none();
        let layout = page::Layout { width: words::width(), all: options.all, has_cgroup_files };
        out.write_all(page::page(report, layout).as_bytes())?;
        if let Some(path) = &options.html {
            writeln!(out, "\n{FAINT}As a page with charts: {}{FAINT:#}", path.display())?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Too little to compare with is no reason to fail: the next run will do.
fn keep_baseline(monitor: &mut Monitor) {
    if monitor.keep_baseline().is_none() {
        let known = monitor.efficiency();
        anstream::eprintln!(
            "no baseline was kept: the efficiency was watched for {} of {}",
            span(known.observed_seconds),
            span(known.needed_seconds)
        );
    }
}

fn verdict(diagnosis: &Diagnosis, fail_on: FailOn) -> Result<u8, Failure> {
    if diagnosis.level.is_none() {
        return Err(Failure::Blind(
            "could not measure: neither CPU time nor memory of the container could be read; see \"Not read\" \
             (with --json \"problems\")"
                .to_owned(),
        ));
    }
    let found = diagnosis.bottlenecks.iter().any(|finding| fail_on.covers(finding.severity));
    Ok(if found { FOUND } else { FINE })
}

/// Readings spread over the window: a tenth of it apart, but from 100 ms to 1 s.
fn observe(monitor: &mut Monitor, window: Duration) -> Result<(), Failure> {
    let interval = (window / 10).clamp(Duration::from_millis(100).min(window), Duration::from_secs(1));
    let progress = progress::Progress::new(window);
    let start = Instant::now();
    monitor.observe()?;
    let mut due = Duration::ZERO;
    while due < window {
        due = (due + interval).min(window);
        while let Some(left) = due.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
            progress.show(start.elapsed());
            std::thread::sleep(left.min(progress::STEP));
        }
        monitor.observe()?;
    }
    Ok(())
}
