//! The load tests of a file: `benchmarking` in it.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use plimsoll::config::{self, Config, Form, LoadOptions};
use plimsoll::load::Scenario;

use crate::exit::Failure;
use crate::files;
use crate::style::FAINT;

/// What a file says itself: beside it each of these would be left out without a word.
const NOT_OF_A_FILE: [&str; 18] = [
    "url",
    "rate",
    "users",
    "steps",
    "open",
    "duration",
    "ramp_up",
    "warm_up",
    "ramp_down",
    "connections",
    "think",
    "thresholds",
    "stop_when",
    "timeout",
    "no_check",
    "method",
    "body",
    "header",
];

/// What of a file is run.
#[derive(Debug, Args)]
#[command(next_help_heading = "Load tests of a file")]
pub struct FileOptions {
    /// A file with servers, in YAML or JSON, and in it what to ask of them (`benchmarking`): its scenarios one after the other
    #[arg(value_name = "FILE", conflicts_with_all = NOT_OF_A_FILE)]
    file: Option<PathBuf>,

    /// Only this scenario of the file; may be given again
    #[arg(long = "scenario", value_name = "NAME", requires = "file", conflicts_with = "url")]
    scenarios: Vec<String>,

    /// Apply what FILE says under this name in `environments`
    #[arg(long, value_name = "NAME", requires = "file", conflicts_with = "url")]
    env: Option<String>,
}

/// What is run, and where what it finds is written.
pub struct Plan {
    pub scenarios: Vec<Scenario>,
    directory: Option<PathBuf>,
    forms: Vec<Form>,
}

impl FileOptions {
    /// What the file says; nothing where there is none.
    pub fn plan(&self) -> Result<Option<Plan>, Failure> {
        let Some(path) = &self.file else { return Ok(None) };
        let mut options = LoadOptions::default();
        options.environment.clone_from(&self.env);
        options.check_secrets = true;
        let config =
            config::load(path, &options).map_err(|error| Failure::Usage(crate::check::said(path, &error)))?;
        for note in config.notes.iter().map(ToString::to_string).filter(|note| note.contains("benchmarking"))
        {
            anstream::eprintln!("{FAINT}note: {note}{FAINT:#}");
        }
        let scenarios = self.chosen(path, config.benchmarking.scenarios.clone())?;
        let plan = Plan::new(scenarios, config);
        plan.check()?;
        Ok(Some(plan))
    }

    fn chosen(&self, path: &Path, all: Vec<Scenario>) -> Result<Vec<Scenario>, Failure> {
        let usage = |message: String| Err(Failure::Usage(format!("{}: {message}", path.display())));
        if all.is_empty() {
            return usage(
                "asks for no load test: put `benchmarking: {scenarios: [{name: first, rate: 50, duration: 30s}]}` into it, or \
                 give --url"
                    .to_owned(),
            );
        }
        let names: Vec<&str> = all.iter().map(|scenario| scenario.name.as_str()).collect();
        if let Some(unknown) = self.scenarios.iter().find(|name| !names.contains(&name.as_str())) {
            return usage(format!("there is no scenario `{unknown}`: known are {}", names.join(", ")));
        }
        let wanted =
            |scenario: &Scenario| self.scenarios.is_empty() || self.scenarios.contains(&scenario.name);
        Ok(all.into_iter().filter(wanted).collect())
    }
}

impl Plan {
    fn new(scenarios: Vec<Scenario>, config: Config) -> Self {
        Plan {
            scenarios,
            directory: config.benchmarking.output.directory,
            forms: config.benchmarking.output.forms,
        }
    }

    /// Says before the first request whether something could not be written.
    fn check(&self) -> Result<(), Failure> {
        let Some(directory) = &self.directory else { return Ok(()) };
        fs::create_dir_all(directory)
            .map_err(|error| files::refused(directory, "made", &error.to_string()))?;
        let mut names: Vec<String> = Vec::new();
        for scenario in &self.scenarios {
            let name = file_name(&scenario.name);
            if names.contains(&name) {
                let why = format!("two scenarios would be written to {name}: give one another name");
                return Err(Failure::Usage(why));
            }
            names.push(name);
        }
        self.files("x").try_for_each(|(path, _)| files::check(&path))
    }

    /// Where what a scenario finds is written.
    pub fn files<'a>(&'a self, scenario: &str) -> impl Iterator<Item = (PathBuf, Form)> + 'a {
        let name = file_name(scenario);
        let forms =
            self.directory.iter().flat_map(|directory| self.forms.iter().map(move |form| (directory, *form)));
        forms.map(move |(directory, form)| (directory.join(format!("{name}.{}", form.extension())), form))
    }
}

/// A scenario's name as that of a file.
fn file_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = name.chars().map(plain).take(100).collect();
    // Neither hidden nor a directory.
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
