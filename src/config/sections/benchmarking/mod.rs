//! `benchmarking`: load tests of the servers of this file.

mod levels;
mod output;
mod parts;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use self::levels::Levels;
use self::shape::Shape;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::server::Server;
use crate::config::tree::Quoted;
use crate::load::Scenario;

pub use output::{Form, OutputSettings};

/// What the one scenario is called that nobody named.
const UNNAMED: &str = "benchmarking";

/// Load tests of the servers of a file.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct BenchmarkingSettings {
    /// In the order in which they are written. Each makes sense; where no server is enabled it has no parts yet.
    pub scenarios: Vec<Scenario>,
    /// Where what they find is written.
    pub output: OutputSettings,
}

pub(super) fn read(root: &Section<'_>, servers: &[Server]) -> BenchmarkingSettings {
    let mut settings = BenchmarkingSettings::default();
    let Some(section) = root.section("benchmarking", keys::BENCHMARKING) else { return settings };
    let defaults = section.section("defaults", keys::BENCHMARKING_DEFAULTS);
    let defaults = defaults.map(|section| Shape::default().over(&section)).unwrap_or_default();
    let levels = Levels::read(&section);
    settings.output = output::read(&section);
    match section.list("scenarios") {
        Some(fields) => {
            let mut names = HashSet::new();
            for field in fields {
                let Some(scenario) = scenario(&field, &defaults, &levels, servers) else { continue };
                if !names.insert(scenario.name.clone()) {
                    field.wrong::<()>(format_args!(
                        "is a second scenario with the name {}",
                        Quoted(&scenario.name)
                    ));
                }
                settings.scenarios.push(scenario);
            }
        }
        None => settings.scenarios.extend(unnamed(&section, &defaults, &levels, servers)),
    }
    settings
}

fn scenario(field: &Field<'_>, defaults: &Shape, levels: &Levels, servers: &[Server]) -> Option<Scenario> {
    let section = field.section(keys::SCENARIO)?;
    section.needs("name");
    let name = section.word("name");
    let shape = defaults.clone().over(&section);
    let parts = parts::read(&section, servers)?;
    let (model, stages) = levels.stages(&section, &shape, parts.len())?;
    let mut scenario = Scenario::new(name?, model);
    scenario.parts = parts;
    scenario.stages = stages;
    shape.into_scenario(&mut scenario);
    checked(field, scenario)
}

/// The one that is made of what stands beside `scenarios`.
fn unnamed(section: &Section<'_>, shape: &Shape, levels: &Levels, servers: &[Server]) -> Option<Scenario> {
    let parts = parts::all(servers);
    let (model, stages) = levels.alone(section, shape, parts.len())?;
    let mut scenario = Scenario::new(UNNAMED, model);
    scenario.parts = parts;
    scenario.stages = stages;
    shape.clone().into_scenario(&mut scenario);
    match scenario.check_shape() {
        Ok(()) => Some(scenario),
        Err(error) => {
            section.wrong(format_args!("makes no sense: {error}"));
            None
        }
    }
}

fn checked(field: &Field<'_>, scenario: Scenario) -> Option<Scenario> {
    match scenario.check_shape() {
        Ok(()) => Some(scenario),
        Err(error) => field.wrong(format_args!("makes no sense: {error}")),
    }
}
