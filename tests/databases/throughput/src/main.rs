//! The load of throughput.py: a pool of r2d2 under a closed loop of threads. Reads commands, one a line, answers each with a
//! line of JSON, and ends with its input.
//!
//!     measure SIZE WARM SECONDS        what is served per second
//!     observe SIZE WARM SECONDS CPUS   the same, observed, and what is advised then; CPUS 0: not told
//!     forget                           the next observation is the first

mod load;
mod session;
mod workload;

use std::error::Error;
use std::io::{stdin, stdout, Write};
use std::time::Duration;

use load::Load;
use plimsoll::dbpool::{
    DatabasePool, DatabaseReader, DatabaseSystem, PoolSizing, PoolSource, QueryError, ReaderOptions,
    SizeOptions,
};
use serde_json::{json, Value};
use session::Manager;
use workload::Workload;

const EVERY: Duration = Duration::from_millis(500);

struct Bench {
    folder: String,
    workload: Workload,
    clients: u64,
    watched: DatabasePool,
    reader: DatabaseReader,
}

impl Bench {
    fn measure(&self, size: u32, warm: Duration, time: Duration) -> Result<Value, Box<dyn Error>> {
        let load = Load::start(&self.folder, self.workload, self.clients, size)?;
        load.measure(warm, warm, || ());
        let per_second = load.measure(time, time, || ());
        Ok(json!({ "per_second": per_second, "failed": load.end() }))
    }

    fn observe(
        &mut self,
        size: u32,
        warm: Duration,
        time: Duration,
        cpus: f64,
    ) -> Result<Value, Box<dyn Error>> {
        let mut asking = Manager::new(&self.folder, self.workload).plain()?;
        let load = Load::start(&self.folder, self.workload, self.clients, size)?;
        load.measure(warm, warm, || ());
        let (watched, reader) = (&self.watched, &mut self.reader);
        let (mut trouble, mut looks, mut in_use) = (None, 0, 0.0);
        let mut look = || {
            let mut query = |sql: &str| session::rows(&mut asking, sql).map_err(QueryError::from);
            in_use += load.source.stats().in_use.unwrap_or(0.0);
            // Half as often, for it costs the database something.
            if looks % 2 == 0 {
                if let Err(error) = watched.read_database(reader, &mut query) {
                    eprintln!("not read: {error}");
                }
            }
            looks += 1;
            trouble = trouble.take().or(watched.observe_source(&load.source).err());
        };
        look();
        let per_second = load.measure(time, EVERY, &mut look);
        look();
        let failed = load.end();
        if let Some(trouble) = trouble {
            return Err(trouble.into());
        }
        let mut options = SizeOptions::default();
        options.database_cpus = Some(cpus).filter(|cpus| *cpus > 0.0);
        let mut answer = json!({
            "per_second": per_second,
            "failed": failed,
            "used": in_use / f64::from(looks) / f64::from(size),
        });
        match self.watched.advise(&options) {
            PoolSizing::Advice(advice) => {
                answer["size"] = (advice.size + advice.overflow).into();
                answer["advice"] = serde_json::to_value(advice)?;
            }
            PoolSizing::NotEnoughData { needed, .. } => answer["needed"] = needed.into(),
            _ => {}
        }
        Ok(answer)
    }

    fn run(&mut self, command: &str) -> Result<Value, Box<dyn Error>> {
        let words: Vec<&str> = command.split_whitespace().collect();
        let seconds = |word: &str| word.parse().map(Duration::from_secs_f64);
        match words[..] {
            ["measure", size, warm, time] => self.measure(size.parse()?, seconds(warm)?, seconds(time)?),
            ["observe", size, warm, time, cpus] => {
                self.observe(size.parse()?, seconds(warm)?, seconds(time)?, cpus.parse()?)
            }
            ["forget"] => {
                self.watched = DatabasePool::new("throughput")?;
                self.reader = reader()?;
                Ok(json!({}))
            }
            _ => Err(format!("`{command}` is no command").into()),
        }
    }
}

fn reader() -> Result<DatabaseReader, plimsoll::Error> {
    DatabaseReader::new(DatabaseSystem::PostgreSql, ReaderOptions::default())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, workload, clients] = &arguments[..] else { return Err("FOLDER WORKLOAD CLIENTS".into()) };
    let mut bench = Bench {
        folder: folder.clone(),
        workload: Workload::named(workload).ok_or("no such workload")?,
        clients: clients.parse()?,
        watched: DatabasePool::new("throughput")?,
        reader: reader()?,
    };
    for command in stdin().lines() {
        let answer = bench.run(&command?)?;
        writeln!(stdout(), "{answer}")?;
    }
    Ok(())
}
