//! What is shown to a server.

use crate::probe::Secret;

/// Credentials of a target. Secrets are references: see [`Secret`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Auth {
    /// None.
    #[default]
    None,
    /// `Authorization: Bearer ...` (RFC 6750).
    Bearer(Secret),
    /// `Authorization: Basic ...` (RFC 7617).
    Basic {
        /// The user's name.
        username: String,
        /// The password.
        password: Secret,
    },
    /// A header of any name.
    Header {
        /// The header's name.
        name: String,
        /// Its value.
        value: Secret,
    },
    /// OAuth 2.0 client credentials (RFC 6749, 4.4).
    OAuth2(OAuth2),
}

/// Where a token is fetched, and with what. One token serves all targets with the same options.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct OAuth2 {
    /// The token endpoint.
    pub token_url: String,
    /// The client's identifier.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: Secret,
    /// The scopes asked for, separated by blanks.
    pub scope: Option<String>,
    /// The `audience` or `resource` that some servers want, as further fields of the form.
    pub parameters: Vec<(String, String)>,
}

impl OAuth2 {
    /// With no scope and no further parameters.
    #[must_use]
    pub fn new(token_url: impl Into<String>, client_id: impl Into<String>, client_secret: Secret) -> Self {
        OAuth2 {
            token_url: token_url.into(),
            client_id: client_id.into(),
            client_secret,
            scope: None,
            parameters: Vec::new(),
        }
    }
}
