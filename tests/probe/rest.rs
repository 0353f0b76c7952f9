//! What is asked of a REST endpoint, and what has to come back.

use std::thread::sleep;
use std::time::Duration;

use plimsoll::finding::{Reason, Status};
use plimsoll::probe::{
    probe, Auth, Compare, HeaderValue, HealthDocument, IpFamily, JsonCheck, Outcome, Redirects, RestOptions,
    Secret, StatusRange, Target,
};
use serde_json::json;

use super::context;
use super::server::{answer, Server};

fn check(server: &Server, path: &str, change: impl FnOnce(&mut RestOptions)) -> Outcome {
    let mut target = Target::rest("test", server.url(path));
    change(target.rest.as_mut().expect("a REST path"));
    probe(&context(), &target)
}

#[test]
fn the_request_is_what_was_configured() {
    let server = Server::new(|_| answer(201, "made"));
    let outcome = check(&server, "/orders?state=open", |rest| {
        rest.method = "POST".to_owned();
        rest.headers = vec![("X-Tenant".to_owned(), HeaderValue::Plain("shop".to_owned()))];
        rest.body = Some("{\"a\":1}".to_owned());
        rest.expect.status = vec![StatusRange::new(201, 201)];
    });
    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
    let asked = &server.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/orders?state=open"));
    assert_eq!(asked.header("x-tenant"), Some("shop"));
    assert_eq!(asked.body, "{\"a\":1}");
    assert!(asked.header("user-agent").is_some_and(|agent| agent.starts_with("plimsoll/")));
    assert_eq!(asked.header("accept-encoding"), Some("gzip"));
    assert!(outcome.bytes.sent > 100 && outcome.bytes.received > 20, "{:?}", outcome.bytes);
}

#[test]
fn what_has_to_come_back() {
    let server = Server::new(|_| answer(200, r#"{"state":"open","count":12,"items":[{"id":"a-7"}]}"#));
    type Change = fn(&mut RestOptions);
    let cases: [(&str, Change, Reason); 12] = [
        ("a text", |rest| rest.expect.contains = vec!["\"count\"".into()], Reason::Ok),
        (
            "a text that is not there",
            |rest| rest.expect.contains = vec!["closed".into()],
            Reason::BodyMismatch,
        ),
        ("a text that must not be", |rest| rest.expect.lacks = vec!["open".into()], Reason::BodyMismatch),
        ("an expression", |rest| rest.expect.regex = vec![r"a-\d".parse().unwrap()], Reason::Ok),
        ("one that fails", |rest| rest.expect.regex = vec![r"b-\d".parse().unwrap()], Reason::BodyMismatch),
        ("a place", |rest| place(rest, "/items/0/id", Compare::Equals(json!("a-7"))), Reason::Ok),
        ("a number by value", |rest| place(rest, "/count", Compare::Equals(json!(12.0))), Reason::Ok),
        ("too many", |rest| place(rest, "/count", Compare::Less(12.0)), Reason::BodyMismatch),
        ("enough", |rest| place(rest, "/count", Compare::Greater(11.0)), Reason::Ok),
        ("nothing there", |rest| place(rest, "/nothing", Compare::Exists(true)), Reason::BodyMismatch),
        ("rightly nothing", |rest| place(rest, "/nothing", Compare::Exists(false)), Reason::Ok),
        ("another status", |rest| rest.expect.status = vec![StatusRange::new(300, 599)], Reason::HttpStatus),
    ];
    for (what, change, reason) in cases {
        let outcome = check(&server, "/", change);
        assert_eq!(outcome.reason, reason, "{what}: {}", outcome.message);
    }
}

fn place(rest: &mut RestOptions, pointer: &str, compare: Compare) {
    rest.expect.json.push(JsonCheck::new(pointer, compare));
}

#[test]
fn slow_is_degraded_and_then_unhealthy() {
    let server = Server::new(|_| {
        sleep(Duration::from_millis(60));
        answer(200, "late")
    });
    for (degraded, unhealthy, status, reason) in [
        (10_000, 20_000, Status::Healthy, Reason::Ok),
        (20, 20_000, Status::Degraded, Reason::Slow),
        (20, 40, Status::Unhealthy, Reason::Slow),
    ] {
        let outcome = check(&server, "/", |rest| {
            rest.degraded_after = Some(Duration::from_millis(degraded));
            rest.unhealthy_after = Some(Duration::from_millis(unhealthy));
        });
        assert_eq!((outcome.status, outcome.reason), (status, reason), "{}", outcome.message);
    }
}

#[test]
fn health_documents_count_unless_they_are_not_wanted() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/down" => answer(503, r#"{"status":"DOWN","components":{"db":{"status":"DOWN"}}}"#),
        _ => answer(200, r#"{"status":"pass","checks":{"queue":[{"status":"warn"}]}}"#),
    });
    let warned = check(&server, "/", |_| ());
    assert_eq!((warned.status, warned.reason), (Status::Degraded, Reason::Reported), "{}", warned.message);
    assert_eq!(warned.rest.as_ref().map(|rest| rest.checks[0].name.as_str()), Some("queue"));
    let ignored = check(&server, "/", |rest| rest.health_document = HealthDocument::Off);
    assert_eq!(ignored.reason, Reason::Ok);
    let down = check(&server, "/down", |_| ());
    assert_eq!((down.status, down.reason), (Status::Unhealthy, Reason::Reported), "{}", down.message);
}

