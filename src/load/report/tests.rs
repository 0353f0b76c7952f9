use std::collections::BTreeSet;
use std::time::Duration;

use super::*;
use crate::load::sample_tests::Made;
use crate::load::server_tests::{Behaviour, Server};
use crate::load::{Baseline, ClientUsage, Ended, LoadTest, Model, Part, Scenario, Stage};
use crate::probe::Target;
use crate::report::parsed_tests::{get, Parsed};

fn steps() -> LoadResult {
    let levels = vec![1.0, 2.0, 4.0, 8.0];
    Made { model: Model::Closed, levels, seconds: 5, parts: 3, fails: 40, ..Made::default() }.result()
}

/// With everything that a page can show.
fn full() -> LoadResult {
    let client = ClientUsage {
        process_cpus: Some(0.8),
        cpu_ratio: Some(0.95),
        throttled_ratio: Some(0.2),
        cpu_pressure_ratio: Some(0.1),
        memory_pressure_ratio: Some(0.0),
    };
    let made =
        Made { levels: vec![50.0, 100.0, 200.0], parts: 4, fails: 40, client, seed: 2, ..Made::default() };
    let mut result = made.result();
    result.total.counts.late = 200;
    result.total.counts.dropped = 10;
    result.total.counts.timed_out = 3;
    let judged = |text: &str, value, met| crate::load::Judged { threshold: text.to_owned(), value, met };
    result.thresholds =
        vec![judged("p99 < 300ms", Some(0.041), true), judged("error_rate < 1%", Some(0.025), false)];
    let before = Made { latency: 0.008, seed: 1, ..made }.result();
    result.comparison = Some(Baseline::new(before).unwrap().compare(&result).unwrap());
    result
}

#[test]
fn every_section_is_there_and_says_what_it_should() {
    let page = Parsed::of(&full().to_html());
    let sections: Vec<&str> = page.named("section").filter_map(|section| get(section, "id")).collect();
    let wanted = [
        "verdict",
        "thresholds",
        "comparison",
        "actions",
        "latency",
        "load",
        "capacity",
        "stages",
        "targets",
        "failures",
        "client",
        "data",
    ];
    assert_eq!(sections, wanted);
    for words in [
        "failed 1 of 2 thresholds was not met: error_rate < 1%.",
        "of 9,003 requests failed; the others were answered, half of them within",
        "open model a rate, whatever the target does; at most 64 at once",
        "50 to 200 requests per second",
        "The client may have been the limit. This client was throttled in 20 % of the periods",
        "p50 worse by",
        "Give the client more CPU, then measure again",
        "Read the target's log for the statuses it answered",
        "from when due",
        "of those that failed",
        "knee",
        "http_status",
        "An HTTP status that was not expected.",
        "It was short of something",
        "Save the data as JSON",
        "target 3",
    ] {
        assert!(page.text.contains(words), "{words} is not in: {}", page.text);
    }
}

