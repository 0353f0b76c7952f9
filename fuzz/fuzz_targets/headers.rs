//! What is read of an answer's head, each reader on the same value.
#![no_main]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use libfuzzer_sys::fuzz_target;
use plimsoll::probe::readers::{retry_after, session_id, Challenge, MediaType};

/// 2026-01-01.
const NOW: Duration = Duration::from_secs(1_767_225_600);

fuzz_target!(|bytes: &[u8]| {
    if let Ok(id) = session_id(bytes) {
        assert_eq!(id.as_bytes(), bytes);
        assert!((1..=1024).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(wait) = retry_after(text, UNIX_EPOCH + NOW) {
        assert!(wait <= Duration::from_secs(86_400));
    }
    // A time before 1970 is no reason to fail.
    let _ = retry_after(text, SystemTime::UNIX_EPOCH);
    let kind = MediaType::of(Some(text));
    assert_eq!(kind, MediaType::of(Some(&text.to_ascii_uppercase())));
    if let Some(challenge) = Challenge::of(text) {
        assert!(!challenge.scheme.is_empty() && text.contains(&challenge.scheme));
        for (name, value) in &challenge.parameters {
            assert!(!name.is_empty() && value.len() <= text.len());
        }
    }
});
