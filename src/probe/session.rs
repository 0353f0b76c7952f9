//! One check under way: its bounds, what it has met, and the outcome that is made of it.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::secret::{is_for_credentials, Revealed, Secret};
use super::verdict::Verdict;
use super::{
    Auth, DualFacts, HeaderValue, Kind, McpFacts, Outcome, Phases, Pool, ProbeContext, RestFacts, Target,
    Traffic,
};
use crate::finding::{Reason, Status};
use crate::net::exchange::{self, Bounds, Scope, Stop};
use crate::net::{Certificate, Failure, Hold, Lease, Method, Redirects, Request, Response};

/// How long the end of a session may take once everything is given up.
const END_AFTER_CANCEL: Duration = Duration::from_millis(500);
const CANCELLED: &str = "the check was cancelled";

/// One check under way.
pub(crate) struct Session<'a> {
    pub(crate) context: &'a ProbeContext,
    pub(crate) target: &'a Target,
    pub(crate) deadline: Instant,
    pub(crate) rest: Option<RestFacts>,
    pub(crate) mcp: Option<McpFacts>,
    pub(crate) dual: Option<DualFacts>,
    pub(crate) notes: Vec<String>,
    pub(crate) retry_after: Option<Duration>,
    /// The pool of the path under check.
    pub(crate) pool: Pool,
    /// Kept from the first request to an MCP server to the last, so that a check that was begun is not held up in the
    /// middle, nor the end of its session.
    lease: Option<Lease>,
    begun: Instant,
    at_unix_ns: u64,
    scope: Scope,
    stop: Option<Arc<dyn Stop>>,
    /// Who makes requests of his own once the server was greeted.
    #[cfg(feature = "load")]
    pub(crate) stay: Option<super::mcp::Stay<'a>>,
    /// What was read of secrets: servers echo it.
    secrets: RefCell<Vec<Revealed>>,
}

/// What one check is bound by beside its target.
#[derive(Clone, Default)]
pub(crate) struct ProbeControl {
    /// It is over by then, where that is before the target's own deadline.
    pub(crate) deadline: Option<Instant>,
    /// Set when nobody wants its outcome any more.
    pub(crate) stop: Option<Arc<dyn Stop>>,
}

/// What [`Session::send`] asks for.
pub(crate) struct Ask<'a> {
    pub(crate) method: Method,
    pub(crate) url: &'a str,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<&'a [u8]>,
    pub(crate) redirects: Redirects,
    pub(crate) retry: bool,
    /// The answer is read while other requests are sent to the same host.
    pub(crate) beside: bool,
}

impl<'a> Session<'a> {
    pub(super) fn begin(context: &'a ProbeContext, target: &'a Target, control: &ProbeControl) -> Self {
        let begun = Instant::now();
        let own = begun + target.timeout;
        let deadline = control.deadline.map_or(own, |deadline| deadline.min(own));
        let scope = Scope::begin(Bounds { deadline, connect: target.connect_timeout, family: target.ip });
        exchange::stoppable(control.stop.clone());
        let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Session {
            context,
            target,
            deadline,
            rest: None,
            mcp: None,
            dual: None,
            notes: Vec::new(),
            retry_after: None,
            pool: Pool::Rest,
            lease: None,
            begun,
            at_unix_ns: u64::try_from(at.as_nanos()).unwrap_or(u64::MAX),
            scope,
            stop: control.stop.clone(),
            #[cfg(feature = "load")]
            stay: None,
            secrets: RefCell::new(target.mcp.as_ref().map(|mcp| mcp.hidden.clone()).unwrap_or_default()),
        }
    }

