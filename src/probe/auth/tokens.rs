//! Tokens by OAuth 2.0 client credentials (RFC 6749, 4.4): fetched once for all who need the same one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use serde_json::Value;

use crate::cache::{Category, CategoryOptions, Heap, Store};
use crate::finding::Reason;
use crate::net::exchange::{Bounds, Scope};
use crate::net::{Failure, Hold, Method, Redirects, Request, TlsOptions};
use crate::probe::document;
use crate::probe::secret::Revealed;
use crate::probe::session::Session;
use crate::probe::{OAuth2, Pool};
use crate::sys::clock::KernelClock;

/// Where the server does not say how long a token is good for (RFC 6749, 5.1 recommends that it does).
const USUAL_LIFE: Duration = Duration::from_secs(3600);
/// A token is renewed so long before it expires, or after nine tenths of its life if that is later.
const MARGIN: Duration = Duration::from_secs(60);
/// However long a server says that a token is good for. It is kept for the time of its category at most.
const LONGEST_LIFE: Duration = Duration::from_secs(86_400);
/// A refusal is remembered for so long, so that a thousand targets do not ask a thousand times.
const REFUSED_FOR: Duration = Duration::from_secs(5);
/// The most that a token endpoint may answer.
const ANSWER_BYTES: usize = 64 * 1024;

/// What a token depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    options: OAuth2,
    tls: TlsOptions,
    proxy: Option<String>,
}

/// The tokens of a context. A refusal is kept as well, for a short time.
pub(crate) struct Tokens(Arc<Store<Key, Result<Revealed, Failure>>>);

impl Heap for Key {
    fn heap_bytes(&self) -> usize {
        let OAuth2 { token_url, client_id, scope, parameters, .. } = &self.options;
        let parameters = parameters.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
        let scope = scope.as_ref().map_or(0, String::len);
        token_url.len() + client_id.len() + scope + parameters + self.proxy.as_ref().map_or(0, String::len)
    }
}

impl Heap for Result<Revealed, Failure> {
    fn heap_bytes(&self) -> usize {
        match self {
            Ok(token) => token.text().len(),
            Err(failure) => failure.message.len(),
        }
    }
}

impl Tokens {
    pub(crate) fn new(options: CategoryOptions) -> Self {
        Tokens(Arc::new(Store::new(options, Arc::new(KernelClock))))
    }

    /// As the host sees it: without the tokens.
    pub(crate) fn category(&self) -> Arc<dyn Category> {
        self.0.clone()
    }

    /// The token of a target, fetched if need be within the session's deadline.
    pub(super) fn get(&self, session: &Session, options: &OAuth2) -> Result<Revealed, Failure> {
        let key = key(session, options);
        let token = loop {
            let mut own = false;
            let fetch = || {
                own = true;
                // A failure is told to others too, who know nothing of what this one has read.
                kept(fetch(session, options).map_err(|failure| session.cleaned(failure)))
            };
            match self.0.own_or_fetch(key.clone(), session.deadline, fetch) {
                Some(Ok(token)) => break token,
                // Somebody else's time was up, not ours.
                Some(Err(failure))
                    if !own
                        && matches!(failure.reason, Reason::Deadline | Reason::Cancelled)
                        && Instant::now() < session.deadline => {}
                Some(Err(failure)) => return Err(failure),
                None => {
                    let message = format!("no token from {} before the deadline", options.token_url);
                    return Err(Failure::new(Reason::Deadline, message));
                }
            }
        };
        session.keep_secret(token.text());
        Ok(token)
    }

    /// Forgets a token that a server refused, unless another has taken its place. Whether it makes sense to try again.
    pub(super) fn forget(&self, session: &Session, options: &OAuth2, sent: &str) -> bool {
        let key = key(session, options);
        let is_it = |known: &Result<Revealed, Failure>| match known {
            Ok(token) => sent.strip_prefix("Bearer ") == Some(token.text()),
            Err(_) => false,
        };
        self.0.remove_own_if(key.clone(), is_it) || self.0.get_own(key, Result::is_ok).is_some()
    }
}

fn key(session: &Session, options: &OAuth2) -> Key {
    let target = session.target;
    Key { options: options.clone(), tls: target.tls.clone(), proxy: target.proxy.clone() }
}

/// What to keep, and for how long.
fn kept(result: Result<(Revealed, Duration), Failure>) -> (Result<Revealed, Failure>, Duration) {
    match result {
        Ok((token, life)) => (Ok(token), life.saturating_sub(MARGIN.min(life / 10))),
        // What is wrong on this side, or only took too long, may be right for the next one.
        Err(failure)
            if matches!(failure.reason, Reason::SecretMissing | Reason::Deadline | Reason::Cancelled) =>
        {
            (Err(failure), Duration::ZERO)
        }
        Err(failure) => (Err(failure), REFUSED_FOR),
    }
}

