//! TLS by `rustls`: verified, with the certificate kept for its expiry and every failure under its own name.

mod certificate;
mod config;
mod connector;
mod options;
mod roots;
mod verifier;
mod words;

pub use certificate::Certificate;
use config::client_config;
pub(super) use connector::TlsConnector;
pub use options::TlsOptions;
