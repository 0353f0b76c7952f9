use super::*;
use crate::config::AlertSettings;
use crate::probe::{Kind, Target};

const NOON: u64 = 1_800_000_000;

fn outcome(name: &str, reason: Reason) -> Outcome {
    Outcome::of(name.to_owned(), Kind::Rest, reason, format!("because of {reason}"))
}

/// Silences as they are written in a file.
fn silences(text: &str) -> Vec<Silence> {
    let servers =
        "servers: [{name: shop, rest: {url: \"http://x/\"}}, {name: desk, rest: {url: \"http://x/\"}}]";
    let text = format!("{servers}\nalerts: {{silences: [{text}]}}\n");
    let AlertSettings { silences, .. } = crate::config::parse(&text, "alerts.yaml".as_ref()).unwrap().alerts;
    silences
}

fn told(book: &mut Book, now: u64) -> Vec<String> {
    book.take(now).alerts.iter().map(|alert| format!("{} {alert}", alert.turn.name())).collect()
}

#[test]
fn each_change_is_told_once() {
    let mut book = Book::default();
    assert!(!book.observe(Status::Healthy, &outcome("shop", Reason::Ok)));
    assert!(told(&mut book, NOON).is_empty());
    assert!(book.observe(Status::Unhealthy, &outcome("shop", Reason::HttpStatus)));
    assert_eq!(told(&mut book, NOON), ["raised shop is unhealthy (http_status): because of http_status"]);
    assert_eq!(book.raised(), 1);
    assert!(!book.observe(Status::Unhealthy, &outcome("shop", Reason::Deadline)));
    assert!(told(&mut book, NOON).is_empty());
    assert!(book.observe(Status::Degraded, &outcome("shop", Reason::Slow)));
    assert_eq!(told(&mut book, NOON), ["raised shop is degraded (slow): because of slow"]);
    assert!(book.observe(Status::Healthy, &outcome("shop", Reason::Ok)));
    assert_eq!(told(&mut book, NOON), ["resolved shop is healthy again, and was degraded"]);
    assert!(told(&mut book, NOON).is_empty());
    assert_eq!(book.raised(), 0);
}

#[test]
fn it_is_told_what_it_was() {
    let mut book = Book::default();
    let was = |book: &mut Book| match book.take(NOON).alerts.as_slice() {
        [Alert { about: About::Check { was, .. }, .. }] => Some(*was),
        [] => None,
        other => panic!("{other:?}"),
    };
    book.observe(Status::Healthy, &outcome("shop", Reason::Ok));
    book.observe(Status::Unhealthy, &outcome("shop", Reason::Reset));
    assert_eq!(was(&mut book), Some(Status::Healthy));
    // One that was never seen is not said to have been healthy.
    book.observe(Status::Unhealthy, &outcome("desk", Reason::Reset));
    assert_eq!(was(&mut book), Some(Status::Unknown));
    // That another one was healthy all the time is known when it fails.
    book.observe(Status::Unhealthy, &outcome("till", Reason::Reset));
    book.observe(Status::Healthy, &outcome("till", Reason::Ok));
    assert_eq!(was(&mut book), None);
    book.observe(Status::Degraded, &outcome("till", Reason::Slow));
    assert_eq!(was(&mut book), Some(Status::Healthy));
}

#[test]
fn what_was_so_for_a_moment_only_is_not_told() {
    let mut book = Book::default();
    book.observe(Status::Unhealthy, &outcome("shop", Reason::Reset));
    book.observe(Status::Healthy, &outcome("shop", Reason::Ok));
    assert!(told(&mut book, NOON).is_empty());
}

#[test]
fn a_childs_trouble_is_its_parents() {
    let mut book = Book::default();
    for reason in [Reason::Dependency, Reason::NotAdmitted, Reason::Cancelled] {
        assert!(!book.observe(Status::Unknown, &outcome("child", reason)), "{reason}");
    }
    assert!(told(&mut book, NOON).is_empty());
    // That it cannot be checked for a reason of its own is its own trouble, also while its parent was first.
    assert!(book.observe(Status::Unknown, &outcome("child", Reason::SecretMissing)));
    assert_eq!(
        told(&mut book, NOON),
        ["raised child is unknown (secret_missing): because of secret_missing"]
    );
    // What was told stays true as long as nobody can look.
    assert!(!book.observe(Status::Unknown, &outcome("child", Reason::Dependency)));
    assert!(told(&mut book, NOON).is_empty());
    book.observe(Status::Healthy, &outcome("child", Reason::Ok));
    assert_eq!(told(&mut book, NOON), ["resolved child is healthy again, and was unknown"]);
}

