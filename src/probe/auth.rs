//! Credentials as a header.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;

use super::session::Session;
use super::Auth;
use crate::finding::Reason;
use crate::net::Failure;

/// The header that shows the target's credentials, with its secret read.
pub(super) fn header(session: &Session) -> Result<Option<(String, String)>, Failure> {
    let authorization = |value: String| Ok(Some(("Authorization".to_owned(), value)));
    match &session.target.auth {
        Auth::None => Ok(None),
        Auth::Bearer(secret) => authorization(format!("Bearer {}", secret.reveal()?.text())),
        Auth::Basic { username, password } => {
            let pair = format!("{username}:{}", password.reveal()?.text());
            authorization(format!("Basic {}", STANDARD.encode(pair)))
        }
        Auth::Header { name, value } => Ok(Some((name.clone(), value.reveal()?.text().to_owned()))),
        Auth::OAuth2(_) => Err(Failure::new(Reason::AuthFailed, "no token")),
    }
}
