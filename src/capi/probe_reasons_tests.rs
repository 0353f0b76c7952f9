use std::collections::BTreeSet;
use std::ffi::CStr;

use super::*;

/// Every number that was ever given, with its name. Lines are added; none is changed or taken out, not
/// even that of a reason that is no longer used.
#[rustfmt::skip]
const GIVEN: &[(&str, i32)] = &[
    ("ok", 1),
    ("slow", 2),
    ("tls_expires_soon", 3),
    ("reported", 4),
    ("tool_drift", 5),
    ("partial", 6),
    ("auth_required", 7),
    ("forbidden", 8),
    ("auth_failed", 9),
    ("dns", 10),
    ("dns_timeout", 11),
    ("connect_refused", 12),
    ("connect_timeout", 13),
    ("connect_unreachable", 14),
    ("connect_failed", 15),
    ("tls_expired", 16),
    ("tls_not_yet_valid", 17),
    ("tls_hostname", 18),
    ("tls_untrusted", 19),
    ("tls_version", 20),
    ("tls_handshake", 21),
    ("http_status", 22),
    ("redirect", 23),
    ("body_mismatch", 24),
    ("too_large", 25),
    ("bad_encoding", 26),
    ("truncated", 27),
    ("closed", 28),
    ("reset", 29),
    ("protocol", 30),
    ("server_error", 31),
    ("deadline", 32),
    ("tool_missing", 33),
    ("tool_schema", 34),
    ("tool_failed", 35),
    ("tool_mismatch", 36),
    ("command_missing", 37),
    ("command_exited", 38),
    ("secret_missing", 39),
    ("config", 40),
    ("local", 41),
    ("not_admitted", 42),
    ("cancelled", 43),
    ("circuit_open", 44),
    ("dependency", 45),
    ("pool_exhausted", 46),
];

fn text(found: *const c_char) -> Option<&'static str> {
    // SAFETY: what the exports give is static and ends with a NUL.
    (!found.is_null()).then(|| unsafe { CStr::from_ptr(found) }.to_str().unwrap())
}

#[test]
fn no_number_changes_or_is_given_twice() {
    let numbers: BTreeSet<i32> = GIVEN.iter().map(|(_, number)| *number).collect();
    let names: BTreeSet<&str> = GIVEN.iter().map(|(name, _)| *name).collect();
    assert_eq!((numbers.len(), names.len()), (GIVEN.len(), GIVEN.len()));
    assert!(!numbers.contains(&0), "0 is no reason");
    for reason in Reason::ALL {
        let given = (reason.name(), number(*reason));
        assert!(GIVEN.contains(&given), "add {given:?} to the list, with a number of its own");
    }
}

#[test]
fn every_number_has_the_texts_of_its_reason() {
    for reason in Reason::ALL {
        let number = number(*reason);
        assert_eq!(text(plim_reason_name(number)), Some(reason.name()));
        assert_eq!(text(plim_reason_meaning(number)), Some(reason.meaning()));
    }
    for none in [i32::MIN, -1, 0, 10_000, i32::MAX] {
        assert_eq!(text(plim_reason_name(none)), None);
        assert_eq!(text(plim_reason_meaning(none)), None);
    }
}

#[test]
fn the_header_says_what_each_means() {
    let source = include_str!("probe_reasons.rs");
    for reason in Reason::ALL {
        let name = reason.name().to_uppercase();
        let wanted =
            format!("/// {}\npub const PLIM_REASON_{name}: i32 = {};", reason.meaning(), number(*reason));
        assert!(source.contains(&wanted), "{wanted}");
    }
    assert_eq!(source.matches("pub const PLIM_REASON_").count(), Reason::ALL.len());
}
