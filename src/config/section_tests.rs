use std::time::Duration;

use crate::config::field::Field;
use crate::config::fixtures_tests::tree;
use crate::config::problems::Sink;

use super::Section;

const KEYS: &[&str] = &["a", "timeout", "size"];
const SECONDS: std::ops::RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(60);

/// What is read of a section, and what is wrong: `line:column: message`.
fn read<T>(text: &str, read: impl FnOnce(&Section<'_>) -> T) -> (T, Vec<String>) {
    let node = tree(text).ok().unwrap();
    let sink = Sink::default();
    let value = {
        let field = Field { node: &node, path: "it".to_owned(), sink: &sink };
        read(&field.section(KEYS).unwrap())
    };
    let problems = match sink.finish((), std::slice::from_ref(&node.place.file)) {
        Ok(()) => Vec::new(),
        Err(problems) => {
            problems.list().iter().map(|p| format!("{}:{}: {}", p.line, p.column, p.message)).collect()
        }
    };
    (value, problems)
}

/// What is said of the value of `a`.
fn said<T: std::fmt::Debug>(value: &str, reader: impl FnOnce(&Section<'_>) -> Option<T>) -> String {
    let (value, problems) = read(&format!("a: {value}"), reader);
    assert!(value.is_none(), "{value:?}");
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].strip_prefix("1:4: ").unwrap_or(&problems[0]).to_owned()
}

#[test]
fn values_are_read_by_type() {
    assert_eq!(read("a: b", |it| it.text("a").map(str::to_owned)), (Some("b".to_owned()), vec![]));
    assert_eq!(read("a: ''", |it| it.text("a").map(str::to_owned)), (Some(String::new()), vec![]));
    assert_eq!(read("a: true", |it| it.boolean("a")), (Some(true), vec![]));
    assert_eq!(read("a: 7", |it| it.integer("a", 0..=7)), (Some(7), vec![]));
    assert_eq!(read("a: 7", |it| it.number("a", 0.0..=7.0)), (Some(7.0), vec![]));
    assert_eq!(read("a: 0.5", |it| it.number("a", 0.0..=7.0)), (Some(0.5), vec![]));
    assert_eq!(read("a: y", |it| it.choice("a", &[("x", 1), ("y", 2)])), (Some(2), vec![]));
    assert_eq!(read("a: [1, 2]", |it| it.list("a").map(|list| list.len())), (Some(2), vec![]));
    for text in ["1500ms", "1.5", "'1.5'", "1s 500ms"] {
        let text = format!("timeout: {text}");
        assert_eq!(
            read(&text, |it| it.duration("timeout", SECONDS)),
            (Some(Duration::from_millis(1500)), vec![])
        );
    }
    for text in ["2KiB", "2048", "2048.0", "2 kib", "'2048'"] {
        assert_eq!(
            read(&format!("size: {text}"), |it| it.bytes("size", 0..=4096)),
            (Some(2048), vec![]),
            "{text}"
        );
    }
    assert_eq!(read("{}", |it| (it.text("a").is_none(), it.has("a"))), ((true, false), vec![]));
}

#[test]
fn what_is_expected_is_said_and_what_is_there() {
    assert_eq!(said("[]", |it| it.text("a").map(drop)), "`it.a` is a list: expected text");
    assert_eq!(
        said("12", |it| it.text("a").map(drop)),
        "`it.a` is a number: expected text, so put it in quotes"
    );
    assert_eq!(said("{yes: 1}", |it| it.text("a").map(drop)), "`it.a` is a mapping: expected text");
    assert_eq!(said("' '", |it| it.word("a").map(drop)), "`it.a` is empty");
    assert_eq!(said("yes", |it| it.boolean("a")), "`it.a` is text: expected true or false");
    assert_eq!(said("1.5", |it| it.integer("a", 0..=9)), "`it.a` is a number: expected a whole number");
    assert_eq!(said("10", |it| it.integer("a", 0..=9)), "`it.a` is 10: allowed are 0 to 9");
    assert_eq!(said(".nan", |it| it.number("a", 0.0..=9.0)), "`it.a` is NaN: allowed are 0 to 9");
    assert_eq!(said(".inf", |it| it.number("a", 0.0..=9.0)), "`it.a` is inf: allowed are 0 to 9");
    assert_eq!(said("{}", |it| it.number("a", 0.0..=9.0)), "`it.a` is a mapping: expected a number");
    assert_eq!(said("b", |it| it.list("a").map(|_| ())), "`it.a` is text: expected a list");
    assert_eq!(said("b", |it| it.section("a", KEYS).map(|_| ())), "`it.a` is text: expected a mapping");
    assert_eq!(
        said("1", |it| it.choice("a", &[("x", 1), ("y", 2)])),
        "`it.a` is a number: expected one of x, y"
    );
    let choice = |it: &Section<'_>| it.choice("a", &[("modern", 1), ("legacy", 2)]);
    assert_eq!(said("legcy", choice), "`it.a` is `legcy`: did you mean `legacy`?");
    assert_eq!(said("new", choice), "`it.a` is `new`: known are modern, legacy");
    let problems = read("a: [[0, .nan]]", |it| it.any("a").unwrap().json()).1;
    assert_eq!(problems, ["1:9: `it.a` has a number that JSON does not have"]);
}

#[test]
fn durations_and_sizes_say_what_is_allowed() {
    let duration = |text: &str| said(text, |it| it.duration("a", SECONDS));
    assert_eq!(
        duration("5 parsecs"),
        "`it.a` is `5 parsecs`: expected a duration such as 5s or 500ms, or seconds"
    );
    assert_eq!(duration("[5]"), "`it.a` is a list: expected a duration such as 5s or 500ms, or seconds");
    for text in ["61s", "0.9", "-1", "2m", "-1.5", ".nan", "0"] {
        assert_eq!(duration(text), "`it.a` is out of range: allowed are 1s to 1m", "{text}");
    }
    let size = |text: &str| said(text, |it| it.bytes("a", 1024..=4096));
    assert_eq!(size("many"), "`it.a` is `many`: expected a size such as 64KiB or 1GiB, or bytes");
    assert_eq!(size("true"), "`it.a` is a boolean: expected a size such as 64KiB or 1GiB, or bytes");
    for text in ["1023", "-1", "1MiB", "1500.5", ".inf"] {
        assert_eq!(size(text), "`it.a` is out of range: allowed are 1KiB to 4KiB", "{text}");
    }
}

#[test]
fn unknown_keys_are_told_and_those_of_the_author_are_not() {
    let text = "x-mine: {b: c}\ntimeuot: 1\n'nobody''s business': 1\n\"a\\nb\": 1\na.b: 1\n";
    assert_eq!(
        read(text, |_| ()).1,
        [
            "2:1: unknown key `timeuot` in `it`: did you mean `timeout`?",
            "3:1: unknown key `nobody's business` in `it`: known are a, timeout, size",
            "4:1: unknown key `a\\nb` in `it`: known are a, timeout, size",
            "5:1: unknown key `a.b` in `it`: known are a, timeout, size",
        ]
    );
}

#[test]
fn a_key_without_a_value_is_a_slip() {
    for text in ["a:", "a: ~", "a: null"] {
        let (value, problems) = read(text, |it| it.text("a").map(drop));
        assert_eq!(value, None);
        assert_eq!(problems, ["1:1: `it.a` has no value: give one, or leave the key out"], "{text}");
    }
    assert_eq!(read("size: 1", |it| it.needs("a")).1, ["1:1: `it` has no `a`"]);
    // It is there, so that only one thing is wrong.
    assert_eq!(read("a:", |it| it.needs("a")).1, [""; 0]);
}

#[test]
fn long_texts_are_cut_and_stay_on_their_line() {
    let long = "é".repeat(10_000);
    let (_, problems) =
        read(&format!("{{\"{long}\": 1, size: \"\\u001b[2J{long}\\u2028\"}}"), |it| it.bytes("size", 0..=1));
    assert_eq!(problems.len(), 2);
    for problem in problems {
        assert!(problem.chars().count() < 400, "{}", problem.len());
        assert!(!problem.contains(['\u{1b}', '\u{2028}', '\n']), "{problem}");
    }
}
