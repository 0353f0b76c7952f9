//! `ureq` agents: one for each combination of TLS, proxy and address family, because each keeps connections that
//! fit no other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::header::{AUTHORIZATION, CONNECTION, COOKIE, HOST, PROXY_AUTHORIZATION};
use http::{HeaderName, HeaderValue, Uri};
use ureq::unversioned::transport::{ConnectProxyConnector, Connector};
use ureq::{Agent, Proxy};

use super::dns::Resolver;
use super::pool::{self, Authority, Ledger, PoolConnector};
use super::sockets::Sockets;
use super::tcp::TcpConnector;
use super::tls::TlsConnector;
use super::{
    exchange, redirect, Body, Failure, Hold, IpFamily, Lease, Method, PoolOptions, PoolStatistics, Request,
    Response, TlsOptions,
};
use crate::finding::Reason;
use crate::sys::per_process::PerProcess;

/// The output buffer of a connection.
const OUTPUT: usize = 8 * 1024;
/// How long a turn is waited for outside of any exchange.
const USUAL_WAIT: Duration = Duration::from_secs(30);

/// What all requests share.
#[derive(Debug, Clone)]
pub(crate) struct HttpOptions {
    /// What messages call the pool.
    pub(crate) name: &'static str,
    pub(crate) user_agent: String,
    pub(crate) pool: PoolOptions,
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

/// Sends requests over a pool of connections. Shared by any number of threads. A child of a fork begins with a pool of
/// its own.
pub(crate) struct Http {
    resolver: Arc<Resolver>,
    options: HttpOptions,
    own: PerProcess<Own>,
}

/// What one process has.
struct Own {
    ledger: Arc<Ledger>,
    agents: Mutex<HashMap<Key, Open>>,
}

/// An agent, and the sockets of its connections.
struct Open {
    agent: Agent,
    sockets: Arc<Sockets>,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Http").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Own {
    fn new(options: &HttpOptions) -> Self {
        Own { ledger: Arc::new(Ledger::new(options.name, &options.pool)), agents: Mutex::default() }
    }
}

impl Http {
    pub(crate) fn new(resolver: Arc<Resolver>, options: HttpOptions) -> Self {
        let own = PerProcess::new(Own::new(&options));
        Http { resolver, options, own }
    }

    fn own(&self) -> &Own {
        self.own.get(|| Own::new(&self.options))
    }

    /// Sends a request within the [`exchange`] of this thread, follows redirects as far as they are allowed, and
    /// tries once more where a kept connection turns out closed.
    pub(crate) fn send(&self, request: &Request) -> Result<Response, Failure> {
        let own = self.own();
        let agent = self.agent(own, request)?;
        let mut url = request.url.to_owned();
        let mut method = request.method.clone();
        let mut body = request.body;
        let mut credentials = true;
        let mut followed = 0;
        loop {
            let uri: Uri = url.parse().map_err(|error| cannot_be_asked(&url, &error))?;
            let headers = self.headers(request, credentials)?;
            // Without a host there will be no connection either.
            let host = pool::authority_of(&uri);
            let lease = host.as_ref().map(|host| lease(&own.ledger, host, request.hold)).transpose()?;
            let call =
                Call { agent: &agent, method: &method, uri, headers: &headers, body, retry: request.retry };
            let response = call.send(|| host.iter().for_each(|host| own.ledger.distrust(host)))?;
            let (head, answer) = response.into_parts();
            let status = head.status.as_u16();
            if let (Some(host), Some(told)) = (&host, pool::told(&head.headers)) {
                own.ledger.told(host, told);
            }
            let response = Response {
                status,
                headers: head.headers,
                url: url.clone(),
                redirects: followed,
                body: match method == Method::HEAD || matches!(status, 204 | 304) {
                    true => Body::none(),
                    false => Body::new(answer, lease),
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
            response.body.finish();
        }
    }

    /// Ends every connection, also those in use, and keeps none. Whoever waits for a turn is sent away.
    pub(crate) fn close(&self) {
        // In a child of a fork that never sent anything there is nothing to end.
        let Some(own) = self.own.current() else { return };
        own.ledger.close();
        let agents = std::mem::take(&mut *own.agents.lock().unwrap_or_else(PoisonError::into_inner));
        for open in agents.into_values() {
            open.agent.shutdown();
            open.sockets.shut_down();
        }
    }

    /// Closes connections that were idle too long.
    pub(crate) fn sweep(&self) {
        if let Some(own) = self.own.current() {
            own.ledger.sweep();
        }
    }

    /// Connections of these hosts are kept for so long, because they will be used again by then.
    pub(crate) fn watch(&self, ages: HashMap<Authority, Duration>) {
        self.own().ledger.watch(ages);
    }

    pub(crate) fn statistics(&self) -> PoolStatistics {
        self.own.current().map(|own| own.ledger.statistics()).unwrap_or_default()
    }

    fn headers(
        &self,
        request: &Request,
        credentials: bool,
    ) -> Result<Vec<(HeaderName, HeaderValue)>, Failure> {
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
                return Err(Failure::new(
                    Reason::Config,
                    format!("the value of header `{name}` is not ASCII"),
                ));
            }
            headers.push((name, value));
        }
        if !self.options.pool.keep_alive && !headers.iter().any(|(name, _)| *name == CONNECTION) {
            headers.push((CONNECTION, HeaderValue::from_static("close")));
        }
        Ok(headers)
    }

