//! A kernel file kept open, and read again for every sample.

use std::ffi::CString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::problem::Problems;
use crate::fields::Groups;
use crate::sys::descriptor::Kept;
use crate::sys::file::{self, LAST_PAGE, MOST};

/// What a reading needs while it goes from file to file.
pub(super) struct Reading {
    /// One buffer for all files, grown to the largest and then kept.
    pub(super) buffer: Vec<u8>,
    pub(super) problems: Problems,
    /// A process or cgroup went away under an open descriptor.
    pub(super) gone: bool,
    /// A descriptor no longer is what was opened.
    pub(super) lost: bool,
    /// A disk went away under an open descriptor.
    pub(super) unplugged: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Reading {
            buffer: vec![0; START],
            problems: Problems::default(),
            gone: false,
            lost: false,
            unplugged: false,
        }
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the buffer: it is long, and holds whatever was read last.
        let mut reading = f.debug_struct("Reading");
        reading.field("buffer", &self.buffer.len()).field("problems", &self.problems);
        reading.field("gone", &self.gone).field("lost", &self.lost).finish_non_exhaustive()
    }
}

/// First size of the buffer: holds every file of a small machine.
const START: usize = 8 * 1024;

/// Whether it is worth a word if a file is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Its absence is a problem.
    Required,
    /// Some kernels, layouts or root cgroups do not have it.
    Optional,
}

/// A kernel file.
#[derive(Debug)]
pub(super) struct Source {
    path: PathBuf,
    group: Groups,
    access: Access,
    reported: bool,
}

/// How a file is come by.
#[derive(Debug)]
enum Access {
    Kept(Kept),
    /// Opened for each reading: the slow lane holds no descriptors.
    Named(CString),
    /// There, but cannot be opened, or is no file of the kernel's.
    Refused,
    Absent,
}

impl Source {
    /// A file that is kept open, for every sample.
    pub(super) fn open(path: PathBuf, group: Groups, need: Need, problems: &mut Problems) -> Self {
        let opened = Kept::open(&path).map(Access::Kept);
        Self::from_access(opened, path, group, need, problems)
    }

    /// A file that is opened when it is read, for the slow lane.
    pub(super) fn named(path: PathBuf, group: Groups, need: Need, problems: &mut Problems) -> Self {
        // Opened once now, so that a problem is known from the start.
        let named = Kept::open(&path).and_then(|_| file::c_path(&path)).map(Access::Named);
        Self::from_access(named, path, group, need, problems)
    }

    fn from_access(
        access: io::Result<Access>,
        path: PathBuf,
        group: Groups,
        need: Need,
        problems: &mut Problems,
    ) -> Self {
        match access {
            Ok(access) => Source { path, group, access, reported: false },
            Err(error) => {
                if need == Need::Required || error.kind() != io::ErrorKind::NotFound {
                    problems.add(&path, group, &open_reason(&path, &error));
                }
                let is_absent = error.kind() == io::ErrorKind::NotFound;
                let access = if is_absent { Access::Absent } else { Access::Refused };
                Source { path, group, access, reported: true }
            }
        }
    }

    /// Whether there is such a file, readable or not.
    pub(super) fn is_there(&self) -> bool {
        !matches!(self.access, Access::Absent)
    }

    /// Whether it can be opened.
    pub(super) fn is_readable(&self) -> bool {
        matches!(self.access, Access::Kept(_) | Access::Named(_))
    }

    /// Whether it holds a descriptor.
    pub(super) fn is_kept(&self) -> bool {
        matches!(self.access, Access::Kept(_))
    }

    pub(super) fn group(&self) -> Groups {
        self.group
    }