#[test]
fn what_is_silenced_is_told_afterwards_if_it_is_still_so() {
    let mut book =
        Book { silences: silences("{name: shop, until: 2027-01-15T09:00:00Z}"), ..Book::default() };
    let end = 1_800_003_600; // 2027-01-15 09:00:00
    book.observe(Status::Unhealthy, &outcome("shop", Reason::Reset));
    book.observe(Status::Unhealthy, &outcome("desk", Reason::Reset));
    let due = book.take(end - 1);
    assert_eq!((due.alerts.len(), due.silenced), (1, 1));
    assert!(matches!(&due.alerts[0].about, About::Check { name, .. } if &**name == "desk"));
    let due = book.take(end);
    assert_eq!((due.alerts.len(), due.silenced), (1, 0));
    // What came and went within the silence is nobody's business.
    book.observe(Status::Healthy, &outcome("desk", Reason::Ok));
    let mut book = Book { silences: silences("{all: true, until: 2027-01-15T09:00:00Z}"), ..Book::default() };
    book.observe(Status::Unhealthy, &outcome("shop", Reason::Reset));
    assert_eq!(book.take(end - 60).silenced, 1);
    book.observe(Status::Healthy, &outcome("shop", Reason::Ok));
    assert_eq!(told(&mut book, end), Vec::<String>::new());
}

fn checks(labelled: &[(&str, &[(&str, &str)])]) -> Vec<Check> {
    let check = |(name, labels): &(&str, &[(&str, &str)])| {
        let mut check = Check::new(Target::rest(*name, "http://127.0.0.1/"));
        check.labels = labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        check
    };
    labelled.iter().map(check).collect()
}

#[test]
fn labels_silence_and_are_told() {
    let text = "{labels: {team: blue}, until: 2030-01-01}";
    let mut book = Book { silences: silences(text), ..Book::default() };
    book.watch(&checks(&[("shop", &[("team", "blue"), ("tier", "1")]), ("desk", &[("team", "red")])]), 0);
    book.observe(Status::Unhealthy, &outcome("shop", Reason::Reset));
    book.observe(Status::Unhealthy, &outcome("desk", Reason::Reset));
    let due = book.take(NOON);
    assert_eq!((due.alerts.len(), due.silenced), (1, 1));
    let About::Check { name, labels, .. } = &due.alerts[0].about else { panic!("{:?}", due.alerts) };
    assert_eq!((&**name, labels.get("team").map(String::as_str)), ("desk", Some("red")));
}

#[test]
fn who_is_no_longer_checked_is_told_if_there_was_trouble() {
    let mut book = Book::default();
    assert!(!book.watch(&checks(&[("shop", &[]), ("desk", &[])]), 0));
    book.observe(Status::Unhealthy, &outcome("shop", Reason::Reset));
    told(&mut book, NOON);
    assert!(book.watch(&checks(&[("desk", &[])]), 7));
    // One that was under way says nothing any more.
    assert!(!book.observe(Status::Unhealthy, &outcome("shop", Reason::Reset)));
    assert_eq!(told(&mut book, NOON), ["resolved shop is unknown: it is no longer checked"]);
    assert!(book.checks.is_empty());
    // It comes back as if it were new.
    book.watch(&checks(&[("shop", &[])]), 8);
    assert!(book.observe(Status::Unhealthy, &outcome("shop", Reason::Reset)));
}

#[test]
fn a_limit_is_told_as_the_checker_tells_it() {
    let mut book = Book::default();
    assert!(book.observe_limit(OwnLimit::Queue, 0.8, true, 1));
    assert_eq!(told(&mut book, NOON), ["raised the queue of checks is close to its limit: 80 % in use"]);
    assert!(book.observe_limit(OwnLimit::Queue, 0.69, false, 2));
    assert_eq!(
        told(&mut book, NOON),
        ["resolved the queue of checks is far from its limit again: 69 % in use"]
    );
    // What was so for a moment only is not told.
    book.observe_limit(OwnLimit::Cpu, 0.9, true, 3);
    assert!(!book.observe_limit(OwnLimit::Cpu, 0.1, false, 4));
    assert!(told(&mut book, NOON).is_empty());
}

#[test]
fn the_worst_stands_first_and_a_thousand_are_one_piece_of_news() {
    use crate::alerts::Notice;
    let mut book = Book::default();
    for number in 0..1000 {
        let (status, reason) =
            if number == 700 { (Status::Unhealthy, Reason::Reset) } else { (Status::Degraded, Reason::Slow) };
        book.observe(status, &outcome(&format!("server {number}"), reason));
    }
    let notice = Notice::of(book.take(NOON).alerts);
    assert_eq!((notice.alerts.len(), notice.omitted), (100, 900));
    assert!(notice.text.starts_with("1 unhealthy, 999 degraded\nserver 700 is unhealthy"), "{}", notice.text);
    let json = serde_json::to_value(&notice).unwrap();
    assert_eq!(json["schema"], "plimsoll.alert/1");
    assert_eq!(
        (&json["alerts"][0]["turn"], &json["alerts"][0]["about"]),
        (&"raised".into(), &"check".into())
    );
    assert_eq!(json["alerts"][0]["status"], "unhealthy");
}
