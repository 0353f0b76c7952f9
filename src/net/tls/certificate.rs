//! What a server's certificate says of itself.

use serde::Serialize;
use x509_cert::der::Decode;

/// The certificate that a server showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Certificate {
    /// Its subject, as in RFC 4514: `CN=example.test`.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// Seconds since 1970-01-01 UTC from which it is valid.
    pub not_before: u64,
    /// Seconds since 1970-01-01 UTC after which it is not valid any more.
    pub not_after: u64,
}

impl Certificate {
    pub(super) fn parse(der: &[u8]) -> Option<Self> {
        let certificate = x509_cert::Certificate::from_der(der).ok()?;
        let to_be_signed = certificate.tbs_certificate();
        let validity = to_be_signed.validity();
        Some(Certificate {
            subject: to_be_signed.subject().to_string(),
            issuer: to_be_signed.issuer().to_string(),
            not_before: validity.not_before.to_unix_duration().as_secs(),
            not_after: validity.not_after.to_unix_duration().as_secs(),
        })
    }
}
