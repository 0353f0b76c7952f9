//! `plimsoll db`: what limits pools of database connections, and how large they should be, from what was recorded; what
//! limits a database, from what it says of itself.

mod live;
mod page;
mod recording;
mod sizing;
mod summary;

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args, ValueEnum};
use plimsoll::dbpool::{PoolPattern, PoolReading, PoolRecognition, PoolSizing, PoolThresholds, SizeOptions};
use plimsoll::{Finding, Recommendation};
use serde::Serialize;

use crate::exit::{Failure, FINE, FOUND};
use crate::fail_on::FailOn;
use crate::page::{Layout, Page};
use crate::thresholds::{self, Change};
use crate::{duration, words};
use live::LiveOptions;
use recording::{Recorded, Recording};
use summary::Summary;

/// Say what limits database pools, and how large they should be; or what limits a database
///
/// With --stats: reads what a program recorded of its pools of database connections, one JSON object a line, and judges it
/// at the times of the record. Prints of each pool how it was used and who waited, what limited it or its database at the
/// end of the record with what to do about it, and the size that suits it: computed by queueing theory from the measured
/// arrivals and hold times, with what other sizes would do and the settings to change. Nothing is connected to.
///
/// With --url: reads what a database (PostgreSQL, MySQL, MariaDB, SQLite) says of itself, over one connection and without
/// changing anything, for a while, and prints what limits it. The Python package does that (`python -m plimsoll db --url`),
/// with the driver that is installed beside it.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what is read").required(true).args(["stats", "url"])))]
#[command(after_help = "\
A line of a record, as a program writes it every second or so:
  {\"name\": \"orders\", \"time_seconds\": 12.5, \"pool\": {\"size\": 10, \"in_use\": 3, \"requests\": 4711,
   \"use_seconds\": 93.4, \"wait_seconds\": 1.5, \"timeouts\": 0}}
(on one line). What the pool does not tell is left out. `requests`, `use_seconds` and others
count up from when the pool was made. Two more keys may stand beside `pool`:
  \"holders\": [{\"site\": \"jobs.py:10 work\", \"connections\": 3, \"seconds\": 1.5}]
  \"database\": {\"system\": \"postgresql\", \"version\": \"16.4\", \"values\": {\"max_connections\": 100}}
docs/database-pools.md has every key.

A URL is SCHEME://USER@HOST:PORT/DATABASE, as SQLAlchemy has it; a password may stand in it,
in PLIMSOLL_DATABASE_PASSWORD, or where the driver looks (PGPASSWORD, ~/.pgpass). It is never
shown.
  postgresql://, postgresql+psycopg://, +psycopg2://, +pg8000://    psycopg, psycopg2 or pg8000
  mysql://, mariadb://, +pymysql://, +mysqldb://, +mysqlconnector://
                                      PyMySQL, mysqlclient or mysql-connector-python
  sqlite:///FILE                      Python's own; a file that is missing stays missing

Examples:
  plimsoll db --stats pools.jsonl                 every pool of the file
  plimsoll db --stats - < pools.jsonl             the same from a pipe
  plimsoll db --stats pools.jsonl --settings hikaricp
                                                  only the settings of HikariCP
  plimsoll db --stats pools.jsonl --replicas 4 --database-cpus 8
                                                  four such pools share a database of 8 CPUs
  plimsoll db --stats pools.jsonl --target-wait 10ms
                                                  a pool at which 99 % wait no longer
  plimsoll db --stats pools.jsonl --json | jq '.pools[].sizing.size'
  python -m plimsoll db --url postgresql://app@db.example/orders --for 30s
                                                  what limits that database
  python -m plimsoll db --url env:DATABASE_URL --json
                                                  the same, the URL in a variable, as JSON

Exit codes: 0 fine, 1 a finding at or above --fail-on, 2 wrong usage or a line that cannot be
read, 3 could not measure: no observation in the file, no answer from the database.")]
pub struct Options {
    /// What was recorded, as JSON lines; `-` is stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["window", "interval", "timeout"])]
    stats: Option<PathBuf>,

    /// The database to read; `env:NAME` takes the URL from that environment variable
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// What has no name. Told apart from a wrong option, which would be shown, with the password.
    #[arg(hide = true)]
    unnamed: Vec<String>,

    /// Exit with 1 if there is a finding of this severity or worse
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::High)]
    fail_on: FailOn,

    /// Print one JSON document
    #[arg(long)]
    json: bool,

    /// Show every section in full
    #[arg(long, conflicts_with = "json")]
    all: bool,

    /// Settings of these kinds of pool only, separated by commas [default: all]
    #[arg(long = "settings", value_name = "KIND", value_enum, value_delimiter = ',')]
    libraries: Vec<Library>,

    /// Raise a severity of a rule at another value, and clear it at another [several times]
    ///
    /// RULE.SEVERITY=RAISE[/CLEAR], such as database.long_query.medium=100s/60s; or RULE=off, which leaves the
    /// rule out. `plimsoll rules` lists all.
    #[arg(long = "threshold", value_name = "RULE.SEVERITY=RAISE[/CLEAR]", value_parser = thresholds::parse::<PoolThresholds>)]
    thresholds: Vec<Change>,

    #[command(flatten)]
    live: LiveOptions,

    #[command(flatten)]
    load: LoadOptions,
}