    /// Reads a file that the kernel renders whole, and parses it.
    pub(super) fn parsed<T>(
        &mut self,
        reading: &mut Reading,
        parse: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<T> {
        let length = self.read(reading)?.len();
        self.parse(reading, length, parse)
    }

    /// Parses what was read. Says once if that made no sense.
    fn parse<T>(
        &mut self,
        reading: &mut Reading,
        length: usize,
        parse: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<T> {
        let bytes = &reading.buffer[..length];
        // Every file of the kernel's ends in a newline. Half a line can look like a value, so that a
        // file of one line is nothing without it; of others the whole lines are good.
        let is_cut = bytes.last().is_some_and(|byte| *byte != b'\n');
        let value = if is_cut && !bytes.contains(&b'\n') { None } else { parse(bytes) };
        if value.is_none() {
            self.not_understood(reading);
        } else if is_cut {
            self.report(reading, CUT);
        }
        value
    }

    /// Reads a file made of records, and parses it.
    pub(super) fn parsed_records<T>(
        &mut self,
        reading: &mut Reading,
        parse: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<T> {
        let length = self.read_records(reading)?.len();
        self.parse(reading, length, parse)
    }

    /// Reads a file that the kernel renders whole.
    pub(super) fn read<'r>(&mut self, reading: &'r mut Reading) -> Option<&'r [u8]> {
        let Access::Kept(file) = &self.access else { return self.read_named(reading) };
        loop {
            match file.read_at(&mut reading.buffer, 0) {
                Ok(read) if read < reading.buffer.len() => return self.whole(reading, read),
                Ok(_) => {
                    if !grow(&mut reading.buffer) {
                        return self.failed(reading, None);
                    }
                }
                Err(error) => return self.failed(reading, Some(&error)),
            }
        }
    }

    /// Reads a file made of records, which the kernel hands out about a page at a time.
    pub(super) fn read_records<'r>(&mut self, reading: &'r mut Reading) -> Option<&'r [u8]> {
        let Access::Kept(file) = &self.access else { return self.read_named(reading) };
        let mut filled = 0;
        loop {
            if filled == reading.buffer.len() && !grow(&mut reading.buffer) {
                return self.failed(reading, None);
            }
            match file.read_at(&mut reading.buffer[filled..], filled as u64) {
                Ok(read) => {
                    filled += read;
                    if read < LAST_PAGE && filled < reading.buffer.len() {
                        return self.whole(reading, filled);
                    }
                }
                Err(error) => return self.failed(reading, Some(&error)),
            }
        }
    }

    /// What was read. An empty file is worth a question: few of the kernel's are, and what took the
    /// place of one (`/dev/null`, say) often is.
    fn whole<'r>(&self, reading: &'r mut Reading, length: usize) -> Option<&'r [u8]> {
        if length == 0 && self.is_lost() {
            reading.lost = true;
            return None;
        }
        Some(&reading.buffer[..length])
    }

    fn read_named<'r>(&mut self, reading: &'r mut Reading) -> Option<&'r [u8]> {
        let Access::Named(path) = &self.access else { return None };
        match file::read_named(path, &mut reading.buffer) {
            Ok(length) => Some(&reading.buffer[..length]),
            Err(error) => self.failed(reading, Some(&error)),
        }
    }

    /// Says once that the file's content made no sense. It may not be our file any more.
    #[cold]
    pub(super) fn not_understood(&mut self, reading: &mut Reading) {
        self.report(reading, NOT_UNDERSTOOD);
    }

    #[cold]
    fn report(&mut self, reading: &mut Reading, reason: &str) {
        if self.is_lost() {
            reading.lost = true;
        } else if !self.reported {
            self.reported = true;
            reading.problems.add(&self.path, self.group, reason);
        }
    }

    /// Whether its descriptor is somebody else's by now.
    pub(super) fn is_lost(&self) -> bool {
        matches!(&self.access, Access::Kept(file) if !file.is_ours())
    }

    #[cold]
    fn failed<'r>(&mut self, reading: &'r mut Reading, error: Option<&io::Error>) -> Option<&'r [u8]> {
        match error.and_then(io::Error::raw_os_error) {
            Some(libc::ENODEV) if self.group == Groups::DISK => reading.unplugged = true,
            Some(libc::ENODEV | libc::ESRCH) => reading.gone = true,
            _ if self.is_lost() => reading.lost = true,
            _ if !self.reported => {
                self.reported = true;
                let reason = error.map_or_else(|| "larger than 16 MiB".to_owned(), read_reason);
                reading.problems.add(&self.path, self.group, &reason);
                if error.is_none() {
                    // Nothing of the kernel's: it is not read again, nor is room kept for it.
                    self.access = Access::Refused;
                    reading.buffer = vec![0; START];
                }
            }
            _ => {}
        }
        None
    }
}

fn grow(buffer: &mut Vec<u8>) -> bool {
    let larger = buffer.len() * 2;
    if larger > MOST {
        return false;
    }
    buffer.resize(larger, 0);
    true
}

/// Said of a file whose content makes no sense.
pub(super) const NOT_UNDERSTOOD: &str = "empty, or not in a form that is known";
/// Said of a file that ends within a line.
pub(super) const CUT: &str = "cut off within a line";

pub(super) fn open_reason(path: &Path, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound && path.components().any(|part| part.as_os_str() == "pressure")
    {
        return "not there: this kernel has no pressure stall information, or it is off (boot with psi=1)"
            .to_owned();
    }
    format!("cannot be opened: {error}")
}

fn read_reason(error: &io::Error) -> String {
    if error.raw_os_error() == Some(libc::EOPNOTSUPP) {
        return "pressure stall information is off (boot with psi=1, or write 1 to cgroup.pressure)"
            .to_owned();
    }
    format!("cannot be read: {error}")
}

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;
