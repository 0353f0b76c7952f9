//! What a load test asks for, and of whom.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::stage::{self, Model, Stage};
use super::threshold::{Measured, Threshold};
use crate::error::{Error, Result};
use crate::finding::Reason;
use crate::probe::Target;

/// No more users, or requests at once.
const MOST_AT_ONCE: u32 = 100_000;

/// A load test.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Scenario {
    /// What it is called in reports.
    pub name: String,
    /// What is asked.
    pub parts: Vec<Part>,
    /// What decides when a request begins.
    pub model: Model,
    /// How much is asked as time goes by.
    pub stages: Vec<Stage>,
    /// Open model: how many requests may be under way at once. One that is due while as many are is begun late. 64 by
    /// default.
    pub connections: u32,
    /// Closed model: how long a user waits after an answer.
    pub think: Think,
    /// What it has to show.
    pub thresholds: Vec<Threshold>,
    /// Conditions on the last ten measured seconds, any of which ends the test early (not `dropped`, which the end tells). Beside them, it ends where nothing was answered
    /// in as long.
    pub stop_when: Vec<Threshold>,
    /// Open model: one that is begun later than that counts as late; 10 ms by default.
    pub late_after: Duration,
    /// How long what is under way at the end may take; 5 s by default. Then it is aborted.
    pub grace: Duration,
    /// Whether each target is checked once before; one that does not work is an error before the load starts.
    pub check_first: bool,
    /// For think times: with the same seed they are the same.
    pub seed: u64,
}

/// One of the things that are asked.
#[derive(Clone)]
#[non_exhaustive]
pub struct Part {
    /// What is done.
    pub work: Work,
    /// How often, beside the other parts; 1 by default.
    pub weight: f64,
}

/// What a request does.
#[derive(Clone)]
#[non_exhaustive]
pub enum Work {
    /// Asks a server: a REST endpoint, or an MCP server.
    Target(Arc<Target>),
    /// Calls a function of the host's own.
    Own {
        /// The name in reports.
        name: Arc<str>,
        /// A call that takes longer is timed out, whatever it says. Nothing can end one that does not come back: the
        /// test then waits for it for as long as `grace` allows, and leaves its thread behind.
        timeout: Duration,
        /// Called on the thread of a user, [`Reason::Ok`] being success. A panic is a failure (`local`).
        call: Arc<dyn Fn(&Turn) -> Reason + Send + Sync>,
    },
}

/// What a function of the host's own is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Turn {
    /// The user, or the connection of an open model, counted from 0. One user's calls come one after the other.
    pub user: u32,
    /// Its calls so far.
    pub number: u64,
}

/// How long a user of a closed model waits after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum Think {
    /// Not at all.
    #[default]
    None,
    /// Always as long.
    Constant(Duration),
    /// Evenly between the two.
    Uniform(Duration, Duration),
    /// As people do, more or less: mostly short, at times long, and so long on average.
    Exponential(Duration),
}

impl Scenario {
    /// An open model of one stage.
    #[must_use]
    pub fn rate(part: Part, per_second: f64, duration: Duration) -> Self {
        Scenario { stages: vec![Stage::hold(per_second, duration)], ..Scenario::of(part, Model::Open) }
    }

    /// A closed model of one stage.
    #[must_use]
    pub fn users(part: Part, users: u32, duration: Duration) -> Self {
        Scenario {
            stages: vec![Stage::hold(f64::from(users), duration)],
            ..Scenario::of(part, Model::Closed)
        }
    }

    fn of(part: Part, model: Model) -> Self {
        Scenario { name: part.name().to_owned(), parts: vec![part], ..Scenario::new("", model) }
    }

    /// A test that has nothing to do yet.
    #[must_use]
    pub fn new(name: impl Into<String>, model: Model) -> Self {
        Scenario {
            name: name.into(),
            parts: Vec::new(),
            model,
            stages: Vec::new(),
            connections: 64,
            think: Think::None,
            thresholds: Vec::new(),
            stop_when: Vec::new(),
            late_after: Duration::from_millis(10),
            grace: Duration::from_secs(5),
            check_first: true,
            seed: 1,
        }
    }

