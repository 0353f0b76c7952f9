//! How a server's certificate is judged, and what is shown to it.

use std::path::PathBuf;

/// TLS of one target. The default verifies against the system's roots, or the Mozilla set where the system has none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TlsOptions {
    /// A PEM file of the authorities that are trusted, instead of the system's. A server may also
    /// show one of these certificates itself.
    pub roots: Option<PathBuf>,
    /// A PEM file of the client's certificate and its chain.
    pub client_certificate: Option<PathBuf>,
    /// A PEM file of the client's key.
    pub client_key: Option<PathBuf>,
    /// `false` accepts any certificate: what comes then may come from anybody.
    pub verify: bool,
    /// Days before its expiry at which a certificate makes a target degraded; 0 for never.
    pub expiry_warning_days: u32,
}

impl Default for TlsOptions {
    fn default() -> Self {
        TlsOptions {
            roots: None,
            client_certificate: None,
            client_key: None,
            verify: true,
            expiry_warning_days: 14,
        }
    }
}
