//! One plain request, for a host that wants an answer and no verdict.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::session::{Ask, ProbeControl, Session};
use super::{
    Auth, HeaderValue, IpFamily, Phases, Pool, ProbeContext, ProbeLimits, Redirects, RestOptions, Target,
    TlsOptions, Traffic,
};
use crate::finding::Reason;
use crate::net::{Certificate, Failure, Method};

/// What is asked for, over a connection of a [`ProbeContext`]'s pool.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlainRequest {
    /// Its method, `GET` by default.
    pub method: String,
    /// Its URL.
    pub url: String,
    /// Further headers. Secrets are read when it is sent.
    pub headers: Vec<(String, HeaderValue)>,
    /// Its body.
    pub body: Option<Vec<u8>>,
    /// How long everything may take, the wait for a connection included; 10 s by default, at most a day.
    pub timeout: Duration,
    /// How long one connection may take to be made; 5 s by default, at most that of the pool.
    pub connect_timeout: Duration,
    /// What is shown to the server; nothing by default.
    pub auth: Auth,
    /// How its certificate is judged.
    pub tls: TlsOptions,
    /// Which of its addresses are tried.
    pub ip: IpFamily,
    /// `http://[user:password@]host:port`; none by default, whatever the environment says.
    pub proxy: Option<String>,
    /// Redirects that are followed; ten on the same host by default.
    pub redirects: Redirects,
    /// Bytes of the answer's body at most, after decompression; 1 MiB by default.
    pub body_bytes: usize,
}

/// What came back, whatever its status is.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct PlainResponse {
    /// The HTTP status.
    pub status: u16,
    /// Where it came from, after redirects.
    pub url: String,
    /// Redirects that were followed.
    pub redirects: u32,
    /// Its headers in order, names in lower case. Bytes of a value that are no UTF-8 are replaced by U+FFFD.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed.
    #[serde(skip)]
    pub body: Vec<u8>,
    /// Where the time went.
    pub phases: Phases,
    /// What went over the wire.
    pub bytes: Traffic,
    /// The certificate that the server showed.
    pub certificate: Option<Certificate>,
}

/// Why there is no answer, or only a part of one.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RequestError {
    /// For programs.
    pub reason: Reason,
    /// For people: what was tried and what came back. Holds no secret.
    pub message: String,
    /// Where the time went.
    pub phases: Box<Phases>,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.reason)
    }
}

impl std::error::Error for RequestError {}

impl PlainRequest {
    /// A request of this method, with the defaults of a [`Target`].
    #[must_use]
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Self {
        let method = method.into();
        PlainRequest { method, ..PlainRequest::of(&Target::rest("request", url)) }
    }

    /// What the check of a target's REST path asks for: its URL and headers, with its credentials, TLS and bounds. A
    /// target without one gives all but a URL.
    #[must_use]
    pub fn of(target: &Target) -> Self {
        let rest = target.rest.clone().unwrap_or_else(|| RestOptions::new(""));
        PlainRequest {
            method: rest.method,
            url: rest.url,
            headers: rest.headers,
            body: rest.body.map(String::into_bytes),
            timeout: target.timeout,
            connect_timeout: target.connect_timeout,
            auth: target.auth.clone(),
            tls: target.tls.clone(),
            ip: target.ip,
            proxy: target.proxy.clone(),
            redirects: rest.redirects,
            body_bytes: target.limits.body_bytes,
        }
    }

    fn target(&self) -> Target {
        let mut target = Target::new("request");
        target.timeout = self.timeout.min(super::LONGEST);
        target.connect_timeout = self.connect_timeout.min(super::LONGEST);
        target.auth = self.auth.clone();
        target.tls = self.tls.clone();
        target.ip = self.ip;
        target.proxy.clone_from(&self.proxy);
        target.limits = ProbeLimits { body_bytes: self.body_bytes, ..ProbeLimits::default() };
        target
    }
}

impl ProbeContext {
    /// Sends one request over a connection of a pool, and reads its answer, on the calling thread and within the
    /// request's time. Never panics on what a server sends. Where a kept connection turns out closed, it is sent again
    /// over another one, if its method is idempotent (RFC 9110, 9.2.2).
    ///
    /// # Errors
    ///
    /// Where no answer came, or only a part of one. Any status is an answer.
    pub fn request(&self, pool: Pool, request: &PlainRequest) -> Result<PlainResponse, RequestError> {
        let target = request.target();
        let mut session = Session::begin(self, &target, &ProbeControl::default());
        session.enter(pool);
        match ask(&mut session, request) {
            Ok(answer) => Ok(PlainResponse { phases: session.phases(), bytes: session.traffic(), ..answer }),
            Err(failure) => {
                let failure = session.given_up().unwrap_or_else(|| session.cleaned(failure));
                Err(RequestError {
                    reason: failure.reason,
                    message: failure.message,
                    phases: Box::new(session.phases()),
                })
            }
        }
    }
}

fn ask(session: &mut Session, request: &PlainRequest) -> Result<PlainResponse, Failure> {
    let method = Method::from_bytes(request.method.as_bytes())
        .map_err(|_| Failure::new(Reason::Config, format!("`{}` can be no HTTP method", request.method)))?;
    let takes_body = matches!(method, Method::POST | Method::PUT | Method::PATCH);
    let retry = method.is_idempotent();
    let headers = session.reveal_all(&request.headers)?;
    let mut response = session.send(Ask {
        method,
        url: &request.url,
        headers,
        body: request.body.as_deref().or(takes_body.then_some(&b""[..])),
        redirects: request.redirects,
        retry,
        beside: false,
    })?;
    let body = response.body.read_to_end(request.body_bytes)?;
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Ok(PlainResponse {
        status: response.status,
        headers: response.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        url: response.url,
        redirects: response.redirects,
        body,
        phases: Phases::default(),
        bytes: Traffic::default(),
        certificate: session.certificate(),
    })
}
