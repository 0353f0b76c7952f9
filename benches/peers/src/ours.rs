//! Plimsoll's own sides.

use crate::options::{usage, Options};
use crate::Side;
use plimsoll::Groups;
use std::time::Duration;

fn builder(options: &Options) -> plimsoll::SamplerBuilder {
    let mut groups = Groups::empty();
    for name in &options.groups {
        groups |=
            Groups::from_group_name(name).unwrap_or_else(|| usage(&format!("no group is called {name:?}")));
    }
    let mut builder = plimsoll::Sampler::builder().groups(groups).target(plimsoll::Target::Own);
    if !options.slow_lane {
        builder = builder.slow_interval(Duration::ZERO);
    }
    if let Some(root) = &options.proc_root {
        builder = builder.proc_root(root);
    }
    if let Some(root) = &options.sys_root {
        builder = builder.sys_root(root);
    }
    builder
}

fn sampler(options: &Options) -> plimsoll::Sampler {
    builder(options).build().unwrap_or_else(|error| usage(&format!("the sampler does not start: {error}")))
}

/// One sample of the chosen groups, into the same storage each time.
pub struct Sample {
    sampler: plimsoll::Sampler,
    sample: plimsoll::Sample,
}

impl Sample {
    /// A sampler of the groups that the options name.
    pub fn open(options: &Options) -> Self {
        Sample { sampler: sampler(options), sample: plimsoll::Sample::default() }
    }
}

impl Side for Sample {
    fn read(&mut self) {
        self.sampler.read(&mut self.sample).expect("a sample");
        std::hint::black_box(&self.sample);
    }

    /// A sample that lacks something was cheaper than it should be.
    fn note(&self) -> String {
        let unread = self.sampler.problems();
        unread
            .first()
            .map(|first| format!("{} not read, as {}", unread.len(), first.path.display()))
            .unwrap_or_default()
    }
}

/// The list of processes, into the same storage each time.
pub struct Processes {
    sampler: plimsoll::Sampler,
    processes: Vec<plimsoll::Process>,
}

impl Processes {
    /// A sampler that lists processes, with a descriptor kept for each or with none.
    pub fn open(options: &Options, kept: usize) -> Self {
        let sampler = builder(options).kept_processes(kept).build().expect("a sampler");
        Processes { sampler, processes: Vec::new() }
    }
}

impl Side for Processes {
    fn read(&mut self) {
        self.sampler.processes(&mut self.processes).expect("a list of processes");
        std::hint::black_box(&self.processes);
    }

    fn note(&self) -> String {
        format!("{} processes", self.processes.len())
    }
}
