//! How a monitor is to judge and what it is to remember, as given on the command line.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use plimsoll::advise::Prices;
use plimsoll::{Monitor, MonitorOptions, SamplerBuilder};

use crate::exit::Failure;
use crate::files;
use crate::thresholds::{self, Change};

/// Options of every verb that gives verdicts.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "How to judge")]
pub struct Settings {
    /// Raise a severity of a rule at another value, and clear it at another [several times]
    ///
    /// RULE.SEVERITY=RAISE[/CLEAR], such as cpu.utilisation.high=70%/60%; or RULE=off, which leaves the
    /// rule out. A percentage, a number in the rule's unit, or a duration for the time that is left.
    /// Without CLEAR it stays as far from RAISE, in proportion, as published. `plimsoll rules` lists all.
    #[arg(long = "threshold", value_name = "RULE.SEVERITY=RAISE[/CLEAR]", value_parser = thresholds::parse::<plimsoll::Thresholds>)]
    thresholds: Vec<Change>,

    /// What a CPU costs for an hour, to price what is wasted
    #[arg(long, value_name = "PRICE", value_parser = price, allow_negative_numbers = true)]
    price_core_hour: Option<f64>,

    /// What a GiB of memory costs for an hour
    #[arg(long, value_name = "PRICE", value_parser = price, allow_negative_numbers = true)]
    price_gib_hour: Option<f64>,

    /// The currency of both
    #[arg(long, value_name = "NAME", default_value = "USD")]
    currency: String,

    /// Go on from what was learnt before, and save what is learnt now
    ///
    /// The file is made if there is none, and replaced as a whole: sizes, trends, what is usual and the
    /// efficiency add up over many short runs.
    #[arg(long, value_name = "FILE", help_heading = "What to remember")]
    state: Option<PathBuf>,

    /// Forget what the state file holds, and save over it
    #[arg(long, requires = "state", help_heading = "What to remember")]
    fresh: bool,
}

fn price(text: &str) -> Result<f64, String> {
    let price = text.parse().ok().filter(|price: &f64| price.is_finite() && *price >= 0.0);
    price.ok_or_else(|| "allowed is a number from 0 up".to_owned())
}

impl Settings {
    /// The options of a monitor.
    pub fn options(&self, sampler: SamplerBuilder, window: Duration) -> Result<MonitorOptions, Failure> {
        let mut options = MonitorOptions::default();
        options.sampler = sampler;
        options.window = window;
        options.thresholds = thresholds::with(&self.thresholds)
            .map_err(|error| Failure::Usage(format!("--threshold: {error}")))?;
        if self.price_core_hour.is_some() || self.price_gib_hour.is_some() {
            let (cpu, memory) = (self.price_core_hour.unwrap_or(0.0), self.price_gib_hour.unwrap_or(0.0));
            options.prices = Some(Prices::new(cpu, memory, self.currency.as_str())?);
        }
        Ok(options)
    }

    /// A monitor that goes on from what was learnt.
    pub fn monitor(&self, options: MonitorOptions) -> Result<Monitor, Failure> {
        let saved = self.saved()?;
        let mut monitor = Monitor::new(options)?;
        if let (Some(path), Some(saved)) = (&self.state, saved) {
            monitor.load_state(&saved).map_err(|error| {
                Failure::Usage(format!("{}: {error} (--fresh does both)", path.display()))
            })?;
        }
        Ok(monitor)
    }

    /// What was saved, where there is something that is wanted.
    fn saved(&self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(path) = &self.state else { return Ok(None) };
        files::check(path)?;
        if self.fresh {
            return Ok(None);
        }
        match fs::read(path) {
            Ok(saved) => Ok(Some(saved)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(files::refused(path, "read", &error.to_string())),
        }
    }

    /// Saves what was learnt, where that is asked for.
    pub fn save(&self, monitor: &Monitor) -> Result<(), Failure> {
        match &self.state {
            Some(path) => files::replace(path, &monitor.save_state()?),
            None => Ok(()),
        }
    }

    /// Whether what is learnt is kept.
    #[cfg(feature = "cli")]
    pub fn remembers(&self) -> bool {
        self.state.is_some()
    }
}
