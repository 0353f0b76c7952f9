use super::*;
use crate::probe::{HeaderValue, ProbeOptions, Secret};

fn plain(target: &Target) -> Option<Plain> {
    Plain::of(target, &ProbeContext::new(ProbeOptions::default()).unwrap())
}

fn text(target: &Target) -> String {
    String::from_utf8(plain(target).unwrap().message).unwrap()
}

#[test]
fn a_request_is_written_as_it_is_sent() {
    let mut target = Target::rest("shop", "http://127.0.0.1:8080/health?deep=1");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        text(&target),
        format!(
            "GET /health?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: plimsoll/{version}\r\nAccept: */*\r\n\r\n"
        )
    );
    let rest = target.rest.as_mut().unwrap();
    rest.method = "POST".to_owned();
    rest.body = Some("{}".to_owned());
    rest.headers = vec![("accept".to_owned(), HeaderValue::Plain("text/plain".to_owned()))];
    let text = text(&target);
    assert!(text.ends_with("accept: text/plain\r\nContent-Length: 2\r\n\r\n{}"), "{text}");
    assert!(!text.contains("Accept: */*"));
}

#[test]
fn credentials_are_read_once() {
    std::env::set_var("PLIMSOLL_LOAD_TOKEN", "a token");
    let mut target = Target::rest("shop", "http://127.0.0.1/");
    target.auth = Auth::Bearer(Secret::Env("PLIMSOLL_LOAD_TOKEN".to_owned()));
    assert!(text(&target).contains("Authorization: Bearer a token\r\n"));
    target.auth =
        Auth::Basic { username: "me".to_owned(), password: Secret::Env("PLIMSOLL_LOAD_TOKEN".to_owned()) };
    assert!(text(&target).contains("Authorization: Basic bWU6YSB0b2tlbg==\r\n"));
    target.auth = Auth::Bearer(Secret::Env("PLIMSOLL_NO_SUCH_TOKEN".to_owned()));
    assert!(plain(&target).is_none());
}

#[test]
fn what_needs_more_is_not_plain() {
    let usual = Target::rest("shop", "http://127.0.0.1/");
    assert!(plain(&usual).is_some());
    assert!(plain(&Target::rest("shop", "https://127.0.0.1/")).is_none());
    assert!(plain(&Target::mcp("tools", "http://127.0.0.1/mcp")).is_none());
    assert!(plain(&Target { proxy: Some("http://127.0.0.1:3128".to_owned()), ..usual.clone() }).is_none());
    let mut looks = usual.clone();
    looks.rest.as_mut().unwrap().expect.contains.push("ok".to_owned());
    assert!(plain(&looks).is_none());
    let mut broken = usual;
    broken.rest.as_mut().unwrap().headers = vec![("a b".to_owned(), HeaderValue::Plain("c\r\nd".to_owned()))];
    assert!(plain(&broken).is_none());
}

#[test]
fn statuses_are_judged() {
    let mut target = Target::rest("shop", "http://127.0.0.1/");
    let judged = |target: &Target, status| plain(target).unwrap().judge(status);
    assert_eq!((judged(&target, 204), judged(&target, 302)), (Reason::Ok, Reason::HttpStatus));
    target.rest.as_mut().unwrap().expect.status = vec![StatusRange::new(404, 404)];
    assert_eq!((judged(&target, 404), judged(&target, 200)), (Reason::Ok, Reason::HttpStatus));
}
