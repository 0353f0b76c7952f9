//! What could not be read, said once.

use std::path::{Path, PathBuf};

use crate::fields::Groups;

/// A kernel file that could not be read or understood. Its values are missing; the rest goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// What was wrong, for people.
    pub reason: String,
    /// The group whose values are missing for it.
    pub group: Groups,
}

/// The problems of one sampler, each path and reason once.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// More than there are kinds of files times reasons: a bound in case a kernel surprises us.
    const MOST: usize = 256;

    pub(super) fn list(&self) -> &[Problem] {
        &self.list
    }

    /// Adds a problem, unless it is known.
    #[cold]
    pub(super) fn add(&mut self, path: &Path, group: Groups, reason: &str) {
        let known = self.list.iter().any(|problem| problem.path == path && problem.reason == reason);
        if !known && self.list.len() < Self::MOST {
            self.list.push(Problem { path: path.to_path_buf(), reason: reason.to_owned(), group });
        }
    }
}