    /// Whether it makes sense; see [`LoadTest::new`](super::LoadTest::new).
    pub(super) fn check(&self) -> Result<()> {
        if self.parts.is_empty() {
            let wanted = "at least one is needed: a server that is enabled, or a function";
            return Err(Error::option("parts", "[]", wanted));
        }
        self.check_shape()?;
        let beyond =
            self.stages.iter().filter_map(|stage| stage.targets).find(|targets| *targets > self.parts.len());
        if let Some(targets) = beyond {
            return Err(Error::option("targets", targets, &format!("there are {}", self.parts.len())));
        }
        Ok(())
    }

    /// The same, whoever is asked.
    pub(crate) fn check_shape(&self) -> Result<()> {
        stage::check(&self.stages, self.model)?;
        for (number, part) in self.parts.iter().enumerate() {
            if !(part.weight > 0.0 && part.weight <= 1e6) {
                let option = format!("parts[{number}].weight");
                return Err(Error::option(&option, part.weight, "more than 0, 1,000,000 at most"));
            }
        }
        let most = self.most_at_once();
        if most == 0 {
            let (option, wanted) = match self.model {
                Model::Open => ("connections", "1 or more"),
                Model::Closed => ("stages", "one of them has to have at least one user"),
            };
            return Err(Error::option(option, 0, wanted));
        }
        if most > MOST_AT_ONCE {
            let option = if self.model == Model::Open { "connections" } else { "users" };
            return Err(Error::option(option, most, "100,000 at once at most"));
        }
        if let Some(when) = self.stop_when.iter().find(|when| when.measured == Measured::Dropped) {
            let why = "`dropped` is known at the end only; `late > 50%` tells of the same while it happens";
            return Err(Error::option("stop_when", format!("`{when}`"), why));
        }
        self.think.check()
    }

    /// Users, or requests at once.
    pub(super) fn most_at_once(&self) -> u32 {
        match self.model {
            Model::Open => self.connections,
            Model::Closed => {
                self.stages.iter().map(|stage| stage.from.max(stage.to).min(1e9) as u32).max().unwrap_or(0)
            }
        }
    }

    /// How long it takes, without the time that what is under way at the end may take.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.stages.iter().map(|stage| stage.duration).sum()
    }
}

impl Part {
    /// Asks a server.
    #[must_use]
    pub fn new(target: impl Into<Arc<Target>>) -> Self {
        Part { work: Work::Target(target.into()), weight: 1.0 }
    }

    /// Calls a function of the host's own, which should be back within `timeout`.
    #[must_use]
    pub fn own(
        name: impl Into<Arc<str>>,
        timeout: Duration,
        call: impl Fn(&Turn) -> Reason + Send + Sync + 'static,
    ) -> Self {
        Part { work: Work::Own { name: name.into(), timeout, call: Arc::new(call) }, weight: 1.0 }
    }

    /// The same, with another weight.
    #[must_use]
    pub fn weighing(self, weight: f64) -> Self {
        Part { weight, ..self }
    }

    /// The name in reports.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.work {
            Work::Target(target) => &target.name,
            Work::Own { name, .. } => name,
        }
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name())
            .field("weight", &self.weight)
            .finish_non_exhaustive()
    }
}

impl Think {
    fn check(&self) -> Result<()> {
        const LONGEST: Duration = Duration::from_secs(3600);
        let wrong = |what: Duration, why: &str| Err(Error::option("think", format!("{what:?}"), why));
        match *self {
            Think::Uniform(from, to) if from > to => wrong(from, "the first time has to be the shorter one"),
            Think::Constant(most) | Think::Exponential(most) | Think::Uniform(_, most) if most > LONGEST => {
                wrong(most, "an hour at most")
            }
            _ => Ok(()),
        }
    }

    /// The next one, by a chance from 0 to 1.
    pub(super) fn time(&self, chance: f64) -> Duration {
        match *self {
            Think::None => Duration::ZERO,
            Think::Constant(time) => time,
            Think::Uniform(from, to) => from + (to - from).mul_f64(chance),
            // Ten times the mean is beyond all but one in 20,000.
            Think::Exponential(mean) => mean.mul_f64((-(1.0 - chance).ln()).clamp(0.0, 10.0)),
        }
    }
}

#[cfg(test)]
#[path = "scenario_tests.rs"]
mod tests;
