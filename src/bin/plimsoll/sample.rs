//! `plimsoll sample`: raw readings.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use clap::Args;
use plimsoll::fields::{Field, Kind, Source, Unit, Value, FIELDS};
use plimsoll::finding::quantity;
use plimsoll::{Groups, Problem, Sample, Sampler};
use serde::Serialize;

use crate::exit::{Failure, FINE};
use crate::processes::{Ranked, Ranking, Top};
use crate::style::{FAINT, HEADING};
use crate::table::{Side, Table};
use crate::target::TargetOptions;
use crate::{duration, words};

/// Print raw readings of the kernel
///
/// With --json one object a line, each written out at once; names and units are those of the
/// reference page of fields. Without, a listing by group; counters also per second from the second
/// reading on. What cannot be read is said once on stderr.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plimsoll sample                                   one reading, as a listing
  plimsoll sample --json --interval 200ms           a JSON object every 200 ms, until stopped
  plimsoll sample --json --count 60 > minute.jsonl  a minute of readings
  plimsoll sample --groups cgroup_cpu,cgroup_memory --count 2
  plimsoll sample --processes 5 --count 2           with the top 5 by CPU and by memory

Exit codes: 0 fine, 2 wrong usage, 3 not one value could be read.")]
pub struct Options {
    /// Time between readings: 10ms to 1h
    #[arg(long, value_name = "DURATION", default_value = "1s", value_parser = duration::interval)]
    interval: Duration,

    /// Stop after this many readings [default: 1; with --json none, until interrupted]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,

    /// Read only these groups of fields, such as cpu,cgroup_memory; or the set tick
    #[arg(long, value_name = "GROUPS", value_delimiter = ',', value_parser = group)]
    groups: Vec<Groups>,

    /// Add the N processes of the container that use most CPU and most memory
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    processes: Option<u16>,

    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    target: TargetOptions,
}

fn group(name: &str) -> Result<Groups, String> {
    Groups::from_group_name(name).ok_or_else(|| {
        let names: Vec<_> = Groups::FULL.names().collect();
        format!("allowed are full, tick, {}", names.join(", "))
    })
}

/// Takes readings until told to stop.
pub fn run(options: &Options) -> Result<u8, Failure> {
    let mut sampler = builder(options).build()?;
    let mut ranking = Ranking::default();
    let mut sample = Sample::default();
    let mut before: Option<Sample> = None;
    let count = options.count.unwrap_or(if options.json { u64::MAX } else { 1 });
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    let mut buffer = Vec::new();
    let mut due = Instant::now();
    let mut said = Vec::new();
    let mut blind = true;
    for number in 0..count {
        if number > 0 {
            // Late readings are not made up for.
            due = (due + options.interval).max(Instant::now());
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
        }
        sampler.read(&mut sample)?;
        report_problems(&sampler, &mut said);
        blind &= sample.values().next().is_none();
        let top = match options.processes {
            Some(count) => Some(ranking.top(&mut sampler, usize::from(count))?),
            None => None,
        };
        blind &= top.is_none();
        if options.json {
            let line = Line { sample: &sample, processes: top.as_ref() };
            // In one write, so that a reader never sees half a line.
            buffer.clear();
            serde_json::to_writer(&mut buffer, &line).map_err(io::Error::from)?;
            buffer.push(b'\n');
            out.write_all(&buffer)?;
        } else {
            if number > 0 {
                writeln!(out)?;
            }
            listing(&mut out, &sample, before.as_ref())?;
            if let Some(top) = &top {
                list_processes(&mut out, top)?;
            }
        }
        out.flush()?;
        before = Some(sample);
    }
    if blind {
        return Err(Failure::Blind(
            "not one value could be read: check --groups and the paths given (--filesystem, --cgroup, \
             --proc-root, --sys-root)"
                .to_owned(),
        ));
    }
    Ok(FINE)
}

fn builder(options: &Options) -> plimsoll::SamplerBuilder {
    let builder = options.target.sampler();
    match options.groups.iter().copied().reduce(|a, b| a | b) {
        Some(groups) => builder.groups(groups),
        None => builder,
    }
}

/// A reading with the processes that used most.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    sample: &'a Sample,
    #[serde(skip_serializing_if = "Option::is_none")]
    processes: Option<&'a Top>,
}

