use super::*;

fn get(text: &str) -> Head {
    Head::parse(text.as_bytes())
}

fn whole(text: &str) -> Request {
    match get(text) {
        Head::Whole(request) => request,
        other => panic!("{other:?} of {text:?}"),
    }
}

#[test]
fn a_request_is_read_however_it_is_cut() {
    let text = "GET /metrics?a=b HTTP/1.1\r\nHost: x\r\nauthorization: bearer  t0ken \r\n\r\nleft over";
    let end = text.find("left").unwrap();
    for cut in 0..end {
        assert_eq!(Head::parse(&text.as_bytes()[..cut]), Head::Partial, "{:?}", &text[..cut]);
    }
    let request = whole(text);
    assert_eq!((request.path(), request.query(), request.is_head), ("/metrics", Some("a=b"), false));
    assert_eq!(request.token.as_deref(), Some(&b"t0ken"[..]));
    assert!(whole("HEAD / HTTP/1.0\r\n\r\n").is_head);
    let shown = |value: &str| whole(&format!("GET / HTTP/1.0\r\nAuthorization: {value}\r\n\r\n")).token;
    // `anybody:t0:ken`, as browsers send it; `x`, which is no pair; and what is no base64.
    assert_eq!(shown("basic YW55Ym9keTp0MDprZW4=").as_deref(), Some(&b"t0:ken"[..]));
    assert_eq!([shown("Basic eA=="), shown("Basic ***"), shown("Digest x")], [None, None, None]);
    assert_eq!(whole("GET / HTTP/1.0\r\nAuthorization: Bearerx\r\n\r\n").token, None);
}

#[test]
fn a_target_may_be_written_as_for_a_proxy() {
    for (target, path) in [("http://x/a?b", "/a?b"), ("HTTP://x", "/"), ("http://x/", "/")] {
        let request = whole(&format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"));
        assert_eq!(request.target, path);
    }
}

#[test]
fn an_answer_is_packed_for_who_says_so() {
    let takes =
        |value: &str| whole(&format!("GET / HTTP/1.0\r\nAccept-Encoding: {value}\r\n\r\n")).takes_gzip;
    assert!(["gzip", "br, GZIP;q=0.5", "deflate,gzip ; q=1"].into_iter().all(takes));
    assert!(!["", "br", "gzip;q=0", "gzip; q=0.0", "gzip;q=x", "x-gzip"].into_iter().any(takes));
    assert!(!whole("GET / HTTP/1.0\r\n\r\n").takes_gzip);
}

#[test]
fn what_cannot_be_served_is_told_by_its_status() {
    for (text, status) in [
        ("POST / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        ("GET https://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\n\r\n", 505),
        ("\u{16}\u{3}\u{1}\u{0}\u{a5}\u{1}", 400),
        ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
    ] {
        assert_eq!(get(text), Head::Wrong(status), "{text:?}");
    }
}

#[test]
fn what_is_accepted_is_one_list() {
    let accepted = |headers: &str| {
        let request = whole(&format!("GET / HTTP/1.1\r\nHost: x\r\n{headers}\r\n"));
        request.accept().map(str::to_owned)
    };
    assert_eq!(accepted(""), None);
    assert_eq!(accepted("Accept: a/b\r\nACCEPT: c/d;q=0.5\r\n").as_deref(), Some("a/b, c/d;q=0.5"));
}

#[test]
fn heads_are_bounded() {
    let line = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(MOST_BYTES));
    assert_eq!(get(&line), Head::Wrong(431));
    assert_eq!(Head::parse(&line.as_bytes()[..MOST_BYTES - 1]), Head::Partial);
    assert_eq!(Head::parse(&line.as_bytes()[..MOST_BYTES]), Head::Wrong(431));
    let headers = "A: b\r\n".repeat(MOST_HEADERS + 1);
    assert_eq!(get(&format!("GET / HTTP/1.1\r\n{headers}\r\n")), Head::Wrong(431));
}
