//! `ureq` agents: one for each combination of TLS, proxy and address family, because each keeps connections that
//! fit no other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::{AUTHORIZATION, COOKIE, HOST, PROXY_AUTHORIZATION};
use http::{HeaderName, HeaderValue};
use ureq::unversioned::transport::{ConnectProxyConnector, Connector};
use ureq::{Agent, Proxy};

use super::dns::Resolver;
use super::tcp::TcpConnector;
use super::tls::TlsConnector;
use super::{exchange, redirect, Body, Failure, IpFamily, Method, Request, Response, TlsOptions};
use crate::finding::Reason;

/// Connections that went stale between two requests are given up one after the other, but not for ever.
const MOST_RETRIES: u32 = 3;
/// The output buffer of a connection.
const OUTPUT: usize = 8 * 1024;

/// What all requests share.
#[derive(Debug, Clone)]
pub(crate) struct HttpOptions {
    pub(crate) user_agent: String,
    /// Kept connections, altogether and for one host and port.
    pub(crate) idle: usize,
    pub(crate) idle_per_host: usize,
    /// How long a connection is kept without use.
    pub(crate) idle_age: Duration,
    /// The most that the head of an answer may be, in bytes.
    pub(crate) header_bytes: usize,
}

/// What a connection must agree in to be used again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    tls: TlsOptions,
    proxy: Option<String>,
    family: IpFamily,
}

/// Sends requests. Shared by any number of threads.
#[derive(Debug)]
pub(crate) struct Http {
    resolver: Arc<Resolver>,
    options: HttpOptions,
    agents: Mutex<HashMap<Key, Agent>>,
}

impl Http {
    pub(crate) fn new(resolver: Arc<Resolver>, options: HttpOptions) -> Self {
        Http { resolver, options, agents: Mutex::default() }
    }

    /// Sends a request within the [`exchange`] of this thread, follows redirects as far as they are allowed, and
    /// tries again where a kept connection turns out closed.
    pub(crate) fn send(&self, request: &Request) -> Result<Response, Failure> {
        let agent = self.agent(request)?;
        let mut url = request.url.to_owned();
        let mut method = request.method.clone();
        let mut body = request.body;
        let mut credentials = true;
        let mut followed = 0;
        loop {
            let headers = headers(request, credentials)?;
            let response = once(&agent, &method, &url, &headers, body, request.retry)?;
            let (head, answer) = response.into_parts();
            let status = head.status.as_u16();
            let response = Response {
                status,
                headers: head.headers,
                url: url.clone(),
                redirects: followed,
                body: match method == Method::HEAD || matches!(status, 204 | 304) {
                    true => Body::none(),
                    false => Body::new(answer),
                },
            };
            if !redirect::is_redirect(status) || request.redirects == super::Redirects::Off {
                return Ok(response);
            }
            let location = response.header("location");
            let next = redirect::next(request.redirects, followed, &method, &url, status, location)?;
            followed += 1;
            credentials &= next.same_host;
            method = next.method;
            body = body.filter(|_| next.body);
            url = next.url;
            drain(response.body);
        }
    }

    /// Ends every connection, also those in use, and keeps none.
    pub(crate) fn close(&self) {
        let agents = std::mem::take(&mut *self.agents.lock().unwrap_or_else(PoisonError::into_inner));
        for agent in agents.into_values() {
            agent.shutdown();
        }
    }

