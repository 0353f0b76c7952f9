//! What callers hold: a sampler, what was observed, and the verdict on it.

mod advice;
mod blame;
pub mod culprits;
mod diagnosis;
mod efficiency;
mod events;
mod fed;
mod growth;
mod judge;
mod learned;
mod load_handle;
mod load_line;
mod names;
mod options;
mod outlook;
mod pools;
mod report;
mod resources;
mod roots;
mod state;
mod surroundings;
mod usages;
mod window;

use std::sync::Arc;

pub use diagnosis::{Diagnosis, Observed, TargetFacts, Unread};
pub use efficiency::{EfficiencyReading, PartReading};
pub use events::{Direction, Event, LevelChange, What};
pub use load_handle::{Load, LoadHandle};
pub use load_line::{LoadAdvice, LoadLine};
pub use options::{EventSink, LevelHook, MonitorOptions};
pub use outlook::{Anomaly, Heading, TrendReading};
pub use report::{Report, Series};
pub use resources::Resource;

use crate::error::Result;
use crate::fields::{Groups, Sample};
use crate::finding::Component;
use crate::rules::{Moment, RuleId, View};
use crate::sample::{Problem, Sampler};
use crate::usage::Usage;
use culprits::Culprits;
use fed::AllFed;
use judge::Judge;
use learned::Learned;
use names::Names;
use pools::Pools;
use resources::{Basis, Rows};
use roots::Roots;
use usages::Usages;
use window::Window;

/// Rates are judged over at least this time, in nanoseconds: readings may come a little early.
const RECENT_NS: u64 = 900_000_000;

/// From this part of the window on something held for nearly all of it.
const NEARLY_ALL: f64 = 0.8;

/// From this share of the limit on the memory of the processes is watched: where Netdata clears its
/// alarm for memory in use.
const MEMORY_SUSPECT: f64 = 0.80;

/// Watches one container: takes samples when told to, and says what limits it.
///
/// Starts no thread: everything happens on the caller's. Hold it as long as there is something to
/// watch; a verdict needs two samples, some time apart.
///
/// ```
/// use plimsoll::{Monitor, MonitorOptions};
///
/// let mut monitor = Monitor::new(MonitorOptions::default())?;
/// monitor.observe()?;
/// std::thread::sleep(std::time::Duration::from_millis(100));
/// monitor.observe()?;
/// let diagnosis = monitor.diagnose();
/// println!("{:?}: {}", diagnosis.level, diagnosis.summary);
/// for finding in &diagnosis.bottlenecks {
///     println!("{} {}: {}", finding.severity, finding.component, finding.title);
/// }
/// # Ok::<(), plimsoll::Error>(())
/// ```
#[derive(Debug)]
pub struct Monitor {
    sampler: Sampler,
    options: MonitorOptions,
    window: Window,
    latest: Sample,
    roots: Roots,
    names: Names,
    judge: Judge,
    fed: AllFed,
    pools: Pools,
    learned: Learned,
    culprits: Culprits,
    resources: Rows,
    load_line: LoadLine,
    /// What others see of it.
    published: LoadHandle,
    problems: Arc<[Unread]>,
    /// Over the window.
    usage: Option<Usage>,
    /// There was an observation before.
    observed: bool,
    /// When the limits around were looked at, in seconds after boot.
    looked_around: Option<f64>,
}

impl Monitor {
    /// Opens the kernel's files.
    ///
    /// # Errors
    ///
    /// As [`SamplerBuilder::build`](crate::SamplerBuilder::build);
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for an option out of range.
    pub fn new(options: MonitorOptions) -> Result<Self> {
        options.check()?;
        let filesystem = options.sampler.filesystem_path().display().to_string();
        Ok(Monitor {
            sampler: options.sampler.clone().build()?,
            window: Window::new(options.window),
            learned: Learned::new(options.history),
            culprits: Culprits::default(),
            options,
            latest: Sample::default(),
            roots: Roots::default(),
            names: Names::new(filesystem),
            judge: Judge::default(),
            fed: AllFed::default(),
            pools: Pools::default(),
            resources: Rows::new(),
            load_line: LoadLine::default(),
            published: LoadHandle::default(),
            problems: Arc::default(),
            usage: None,
            observed: false,
            looked_around: None,
        })
    }

