//! One plain request for the host.

use std::time::Duration;

use plimsoll::finding::Reason;
use plimsoll::probe::{Auth, HeaderValue, PlainRequest, Pool, Secret, Target};

use super::server::{fine, Does, Server};
use super::{at_rest, context};

#[test]
fn a_request_is_sent_as_it_is_and_its_answer_comes_as_it_is() {
    let server =
        Server::new(|_| Does::Answer(418, "X-Kind: Pot\r\nX-Kind: Tea\r\n", "short and stout".to_owned()));
    let context = context(|_| {});
    for (pool, other) in [(Pool::Rest, Pool::Mcp), (Pool::Mcp, Pool::Rest)] {
        let mut request = PlainRequest::new("PROPFIND", server.url("/pot?x=1"));
        request.headers.push(("X-Own".to_owned(), HeaderValue::Plain("yes".to_owned())));
        request.body = Some(b"what?".to_vec());
        let before = context.pool(other).created;
        let answer = context.request(pool, &request).expect("an answer");
        assert_eq!((answer.status, answer.body.as_slice()), (418, &b"short and stout"[..]));
        let kinds: Vec<&str> = answer
            .headers
            .iter()
            .filter(|(name, _)| name == "x-kind")
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(kinds, ["Pot", "Tea"]);
        assert_eq!((answer.url.as_str(), answer.redirects), (request.url.as_str(), 0));
        assert_eq!((answer.phases.requests, answer.phases.connections), (1, 1));
        assert!(answer.bytes.sent > 50 && answer.bytes.received > 50 && !answer.phases.total.is_zero());
        assert_eq!(at_rest(&context, pool).created, 1);
        assert_eq!(context.pool(other).created, before);
        let asked = server.asked().pop().expect("a request");
        assert_eq!(asked.line, "PROPFIND /pot?x=1 HTTP/1.1");
        assert!(
            asked.head.contains("x-own: yes\r\n") && asked.head.contains("content-length: 5\r\n"),
            "{}",
            asked.head
        );
    }
    assert!(
        context
            .request(Pool::Rest, &PlainRequest::new("GET", server.url("/")))
            .expect("an answer")
            .phases
            .reused
    );
}

#[test]
fn what_goes_wrong_has_a_reason_and_tells_no_secret() {
    std::env::set_var("PLIMSOLL_REQUEST_SECRET", "hush-hush-hush");
    let server =
        Server::new(|_| Does::Answer(302, "Location: http://hush-hush-hush.example/\r\n", String::new()));
    let context = context(|_| {});
    let secret = Secret::parse("env:PLIMSOLL_REQUEST_SECRET").expect("a reference");
    let mut request = PlainRequest::new("GET", server.url("/"));
    request.auth = Auth::Bearer(secret);
    let error = context.request(Pool::Rest, &request).expect_err("another host");
    assert_eq!(error.reason, Reason::Redirect);
    assert!(!error.to_string().contains("hush"), "{error}");
    assert!(server.asked()[0].head.contains("authorization: Bearer hush-hush-hush"), "{:?}", server.asked());
    request.auth = Auth::Bearer(Secret::Env("PLIMSOLL_NOT_THERE".to_owned()));
    assert_eq!(context.request(Pool::Rest, &request).expect_err("no secret").reason, Reason::SecretMissing);

    let reason = |method: &str, url: &str| {
        context.request(Pool::Rest, &PlainRequest::new(method, url)).expect_err("nothing").reason
    };
    assert_eq!(reason("GET", "http://127.0.0.1:1/"), Reason::ConnectRefused);
    for wrong in ["", "no url", "ftp://127.0.0.1/", "http://", "http:// /"] {
        assert_eq!(reason("GET", wrong), Reason::Config, "{wrong:?}");
    }
    assert_eq!(reason("G E T", &server.url("/")), Reason::Config);
    at_rest(&context, Pool::Rest);
}

#[test]
fn a_request_is_bounded() {
    let server = Server::new(|asked| match asked.line.contains("/silent") {
        true => Does::Nothing,
        false => Does::Answer(200, "", "x".repeat(5000)),
    });
    let context = context(|_| {});
    let mut request = PlainRequest::new("GET", server.url("/"));
    request.body_bytes = 4999;
    assert_eq!(context.request(Pool::Rest, &request).expect_err("too much").reason, Reason::TooLarge);
    request.body_bytes = 5000;
    assert_eq!(context.request(Pool::Rest, &request).expect("all of it").body.len(), 5000);
    let mut request = PlainRequest::new("GET", server.url("/silent"));
    request.timeout = Duration::from_millis(50);
    assert_eq!(context.request(Pool::Rest, &request).expect_err("nothing").reason, Reason::Deadline);
    request.timeout = Duration::MAX;
    request.connect_timeout = Duration::MAX;
    context.cancel();
    assert_eq!(context.request(Pool::Rest, &request).expect_err("cancelled").reason, Reason::Cancelled);
    at_rest(&context, Pool::Rest);
}

#[test]
fn only_what_may_be_done_twice_is_sent_again() {
    for (method, again) in [("GET", true), ("PUT", true), ("DELETE", true), ("POST", false), ("PATCH", false)]
    {
        let server = Server::new(|asked| if asked.earlier == 0 { fine() } else { Does::Close });
        let context = context(|_| {});
        context.request(Pool::Rest, &PlainRequest::new("GET", server.url("/"))).expect("an answer");
        let second = context.request(Pool::Rest, &PlainRequest::new(method, server.url("/")));
        assert_eq!(second.is_ok(), again, "{method}: {second:?}");
        assert_eq!(server.asked().len(), if again { 3 } else { 2 }, "{method}");
    }
}

#[test]
fn a_request_can_be_that_of_a_target() {
    let server = Server::new(|_| fine());
    let mut target = Target::rest("test", server.url("/health"));
    target.timeout = Duration::from_secs(3);
    target.rest.as_mut().expect("a path").method = "HEAD".to_owned();
    let request = PlainRequest::of(&target);
    assert_eq!(request.timeout, Duration::from_secs(3));
    let answer = context(|_| {}).request(Pool::Rest, &request).expect("an answer");
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_eq!(server.asked()[0].line, "HEAD /health HTTP/1.1");
}
