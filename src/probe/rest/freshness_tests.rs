use super::*;
use http::HeaderValue;

/// 2026-01-01 00:00:00 UTC.
const NOW: u64 = 1_767_225_600;

fn of(lines: &[(&'static str, &str)]) -> Option<u64> {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(*name, HeaderValue::from_str(value).unwrap());
    }
    fresh_for(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)).map(|time| time.as_secs())
}

fn cache_control(value: &str) -> Option<u64> {
    of(&[("cache-control", value)])
}

#[test]
fn nothing_said_is_nothing() {
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[("age", "7"), ("date", "Thu, 01 Jan 2026 00:00:00 GMT"), ("pragma", "no-cache")]), None);
    for silent in
        ["", "public", "private", "must-revalidate, immutable", "s-maxage=9", "no-cache=\"set-cookie\""]
    {
        assert_eq!(cache_control(silent), None, "{silent}");
    }
}

#[test]
fn max_age_less_age() {
    for said in
        ["max-age=30", "public, MAX-AGE=30", "private=\"a, max-age=1\",max-age=\"30\"", ",, max-age = 30 ,"]
    {
        assert_eq!(cache_control(said), Some(30), "{said}");
    }
    assert_eq!(of(&[("cache-control", "public"), ("cache-control", "max-age=30")]), Some(30));
    assert_eq!(of(&[("cache-control", "max-age=30"), ("age", "12")]), Some(18));
    assert_eq!(of(&[("cache-control", "max-age=30"), ("age", "31")]), Some(0));
    assert_eq!(of(&[("cache-control", "max-age=30"), ("age", "old")]), Some(30));
    assert_eq!(cache_control("max-age=99999999999999999999999"), Some(365 * 86_400));
}

#[test]
fn what_nobody_is_to_keep_is_at_its_end() {
    for never in ["no-store", "max-age=30, no-cache", "No-Store, max-age=30", "max-age=0"] {
        assert_eq!(cache_control(never), Some(0), "{never}");
    }
    for nonsense in ["max-age", "max-age=", "max-age=-1", "max-age=1.5", "max-age=soon"] {
        assert_eq!(cache_control(nonsense), Some(0), "{nonsense}");
    }
}

#[test]
fn expires_counts_from_its_date() {
    let expires = ("expires", "Thu, 01 Jan 2026 00:01:00 GMT");
    assert_eq!(of(&[expires]), Some(60));
    assert_eq!(of(&[expires, ("date", "Thu, 01 Jan 2026 00:00:20 GMT")]), Some(40));
    assert_eq!(of(&[expires, ("age", "15")]), Some(45));
    assert_eq!(of(&[expires, ("cache-control", "max-age=5")]), Some(5));
    assert_eq!(of(&[("expires", "Wed, 31 Dec 2025 23:59:59 GMT")]), Some(0));
    assert_eq!(of(&[("expires", "0")]), Some(0));
}
