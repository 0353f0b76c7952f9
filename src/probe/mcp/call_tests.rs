use regex::Regex;
use serde_json::json;

use super::super::scripted::Scripted;
use super::*;
use crate::finding::Status;
use crate::probe::{Compare, JsonCheck, ProbeContext, ProbeControl, ProbeOptions, Target};

fn called(result: Value, set: impl FnOnce(&mut ToolCall)) -> (Result<Verdict, Trouble>, Option<CallFacts>) {
    let context = ProbeContext::new(ProbeOptions::default()).unwrap();
    let target = Target::mcp("t", "http://127.0.0.1:9/");
    let mut session = Session::begin(&context, &target, &ProbeControl::default());
    let mut wanted = ToolCall::new("add", json!({ "a": 1 }));
    set(&mut wanted);
    let mut channel = Scripted::new([result]);
    let verdict = call(&mut channel, &Speech::Legacy(None), &mut session, &wanted);
    (verdict, session.mcp.take().and_then(|facts| facts.call))
}

#[track_caller]
fn reason(result: Value, set: impl FnOnce(&mut ToolCall)) -> Reason {
    match called(result, set).0 {
        Ok(verdict) => verdict.reason,
        Err(Trouble::Failure(failure)) => failure.reason,
        Err(other) => panic!("{other:?}"),
    }
}

fn text(text: &str) -> Value {
    json!({ "content": [{ "type": "image", "data": "" }, { "type": "text", "text": text }] })
}

fn is_three(pointer: &'static str) -> impl Fn(&mut ToolCall) {
    move |wanted| wanted.json = vec![JsonCheck::new(pointer, Compare::Equals(json!(3)))]
}

#[test]
fn an_answer_is_held_against_what_is_expected() {
    assert_eq!(reason(text("sum: 3"), |_| {}), Reason::Ok);
    assert_eq!(reason(text("sum: 3"), |wanted| wanted.contains = vec!["sum".into()]), Reason::Ok);
    assert_eq!(
        reason(text("sum: 3"), |wanted| wanted.contains = vec!["product".into()]),
        Reason::ToolMismatch
    );
    let digits = || vec![Regex::new(r"^sum: \d$").unwrap()];
    assert_eq!(reason(text("sum: 3"), |wanted| wanted.regex = digits()), Reason::Ok);
    assert_eq!(reason(text("sum: three"), |wanted| wanted.regex = digits()), Reason::ToolMismatch);
}

#[test]
fn places_are_looked_up_in_the_structure_and_else_in_the_text() {
    let structured = json!({ "content": [], "structuredContent": { "sum": 3 } });
    assert_eq!(reason(structured.clone(), is_three("/sum")), Reason::Ok);
    assert_eq!(reason(structured, is_three("/product")), Reason::ToolMismatch);
    assert_eq!(reason(text("{\"sum\":3}"), is_three("/sum")), Reason::Ok);
    assert_eq!(reason(text("3"), is_three("")), Reason::Ok);
    assert_eq!(reason(text("three"), is_three("")), Reason::ToolMismatch);
}

#[test]
fn an_error_of_the_tool_is_its_failure_whatever_it_says() {
    let mut failed = text("sum: division by zero");
    failed["isError"] = json!(true);
    let (verdict, facts) = called(failed, |wanted| wanted.contains = vec!["sum".into()]);
    let (verdict, facts) = (verdict.unwrap(), facts.unwrap());
    assert_eq!((verdict.status, verdict.reason), (Status::Unhealthy, Reason::ToolFailed));
    assert!(verdict.message.contains("division by zero"));
    assert_eq!(
        (facts.is_error, facts.tool.as_str(), facts.text.as_str()),
        (true, "add", "sum: division by zero")
    );
    let asks = json!({ "resultType": "input_required", "inputRequests": {} });
    assert_eq!(reason(asks, |_| {}), Reason::ToolFailed);
}

#[test]
fn what_is_no_answer_of_a_tool_breaks_the_protocol() {
    for result in [json!(3), json!({}), json!({ "content": "3" }), json!({ "content": [], "isError": "no" })]
    {
        assert_eq!(reason(result, |_| {}), Reason::Protocol);
    }
}

#[test]
fn the_beginning_of_a_long_answer_is_kept_in_one_line() {
    let (_, facts) = called(text(&format!("a\nb{}", "\u{e4}".repeat(300))), |_| {});
    let kept = facts.unwrap().text;
    assert!(kept.starts_with("a b\u{e4}") && kept.ends_with("..."), "{kept}");
    assert_eq!(kept.chars().count(), 203);
}
