//! The one error type.

use std::fmt;
use std::path::{Path, PathBuf};

/// What went wrong, in a word. Maps one to one to the C status codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An option is out of range or options contradict each other.
    InvalidArgument,
    /// The target (process, cgroup) does not exist, or no longer.
    NotFound,
    /// The kernel or a filesystem refused.
    PermissionDenied,
    /// An operating system call failed otherwise.
    Io,
    /// A file or document was not what it should be.
    Malformed,
    /// Two samples cannot be compared: other target, reset, or the same instant.
    UnlikeSamples,
    /// The kernel cannot do this.
    Unsupported,
    /// The handle was closed.
    Closed,
    /// A configuration is wrong; the message has a line for each problem.
    Configuration,
}

/// An error: what was tried, on which path, what came back, and what to do.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    source: Option<std::io::Error>,
}

/// A result with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner { kind, message: message.into(), path: None, source: None }))
    }

    /// An operating system error on a path; the kind follows from it.
    pub(crate) fn os(message: impl Into<String>, path: impl AsRef<Path>, source: std::io::Error) -> Self {
        let kind = match source.kind() {
            std::io::ErrorKind::NotFound => ErrorKind::NotFound,
            std::io::ErrorKind::PermissionDenied => ErrorKind::PermissionDenied,
            std::io::ErrorKind::Unsupported => ErrorKind::Unsupported,
            _ => ErrorKind::Io,
        };
        Error(Box::new(Inner {
            kind,
            message: message.into(),
            path: Some(path.as_ref().to_path_buf()),
            source: Some(source),
        }))
    }

    /// An operating system error that concerns no path.
    #[cfg(any(feature = "serve", all(feature = "diagnosis", feature = "capi")))]
    pub(crate) fn io(message: impl Into<String>, source: std::io::Error) -> Self {
        let kind = match source.kind() {
            std::io::ErrorKind::PermissionDenied => ErrorKind::PermissionDenied,
            _ => ErrorKind::Io,
        };
        Error(Box::new(Inner { kind, message: message.into(), path: None, source: Some(source) }))
    }

    /// An option out of range: names the option, the value and what is allowed.
    pub(crate) fn option(name: &str, value: impl fmt::Display, allowed: &str) -> Self {
        Error::new(ErrorKind::InvalidArgument, format!("option `{name}` is {value}: {allowed}"))
    }

    /// What went wrong, in a word.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The path concerned, where there is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// The operating system's error number, where there is one.
    #[must_use]
    pub fn os_error(&self) -> Option<i32> {
        self.0.source.as_ref().and_then(std::io::Error::raw_os_error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if let Some(path) = &self.0.path {
            write!(f, " ({})", path.display())?;
        }
        if let Some(source) = &self.0.source {
            write!(f, ": {source}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("path", &self.0.path)
            .field("source", &self.0.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}
