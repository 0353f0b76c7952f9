//! Whether two tests ask the same of the same: only then their numbers can be compared.

use std::time::Duration;

use super::result::LoadResult;
use super::scenario::Scenario;
use super::stage::Model;

/// What a test asks, of whom.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    model: Model,
    stages: Vec<StageShape>,
    parts: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct StageShape {
    begin_seconds: f64,
    from: f64,
    to: f64,
    measured: bool,
    targets: usize,
}

impl Shape {
    pub(super) fn of_scenario(scenario: &Scenario) -> Self {
        let mut begin = Duration::ZERO;
        let stage = |stage: &super::Stage| {
            let begin_seconds = begin.as_secs_f64();
            begin += stage.duration;
            StageShape {
                begin_seconds,
                from: stage.from,
                to: stage.to,
                measured: stage.measured,
                targets: stage.targets.unwrap_or(scenario.parts.len()),
            }
        };
        Shape {
            model: scenario.model,
            stages: scenario.stages.iter().map(stage).collect(),
            parts: scenario.parts.iter().map(|part| part.name().to_owned()).collect(),
        }
    }

    pub(super) fn of_result(result: &LoadResult) -> Self {
        let stage = |stage: &super::StageResult| StageShape {
            begin_seconds: stage.begin_seconds,
            from: stage.from,
            to: stage.to,
            measured: stage.measured,
            targets: stage.targets,
        };
        Shape {
            model: result.model,
            stages: result.stages.iter().map(stage).collect(),
            parts: result.parts.iter().map(|part| part.name.clone()).collect(),
        }
    }

    /// In what it is unlike an earlier one, each a sentence; how long the last stage was is no part of it.
    pub(super) fn differences(&self, earlier: &Shape) -> Vec<String> {
        let mut all = Vec::new();
        if self.model != earlier.model {
            all.push(format!("The model was {}, and is {}.", earlier.model.name(), self.model.name()));
        }
        let counts = (earlier.stages.len(), self.stages.len());
        let pair = || earlier.stages.iter().zip(&self.stages).enumerate();
        if counts.0 != counts.1 {
            all.push(format!("There were {} stages, and are {}.", counts.0, counts.1));
        } else if let Some((number, (before, now))) = pair().find(|(_, (before, now))| before != now) {
            let number = number + 1;
            all.push(format!(
                "Stage {number} was {}, and is {}.",
                before.told(self.model),
                now.told(self.model)
            ));
        }
        if self.parts != earlier.parts {
            all.push(format!(
                "The targets were {}, and are {}.",
                listed(&earlier.parts),
                listed(&self.parts)
            ));
        }
        all
    }
}

impl StageShape {
    fn told(&self, model: Model) -> String {
        let level = if self.from == self.to {
            format!("{}", self.to)
        } else {
            format!("{} to {}", self.from, self.to)
        };
        let measured = if self.measured { "" } else { ", not measured" };
        format!(
            "{level} {} from {} s on, of {} targets{measured}",
            model.unit(),
            self.begin_seconds,
            self.targets
        )
    }
}

/// The first few.
fn listed(names: &[String]) -> String {
    const MOST: usize = 3;
    let mut text = names.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text += &format!(" and {} more", names.len() - MOST);
    }
    text
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
