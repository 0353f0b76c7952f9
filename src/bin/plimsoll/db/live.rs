//! A database that is read now. This program has no driver: the Python package has the user's, and reads for it.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use crate::duration;
use crate::exit::Failure;

/// Where the Python package wants to be told how to read: then it writes the readings to stdin.
const PLAN: &str = "PLIMSOLL_DB_PLAN";

/// What to do next, for who has this program alone.
const NO_DRIVER: &str = "\
this program connects to no database itself, the Python package does it with the driver that you have: run \
`pip install plimsoll-monitor 'psycopg[binary]'` (or pymysql, or the driver that your application uses), then `python -m \
plimsoll db --url URL` with the same options. Or have the application record its pools, and read that with `plimsoll db \
--stats FILE`";

/// How a database is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "How to read a database")]
pub struct LiveOptions {
    /// How long to read it; Ctrl-C ends it earlier, with what was read so far
    #[arg(long = "for", value_name = "DURATION", value_parser = duration::window, default_value = "10s")]
    window: Duration,

    /// Time between two readings
    #[arg(long, value_name = "DURATION", value_parser = duration::frame, default_value = "1s")]
    interval: Duration,

    /// How long the database may take to answer, to connect or to be read
    #[arg(long, value_name = "DURATION", value_parser = duration::answer, default_value = "3s")]
    timeout: Duration,
}

/// What whoever reads is told.
#[derive(Serialize)]
struct Plan {
    for_seconds: f64,
    interval_seconds: f64,
    timeout_seconds: f64,
}

impl LiveOptions {
    /// Tells whoever started this program how to read the database.
    pub fn tell(&self) -> Result<(), Failure> {
        let Some(path) = std::env::var_os(PLAN) else { return Err(Failure::Blind(NO_DRIVER.to_owned())) };
        let plan = Plan {
            for_seconds: self.window.as_secs_f64(),
            interval_seconds: self.interval.as_secs_f64(),
            timeout_seconds: self.timeout.as_secs_f64(),
        };
        let mut text = serde_json::to_vec(&plan).map_err(io::Error::from)?;
        text.push(b'\n');
        Ok(OpenOptions::new().write(true).open(path)?.write_all(&text)?)
    }
}
