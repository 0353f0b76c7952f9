//! What a client asks for.

use super::server::ServeStatistics;

/// What a client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub(super) is_head: bool,
    /// Path and query, as sent.
    pub(super) target: String,
    /// As `Accept` says it.
    pub(super) accept: Option<String>,
    /// Whether an answer may be packed by gzip.
    pub(super) takes_gzip: bool,
    /// What follows `Bearer`, or the password of `Basic`.
    pub(super) token: Option<Vec<u8>>,
    pub(super) served: ServeStatistics,
}

impl Request {
    /// The path, as it was sent: beginning with `/`, nothing decoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// What follows the path behind a `?`, as it was sent.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Which types of content the client takes, as its `Accept` says it; nothing where it says nothing.
    #[must_use]
    pub fn accept(&self) -> Option<&str> {
        self.accept.as_deref()
    }

    /// What the server counted so far, this request included.
    #[must_use]
    pub fn served(&self) -> ServeStatistics {
        self.served
    }
}