    fn agent(&self, request: &Request) -> Result<Agent, Failure> {
        let family = exchange::with(|exchange| exchange.bounds.family).unwrap_or_default();
        // The warning says nothing of the connection.
        let tls = TlsOptions { expiry_warning_days: 0, ..request.tls.clone() };
        let key = Key { tls, proxy: request.proxy.map(str::to_owned), family };
        if let Some(agent) = self.agents.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(agent.clone());
        }
        let agent = self.build(&key)?;
        let mut agents = self.agents.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(agents.entry(key).or_insert(agent).clone())
    }

    fn build(&self, key: &Key) -> Result<Agent, Failure> {
        let proxy = match &key.proxy {
            // Made from the URL alone: `NO_PROXY` is not asked.
            Some(url) => Some(Proxy::new(url).map_err(|_| {
                Failure::new(
                    Reason::Config,
                    "the proxy's URL makes no sense: http://[user:password@]host:port",
                )
            })?),
            None => None,
        };
        let config = Agent::config_builder()
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .user_agent(&self.options.user_agent)
            .max_idle_connections(self.options.idle)
            .max_idle_connections_per_host(self.options.idle_per_host)
            .max_idle_age(self.options.idle_age)
            .max_response_header_size(self.options.header_bytes)
            // More than the largest head, or a head just too large would look like a closed connection.
            .input_buffer_size(self.options.header_bytes + 1024)
            .output_buffer_size(OUTPUT)
            .build();
        let connector =
            ().chain(ConnectProxyConnector::default())
                .chain(TcpConnector)
                .chain(TlsConnector::new(key.tls.clone()));
        Ok(Agent::with_parts(config, connector, super::dns::ForUreq(self.resolver.clone())))
    }
}

/// One request, repeated where a kept connection was closed before it answered.
fn once(
    agent: &Agent,
    method: &Method,
    url: &str,
    headers: &[(HeaderName, HeaderValue)],
    body: Option<&[u8]>,
    retry: bool,
) -> Result<http::Response<ureq::Body>, Failure> {
    let mut retries = 0;
    loop {
        exchange::begin_request();
        let mut builder = http::Request::builder().method(method).uri(url);
        if let Some(all) = builder.headers_mut() {
            for (name, value) in headers {
                all.append(name.clone(), value.clone());
            }
        }
        let wrong = |error: http::Error| {
            Failure::new(Reason::Config, format!("`{url}` cannot be asked for: {error}"))
        };
        let result = match body {
            Some(bytes) => agent.run(builder.body(bytes).map_err(wrong)?),
            None => agent.run(builder.body(()).map_err(wrong)?),
        };
        let error = match result {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        let (reused, answered) =
            exchange::with(|exchange| (exchange.facts.reused(), exchange.facts.answered)).unwrap_or_default();
        let failure = exchange::take_failure().unwrap_or_else(|| before_answer(&error, answered));
        let gone = matches!(failure.reason, Reason::Closed | Reason::Reset);
        if !(retry && reused && gone && !answered && retries < MOST_RETRIES) {
            return Err(failure);
        }
        retries += 1;
    }
}

/// A connection that ends before an answer was complete: closed, where nothing had come.
fn before_answer(error: &ureq::Error, answered: bool) -> Failure {
    let ended = match error {
        ureq::Error::Io(error) => {
            matches!(error.kind(), std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::NotConnected)
        }
        _ => false,
    };
    match ended {
        true if answered => {
            Failure::new(Reason::Truncated, "the connection was closed in the head of the answer")
        }
        true => Failure::new(Reason::Closed, "the server closed the connection before it answered"),
        false => Failure::from_ureq(error),
    }
}

fn headers(request: &Request, credentials: bool) -> Result<Vec<(HeaderName, HeaderValue)>, Failure> {
    let mut headers = Vec::with_capacity(request.headers.len());
    for (name, value) in request.headers {
        let is_confidential = request.confidential.contains(&name.as_str());
        let name: HeaderName = name
            .parse()
            .map_err(|_| Failure::new(Reason::Config, format!("`{name}` can be no header's name")))?;
        if !credentials
            && (is_confidential
                || name == AUTHORIZATION
                || name == COOKIE
                || name == PROXY_AUTHORIZATION
                || name == HOST)
        {
            continue;
        }
        // A value can be a secret: only its header is told.
        let value = HeaderValue::from_str(value).map_err(|_| {
            Failure::new(Reason::Config, format!("the value of header `{name}` has a control character"))
        })?;
        // `ureq` reads this one as text.
        if name == AUTHORIZATION && value.to_str().is_err() {
            return Err(Failure::new(Reason::Config, format!("the value of header `{name}` is not ASCII")));
        }
        headers.push((name, value));
    }
    Ok(headers)
}

/// Reads what is left of a redirect's small body, so that its connection can be used again.
fn drain(mut body: Body) {
    let mut buffer = [0_u8; 4096];
    while body.read_so_far() < 64 * 1024 && matches!(body.read(&mut buffer), Ok(1..)) {}
}
