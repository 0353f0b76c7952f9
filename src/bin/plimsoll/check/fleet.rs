//! What a file says: what is checked, and how.

use std::path::{Path, PathBuf};
use std::time::Duration;

use plimsoll::checker::{Check, CheckerOptions, Shard, Work};
use plimsoll::config::{self, Config, LoadOptions};
use plimsoll::monitor::LoadHandle;
use plimsoll::probe::Target;
use plimsoll::Gate;

use crate::style::FAINT;
use crate::words;

/// The file, and what of it the command line says otherwise.
#[derive(Debug, Clone)]
pub struct Source {
    /// Nothing where a service is to look at this container alone.
    pub path: Option<PathBuf>,
    /// Whether a file that names no server is wrong.
    pub must_check: bool,
    pub environment: Option<String>,
    pub timeout: Option<Duration>,
    pub concurrent: Option<u16>,
    pub shard: Option<Shard>,
}

/// What is checked, and how.
pub struct Fleet {
    pub checks: Vec<Check>,
    pub config: Config,
    /// How many servers are enabled, those of other shards among them.
    pub enabled: usize,
}

impl Fleet {
    /// Without a file everything is as where one says nothing.
    fn of_nothing() -> Result<Self, String> {
        let config = config::parse("{}", Path::new("no file")).map_err(|error| error.to_string())?;
        Ok(Fleet { checks: Vec::new(), config, enabled: 0 })
    }

    /// Says on standard error what is strange in the file, as far as it is wanted.
    pub fn tell_notes(&self, mut wanted: impl FnMut(&str) -> bool) {
        let notes = self.config.notes.iter().map(ToString::to_string).chain(self.apart());
        for note in notes.filter(|note| wanted(note)) {
            anstream::eprintln!("{FAINT}note: {note}{FAINT:#}");
        }
    }

    /// Servers that depend on those of other shards.
    fn apart(&self) -> Option<String> {
        let shard = self.config.shard.as_ref()?;
        let is_apart = |name: &String| {
            !shard.owns(name)
                && self.config.servers.iter().any(|server| server.enabled && server.target.name == *name)
        };
        let ours =
            self.config.servers.iter().filter(|server| server.enabled && shard.owns(&server.target.name));
        let apart = ours.filter(|server| server.depends_on.iter().any(is_apart)).count();
        (apart > 0).then(|| {
            let servers = words::plural(apart, "server depends", "servers depend");
            format!(
                "{servers} on others that another shard checks, and is told to be down when they are: let \
                     Alertmanager inhibit what follows from them"
            )
        })
    }
}

impl Source {
    /// Reads the file. What is strange in it is told by [`Fleet::tell_notes`].
    ///
    /// # Errors
    ///
    /// Everything that is wrong in it.
    pub fn load(&self) -> Result<Fleet, String> {
        let Some(path) = &self.path else { return Fleet::of_nothing() };
        let mut options = LoadOptions::default();
        options.environment.clone_from(&self.environment);
        options.check_secrets = true;
        let mut config = config::load(path, &options).map_err(|error| said(path, &error))?;
        if let Some(shard) = &self.shard {
            let left_out = config.shard.iter().flat_map(|shard| shard.left_out().iter().copied());
            let left_out: Vec<u32> = left_out.collect();
            config.shard =
                Some(shard.clone().without(left_out).map_err(|error| format!("--shard {shard}: {error}"))?);
        }
        let enabled = config.servers.iter().filter(|server| server.enabled).count();
        let mut checks = config.checks();
        if enabled == 0 && self.must_check {
            return Err(format!(
                "{} names no server that is enabled: put some under `servers` or `mcpServers`",
                path.display()
            ));
        }
        for check in &mut checks {
            if let (Some(timeout), Work::Target(target)) = (self.timeout, &check.work) {
                let mut target = Target::clone(target);
                target.timeout = timeout;
                check.work = Work::Target(target.into());
            }
            // So that a file in which another interval stands can be read again.
            check.interval.get_or_insert(config.checker.interval);
        }
        Ok(Fleet { checks, config, enabled })
    }

    /// How they are checked, as far as the file and the command line say so.
    pub fn checker(&self, fleet: &Fleet) -> CheckerOptions {
        let mut options = fleet.config.checker.clone();
        if let Some(concurrent) = self.concurrent {
            options.max_concurrent = usize::from(concurrent);
            options.max_concurrent_per_host = options.max_concurrent_per_host.min(options.max_concurrent);
        }
        options
    }
}

/// Who has a say in whether a check may run: the load of this container, as a monitor or the gate reads it. How many run
/// at once is the checker's bound, and less only where the file has it adapted to how long checks take.
pub fn gate(config: &Config, checker: &CheckerOptions, load: Option<LoadHandle>) -> plimsoll::Result<Gate> {
    let mut options = config.gate.clone();
    options.max_concurrent =
        options.max_concurrent.max(u32::try_from(checker.max_concurrent).unwrap_or(u32::MAX));
    match load {
        Some(load) => Gate::with_load(options, load),
        None => Gate::new(options),
    }
}

/// What is wrong in a file: several mistakes stand below each other, each with its place at the start of its line.
pub fn said(path: &Path, problems: &impl std::fmt::Display) -> String {
    let problems = problems.to_string();
    match problems.lines().count() {
        0 | 1 => problems,
        _ => format!("{} cannot be used:\n{problems}", path.display()),
    }
}