    /// Takes one sample and judges it. Events and changes of level are told before it returns.
    ///
    /// # Errors
    ///
    /// As [`Sampler::read`]: if the target ended or was removed.
    pub fn observe(&mut self) -> Result<()> {
        self.sampler.read(&mut self.latest)?;
        let began = self.window.push(&self.latest);
        if began {
            self.judge.restart();
            self.learned.restart(self.observed);
            self.fed.restart();
            self.observed = true;
            self.note_start();
        }
        if self.roots.generation != self.latest.generation() {
            self.roots = Roots::of(&self.sampler, self.latest.generation());
        }
        self.names.update(&self.sampler, &self.latest, &self.roots);
        self.note_problems();
        let owned = |usage: Option<Usage>| usage.map(|usage| self.roots.owned(usage));
        let usages = Usages {
            window: owned(self.window.usage()),
            recent: owned(self.window.usage_over(RECENT_NS)),
            latest: owned(self.window.latest_usage()),
        };
        self.take_in(&usages);
        self.look_for_culprits();
        self.look_around(began);
        self.tell(began);
        Ok(())
    }

    /// Judges the latest sample and what happened up to it.
    fn take_in(&mut self, usages: &Usages) {
        let moment = self.moment(usages.recent.as_ref());
        self.usage = usages.window;
        self.fed.observe(&self.options.thresholds, moment);
        self.names.context.growth = self.learned.observe(&self.latest, usages, &self.fed, moment);
        let view = |usage| View { sample: &self.latest, usage, context: &self.names.context };
        let (recent, latest) = (view(usages.recent.as_ref()), view(usages.latest.as_ref()));
        self.judge.observe(&recent, &latest, &self.options.thresholds, &self.fed, moment);
        self.pools.judge(moment.now, self.judge.strain());
        self.judge.take_pools(&self.pools);
        let basis = Basis {
            view: view(usages.window.as_ref()),
            names: &self.names,
            thresholds: &self.options.thresholds,
            load_is_explained: self.judge.explains_load(),
        };
        resources::resources(&basis, self.fed.all(), &self.pools, &mut self.resources);
        self.load_line = LoadLine::of(&self.resources, self.load_line.advice);
        let load = Load::of(&self.latest, usages.recent.as_ref());
        self.published.publish(&Load { load_line: self.load_line.reading, ..load });
        self.learned.score(&self.latest, usages.latest.as_ref(), self.load_line.reading);
    }

    /// Takes in a metric of the host's own, such as the length of its queue, with the limit at
    /// which it is full where it has one. It joins the findings, the history and the load line with
    /// the next observation, as `metric:<name>`, until it has not been fed for a minute; with a limit
    /// also the trends: whether it grows, and when it is full.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a name of more than 64 bytes or
    /// none, for a value or a limit that is not finite, for a limit of 0 or less, and for the 17th
    /// metric.
    pub fn feed(&mut self, name: &str, value: f64, limit: Option<f64>) -> Result<()> {
        self.fed.feed(name, value, limit)?;
        Ok(())
    }

