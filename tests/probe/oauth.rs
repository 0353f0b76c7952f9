//! Tokens by client credentials.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use plimsoll::finding::{Reason, Status};
use plimsoll::probe::{probe, Auth, OAuth2, Outcome, ProbeContext, Secret, Target};

use super::context;
use super::server::{answer, Answer, Asked, Server};

/// Tokens `token-1`, `token-2`, ...
fn token_server(seconds: u32) -> Server {
    let given = AtomicUsize::new(0);
    Server::new(move |_| {
        let number = given.fetch_add(1, Ordering::SeqCst) + 1;
        // So that those who ask at the same time do so.
        thread::sleep(std::time::Duration::from_millis(20));
        answer(
            200,
            &format!(r#"{{"access_token":"token-{number}","token_type":"Bearer","expires_in":{seconds}}}"#),
        )
    })
}

/// Accepts one token only, or any.
fn guarded(accepted: Option<&'static str>) -> Server {
    Server::new(move |asked| match (asked.header("authorization"), accepted) {
        (Some(_), None) => answer(200, "fine"),
        (Some(shown), Some(accepted)) if shown == format!("Bearer {accepted}") => answer(200, "fine"),
        _ => answer(401, ""),
    })
}

fn target(server: &Server, tokens: &Server) -> Target {
    // The variable is set by cargo for every test.
    let secret = Secret::Env("CARGO_PKG_NAME".to_owned());
    let mut options = OAuth2::new(tokens.url("/token"), "me & you", secret);
    options.scope = Some("tools:read".to_owned());
    let mut target = Target::rest("test", server.url("/"));
    target.auth = Auth::OAuth2(options);
    target
}

#[test]
fn one_token_for_many() {
    let (tokens, server) = (token_server(3600), guarded(None));
    let (context, target) = (context(), target(&server, &tokens));
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let probes: Vec<_> = (0..30).map(|_| scope.spawn(|| probe(&context, &target))).collect();
        probes.into_iter().map(|probe| probe.join().expect("no panic")).collect()
    });
    assert!(outcomes.iter().all(|outcome| outcome.reason == Reason::Ok), "{:?}", outcomes[0].message);
    let asked = tokens.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].method, "POST");
    assert_eq!(asked[0].body, "grant_type=client_credentials&scope=tools%3Aread");
    // `me+%26+you:plimsoll`
    assert_eq!(asked[0].header("authorization"), Some("Basic bWUrJTI2K3lvdTpwbGltc29sbA=="));
    assert!(server.asked().iter().all(|asked| asked.header("authorization") == Some("Bearer token-1")));
    // The endpoint of the token is not what was checked.
    assert!(outcomes.iter().all(|outcome| outcome.phases.requests == 1));
}

#[test]
fn one_that_is_refused_is_renewed_once() {
    let (tokens, server) = (token_server(3600), guarded(Some("token-2")));
    let (context, target) = (context(), target(&server, &tokens));
    assert_eq!(probe(&context, &target).reason, Reason::Ok);
    assert_eq!((tokens.asked().len(), server.asked().len()), (2, 2));
    assert_eq!(probe(&context, &target).reason, Reason::Ok);
    assert_eq!(tokens.asked().len(), 2, "the second token is kept");

    let (tokens, server) = (token_server(3600), guarded(Some("never")));
    let outcome = probe(&context, &self::target(&server, &tokens));
    assert_eq!((outcome.status, outcome.reason), (Status::Unhealthy, Reason::AuthRequired));
    assert_eq!(server.asked().len(), 2, "once, not for ever");
}

#[test]
fn one_is_renewed_before_it_expires() {
    let (tokens, server) = (token_server(1), guarded(None));
    let (context, target) = (context(), target(&server, &tokens));
    assert_eq!(probe(&context, &target).reason, Reason::Ok);
    thread::sleep(std::time::Duration::from_millis(950));
    assert_eq!(probe(&context, &target).reason, Reason::Ok);
    assert_eq!(tokens.asked().len(), 2, "nine tenths of a second after the first");
}

fn refused_by(
    answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static,
) -> (Outcome, ProbeContext, Target, Server, Server) {
    let (tokens, server, context) = (Server::new(answer), guarded(None), context());
    let target = target(&server, &tokens);
    (probe(&context, &target), context, target, tokens, server)
}

#[test]
fn no_token_is_a_reason_of_its_own() {
    let refusal = r#"{"error":"unauthorized_client","error_description":"no plimsoll here"}"#;
    let (outcome, context, target, tokens, server) = refused_by(move |_| answer(403, refusal));
    assert_eq!((outcome.status, outcome.reason), (Status::Unhealthy, Reason::AuthFailed));
    assert!(outcome.message.contains("unauthorized_client"), "{}", outcome.message);
    assert!(outcome.message.contains("no [secret] here"), "{}", outcome.message);
    assert!(server.asked().is_empty());
    let again = probe(&context, &target);
    assert_eq!((again.reason, tokens.asked().len()), (Reason::AuthFailed, 1), "remembered for a while");

    let (uneven, broken) = (
        r#"{"access_token":"t\u00f6k","token_type":"Bearer"}"#,
        r#"{"access_token":"a\r\nX-Evil: 1","token_type":"Bearer"}"#,
    );
    for body in [
        uneven,
        broken,
        "",
        "{}",
        r#"{"access_token":""}"#,
        r#"{"access_token":"a","token_type":"mac"}"#,
        "<html>",
    ] {
        assert_eq!(refused_by(move |_| answer(200, body)).0.reason, Reason::AuthFailed, "{body}");
    }
}

#[test]
fn a_refusal_that_is_remembered_tells_no_secret() {
    let refusal = r#"{"error":"unauthorized_client","error_description":"no plimsoll here"}"#;
    let (_, context, target, tokens, _) = refused_by(move |_| answer(403, refusal));
    let again = probe(&context, &target);
    assert_eq!(tokens.asked().len(), 1);
    assert!(again.message.contains("no [secret] here"), "{}", again.message);
}

#[test]
fn the_deadline_of_one_is_not_that_of_another() {
    let tokens = Server::new(|_| {
        thread::sleep(std::time::Duration::from_millis(400));
        answer(200, r#"{"access_token":"a","token_type":"Bearer"}"#)
    });
    let (server, context) = (guarded(None), context());
    let patient = target(&server, &tokens);
    let mut hasty = patient.clone();
    hasty.timeout = std::time::Duration::from_millis(200);
    thread::scope(|scope| {
        let hasty = scope.spawn(|| probe(&context, &hasty).reason);
        thread::sleep(std::time::Duration::from_millis(100));
        let patient = probe(&context, &patient);
        assert_eq!(hasty.join().expect("no panic"), Reason::Deadline);
        assert_eq!(patient.reason, Reason::Ok, "{}", patient.message);
    });
}

#[test]
fn credentials_in_the_form_where_those_in_the_header_are_refused() {
    let (outcome, _, _, tokens, _) = refused_by(|asked| match asked.header("authorization") {
        Some(_) => answer(401, r#"{"error":"invalid_client"}"#),
        None => answer(200, r#"{"access_token":"a","token_type":"bearer","expires_in":"60"}"#),
    });
    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
    assert!(
        tokens.asked()[1].body.ends_with("&client_id=me+%26+you&client_secret=plimsoll"),
        "{:?}",
        tokens.asked()
    );
}
