//! Data that are saved from the page.

use super::words::moment;

/// What the file is called where it is saved: `plimsoll-load-2026-01-09-120000.json`.
pub(crate) fn file(kind: &str, began_unix_ns: u64) -> String {
    let day = moment(began_unix_ns as f64 / 1e9);
    format!("plimsoll-{kind}-{}.json", day.replace(' ', "-").replace(':', ""))
}

/// A document as an address that holds it.
pub(crate) fn uri(document: &[u8]) -> String {
    let mut uri = "data:application/json,".to_owned();
    for byte in document {
        // What addresses may hold as it is (RFC 3986), but for what HTML would take for its own.
        if byte.is_ascii_alphanumeric() || b"-._~!$()*+,;=:@/?".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            uri.push('%');
            uri.extend(
                [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])),
            );
        }
    }
    uri
}
