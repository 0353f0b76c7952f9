//! `plimsoll diagnose`: what limits this container.

mod page;
mod progress;

use std::io::{self, Write};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use plimsoll::{Diagnosis, Monitor, MonitorOptions, Severity};

use crate::duration;
use crate::exit::{Failure, FINE, FOUND};
use crate::target::TargetOptions;

/// Watch a container for some seconds and say what limits it, with evidence and advice
///
/// Takes several readings, judges the rates between them and the limits that apply, and prints the
/// level (optimal, good, degraded, poor), the load line (1.00 is where work starts to suffer), each
/// resource with who holds its limit, what limits the container with the evidence and the source of
/// the threshold, and what to do about it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plimsoll diagnose                          the container this runs in
  plimsoll diagnose --for 30s                the same, over half a minute
  plimsoll diagnose --pid 4242               the container of another process
  plimsoll diagnose --cgroup /system.slice/nginx.service
  plimsoll diagnose --json | jq .level       for programs
  plimsoll diagnose --fail-on critical       for scripts: exit code 1 only if it is that bad

Exit codes: 0 fine, 1 a finding at or above --fail-on, 2 wrong usage, 3 could not measure.")]
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

    #[command(flatten)]
    target: TargetOptions,
}

/// From which severity on a finding makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Low,
    Medium,
    High,
    Critical,
    Never,
}

impl FailOn {
    fn covers(self, severity: Severity) -> bool {
        match self {
            FailOn::Low => true,
            FailOn::Medium => severity >= Severity::Medium,
            FailOn::High => severity >= Severity::High,
            FailOn::Critical => severity >= Severity::Critical,
            FailOn::Never => false,
        }
    }
}

/// Watches, judges, prints.
pub fn run(options: &Options) -> Result<u8, Failure> {
    let mut sampler = options.target.verdict_sampler();
    // A short window would else see the slow values of its beginning only.
    sampler = sampler.slow_interval(options.window.min(Duration::from_secs(1)));
    let mut monitor_options = MonitorOptions::default();
    monitor_options.sampler = sampler;
    // The last reading may come a little late: the first must still be in the window.
    monitor_options.window = (options.window * 2).min(Duration::from_secs(3600));
    let mut monitor = Monitor::new(monitor_options)?;
    observe(&mut monitor, options.window)?;
    let report = monitor.report();
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    if options.json {
        let mut text = serde_json::to_vec_pretty(&report).map_err(io::Error::from)?;
        text.push(b'\n');
        out.write_all(&text)?;
    } else {
        let width =
            terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)).clamp(60, 100);
        out.write_all(page::page(&report, width).as_bytes())?;
    }
    out.flush()?;
    verdict(&report.diagnosis, options.fail_on)
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
