//! What a failed handshake says, in sentences for people.

use std::time::Duration;

use rustls::{CertificateError, Error};

/// Names of a certificate that are shown.
const NAMES: usize = 3;

/// The sentence for an error of `rustls`.
pub(super) fn sentence(error: &Error) -> String {
    match error {
        Error::InvalidMessage(_) => "what answers on this port does not speak TLS".to_owned(),
        Error::InvalidCertificate(certificate) => of_certificate(certificate),
        other => format!("the TLS handshake failed: {other}"),
    }
}

fn of_certificate(error: &CertificateError) -> String {
    use CertificateError as E;
    match error {
        E::Expired => "its certificate has expired".to_owned(),
        E::ExpiredContext { time, not_after } => {
            format!("its certificate expired {} ago", span(time.as_secs(), not_after.as_secs()))
        }
        E::NotValidYet => "its certificate is not valid yet".to_owned(),
        E::NotValidYetContext { time, not_before } => {
            format!("its certificate is valid only in {}", span(not_before.as_secs(), time.as_secs()))
        }
        E::NotValidForName => "its certificate is for another name".to_owned(),
        E::NotValidForNameContext { expected, presented } => {
            let host = expected.to_str();
            match presented.len() {
                0 => format!("its certificate is for no name at all, so not for `{host}`"),
                _ => format!("its certificate is for {}, not for `{host}`", names(presented)),
            }
        }
        E::UnknownIssuer => "its certificate is signed by no authority that is trusted here".to_owned(),
        // Most certificates that servers sign themselves are made as those of an authority.
        other if format!("{other:?}").contains("CaUsedAsEndEntity") => {
            "its certificate is self-signed (it is that of an authority), and not trusted here".to_owned()
        }
        other => format!("its certificate cannot be trusted: {other}"),
    }
}

/// The time between two moments, in the one unit that tells most.
fn span(later: u64, earlier: u64) -> String {
    let seconds = Duration::from_secs(later.saturating_sub(earlier)).as_secs();
    let (count, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7_199 => (seconds / 60, "minute"),
        7_200..=172_799 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Names as `rustls` writes them, `DnsName("a.example")`: what stands in the quotes.
fn names(presented: &[String]) -> String {
    let bare = |name: &String| format!("`{}`", name.split('"').nth(1).unwrap_or(name));
    let mut shown = presented.iter().take(NAMES).map(bare).collect::<Vec<_>>().join(", ");
    if presented.len() > NAMES {
        shown.push_str(&format!(" and {} more", presented.len() - NAMES));
    }
    shown
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
