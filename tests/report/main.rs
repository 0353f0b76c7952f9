//! The report as a user of the library makes it: from a monitor of this very process.

use std::time::Duration;

use html5gum::{Token, Tokenizer};
use plimsoll::report::{self, Document};
use plimsoll::{Monitor, MonitorOptions, Report};

/// What this process and its container did in a moment.
fn watched() -> Report {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    for _ in 0..5 {
        monitor.observe().unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    monitor.report_with_history()
}

/// The text of the page, and the ids of its sections; panics where a tag makes no sense.
fn parsed(page: &str) -> (String, Vec<String>) {
    let (mut text, mut sections) = (String::new(), Vec::new());
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        match token {
            Token::String(string) => text.push_str(std::str::from_utf8(&string).unwrap()),
            Token::StartTag(tag) if *tag.name == *b"section" => {
                let id = tag.attributes.iter().find(|(key, _)| ***key == *b"id").unwrap().1;
                sections.push(std::str::from_utf8(id).unwrap().to_owned());
            }
            Token::Error(error) => panic!("{error:?}"),
            _ => {}
        }
    }
    (text, sections)
}

#[test]
fn a_page_of_this_process_says_what_its_report_says() {
    let report = watched();
    let diagnosis = &report.diagnosis;
    let (text, sections) = parsed(&report::html(&Document::of(&report)));

    for id in ["verdict", "findings", "actions", "sizing", "workload", "resources", "history"] {
        assert!(sections.iter().any(|section| section == id), "{id} is not in {sections:?}");
    }
    assert_eq!(sections.iter().any(|section| section == "problems"), !diagnosis.problems.is_empty());
    let findings = diagnosis.bottlenecks.iter().map(|finding| &*finding.title);
    let advice = report.advice.recommendations.iter().map(|recommendation| &*recommendation.title);
    let unread = diagnosis.problems.iter().map(|problem| &*problem.path);
    for words in [&*diagnosis.summary].into_iter().chain(findings).chain(advice).chain(unread) {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert!(text.contains("Memory charged") || text.contains("Load of the host"), "{text}");
}

#[test]
fn a_page_of_one_reading_is_a_page() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    monitor.observe().unwrap();
    let report = monitor.report();
    let (text, _) = parsed(&report::html(&Document::of(&report)));
    assert!(text.contains("1 reading"), "{text}");
}