/// Asks with the credentials in a header, which every server has to understand (RFC 6749, 2.3.1), and where they are
/// refused with the credentials in the form, which is all that some do.
fn fetch(session: &Session, options: &OAuth2) -> Result<(Revealed, Duration), Failure> {
    // Its phases and its certificate are not those of the server that is checked.
    let _scope = Scope::begin(Bounds {
        deadline: session.deadline,
        connect: session.target.connect_timeout,
        family: session.target.ip,
    });
    let secret = session.reveal(&options.client_secret)?;
    let pair = format!("{}:{}", form(&options.client_id), form(secret.text()));
    let basic = STANDARD.encode(pair);
    session.keep_secret(&basic);
    let mut fields = vec![("grant_type", "client_credentials")];
    fields.extend(options.scope.as_deref().map(|scope| ("scope", scope)));
    fields.extend(options.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));

    let (status, answer) = ask(session, options, &fields, Some(&basic))?;
    let refused =
        matches!(status, 400 | 401) && answer.get("error").and_then(Value::as_str) == Some("invalid_client");
    if !refused {
        return token(options, status, &answer);
    }
    fields.push(("client_id", &options.client_id));
    fields.push(("client_secret", secret.text()));
    let (status, answer) = ask(session, options, &fields, None)?;
    token(options, status, &answer)
}

fn ask(
    session: &Session,
    options: &OAuth2,
    fields: &[(&str, &str)],
    basic: Option<&str>,
) -> Result<(u16, Value), Failure> {
    let mut headers = vec![
        ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("Accept".to_owned(), "application/json".to_owned()),
    ];
    headers.extend(basic.map(|basic| ("Authorization".to_owned(), format!("Basic {basic}"))));
    let body: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", form(name), form(value))).collect();
    let mut response = session
        .context
        .http(Pool::Rest)
        .send(&Request {
            method: Method::POST,
            url: &options.token_url,
            headers: &headers,
            confidential: &[],
            body: Some(body.join("&").as_bytes()),
            // Credentials go to the endpoint that was configured.
            redirects: Redirects::Off,
            retry: true,
            tls: &session.target.tls,
            proxy: session.target.proxy.as_deref(),
            hold: Hold::Own,
        })
        .map_err(|failure| at_endpoint(options, &failure))?;
    let bytes = response.body.read_to_end(ANSWER_BYTES).map_err(|failure| at_endpoint(options, &failure))?;
    let answer = document::parse(&bytes, session.target.limits.json_depth).unwrap_or(Value::Null);
    Ok((response.status, answer))
}

fn at_endpoint(options: &OAuth2, failure: &Failure) -> Failure {
    let reason = match failure.reason {
        reason @ (Reason::Deadline | Reason::Cancelled) => reason,
        _ => Reason::AuthFailed,
    };
    Failure::new(
        reason,
        format!("no token from {}: {} ({})", options.token_url, failure.message, failure.reason),
    )
}

fn token(options: &OAuth2, status: u16, answer: &Value) -> Result<(Revealed, Duration), Failure> {
    let refuse = |why: String| {
        Err(Failure::new(
            Reason::AuthFailed,
            format!("no token from {}: status {status}{why}", options.token_url),
        ))
    };
    let text = |name: &str| answer.get(name).and_then(Value::as_str);
    if status != 200 {
        let short = |text: &str| {
            let end = if text.chars().nth(200).is_some() { "..." } else { "" };
            text.chars().take(200).collect::<String>() + end
        };
        let error = text("error").map(|error| format!(", {}", short(error))).unwrap_or_default();
        let description =
            text("error_description").map(|why| format!(": {}", short(why))).unwrap_or_default();
        return refuse(error + &description);
    }
    let Some(token) = text("access_token").filter(|token| !token.is_empty()) else {
        return refuse(", and no `access_token` in the answer".to_owned());
    };
    // RFC 6749, A.12; anything else cannot stand in a header.
    if !token.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return refuse(", and an `access_token` that is not visible ASCII".to_owned());
    }
    if !text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")) {
        return refuse(", and a `token_type` that is not Bearer".to_owned());
    }
    let life = match answer.get("expires_in") {
        None | Some(Value::Null) => USUAL_LIFE,
        // Some servers write the number as a text.
        Some(value) => match value.as_f64().or_else(|| value.as_str()?.parse().ok()) {
            Some(seconds) if seconds >= 0.0 => Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_LIFE),
            _ => return refuse(", and an `expires_in` that is no number of seconds".to_owned()),
        },
    };
    Ok((Revealed::new(token), life.min(LONGEST_LIFE)))
}

/// `application/x-www-form-urlencoded`.
fn form(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                encoded.push(char::from(byte))
            }
            b' ' => encoded.push('+'),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
