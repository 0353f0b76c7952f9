use std::time::UNIX_EPOCH;

use super::*;

#[test]
fn a_media_type_is_told_by_its_essence() {
    for (value, wanted) in [
        ("application/json", MediaType::Json),
        ("Application/JSON; charset=utf-8", MediaType::Json),
        ("application/problem+json", MediaType::Json),
        ("Text/Event-Stream;charset=UTF-8", MediaType::Events),
        ("text/plain", MediaType::Other),
        ("application/jsonp", MediaType::Other),
        ("\u{e4}+json", MediaType::Json),
        ("+json", MediaType::Other),
        (" ; charset=utf-8", MediaType::Missing),
    ] {
        assert_eq!(MediaType::of(Some(value)), wanted, "{value}");
    }
    assert_eq!(MediaType::of(None), MediaType::Missing);
}

#[test]
fn a_session_id_is_visible_ascii_of_bounded_length() {
    assert_eq!(session_id(b"c0ff-ee!~").as_deref(), Ok("c0ff-ee!~"));
    assert_eq!(session_id(b""), Err(BadSessionId::Empty));
    for bad in [&b"c0ff ee"[..], b"caf\xC3\xA9", b"a\x01", b"a\x7F", b"a\t"] {
        assert_eq!(session_id(bad), Err(BadSessionId::NotVisible), "{bad:?}");
    }
    assert_eq!(session_id(&[b'x'; 1024]).map(|id| id.len()), Ok(1024));
    assert_eq!(session_id(&[b'x'; 1025]), Err(BadSessionId::TooLong));
}

#[test]
fn retry_after_is_seconds_or_a_date_and_at_most_a_day() {
    let now = UNIX_EPOCH + Duration::from_secs(784_111_700);
    assert_eq!(retry_after(" 30 ", now), Some(Duration::from_secs(30)));
    assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(77)));
    assert_eq!(retry_after("4294967296", now), Some(Duration::from_secs(86_400)));
    assert_eq!(retry_after("Fri, 31 Dec 9999 23:59:59 GMT", now), Some(Duration::from_secs(86_400)));
    for nonsense in ["", "-5", "soon", "1e3", "99999999999999999999999", "Sun, 06 Nov 1984 08:49:37 GMT"] {
        assert_eq!(retry_after(nonsense, now), None, "{nonsense}");
    }
}

#[test]
fn a_challenge_is_read_with_its_parameters() {
    let text = r#"Bearer error="invalid_token", error_description="say \"please\"", Resource_Metadata="http://h/x,y", n=5"#;
    let challenge = Challenge::of(text).unwrap();
    assert_eq!(challenge.scheme, "Bearer");
    assert_eq!(challenge.parameter("error"), Some("invalid_token"));
    assert_eq!(challenge.parameter("error_description"), Some("say \"please\""));
    assert_eq!(challenge.parameter("resource_metadata"), Some("http://h/x,y"));
    assert_eq!(challenge.parameter("n"), Some("5"));
    assert_eq!(challenge.parameter("scope"), None);
    assert_eq!(Challenge::of("Negotiate").map(|bare| bare.parameters), Some(Vec::new()));
}

#[test]
fn nonsense_is_no_challenge_and_what_is_cut_is_left_out() {
    for nonsense in ["", "  ", ",,=\"\\\" ,Bearer ==\"", "=x", "\u{e4}"] {
        assert_eq!(Challenge::of(nonsense), None, "{nonsense}");
    }
    let cut = Challenge::of(r#"Bearer error="x", scope="never ends"#).unwrap();
    assert_eq!(cut.parameters, [("error".to_owned(), "x".to_owned())]);
    let token = Challenge::of("Negotiate YWJj==").unwrap();
    assert_eq!(token.scheme, "Negotiate");
}