/// A reading for people: by group, with units; counters with their rate where there was one before.
fn listing(out: &mut impl Write, sample: &Sample, before: Option<&Sample>) -> io::Result<()> {
    let layout = sample.cgroup_layout().name();
    let micros = Duration::from_nanos(sample.took_ns()).as_micros();
    // Who asked for nothing of a cgroup is told nothing of cgroups.
    let of_cgroups = sample.groups().names().any(|name| name.starts_with("cgroup_"));
    let cgroups = if of_cgroups { format!("cgroups {layout}, ") } else { String::new() };
    writeln!(out, "{FAINT}{cgroups}read in {micros} µs{FAINT:#}")?;
    for group in Groups::FULL.iter() {
        let mut table = Table::new(&[Side::Left, Side::Right, Side::Right]);
        for (index, field) in FIELDS.iter().enumerate().filter(|(_, field)| field.group == group) {
            if let Some(value) = sample.value(index) {
                let rate = before.and_then(|before| rate(field, before, before.value(index)?, sample, value));
                table.row(vec![field.name.to_owned(), shown(field, value), rate.unwrap_or_default()]);
            }
        }
        let rows = table.padded();
        if rows.is_empty() {
            continue;
        }
        let name = group.names().next().unwrap_or_default();
        let by_lxcfs = |field: &Field| field.group == group && sample.source(field) == Source::Lxcfs;
        let lxcfs = if FIELDS.iter().any(by_lxcfs) { " (as lxcfs tells)" } else { "" };
        writeln!(out, "{HEADING}{name}{HEADING:#}{lxcfs}")?;
        for row in rows {
            match row[2].trim_end() {
                "" => writeln!(out, "  {}  {}", row[0], row[1])?,
                rate => writeln!(out, "  {}  {}  {FAINT}{rate}{FAINT:#}", row[0], row[1])?,
            }
        }
    }
    Ok(())
}

fn shown(field: &Field, value: Value) -> String {
    match (field.unit, value) {
        // Counts are whole and may be long: as they are.
        (Unit::Count, Value::U64(count)) => count.to_string(),
        _ => quantity(value.as_f64(), field.unit),
    }
}

/// What a counter grew by per second.
#[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
fn rate(field: &Field, before: &Sample, then: Value, sample: &Sample, now: Value) -> Option<String> {
    if field.kind != Kind::Counter || before.generation() != sample.generation() {
        return None;
    }
    let elapsed = sample.boot_time_ns().checked_sub(before.boot_time_ns())? as f64 / 1e9;
    let rate = (now.as_f64() - then.as_f64()) / elapsed;
    let unit = match field.unit {
        Unit::Bytes => Unit::BytesPerSecond,
        // Seconds per second are CPUs, or the share of time.
        Unit::Seconds => return (rate >= 0.0).then(|| format!("+{rate:.3} s/s")),
        _ => Unit::PerSecond,
    };
    (rate >= 0.0 && rate.is_finite()).then(|| format!("+{}", quantity(rate, unit)))
}

fn list_processes(out: &mut impl Write, top: &Top) -> io::Result<()> {
    for (heading, processes) in [("processes by CPU", &top.by_cpu), ("processes by memory", &top.by_memory)] {
        writeln!(out, "{HEADING}{heading}{HEADING:#}")?;
        let mut table =
            Table::new(&[Side::Right, Side::Left, Side::Left, Side::Right, Side::Right, Side::Right]);
        table.row(["PID", "NAME", "", "THREADS", "CPU", "RESIDENT"].map(str::to_owned).to_vec());
        for process in processes {
            table.row(process_row(process));
        }
        for row in table.padded() {
            writeln!(out, "  {}", row.join("  "))?;
        }
    }
    Ok(())
}

/// Pid, name, state, threads, CPU, memory.
fn process_row(process: &Ranked) -> Vec<String> {
    let cpu = match process.cpu_usage_cpus {
        Some(cpus) => quantity(cpus, Unit::Cpus),
        None => format!("{} used", quantity(process.cpu_seconds, Unit::Seconds)),
    };
    vec![
        process.pid.to_string(),
        words::elide_end(&process.name, 24),
        process.state.to_string(),
        process.threads.to_string(),
        cpu,
        plimsoll::units::Bytes(process.resident_bytes).to_string(),
    ]
}

/// Says what could not be read, each problem once.
fn report_problems(sampler: &Sampler, said: &mut Vec<Problem>) {
    for problem in sampler.problems() {
        if said.contains(problem) {
            continue;
        }
        said.push(problem.clone());
        anstream::eprintln!("{FAINT}not read: {}: {}{FAINT:#}", problem.path.display(), problem.reason);
    }
}