#[test]
fn redirects_as_far_as_they_are_allowed() {
    let elsewhere = Server::new(|_| answer(200, "elsewhere"));
    let away = elsewhere.url("/");
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/old" => (301, "Location: /new\r\n".to_owned(), String::new()),
        "/away" => (302, format!("Location: {away}\r\n"), String::new()),
        _ => answer(200, "here"),
    });
    let followed = check(&server, "/old", |_| ());
    assert_eq!(followed.reason, Reason::Ok);
    assert_eq!(followed.rest.and_then(|rest| rest.redirected_to), Some(server.url("/new")));
    assert_eq!(check(&server, "/old", |rest| rest.redirects = Redirects::Off).reason, Reason::HttpStatus);
    assert_eq!(check(&server, "/away", |_| ()).reason, Reason::Redirect);

    let mut target = Target::rest("test", server.url("/away"));
    target.rest.as_mut().expect("REST").redirects = Redirects::Any(1);
    // Set by cargo for every test.
    target.auth = Auth::Bearer(Secret::Env("CARGO_PKG_NAME".to_owned()));
    assert_eq!(probe(&context(), &target).reason, Reason::Ok);
    let shown = server.asked().last().and_then(|asked| asked.header("authorization").map(str::to_owned));
    assert_eq!(shown.as_deref(), Some("Bearer plimsoll"));
    assert_eq!(elsewhere.asked()[0].header("authorization"), None, "credentials stay with their host");
}

#[test]
fn a_connection_is_kept_and_that_is_told() {
    let server = Server::new(|_| answer(200, "fine"));
    let (context, target) = (context(), Target::rest("test", server.url("/")));
    let first = probe(&context, &target);
    let second = probe(&context, &target);
    assert!(!first.phases.reused && first.phases.connect.is_some());
    assert!(second.phases.reused && second.phases.connect.is_none(), "{:?}", second.phases);
    assert_eq!(server.connections(), 1);
}

#[test]
fn addresses_of_one_family() {
    let (v4, v6) = (Server::new(|_| answer(200, "fine")), Server::on("[::1]:0", |_| answer(200, "fine")));
    let reason = |url: String, ip| {
        let mut target = Target::rest("test", url);
        target.ip = ip;
        probe(&context(), &target).reason
    };
    let v6_url = || format!("http://[::1]:{}/", v6.port);
    assert_eq!(reason(v6_url(), IpFamily::Any), Reason::Ok);
    assert_eq!(reason(v6_url(), IpFamily::V6), Reason::Ok);
    assert_eq!(reason(v6_url(), IpFamily::V4), Reason::Dns, "it has no such address");
    assert_eq!(reason(v4.url("/"), IpFamily::V4), Reason::Ok);
    assert_eq!(reason(v4.url("/"), IpFamily::V6), Reason::Dns);
}

#[test]
fn a_secret_that_a_server_echoes_is_not_told() {
    let server = Server::new(|asked| {
        let shown = asked.header("authorization").unwrap_or_default();
        answer(200, &format!(r#"{{"status":"fail","output":"who is {shown}?"}}"#))
    });
    let mut target = Target::rest("test", server.url("/"));
    target.auth = Auth::Bearer(Secret::Env("CARGO_MANIFEST_DIR".to_owned()));
    let outcome = probe(&context(), &target);
    assert_eq!(outcome.reason, Reason::Reported);
    let told = serde_json::to_string(&outcome).expect("JSON") + &format!("{outcome:?}{target:?}");
    assert!(!told.contains(env!("CARGO_MANIFEST_DIR")), "{told}");
    assert!(told.contains("[secret]"), "{told}");
}