    fn agent(&self, own: &Own, request: &Request) -> Result<Agent, Failure> {
        let family = exchange::with(|exchange| exchange.bounds.family).unwrap_or_default();
        // The warning says nothing of the connection.
        let tls = TlsOptions { expiry_warning_days: 0, ..request.tls.clone() };
        let key = Key { tls, proxy: request.proxy.map(str::to_owned), family };
        if let Some(open) = own.agents.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(open.agent.clone());
        }
        let open = self.build(own, &key)?;
        let mut agents = own.agents.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(agents.entry(key).or_insert(open).agent.clone())
    }

    fn build(&self, own: &Own, key: &Key) -> Result<Open, Failure> {
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
            // The ledger keeps them.
            .max_idle_connections(0)
            .max_idle_connections_per_host(0)
            .max_response_header_size(self.options.header_bytes)
            // More than the largest head, or a head just too large would look like a closed connection.
            .input_buffer_size(self.options.header_bytes + 1024)
            .output_buffer_size(OUTPUT)
            .build();
        let sockets = Arc::<Sockets>::default();
        let tcp = TcpConnector {
            connect_timeout: self.options.pool.connect_timeout,
            read_timeout: self.options.pool.read_timeout,
            sockets: sockets.clone(),
        };
        let connector = PoolConnector {
            make:
                ().chain(ConnectProxyConnector::default())
                    .chain(tcp)
                    .chain(TlsConnector::new(key.tls.clone())),
            ledger: own.ledger.clone(),
            agent: own.ledger.number(),
            has_proxy: key.proxy.is_some(),
        };
        let agent = Agent::with_parts(config, connector, super::dns::ForUreq(self.resolver.clone()));
        Ok(Open { agent, sockets })
    }
}

/// The right to use a connection to a host.
fn lease(ledger: &Arc<Ledger>, host: &Authority, hold: Hold) -> Result<Lease, Failure> {
    let units = match hold {
        Hold::Within(lease) if lease.is_for(host) => return Ok(lease.clone()),
        Hold::Own | Hold::Within(_) => 1,
        Hold::Both => 2,
    };
    let deadline = exchange::with(|exchange| exchange.bounds.deadline);
    ledger.lease(host, units, deadline.unwrap_or_else(|| Instant::now() + USUAL_WAIT))
}

/// One request, without its redirects.
struct Call<'a> {
    agent: &'a Agent,
    method: &'a Method,
    uri: Uri,
    headers: &'a [(HeaderName, HeaderValue)],
    body: Option<&'a [u8]>,
    retry: bool,
}

impl Call<'_> {
    /// Sends it, and once more over a new connection where a kept one was closed before it answered; `distrust` is
    /// called in between.
    fn send(&self, distrust: impl FnOnce()) -> Result<http::Response<ureq::Body>, Failure> {
        exchange::want_new(false);
        match self.once() {
            Err((_, true)) if self.retry => {
                distrust();
                exchange::want_new(true);
                let second = self.once();
                exchange::want_new(false);
                second
            }
            first => first,
        }
        .map_err(|(failure, _)| failure)
    }

    /// With a failure, whether it was that of a kept connection that had been closed.
    fn once(&self) -> Result<http::Response<ureq::Body>, (Failure, bool)> {
        exchange::begin_request();
        let mut builder = http::Request::builder().method(self.method).uri(self.uri.clone());
        if let Some(all) = builder.headers_mut() {
            for (name, value) in self.headers {
                all.append(name.clone(), value.clone());
            }
        }
        let wrong = |error: http::Error| (cannot_be_asked(&self.uri.to_string(), &error), false);
        let result = match self.body {
            Some(bytes) => self.agent.run(builder.body(bytes).map_err(wrong)?),
            None => self.agent.run(builder.body(()).map_err(wrong)?),
        };
        result.map_err(|error| {
            let (reused, answered) =
                exchange::with(|exchange| (exchange.facts.reused(), exchange.facts.answered))
                    .unwrap_or_default();
            let failure = exchange::take_failure().unwrap_or_else(|| before_answer(&error, answered));
            let gone = matches!(failure.reason, Reason::Closed | Reason::Reset);
            (failure, reused && gone && !answered)
        })
    }
}

fn cannot_be_asked(url: &str, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Reason::Config, format!("`{url}` cannot be asked for: {error}"))
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
