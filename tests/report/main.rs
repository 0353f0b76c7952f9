//! The report as a user of the library makes it: from a monitor of this very process.

use std::time::Duration;

use html5gum::{Token, Tokenizer};
use plimsoll::history::Signal;
use plimsoll::report::{self, Document, Mark, Point, Series};
use plimsoll::{Diagnosis, Monitor, MonitorOptions};

/// What this process and its container did in a moment.
fn watched() -> (Diagnosis, Vec<Series>) {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    let mut history: Vec<Series> = Signal::ALL.iter().map(|signal| series(*signal)).collect();
    for _ in 0..5 {
        monitor.observe().unwrap();
        let (sample, usage) = (monitor.sample().unwrap(), monitor.latest_usage());
        let wall_seconds = sample.wall_time_ns() as f64 / 1e9;
        for (signal, series) in Signal::ALL.iter().zip(&mut history) {
            if let Some(mean) = signal.value(sample, usage.as_ref()) {
                series.points.push(Point { wall_seconds, mean, max: mean });
            }
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    (monitor.diagnose(), history)
}

fn series(signal: Signal) -> Series {
    let info = signal.info();
    Series {
        name: info.name.to_owned(),
        title: info.title.to_owned(),
        unit: info.unit,
        points: Vec::new(),
        limit: None,
        limit_title: String::new(),
        marks: Vec::<Mark>::new(),
    }
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
fn a_page_of_this_process_says_what_its_diagnosis_says() {
    let (diagnosis, history) = watched();
    let document = Document { history, ..Document::new(&diagnosis) };
    let (text, sections) = parsed(&report::html(&document));

    let mut wanted = vec!["verdict", "findings", "actions", "resources", "history"];
    wanted.extend((!diagnosis.problems.is_empty()).then_some("problems"));
    assert_eq!(sections, wanted);
    let findings = diagnosis.bottlenecks.iter().map(|finding| &finding.title);
    let advice = diagnosis.recommendations.iter().map(|recommendation| &recommendation.title);
    let unread = diagnosis.problems.iter().map(|problem| &problem.path);
    for words in [&diagnosis.summary].into_iter().chain(findings).chain(advice).chain(unread) {
        assert!(text.contains(words.as_str()), "{words} is not in {text}");
    }
    assert!(text.contains("Memory charged") || text.contains("Load of the host"), "{text}");
}

#[test]
fn a_page_of_one_reading_is_a_page() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    monitor.observe().unwrap();
    let diagnosis = monitor.diagnose();
    let (text, _) = parsed(&report::html(&Document::new(&diagnosis)));
    assert!(text.contains("1 reading"), "{text}");
}
