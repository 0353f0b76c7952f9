//! What callers hold: a sampler, the samples of the last seconds, and the verdict on them.

pub mod culprits;
mod diagnosis;
mod resources;
mod window;

use std::time::Duration;

pub use diagnosis::{Allocation, Diagnosis, Observed, TargetFacts, Unread};
pub use resources::{LoadLine, Resource};

use crate::error::{Error, Result};
use crate::fields::{Groups, Sample};
use crate::rules::{Context, View};
use crate::sample::{Controller, Problem, Sampler, SamplerBuilder, Target};
use crate::units::Limit;
use crate::usage::Usage;
use window::Window;

/// The options of a [`Monitor`], each with a default that suits a process watching itself.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MonitorOptions {
    /// What is read, of which target. Default: everything, of the own process and its container.
    pub sampler: SamplerBuilder,
    /// Over how much time rates are computed: from the oldest sample within it to the latest. Two
    /// samples further apart than this make a window of their own. 0 to 1 hour; default: 5 s.
    pub window: Duration,
}

impl Default for MonitorOptions {
    fn default() -> Self {
        MonitorOptions { sampler: Sampler::builder(), window: Duration::from_secs(5) }
    }
}

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
    window: Window,
    filesystem: String,
    latest: Sample,
    roots: Roots,
}

/// Of which hierarchies the target is in the root, as of a generation: asking costs system calls.
#[derive(Debug, Clone, Copy, Default)]
struct Roots {
    generation: u64,
    cpu: bool,
    memory: bool,
    io: bool,
    pressure: bool,
}

impl Roots {
    fn of(sampler: &Sampler, generation: u64) -> Self {
        let cpu = sampler.measures_host(Controller::Cpu);
        let memory = sampler.measures_host(Controller::Memory);
        let pressure = sampler.measures_host(Controller::Unified) && !(cpu && memory);
        let io = sampler.measures_host(Controller::Io);
        Roots { generation, cpu, memory, io, pressure }
    }
}

impl Monitor {
    /// Opens the kernel's files.
    ///
    /// # Errors
    ///
    /// As [`SamplerBuilder::build`]; [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a
    /// window out of range.
    pub fn new(options: MonitorOptions) -> Result<Self> {
        const MOST: Duration = Duration::from_secs(3600);
        if options.window > MOST {
            return Err(Error::option(
                "window",
                format_args!("{:?}", options.window),
                "allowed are 0 s to 3600 s",
            ));
        }
        let filesystem = options.sampler.filesystem_path().display().to_string();
        Ok(Monitor {
            sampler: options.sampler.build()?,
            window: Window::new(options.window),
            filesystem,
            latest: Sample::default(),
            roots: Roots::default(),
        })
    }

    /// Takes one sample.
    ///
    /// # Errors
    ///
    /// As [`Sampler::read`]: if the target ended or was removed.
    pub fn observe(&mut self) -> Result<()> {
        self.sampler.read(&mut self.latest)?;
        self.window.push(&self.latest);
        if self.roots.generation != self.latest.generation() {
            self.roots = Roots::of(&self.sampler, self.latest.generation());
        }
        Ok(())
    }

    /// The verdict on the samples of the window. After one sample it rests on what a single sample
    /// shows; before the first it is empty and has no level.
    #[must_use]
    pub fn diagnose(&self) -> Diagnosis {
        let context = self.context();
        let usage = self.usage();
        let view = View { sample: &self.latest, usage: usage.as_ref(), context: &context };
        Diagnosis::of(&view, self.facts(&context), self.window.len(), self.unread())
    }

    /// How laden the container is, as one number.
    #[must_use]
    pub fn load_line(&self) -> LoadLine {
        let context = self.scopes();
        let usage = self.usage();
        let view = View { sample: &self.latest, usage: usage.as_ref(), context: &context };
        LoadLine::of(&resources::resources(&view))
    }

    /// The latest sample, if one was taken.
    #[must_use]
    pub fn sample(&self) -> Option<&Sample> {
        self.window.latest()
    }