    /// The verdict on what was observed. After one sample it rests on what a single sample shows;
    /// before the first it is empty and has no level.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    pub fn diagnose(&self) -> Diagnosis {
        let bottlenecks = self.judge.findings(self);
        let blind = diagnosis::is_blind(&self.latest, &self.resources);
        let wall = self.latest.wall_time_ns();
        Diagnosis {
            level: (!blind).then(|| self.judge.level()),
            summary: diagnosis::summary(&bottlenecks, blind),
            load_line: self.load_line.clone(),
            bottlenecks,
            resources: self.resources.clone(),
            trends: outlook::trends(&self.learned, &self.fed),
            anomalies: self.learned.anomalies(),
            forecasts: self.learned.headings(),
            memory: resources::memory_parts(&self.view(self.usage.as_ref())),
            target: self.names.facts.clone(),
            observed: Observed {
                samples: self.window.readings(),
                window_seconds: self.usage.as_ref().map(|usage| usage.window_seconds),
                wall_time_seconds: (wall > 0).then_some(wall as f64 / 1e9),
            },
            usage: self.usage,
            problems: self.problems.clone(),
            database_pools: self.pools.readings(),
        }
    }

    /// How laden the container is, as one number, and whether to take more work: as of the latest
    /// observation, cheap enough to ask before every job.
    #[must_use]
    pub fn load_line(&self) -> LoadLine {
        self.load_line.clone()
    }

    /// The load for others, such as a [`Gate`](crate::Gate): as of the latest observation, to be read on any thread.
    #[must_use]
    pub fn load_handle(&self) -> LoadHandle {
        self.published.clone()
    }

    /// The latest sample, if one was taken.
    #[must_use]
    pub fn sample(&self) -> Option<&Sample> {
        self.window.latest()
    }

    /// What happened over the window, if there are two samples in it.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        self.usage
    }

    /// What happened since the sample before the latest.
    #[must_use]
    pub fn latest_usage(&self) -> Option<Usage> {
        self.window.latest_usage().map(|usage| self.roots.owned(usage))
    }

    /// Whether the pressure is known of the target itself, not only of the host.
    #[must_use]
    pub fn has_own_pressure(&self) -> bool {
        !self.roots.pressure && self.latest.cgroup_pressure_cpu_some_seconds().is_some()
    }

    /// The sampler, for details and process listings.
    pub fn sampler(&mut self) -> &mut Sampler {
        &mut self.sampler
    }

    /// Forgets all samples and what was learnt, and opens the kernel's files anew.
    ///
    /// # Errors
    ///
    /// As [`Monitor::new`].
    pub fn reset(&mut self) -> Result<()> {
        self.window.clear();
        (self.latest, self.usage) = (Sample::default(), None);
        self.judge.restart();
        self.learned = Learned::new(self.options.history);
        self.fed.restart();
        self.culprits = Culprits::default();
        self.names.forget();
        self.resources.clear();
        self.load_line = LoadLine::default();
        self.looked_around = None;
        self.sampler.reset()
    }

    fn view<'a>(&'a self, usage: Option<&'a Usage>) -> View<'a> {
        View { sample: &self.latest, usage, context: &self.names.context }
    }

    /// What happened in the time that something held, or over the window where that is less. What held
    /// for nearly all of the window is told by the window, as the resources are: two numbers for one
    /// thing would only puzzle.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Positive, and years at most.
    fn usage_held(&self, held_seconds: f64) -> Option<Usage> {
        if self.usage.is_some_and(|usage| held_seconds >= NEARLY_ALL * usage.window_seconds) {
            return self.usage;
        }
        let held = ((held_seconds.max(0.0) * 1e9) as u64).max(RECENT_NS);
        self.window.usage_over(held).map(|usage| self.roots.owned(usage)).or(self.usage)
    }

    /// Has the processes watched of which something is suspected. That they cannot be listed costs
    /// names in findings, not the observation.
    fn look_for_culprits(&mut self) {
        let suspects = self.judge.suspects();
        for id in RuleId::of_bits(suspects) {
            self.culprits.suspect(&id.rule().component);
        }
        // Where the kernel's log may not be read, who was killed can only be named if he was seen alive.
        if crate::usage::memory_ratio(&self.latest).is_some_and(|ratio| ratio > MEMORY_SUSPECT) {
            self.culprits.suspect(&Component::Memory);
        }
        let _ = self.culprits.observe(&mut self.sampler, &self.latest);
    }

    /// Has the limits and weights around looked at while something is suspected: advice needs them.
    fn look_around(&mut self, began: bool) {
        if began {
            self.looked_around = None;
        }
        let now = self.judge.now();
        let fresh = self.looked_around.is_some_and(|then| (0.0..surroundings::EVERY).contains(&(now - then)));
        if self.judge.suspects() != 0 && !fresh {
            self.names.context.around = surroundings::around(&self.sampler);
            self.looked_around = Some(now);
        }
    }

    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    fn moment(&self, recent: Option<&Usage>) -> Moment {
        let now = self.latest.boot_time_ns() as f64 / 1e9;
        let recent = recent.map_or(0.0, |usage| usage.window_seconds);
        Moment { now, since: now - recent, first: self.window.first_ns() as f64 / 1e9 }
    }

    /// What a process uses while it starts raises limits, not requests.
    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    fn note_start(&mut self) {
        let wall = self.latest.wall_time_ns() as f64 / 1e9;
        let boot = self.latest.boot_time_ns() as f64 / 1e9;
        if let Some(started) = self.sampler.started_seconds() {
            self.learned.sizing.started(wall - (boot - started));
        }
    }

    fn note_problems(&mut self) {
        let now = self.sampler.problems();
        let same = now.len() == self.problems.len()
            && now.iter().zip(&*self.problems).all(|(now, known)| {
                now.reason == known.reason && now.path.as_os_str() == known.path.as_str()
            });
        if !same {
            let unread = |problem: &Problem| Unread {
                path: problem.path.display().to_string(),
                reason: problem.reason.clone(),
                group: group_name(problem.group),
            };
            self.problems = now.iter().map(unread).collect();
        }
    }
}

fn group_name(group: Groups) -> &'static str {
    group.names().next().unwrap_or("none")
}

#[cfg(test)]
mod tests;
