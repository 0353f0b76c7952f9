use serde_json::json;

use super::super::scripted::Scripted;
use super::*;
use crate::finding::Status;
use crate::probe::{ProbeContext, ProbeControl, ProbeOptions, Target};

fn tool(name: &str) -> Value {
    json!({ "name": name, "inputSchema": { "type": "object" } })
}

/// Lists and judges what these pages hold.
fn listed(
    pages: &[Value],
    set: impl FnOnce(&mut McpOptions),
) -> (Result<Verdict, Trouble>, Option<ToolFacts>, Scripted) {
    let context = ProbeContext::new(ProbeOptions::default()).unwrap();
    let mut target = Target::mcp("t", "http://127.0.0.1:9/");
    target.limits.pages = 3;
    let mut options = target.mcp.clone().unwrap();
    set(&mut options);
    let mut session = Session::begin(&context, &target, &ProbeControl::default());
    let mut channel = Scripted::new(pages.iter().cloned());
    let result = list(&mut channel, &Speech::Legacy(None), &mut session, &options)
        .map(|listing| judge(&mut session, &options, listing));
    let facts = session.mcp.take().and_then(|facts| facts.tools);
    (result, facts, channel)
}

#[track_caller]
fn reason(pages: &[Value], set: impl FnOnce(&mut McpOptions)) -> (Status, Reason) {
    match listed(pages, set).0 {
        Ok(verdict) => (verdict.status, verdict.reason),
        Err(Trouble::Failure(failure)) => (failure.reason.status(), failure.reason),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn it_is_as_fresh_as_its_shortest_lived_page() {
    let context = ProbeContext::new(ProbeOptions::default()).unwrap();
    let target = Target::mcp("t", "http://127.0.0.1:9/");
    let page =
        |ttl: u64, cursor: &str| json!({ "tools": [tool(cursor)], "nextCursor": cursor, "ttlMs": ttl });
    let fresh_for = |greeting: Option<Duration>, pages: &[Value]| {
        let mut session = Session::begin(&context, &target, &ProbeControl::default());
        facts(&mut session).fresh_for = greeting;
        let mut channel = Scripted::new(pages.iter().cloned());
        let options = target.mcp.clone().unwrap();
        list(&mut channel, &Speech::Legacy(None), &mut session, &options).unwrap();
        session.mcp.unwrap().fresh_for.map(|time| time.as_millis())
    };
    let last = json!({ "tools": [tool("last")] });
    let second = Some(Duration::from_secs(1));
    assert_eq!(fresh_for(second, &[page(400, "a"), page(700, "b"), last.clone()]), Some(400));
    assert_eq!(fresh_for(second, std::slice::from_ref(&last)), Some(1000));
    assert_eq!(fresh_for(None, &[page(400, "a"), last]), None, "the greeting says nothing");
}

#[test]
fn pages_are_asked_for_until_there_is_no_cursor() {
    for end in [
        json!({ "tools": [tool("c")] }),
        json!({ "tools": [tool("c")], "nextCursor": null }),
        json!({ "tools": [tool("c")], "nextCursor": "" }),
    ] {
        let pages = [json!({ "tools": [tool("a"), tool("b")], "nextCursor": "1" }), end];
        let (verdict, facts, channel) = listed(&pages, |_| {});
        let facts = facts.unwrap();
        assert_eq!(verdict.unwrap().reason, Reason::Ok);
        assert_eq!((facts.names, facts.count, facts.pages), (vec!["a".into(), "b".into(), "c".into()], 3, 2));
        let asked: Vec<Value> = channel.asked.into_iter().map(|(_, params)| params).collect();
        assert_eq!(asked, [Value::Null, json!({ "cursor": "1" })]);
    }
}

#[test]
fn pages_without_end_are_given_up() {
    let page = |cursor: &str| json!({ "tools": [], "nextCursor": cursor });
    assert_eq!(reason(&[page("1"), page("2"), page("3")], |_| {}), (Status::Unhealthy, Reason::TooLarge));
    assert_eq!(reason(&[page("1"), page("2"), page("1")], |_| {}), (Status::Unhealthy, Reason::Protocol));
    assert_eq!(
        reason(&[json!({ "tools": [], "nextCursor": 7 })], |_| {}),
        (Status::Unhealthy, Reason::Protocol)
    );
}

#[test]
fn what_is_no_listing_breaks_the_protocol() {
    for page in
        [json!(5), json!({}), json!({ "tools": {} }), json!({ "tools": [5] }), json!({ "tools": [{}] })]
    {
        assert_eq!(reason(&[page], |_| {}), (Status::Unhealthy, Reason::Protocol));
    }
}

#[test]
fn expected_tools_are_found_or_missing() {
    let page = || [json!({ "tools": [tool("a"), tool("b")] })];
    let (verdict, facts, _) =
        listed(&page(), |options| options.expected_tools = vec!["b".into(), "x".into(), "a".into()]);
    let (verdict, facts) = (verdict.unwrap(), facts.unwrap());
    assert_eq!((verdict.status, verdict.reason), (Status::Unhealthy, Reason::ToolMissing));
    assert!(verdict.message.contains("`x`"), "{}", verdict.message);
    assert_eq!((facts.found, facts.missing), (vec!["b".into(), "a".into()], vec!["x".to_owned()]));
    assert_eq!(
        reason(&page(), |options| options.expected_tools = vec!["a".into()]),
        (Status::Healthy, Reason::Ok)
    );
}

#[test]
fn schemas_and_names_are_checked_unless_that_is_off() {
    let bad = || [json!({ "tools": [tool("a"), { "name": "b", "inputSchema": { "type": "string" } }] })];
    assert_eq!(reason(&bad(), |_| {}), (Status::Unhealthy, Reason::ToolSchema));
    assert_eq!(reason(&bad(), |options| options.check_schemas = false), (Status::Healthy, Reason::Ok));
    let twice = [json!({ "tools": [tool("a"), tool("a")] })];
    assert_eq!(reason(&twice, |_| {}), (Status::Unhealthy, Reason::ToolSchema));
    let (_, facts, _) = listed(&twice, |_| {});
    assert_eq!(facts.unwrap().invalid["a"], "its name is there twice");
}

#[test]
fn drift_degrades_and_what_is_unhealthy_goes_before_it() {
    let page = || [json!({ "tools": [tool("b"), tool("a")] })];
    let hash = listed(&[json!({ "tools": [tool("a"), tool("b")] })], |_| {}).1.unwrap().hash;
    let same = |options: &mut McpOptions| options.tools_hash = Some(hash.to_uppercase());
    assert_eq!(reason(&page(), same), (Status::Healthy, Reason::Ok), "the order makes no difference");
    let other = |options: &mut McpOptions| options.tools_hash = Some("0".repeat(64));
    assert_eq!(reason(&page(), other), (Status::Degraded, Reason::ToolDrift));
    let both = |options: &mut McpOptions| {
        other(options);
        options.expected_tools = vec!["x".into()];
    };
    assert_eq!(reason(&page(), both), (Status::Unhealthy, Reason::ToolMissing));
}
