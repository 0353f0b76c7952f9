//! What speaks of the target process.

mod files;
mod own;

use std::io;
use std::path::Path;

use crate::fields::{Groups, Sample};
use crate::kernel::proc::pid_stat;
use crate::sample::problem::Problems;
use crate::sample::source::{Reading, Source};
use crate::sys::descriptor::{Kept, Status};
use crate::sys::file;

/// The process values: by call where the process is our own, else by file.
#[derive(Debug)]
pub(super) enum ProcessValues {
    Own(Box<own::OwnProcess>),
    Other(Box<files::ProcessFiles>),
}

impl ProcessValues {
    /// `live`: the process is the calling one, on the live machine.
    pub(super) fn open(process: &Path, live: bool, problems: &mut Problems) -> Self {
        if live {
            ProcessValues::Own(Box::new(own::OwnProcess::open(process, problems)))
        } else {
            ProcessValues::Other(Box::new(files::ProcessFiles::open(process, problems)))
        }
    }

    /// `descriptors` is the status of `/proc/PID/fd`, where that is kept open.
    pub(super) fn read(
        &mut self,
        due: bool,
        descriptors: Option<Status>,
        reading: &mut Reading,
        sample: &mut Sample,
    ) {
        match self {
            ProcessValues::Own(own) => own.read(due, reading, sample),
            ProcessValues::Other(files) => files.read(due, reading, sample),
        }
        // Before Linux 6.2 a directory of descriptors has no size; the sampler then counts them.
        sample.set_process_descriptors(descriptors.map(|status| status.size).filter(|size| *size > 0));
    }

    /// Directories kept open beside the files.
    pub(super) fn directories(&self) -> u64 {
        match self {
            ProcessValues::Own(own) => u64::from(own.keeps_task()),
            ProcessValues::Other(_) => 0,
        }
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        match self {
            ProcessValues::Own(own) => own.sources(),
            ProcessValues::Other(files) => files.sources(),
        }
        .into_iter()
        .flatten()
    }
}

/// Opens a directory below `/proc/PID`, or says why not.
pub(super) fn open_directory(path: &Path, problems: &mut Problems) -> Option<Kept> {
    let opened = Kept::open_directory(path);
    opened.map_err(|error| problems.add(path, Groups::PROCESS, &format!("cannot be opened: {error}"))).ok()
}

/// When a process was started, in ticks after boot: with its pid this names it for ever.
pub(super) fn start_ticks(process: &Path) -> io::Result<Option<u64>> {
    let mut buffer = Vec::new();
    let length = file::read(&process.join("stat"), &mut buffer)?;
    Ok(pid_stat::parse(&buffer[..length]).and_then(|(stat, _)| stat.start_ticks))
}
