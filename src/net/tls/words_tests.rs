//! Sentences for errors of `rustls`.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{ServerName, UnixTime};
use rustls::{CertificateError, Error, OtherError};

use super::sentence;

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn said(error: CertificateError) -> String {
    sentence(&Error::InvalidCertificate(error))
}

#[test]
fn times_are_told_in_one_unit() {
    let expired = |seconds: u64| {
        said(CertificateError::ExpiredContext { time: at(1_000_000 + seconds), not_after: at(1_000_000) })
    };
    assert_eq!(expired(1), "its certificate expired 1 second ago");
    assert_eq!(expired(3_600), "its certificate expired 60 minutes ago");
    assert_eq!(expired(86_400 * 3 + 5), "its certificate expired 3 days ago");
    let early = CertificateError::NotValidYetContext { time: at(0), not_before: at(86_400) };
    assert_eq!(said(early), "its certificate is valid only in 24 hours");
}

#[test]
fn names_are_told_bare_and_not_all_of_many() {
    let wrong = |names: &[&str]| {
        said(CertificateError::NotValidForNameContext {
            expected: ServerName::try_from("shop.example").unwrap(),
            presented: names.iter().map(|name| format!("DnsName(\"{name}\")")).collect(),
        })
    };
    assert_eq!(wrong(&["a.example"]), "its certificate is for `a.example`, not for `shop.example`");
    assert_eq!(
        wrong(&["a", "b", "c", "d", "e"]),
        "its certificate is for `a`, `b`, `c` and 2 more, not for `shop.example`"
    );
    assert_eq!(wrong(&[]), "its certificate is for no name at all, so not for `shop.example`");
}

#[test]
fn a_certificate_that_signs_itself_is_called_so() {
    #[derive(Debug)]
    struct CaUsedAsEndEntity;
    impl std::fmt::Display for CaUsedAsEndEntity {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("no end entity")
        }
    }
    impl std::error::Error for CaUsedAsEndEntity {}
    let other = said(CertificateError::Other(OtherError(Arc::new(CaUsedAsEndEntity))));
    assert!(other.starts_with("its certificate is self-signed"), "{other}");
    assert!(said(CertificateError::Revoked).starts_with("its certificate cannot be trusted: "));
}
