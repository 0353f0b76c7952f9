//! What is asked of a REST endpoint, and what has to come back.

use std::thread::{self, sleep};
use std::time::{Duration, Instant};

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
fn credentials_in_any_header_stay_with_their_host() {
    let elsewhere = Server::new(|_| answer(200, "elsewhere"));
    let away = elsewhere.url("/");
    let server = Server::new(move |_| (307, format!("Location: {away}\r\n"), String::new()));
    let secret = || Secret::Env("CARGO_PKG_NAME".to_owned());
    let mut target = Target::rest("test", server.url("/"));
    target.auth = Auth::Header { name: "X-Api-Key".to_owned(), value: secret() };
    let rest = target.rest.as_mut().expect("REST");
    rest.redirects = Redirects::Any(1);
    rest.headers = vec![
        ("X-Second".to_owned(), HeaderValue::Secret(secret())),
        ("X-Token".to_owned(), HeaderValue::Plain("written in the open".to_owned())),
        ("X-Public".to_owned(), HeaderValue::Plain("anybody".to_owned())),
    ];
    assert_eq!(probe(&context(), &target).reason, Reason::Ok);
    let (first, second) = (&server.asked()[0], &elsewhere.asked()[0]);
    for name in ["x-api-key", "x-second", "x-token"] {
        assert!(first.header(name).is_some(), "{name}");
        assert_eq!(second.header(name), None, "{name}");
    }
    assert_eq!(second.header("x-public"), Some("anybody"));
}

#[test]
fn references_that_hold_another_url() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/a/old" => (302, "Location: new?next=http://x.example/\r\n".to_owned(), String::new()),
        "/loud" => {
            let host = asked.header("host").unwrap_or_default();
            (302, format!("Location: HTTP://{host}/here\r\n"), String::new())
        }
        "/mail" => (302, "Location: mailto:a@b.example\r\n".to_owned(), String::new()),
        _ => answer(200, "here"),
    });
    assert_eq!(check(&server, "/a/old", |_| ()).reason, Reason::Ok);
    assert_eq!(server.asked()[1].path, "/a/new?next=http://x.example/");
    assert_eq!(check(&server, "/loud", |_| ()).reason, Reason::Ok);
    assert_eq!(check(&server, "/mail", |_| ()).reason, Reason::Redirect);
}

#[test]
fn an_answer_without_a_body_is_not_decompressed() {
    let server = Server::new(|_| (200, "Content-Encoding: gzip\r\n".to_owned(), String::new()));
    let (context, mut target) = (context(), Target::rest("test", server.url("/")));
    target.rest.as_mut().expect("REST").method = "HEAD".to_owned();
    for _ in 0..2 {
        let outcome = probe(&context, &target);
        assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
    }
    assert_eq!(server.connections(), 1, "it is kept");
}

#[test]
fn credentials_that_no_header_can_hold() {
    let server = Server::new(|_| answer(200, "fine"));
    let path = std::env::temp_dir().join(format!("plimsoll-uneven-{}", std::process::id()));
    let mut target = Target::rest("test", server.url("/"));
    target.auth = Auth::Bearer(Secret::File(path.clone()));
    for text in ["t\u{f6}ken", "a\r\nX-Evil: 1"] {
        std::fs::write(&path, text).expect("a file");
        let outcome = probe(&context(), &target);
        assert_eq!(
            (outcome.status, outcome.reason),
            (Status::Unknown, Reason::Config),
            "{}",
            outcome.message
        );
        assert!(!outcome.message.contains(text), "{}", outcome.message);
    }
    std::fs::remove_file(path).expect("it was there");
    assert!(server.asked().is_empty());
}

#[test]
fn bounds_without_end_are_no_panic() {
    let server = Server::new(|_| answer(200, "fine"));
    let mut target = Target::rest("test", server.url("/"));
    target.timeout = Duration::MAX;
    target.connect_timeout = Duration::MAX;
    target.limits.body_bytes = usize::MAX;
    assert_eq!(probe(&context(), &target).reason, Reason::Ok);
    target.mcp = Target::mcp("test", server.url("/")).mcp;
    assert_eq!(probe(&context(), &target).reason, Reason::Partial);
}

#[test]
fn what_is_written_in_the_open_is_not_printed() {
    let mut target = Target::rest("test", "http://127.0.0.1/");
    target.proxy = Some("http://me:hunter2@127.0.0.1:3128".to_owned());
    let plain = HeaderValue::Plain("Bearer hunter2".to_owned());
    target.rest.as_mut().expect("REST").headers = vec![("Authorization".to_owned(), plain)];
    let told = format!("{target:?}");
    assert!(!told.contains("hunter2"), "{told}");
    assert!(told.contains("127.0.0.1:3128") && told.contains("Authorization"), "{told}");
}

#[test]
fn credentials_written_in_the_open_are_not_told() {
    let server = Server::new(|asked| {
        let shown = asked.header("authorization").unwrap_or_default();
        answer(500, &format!(r#"{{"status":"fail","output":"who is {shown}?"}}"#))
    });
    let mut target = Target::rest("test", server.url("/"));
    let plain = HeaderValue::Plain("Bearer hunter2".to_owned());
    target.rest.as_mut().expect("REST").headers = vec![("Authorization".to_owned(), plain)];
    let told = serde_json::to_string(&probe(&context(), &target)).expect("JSON");
    assert!(!told.contains("hunter2") && told.contains("[secret]"), "{told}");
}

#[test]
fn checks_that_are_given_up() {
    let server = Server::new(|_| {
        sleep(Duration::from_secs(10));
        answer(200, "late")
    });
    let (context, target) = (context(), Target::rest("test", server.url("/")));
    let begun = Instant::now();
    let reason = thread::scope(|scope| {
        let probe = scope.spawn(|| probe(&context, &target).reason);
        while server.asked().is_empty() {
            sleep(Duration::from_millis(1));
        }
        context.cancel();
        probe.join().expect("no panic")
    });
    assert_eq!(reason, Reason::Cancelled);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let later = probe(&context, &target);
    assert_eq!((later.status, later.reason, later.phases.requests), (Status::Unknown, Reason::Cancelled, 0));
}

#[test]
fn a_secret_within_which_an_echo_is_cut_is_not_told() {
    let long: String = (0..100).map(|number| format!("{number:03}-")).collect();
    let path = std::env::temp_dir().join(format!("plimsoll-secret-{}", std::process::id()));
    std::fs::write(&path, &long).expect("a file");
    let server = Server::new(|asked| {
        let shown = asked.header("authorization").unwrap_or_default();
        let body = format!(r#"{{"status":"fail","output":"who is {shown}?","checks":{{"db":"fail"}}}}"#);
        (500, "Content-Type: text/plain\r\n".to_owned(), body)
    });
    let mut target = Target::rest("test", server.url("/"));
    target.auth = Auth::Bearer(Secret::File(path.clone()));
    let mut mcp = Target::mcp("test", server.url("/"));
    mcp.auth = target.auth.clone();
    let mut compared = target.clone();
    let expect = &mut compared.rest.as_mut().expect("REST").expect;
    expect.status = vec![StatusRange::new(500, 500)];
    expect.json = vec![JsonCheck::new("/output", Compare::Equals("fine".into()))];
    for target in [target, mcp, compared] {
        let told = serde_json::to_string(&probe(&context(), &target)).expect("JSON");
        assert!(!told.contains(&long[..8]), "{told}");
        assert!(told.contains("[secret]"), "{told}");
    }
    std::fs::remove_file(path).expect("it was there");
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