    /// Whether nobody wants the outcome any more.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.context.is_cancelled() || self.stop.as_ref().is_some_and(|stop| stop.is_given())
    }

    /// Sends one request with the target's TLS, proxy and credentials. Credentials that can be renewed are, once, where
    /// they are refused.
    pub(crate) fn send(&mut self, ask: Ask) -> Result<Response, Failure> {
        // What the caller named goes before what the credentials would add.
        let own = super::auth::header(self)?
            .filter(|(name, _)| !ask.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)));
        let Some((name, value)) = own else {
            return self.send_with(&ask, &ask.headers);
        };
        let mut headers = ask.headers.clone();
        headers.push((name, value.clone()));
        let response = self.send_with(&ask, &headers)?;
        if response.status != 401 || !super::auth::renew(self, &value) {
            return Ok(response);
        }
        // Who asks for a token waits for a connection, and must not hold one meanwhile.
        response.body.finish();
        headers.pop();
        headers.extend(super::auth::header(self)?);
        self.send_with(&ask, &headers)
    }

    fn send_with(&mut self, ask: &Ask, headers: &[(String, String)]) -> Result<Response, Failure> {
        if !self.is_cancelled() {
            return self.send_now(ask, headers);
        }
        // What was opened is closed all the same, but not waited for as long as it may take.
        match ask.method == Method::DELETE {
            true => exchange::unstoppable(|| {
                exchange::until(Instant::now() + END_AFTER_CANCEL, || self.send_now(ask, headers))
            }),
            false => Err(Failure::new(Reason::Cancelled, CANCELLED)),
        }
    }

    fn send_now(&mut self, ask: &Ask, headers: &[(String, String)]) -> Result<Response, Failure> {
        let secrets = self.secrets.borrow();
        let is_confidential = |value: &str| {
            secrets.iter().any(|secret| !secret.text().is_empty() && value.contains(secret.text()))
        };
        let confidential: Vec<&str> = headers
            .iter()
            .filter(|(_, value)| is_confidential(value))
            .map(|(name, _)| name.as_str())
            .collect();
        // Two are taken at once or not at all, and none is waited for while another is held.
        self.lease = self.lease.take().filter(|lease| !ask.beside && lease.serves(ask.url));
        let hold = match &self.lease {
            _ if ask.beside => Hold::Both,
            Some(lease) => Hold::Within(lease),
            None => Hold::Own,
        };
        let response = self.context.http(self.pool).send(&Request {
            method: ask.method.clone(),
            url: ask.url,
            headers,
            confidential: &confidential,
            body: ask.body,
            redirects: ask.redirects,
            retry: ask.retry,
            tls: &self.target.tls,
            proxy: self.target.proxy.as_deref(),
            hold,
        })?;
        if self.pool == Pool::Mcp && self.lease.is_none() {
            self.lease = response.body.lease();
        }
        Ok(response)
    }

    /// From here on requests go over connections of this pool.
    pub(super) fn enter(&mut self, pool: Pool) {
        self.pool = pool;
        self.lease = None;
    }

    /// Reads a secret, which then is taken out of whatever is told.
    pub(crate) fn reveal(&self, secret: &Secret) -> Result<Revealed, Failure> {
        let revealed = secret.reveal()?;
        self.keep_secret(revealed.text());
        Ok(revealed)
    }

    /// Has a text taken out of whatever is told.
    pub(crate) fn keep_secret(&self, text: &str) {
        let mut secrets = self.secrets.borrow_mut();
        if !secrets.iter().any(|known| known.text() == text) {
            secrets.push(Revealed::new(text));
        }
    }

    /// Where the time went so far.
    pub(super) fn phases(&self) -> Phases {
        Phases::of(&self.scope.facts(), self.begun.elapsed())
    }

    /// What went over the wire so far.
    pub(super) fn traffic(&self) -> Traffic {
        let facts = self.scope.facts();
        Traffic { sent: facts.sent, received: facts.received }
    }

    pub(super) fn certificate(&self) -> Option<Certificate> {
        self.scope.facts().certificate
    }

    /// What is said instead of whatever failed because everything was given up.
    pub(super) fn given_up(&self) -> Option<Failure> {
        self.context.is_cancelled().then(|| Failure::new(Reason::Cancelled, CANCELLED))
    }

    /// Takes what was read of secrets out of a text that outlives this check.
    pub(super) fn cleaned(&self, mut failure: Failure) -> Failure {
        self.secrets.borrow().iter().for_each(|secret| secret.hide(&mut failure.message));
        failure
    }

    /// Headers or variables as they are configured, secrets read.
    pub(crate) fn reveal_all(
        &self,
        named: &[(String, HeaderValue)],
    ) -> Result<Vec<(String, String)>, Failure> {
        let reveal = |(name, value): &(String, HeaderValue)| {
            let value = match value {
                HeaderValue::Plain(text) => {
                    if is_for_credentials(name, text) {
                        self.keep_secret(text);
                        // `Bearer ...`
                        if let Some((_, secret)) = text.split_once(' ') {
                            self.keep_secret(secret.trim());
                        }
                    }
                    text.clone()
                }
                HeaderValue::Secret(secret) => self.reveal(secret)?.text().to_owned(),
            };
            Ok((name.clone(), value))
        };
        named.iter().map(reveal).collect()
    }

    /// Whether anything was shown to the server, so that its refusal is one of ours.
    pub(crate) fn has_credentials(&self, headers: &[(String, HeaderValue)]) -> bool {
        self.target.auth != Auth::None
            || headers.iter().any(|(name, value)| {
                name.eq_ignore_ascii_case("authorization") || matches!(value, HeaderValue::Secret(_))
            })
    }

    /// When the check was begun.
    pub(super) fn begun(&self) -> Instant {
        self.begun
    }

    /// How long the check has taken so far.
    pub(crate) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// The outcome of a target with one path.
    pub(super) fn single(mut self, kind: Kind, check: impl FnOnce(&mut Self) -> Verdict) -> Outcome {
        let verdict = check(&mut self);
        let verdict = self.expiry(verdict);
        self.outcome(kind, verdict)
    }

    /// The outcome of a target that is not looked at any more.
    pub(super) fn cancelled(self, kind: Kind) -> Outcome {
        self.outcome(kind, Verdict::because(Reason::Cancelled, CANCELLED))
    }

    /// The outcome of a target with no path.
    pub(super) fn nothing(self) -> Outcome {
        let verdict = Verdict::because(Reason::Config, "the target has neither a REST nor an MCP path");
        self.outcome(Kind::Rest, verdict)
    }

    /// Degraded where the certificate expires within the warning time.
    pub(super) fn expiry(&self, verdict: Verdict) -> Verdict {
        let warning = u64::from(self.target.tls.expiry_warning_days) * 86_400;
        let now = self.at_unix_ns / 1_000_000_000;
        let not_after = |shown: &Certificate| shown.not_after;
        match exchange::with(|exchange| exchange.facts.certificate.as_ref().map(not_after)).flatten() {
            Some(not_after) if verdict.status == Status::Healthy && not_after < now + warning => {
                let days = not_after.saturating_sub(now) / 86_400;
                let message = format!("{}; its certificate expires in {days} days", verdict.message);
                Verdict { alive: verdict.alive, ..Verdict::because(Reason::TlsExpiresSoon, message) }
            }
            _ => verdict,
        }
    }

    pub(super) fn outcome(self, kind: Kind, verdict: Verdict) -> Outcome {
        // What did not work may not have because it was cut short.
        let verdict = match self.is_cancelled() && verdict.status != Status::Healthy {
            true => Verdict::because(Reason::Cancelled, CANCELLED),
            false => verdict,
        };
        let facts = self.scope.into_facts();
        let outcome = Outcome {
            name: self.target.name.clone(),
            kind,
            status: verdict.status,
            reason: verdict.reason,
            message: verdict.message,
            alive: verdict.alive,
            at_unix_ns: self.at_unix_ns,
            cached: false,
            phases: Phases::of(&facts, self.begun.elapsed()),
            bytes: Traffic { sent: facts.sent, received: facts.received },
            retry_after: self.retry_after,
            certificate: facts.certificate,
            notes: self.notes,
            rest: self.rest,
            mcp: self.mcp.map(Box::new),
            dual: self.dual.map(Box::new),
        };
        let mut secrets = self.secrets.into_inner();
        if secrets.is_empty() {
            return outcome;
        }
        // One can hold another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.text().len()));
        outcome.without(&secrets)
    }
}
