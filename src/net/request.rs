//! A request and its answer.

use http::HeaderMap;
pub(crate) use http::Method;

use super::{Body, Lease, Redirects, TlsOptions};

/// One request, redirects included.
#[derive(Debug, Clone)]
pub(crate) struct Request<'a> {
    pub(crate) method: Method,
    pub(crate) url: &'a str,
    /// Sent as they are; secrets among them are never printed.
    pub(crate) headers: &'a [(String, String)],
    /// Names of headers that hold credentials: they go to the first host only.
    pub(crate) confidential: &'a [&'a str],
    pub(crate) body: Option<&'a [u8]>,
    pub(crate) redirects: Redirects,
    /// Whether it may be sent again where a kept connection was closed before anything was answered.
    pub(crate) retry: bool,
    pub(crate) tls: &'a TlsOptions,
    /// `http://[user:password@]host:port`; none is taken from the environment.
    pub(crate) proxy: Option<&'a str>,
    pub(crate) hold: Hold<'a>,
}

/// By which right a request uses a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hold<'a> {
    /// One of its own, until its answer was read.
    Own,
    /// Two, because another request to this host is sent while the answer to this one is still coming.
    Both,
    /// The one that an earlier request to the same host took.
    Within(&'a Lease),
}

/// The head of an answer, and its body to be read.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Where it came from, after redirects.
    pub(crate) url: String,
    pub(crate) redirects: u32,
    pub(crate) body: Body,
}

impl Response {
    /// A header's value, if it is there and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