/// What advice is told beside the record.
#[derive(Debug, Args)]
#[command(next_help_heading = "How to size")]
struct LoadOptions {
    /// What the pool serves: detect, read_heavy, write_heavy, balanced or burst
    #[arg(long, value_name = "NAME", default_value = "detect")]
    pattern: PoolPattern,

    /// Pools like this one that share the database: replicas, worker processes
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    replicas: u32,

    /// CPUs that the database can use [default: what the record says]
    #[arg(long, value_name = "COUNT", value_parser = cpus)]
    database_cpus: Option<f64>,

    /// Disk accesses that the database can do at once, where they rather than the CPUs limit it
    #[arg(long, value_name = "COUNT", value_parser = accesses)]
    parallel_io: Option<f64>,

    /// Connections that others hold at the database [default: what the record says]
    #[arg(long, value_name = "COUNT")]
    other_connections: Option<u32>,

    /// Threads or tasks of the program that use the pool at once
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    threads: Option<u32>,

    /// Connections that one of them holds at once at most
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    connections_per_thread: u32,

    /// The longest acceptable wait for all but --late-ratio of the requests, such as 10ms [default: the
    /// size at which waits and connections are cheapest together]
    #[arg(long, value_name = "DURATION", value_parser = duration::deadline)]
    target_wait: Option<Duration>,

    /// The share of the requests that may wait longer than --target-wait [default: 0.01]
    #[arg(long, value_name = "SHARE", value_parser = share, requires = "target_wait")]
    late_ratio: Option<f64>,
}

impl LoadOptions {
    fn options(&self) -> SizeOptions {
        let mut options = SizeOptions::default();
        options.pattern = self.pattern;
        options.replicas = self.replicas;
        options.database_cpus = self.database_cpus;
        options.parallel_io = self.parallel_io;
        options.other_connections = self.other_connections;
        options.threads = self.threads;
        options.connections_per_thread = self.connections_per_thread;
        options.target_wait_seconds = self.target_wait.map(|wait| wait.as_secs_f64());
        options.late_ratio = self.late_ratio.unwrap_or(options.late_ratio);
        options
    }
}

/// A kind of pool whose settings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Library {
    Sqlalchemy,
    PsycopgPool,
    Hikaricp,
    Pgbouncer,
    R2d2,
}

