//! Everything that is wrong with a configuration, collected rather than ended at the first.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;

use super::tree::Place;
use crate::error::{Error, ErrorKind};

/// So many problems are kept and shown; a file with more of them is not one for this program.
const MOST: usize = 200;
/// A name that is longer helps nobody to find a server.
const LONGEST: usize = 60;

/// One thing that is wrong, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Problem {
    /// The path as it was given, or the name of the text that was parsed.
    pub file: PathBuf,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// What it is about, such as `servers[2].rest.url`; empty for the whole document.
    pub path: String,
    /// What is wrong and what to do, on one line. Never holds a secret.
    pub message: String,
    /// The name of the server that it is about, where `path` has only its number.
    pub server: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: ", self.file.display(), self.line, self.column)?;
        match self.server.as_deref().zip(self.behind_number()) {
            Some((server, (before, after))) => write!(f, "{before} ({server}){after}"),
            None => f.write_str(&self.message),
        }
    }
}

impl Problem {
    /// The message, parted where the name of a server goes: behind the first path that has only its number.
    fn behind_number(&self) -> Option<(&str, &str)> {
        let begin = self.message.find("`servers[")? + 1;
        let end = begin + self.message.get(begin..)?.find('`')? + 1;
        self.message.split_at_checked(end)
    }
}

/// All problems of a configuration, in the order of its files and lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    list: Vec<Problem>,
    has_more: bool,
}

impl Problems {
    /// At most 200; see [`has_more`](Self::has_more).
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// Whether there are further problems that are not listed.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.has_more
    }
}

/// One problem on each line, `file:line:column: message`.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.list.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{problem}")?;
        }
        if self.has_more {
            f.write_str("\nand more")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Error::new(ErrorKind::Configuration, problems.to_string())
    }
}

/// Where problems are put while a configuration is read.
#[derive(Default)]
pub(crate) struct Sink {
    found: RefCell<Found>,
}

#[derive(Default)]
struct Found {
    list: Vec<Problem>,
    /// Against the same problem in several readings of the same lines.
    seen: HashSet<Problem>,
    has_more: bool,
    /// What is strange and not wrong.
    notes: Vec<Problem>,
    /// See [`Sink::only_wrong`].
    only_wrong: bool,
    /// See [`Sink::check_secrets`].
    check_secrets: bool,
    /// See [`Sink::about`].
    server: Option<String>,
}

impl Sink {
    /// Runs a reading of a server of this name: what is said of it says so.
    pub fn about<T>(&self, server: Option<&str>, read: impl FnOnce() -> T) -> T {
        let is_short =
            |name: &&str| !name.is_empty() && name.len() <= LONGEST && !name.contains(char::is_control);
        self.found.borrow_mut().server = server.filter(is_short).map(str::to_owned);
        let result = read();
        self.found.borrow_mut().server = None;
        result
    }

    fn problem(&self, place: &Place, path: &str, message: impl Into<String>) -> Problem {
        Problem {
            file: PathBuf::from(&*place.file),
            line: place.line,
            column: place.column,
            path: path.to_owned(),
            message: message.into(),
            server: self.found.borrow().server.clone(),
        }
    }

    /// Something that is written and wrong.
    pub fn wrong(&self, place: &Place, path: &str, message: impl Into<String>) {
        let problem = self.problem(place, path, message);
        let mut found = self.found.borrow_mut();
        if found.seen.contains(&problem) {
            return;
        }
        if found.list.len() == MOST {
            found.has_more = true;
            return;
        }
        found.seen.insert(problem.clone());
        found.list.push(problem);
    }

    /// Something that is not written and should be.
    pub fn missing(&self, place: &Place, path: &str, message: impl Into<String>) {
        if !self.found.borrow().only_wrong {
            self.wrong(place, path, message);
        }
    }

    /// Something that is as it is written, and may not be what was meant.
    pub fn note(&self, place: &Place, path: &str, message: impl Into<String>) {
        let note = self.problem(place, path, message);
        let mut found = self.found.borrow_mut();
        // What several servers share is written once.
        let is_at =
            |other: &Problem| (&other.file, other.line, other.column) == (&note.file, note.line, note.column);
        if !found.only_wrong && found.notes.len() < MOST && !found.notes.iter().any(is_at) {
            found.notes.push(note);
        }
    }

    /// The notes, in the order of files and lines.
    pub fn take_notes(&self, files: &[std::sync::Arc<str>]) -> Vec<Problem> {
        let mut notes = std::mem::take(&mut self.found.borrow_mut().notes);
        sort(&mut notes, files);
        notes
    }

    /// From now on it is looked, or not, whether secrets are there. Gives what was said before.
    pub fn set_check_secrets(&self, check: bool) -> bool {
        std::mem::replace(&mut self.found.borrow_mut().check_secrets, check)
    }

    /// Whether it is to be looked whether secrets are there: not for an environment that is not chosen.
    pub fn check_secrets(&self) -> bool {
        let found = self.found.borrow();
        found.check_secrets && !found.only_wrong
    }

    /// Whether nothing more is kept, so that no work need go into words.
    pub fn is_full(&self) -> bool {
        self.found.borrow().has_more
    }

    /// Runs a reading of which only that counts what is written and wrong: an environment that is
    /// not chosen may leave things open.
    pub fn only_wrong<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = std::mem::replace(&mut self.found.borrow_mut().only_wrong, true);
        let result = read();
        self.found.borrow_mut().only_wrong = before;
        result
    }

    /// The value, if nothing was wrong. `files` are all files in the order in which they were read.
    pub fn finish<T>(self, value: T, files: &[std::sync::Arc<str>]) -> Result<T, Problems> {
        let Found { mut list, has_more, .. } = self.found.into_inner();
        if list.is_empty() {
            return Ok(value);
        }
        sort(&mut list, files);
        Err(Problems { list, has_more })
    }
}

fn sort(list: &mut [Problem], files: &[std::sync::Arc<str>]) {
    let order = |problem: &Problem| files.iter().position(|file| problem.file.as_os_str() == &**file);
    list.sort_by_cached_key(|problem| (order(problem), problem.line, problem.column));
}