    /// What happened over the window, if there are two samples in it.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        self.window.usage().map(|usage| self.owned(usage))
    }

    /// What happened since the sample before the latest.
    #[must_use]
    pub fn latest_usage(&self) -> Option<Usage> {
        self.window.latest_usage().map(|usage| self.owned(usage))
    }

    /// Whether the pressure is known of the target itself, not only of the host.
    #[must_use]
    pub fn has_own_pressure(&self) -> bool {
        !self.roots.pressure && self.latest.cgroup_pressure_cpu_some_seconds().is_some()
    }

    /// Without pressure and disk traffic that is the host's under the cgroup's name.
    fn owned(&self, mut usage: Usage) -> Usage {
        if self.roots.pressure {
            usage.cgroup_pressure_cpu_some_ratio = None;
            usage.cgroup_pressure_cpu_full_ratio = None;
            usage.cgroup_pressure_memory_some_ratio = None;
            usage.cgroup_pressure_memory_full_ratio = None;
            usage.cgroup_pressure_io_some_ratio = None;
            usage.cgroup_pressure_io_full_ratio = None;
        }
        if self.roots.io {
            usage.cgroup_io_reads_per_second = None;
            usage.cgroup_io_writes_per_second = None;
            usage.cgroup_io_read_bytes_per_second = None;
            usage.cgroup_io_written_bytes_per_second = None;
        }
        usage
    }

    /// The sampler, for details and process listings.
    pub fn sampler(&mut self) -> &mut Sampler {
        &mut self.sampler
    }

    /// Forgets all samples and opens the kernel's files anew.
    ///
    /// # Errors
    ///
    /// As [`Monitor::new`].
    pub fn reset(&mut self) -> Result<()> {
        self.window.clear();
        self.latest = Sample::default();
        self.sampler.reset()
    }

    /// Whose values are whose; without names.
    fn scopes(&self) -> Context {
        Context {
            cpu_is_hosts: self.roots.cpu,
            memory_is_hosts: self.roots.memory,
            pressure_is_hosts: self.roots.pressure,
            ..Context::default()
        }
    }

    fn context(&self) -> Context {
        let path = |controller, depth: Option<u64>| {
            let depth = usize::try_from(depth?).ok()?;
            Some(self.sampler.cgroup_path(controller, depth)?.display().to_string())
        };
        Context {
            cpu_bound_by: path(Controller::Cpu, self.latest.cgroup_cpu_binding_depth()),
            memory_bound_by: path(Controller::Memory, self.latest.cgroup_memory_binding_depth()),
            filesystem: self.filesystem.clone(),
            ..self.scopes()
        }
    }

    fn facts(&self, context: &Context) -> TargetFacts {
        let sample = &self.latest;
        let (kind, pid) = match self.sampler.target() {
            Target::Own => ("own", None),
            Target::Pid(pid) => ("pid", Some(*pid)),
            Target::Cgroup(_) => ("cgroup", None),
        };
        TargetFacts {
            kind,
            pid,
            cgroup: self.cgroup(),
            cgroup_layout: sample.cgroup_layout().name(),
            effective_cpus: sample.cgroup_effective_cpus(),
            cpu_quota_cpus: sample.cgroup_cpu_effective_quota_cpus(),
            cpu_bound_by: context.cpu_bound_by.clone(),
            memory_limit_bytes: sample.cgroup_memory_effective_limit_bytes(),
            memory_bound_by: context.memory_bound_by.clone(),
            host_cpus_online: sample.host_cpus_online(),
            host_memory_total_bytes: sample.host_memory_total_bytes(),
        }
    }

    /// The target's cgroup. On version 1 each controller can have a path of its own: the one that
    /// limits speaks, else the one that is not simply the top.
    fn cgroup(&self) -> Option<String> {
        let own = |controller| self.sampler.cgroup_path(controller, 0);
        let limited = |limit: bool, controller| if limit { own(controller) } else { None };
        let sample = &self.latest;
        let quota = matches!(sample.cgroup_cpu_effective_quota_cpus(), Some(Limit::Value(_)));
        let memory = matches!(sample.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(_)));
        let all =
            [Controller::Memory, Controller::Cpu, Controller::Pids, Controller::Io, Controller::Unified];
        limited(memory, Controller::Memory)
            .or_else(|| limited(quota, Controller::Cpu))
            .or_else(|| {
                let known = || all.into_iter().filter_map(own);
                known().find(|path| path.parent().is_some()).or_else(|| known().next())
            })
            .map(|path| path.display().to_string())
    }

    fn unread(&self) -> Vec<Unread> {
        let unread = |problem: &Problem| Unread {
            path: problem.path.display().to_string(),
            reason: problem.reason.clone(),
            group: group_name(problem.group),
        };
        self.sampler.problems().iter().map(unread).collect()
    }
}

fn group_name(group: Groups) -> &'static str {
    group.names().next().unwrap_or("none")
}

#[cfg(test)]
mod tests;