#[test]
fn a_page_is_well_formed_and_every_reference_leads_somewhere() {
    for page in
        [full(), steps(), Made { seconds: 1, ..Made::default() }.result(), nothing()].map(|one| one.to_html())
    {
        let parsed = Parsed::of(&page);
        let ids = parsed.values("id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
        for reference in parsed.values("aria-labelledby").iter().flat_map(|ids| ids.split(' ')) {
            assert!(unique.contains(reference), "{reference}");
        }
        for link in parsed.values("href") {
            let known = link.strip_prefix('#').is_some_and(|id| unique.contains(id));
            assert!(known || link.starts_with("data:"), "{link}");
        }
        assert!(parsed.values("src").is_empty() && parsed.named("script").count() == 0);
        for sign in ["url(", "@import", "<iframe", "<object", "NaN", "inf "] {
            assert!(!page.contains(sign), "{sign}");
        }
        assert!(page.contains("default-src 'none'"));
    }
}

/// A test that was given up before anything ended.
fn nothing() -> LoadResult {
    let mut result = Made { requests: 0, seconds: 1, ..Made::default() }.result();
    result.ended = Ended::Interrupted;
    result.intervals.clear();
    result.client = ClientUsage::default();
    result
}

#[test]
fn a_test_without_an_answer_has_a_page_too() {
    let page = Parsed::of(&nothing().to_html());
    for words in
        ["given up", "No request ended.", "It ended before there was anything to draw.", "could be read"]
    {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert_eq!(page.named("figure").count(), 0);
}

#[test]
fn charts_are_named_described_reachable_and_have_a_table() {
    let page = Parsed::of(&full().to_html());
    let pictures: Vec<_> = page.named("svg").filter(|svg| get(svg, "aria-labelledby").is_some()).collect();
    assert_eq!((pictures.len(), page.named("figure").count()), (9, 9));
    for picture in pictures {
        assert_eq!((get(picture, "role"), get(picture, "tabindex")), (Some("img"), Some("0")));
    }
    assert_eq!(page.named("title").count(), 10);
    assert_eq!(page.named("desc").count(), 9);
    // Two of the client are missing where it could not be read, two of the levels where there is one.
    let mut single = Made::default().result();
    single.intervals.iter_mut().for_each(|one| one.client = ClientUsage::default());
    assert_eq!(Parsed::of(&single.to_html()).named("figure").count(), 5);
}

#[test]
fn a_closed_model_says_what_it_hides() {
    let page = Parsed::of(&steps().to_html());
    for words in [
        "closed model",
        "8 users, each of whom waits",
        "coordinated omission",
        "Users and requests under way",
        "Allow ",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains("from when due"));
}

#[test]
fn a_page_stays_below_its_limit_however_long_the_test_was() {
    let made = Made { seconds: 599, requests: 100, parts: 120, fails: 7, ..Made::default() };
    let mut long = made.result();
    assert!(long.intervals.len() > 500);
    let page = long.to_html();
    assert!(page.len() < MOST_BYTES, "{}", page.len());
    assert!(Parsed::of(&page).text.contains("20 targets more: see the data."));

    // As bad as it can be: names of any length, all of which HTML has to escape.
    let evil = "<&\"'>".repeat(1_000);
    long.intervals.truncate(60);
    long.name.clone_from(&evil);
    long.parts.iter_mut().for_each(|part| part.name.clone_from(&evil));
    long.stages.iter_mut().for_each(|stage| stage.title.clone_from(&evil));
    long.warnings = vec![evil.clone(); 50];
    long.total.counts.reasons.extend((0..200).map(|number| (format!("{number}{evil}"), 1)));
    let page = long.to_html();
    assert!(page.len() < MOST_BYTES, "{}", page.len());
    let usual = full().to_html();
    assert!(usual.len() < 400_000, "{}", usual.len());
}

#[test]
fn nothing_untrusted_gets_into_the_page_as_html() {
    const EVIL: &str =
        "</style></svg><script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"x\u{1b}[2J\u{202e}\0";
    let plain = Parsed::of(&full().to_html());
    let mut result = full();
    result.name = EVIL.to_owned();
    result.parts[0].name = EVIL.to_owned();
    result.stages[0].title = EVIL.to_owned();
    result.thresholds[1].threshold = EVIL.to_owned();
    result.warnings[0] = EVIL.to_owned() + " this client";
    if let Some(comparison) = &mut result.comparison {
        comparison.name = EVIL.to_owned();
        comparison.changes[0].measured = EVIL.to_owned();
        comparison.changes[0].text = EVIL.to_owned();
    }
    let reasons = &mut result.total.counts.reasons;
    let count = reasons.remove("http_status").unwrap();
    reasons.insert(EVIL.to_owned(), count);
    let page = result.to_html();
    let names = |parsed: &Parsed| parsed.elements.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let parsed = Parsed::of(&page);
    assert_eq!(names(&parsed), names(&plain), "not one element more or less");
    assert!(parsed.elements.iter().flat_map(|(_, all)| all).all(|(name, _)| !name.starts_with("on")));
    assert!(!page.contains(['\u{1b}', '\u{202e}', '\0']));
    assert!(parsed.text.contains("<script>alert(1)</script>"), "shown as text");
}

/// Real tests against servers whose capacity is known, as pages for the browser and for who wants to look at them.
#[test]
fn the_sample_pages_of_load_are_written_where_they_are_asked_for() {
    let Some(directory) = std::env::var_os("PLIMSOLL_REPORT_DIR") else { return };
    let directory = std::path::Path::new(&directory);
    std::thread::scope(|scope| {
        for (name, made) in [
            ("load", open as fn() -> LoadResult),
            ("load-steps", closed),
            ("load-merged", merged),
            ("load-short", short),
        ] {
            scope.spawn(move || {
                let result = made();
                std::fs::write(directory.join(format!("{name}.html")), result.to_html()).unwrap();
                std::fs::write(directory.join(format!("{name}.json")), serde_json::to_vec(&result).unwrap())
                    .unwrap();
            });
        }
    });
}

fn run(scenario: Scenario) -> LoadResult {
    LoadTest::new(Scenario { check_first: false, ..scenario }).unwrap().run().unwrap()
}

fn part(name: &str, server: &Server) -> Part {
    Part::new(Target::rest(name, server.url()))
}

/// Two targets, one of which fails at times; quicker and better before.
fn open() -> LoadResult {
    let second = Duration::from_secs(1);
    let result = |takes: u64, fails: bool| {
        let quick = Server::new(Behaviour {
            takes: Duration::from_millis(takes),
            workers: 4,
            ..Behaviour::default()
        });
        let answer = if fails {
            "HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno"
        } else {
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        };
        let other = Server::new(Behaviour { answer: answer.to_owned(), ..Behaviour::default() });
        let parts = vec![part("list of items", &quick).weighing(19.0), part("one item", &other)];
        let mut scenario = Scenario::new("shop <staging>", Model::Open);
        scenario.parts = parts;
        scenario.stages = Stage::trapezoid(200.0, 2 * second, 12 * second, second);
        scenario.thresholds = vec!["p99 < 300ms".parse().unwrap(), "error_rate < 1%".parse().unwrap()];
        run(scenario)
    };
    let before = result(8, false);
    let mut result = result(10, true);
    result.comparison = Some(Baseline::new(before).unwrap().compare(&result).unwrap());
    result
}

/// A server of four workers, and users in steps.
fn closed() -> LoadResult {
    let server =
        Server::new(Behaviour { takes: Duration::from_millis(10), workers: 4, ..Behaviour::default() });
    let mut scenario = Scenario::users(part("four workers", &server), 1, Duration::from_secs(1));
    let levels = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
    scenario.stages = Stage::steps(&levels, Duration::from_millis(500), Duration::from_secs(2));
    run(scenario)
}

/// Two clients of one server.
fn merged() -> LoadResult {
    let server = Server::new(Behaviour { takes: Duration::from_millis(3), ..Behaviour::default() });
    let scenario = || Scenario::rate(part("from two machines", &server), 150.0, Duration::from_secs(5));
    let results = std::thread::scope(|scope| {
        let other = scope.spawn(|| run(scenario()));
        [run(scenario()), other.join().unwrap()]
    });
    LoadResult::merge(&results).unwrap()
}

/// One interval, in which everything failed.
fn short() -> LoadResult {
    let answer = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n".to_owned();
    let server = Server::new(Behaviour { answer, ..Behaviour::default() });
    let mut scenario = Scenario::rate(part("broken", &server), 50.0, Duration::from_millis(500));
    scenario.thresholds = vec!["p99 < 300ms".parse().unwrap()];
    run(scenario)
}
