//! Credentials as a header.

mod tokens;

use base64::engine::general_purpose::STANDARD;
use base64::Engine;

pub(crate) use tokens::Tokens;

use super::session::Session;
use super::Auth;
use crate::net::Failure;

/// The header that shows the target's credentials, with its secret read.
pub(super) fn header(session: &Session) -> Result<Option<(String, String)>, Failure> {
    let authorization = |value: String| Ok(Some(("Authorization".to_owned(), value)));
    match &session.target.auth {
        Auth::None => Ok(None),
        Auth::Bearer(secret) => authorization(format!("Bearer {}", session.reveal(secret)?.text())),
        Auth::Basic { username, password } => {
            let pair = format!("{username}:{}", session.reveal(password)?.text());
            let encoded = STANDARD.encode(pair);
            session.keep_secret(&encoded);
            authorization(format!("Basic {encoded}"))
        }
        Auth::Header { name, value } => Ok(Some((name.clone(), session.reveal(value)?.text().to_owned()))),
        Auth::OAuth2(options) => {
            let token = session.context.tokens.get(session, options)?;
            authorization(format!("Bearer {}", token.text()))
        }
    }
}

/// After a 401: whether other credentials can be had, so that trying again makes sense.
pub(super) fn renew(session: &Session, sent: &str) -> bool {
    match &session.target.auth {
        Auth::OAuth2(options) => session.context.tokens.forget(session, options, sent),
        _ => false,
    }
}