impl Library {
    /// As the advice names it.
    fn name(self) -> &'static str {
        match self {
            Library::Sqlalchemy => "sqlalchemy",
            Library::PsycopgPool => "psycopg_pool",
            Library::Hikaricp => "hikaricp",
            Library::Pgbouncer => "pgbouncer",
            Library::R2d2 => "r2d2",
        }
    }
}

/// More CPUs than any machine has are a slip of the keys.
const MOST_CPUS: f64 = 100_000.0;

fn cpus(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= MOST_CPUS);
    number.ok_or_else(|| "not a number of CPUs: write it as 4 or 0.5".to_owned())
}

fn accesses(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= MOST_CPUS);
    number.ok_or_else(|| "not a number of disk accesses at once: write it as 4 or 200".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().ok().filter(|share| *share > 0.0 && *share < 1.0);
    share.ok_or_else(|| "not a share of the requests: write it as 0.01 for 1 %".to_owned())
}

/// The document of `--json`.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    /// What was read.
    file: &'a str,
    pools: &'a [Verdict],
}

/// All that is known of one pool at the end of its record.
#[derive(Debug, Serialize)]
struct Verdict {
    #[serde(flatten)]
    reading: PoolReading,
    observed: Summary,
    bottlenecks: Vec<Finding>,
    recommendations: Vec<Recommendation>,
    pattern: PoolRecognition,
    sizing: PoolSizing,
}

impl Verdict {
    fn of(recorded: &Recorded, options: &Options) -> Self {
        let pool = &recorded.pool;
        pool.judge_at(recorded.last_seconds);
        let mut sizing = pool.advise(&options.load.options());
        if let PoolSizing::Advice(advice) = &mut sizing {
            let wanted = |library: &str| options.libraries.iter().any(|one| one.name() == library);
            advice.settings.retain(|one| options.libraries.is_empty() || wanted(one.library));
        }
        Verdict {
            // Told beside, with the settings that were asked for.
            reading: without_sizing(pool.reading()),
            observed: Summary::of(recorded),
            bottlenecks: pool.findings(),
            recommendations: pool.recommendations(),
            pattern: pool.recognise(),
            sizing,
        }
    }
}

fn without_sizing(mut reading: PoolReading) -> PoolReading {
    reading.sizing = None;
    reading
}

/// Reads, judges, prints.
pub fn run(options: &Options) -> Result<u8, Failure> {
    if !options.unnamed.is_empty() {
        return Err(Failure::Usage(
            "what is to be read has a name: `--url URL` or `--stats FILE`".to_owned(),
        ));
    }
    let thresholds = thresholds::with(&options.thresholds).map_err(Failure::Usage)?;
    let recording = match &options.stats {
        Some(file) => Recording::read(file, thresholds)?,
        None => {
            options.live.tell()?;
            Recording::read_live(options.url.as_deref().unwrap_or_default(), thresholds)?
        }
    };
    let verdicts: Vec<Verdict> = recording.pools.iter().map(|pool| Verdict::of(pool, options)).collect();
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    if options.json {
        let document = Document { schema: "plimsoll.db/1", file: &recording.file, pools: &verdicts };
        let mut text = serde_json::to_vec_pretty(&document).map_err(io::Error::from)?;
        text.push(b'\n');
        out.write_all(&text)?;
    } else {
        let layout = Layout { width: words::width(), all: options.all, has_cgroup_files: false };
        let mut page = Page::new(layout);
        for verdict in &verdicts {
            if options.stats.is_some() {
                page::section(&mut page, "pool", verdict);
                sizing::section(&mut page, verdict);
            } else {
                page::section(&mut page, page::DATABASE, verdict);
                sizing::without_pool(&mut page);
            }
        }
        out.write_all(page.text().as_bytes())?;
    }
    out.flush()?;
    let covered = |finding: &Finding| options.fail_on.covers(finding.severity);
    let found = verdicts.iter().any(|verdict| verdict.bottlenecks.iter().any(covered));
    Ok(if found { FOUND } else { FINE })
}

#[cfg(test)]
mod tests;
