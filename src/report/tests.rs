use std::collections::BTreeSet;
use std::sync::Arc;

use super::parsed_tests::{get, Parsed};
use super::*;
use crate::fields::Unit;
use crate::finding::{Component, Level};
use crate::monitor::{Diagnosis, LoadLine, Observed, TargetFacts, Unread};

#[path = "sample_tests.rs"]
mod sample;

/// Nothing was read.
fn blind() -> Diagnosis {
    Diagnosis {
        level: None,
        summary: "Neither CPU time nor memory of the container could be measured.".into(),
        load_line: LoadLine::default(),
        bottlenecks: Vec::new(),
        resources: Default::default(),
        memory: Default::default(),
        trends: Default::default(),
        anomalies: Vec::new(),
        forecasts: Default::default(),
        target: Arc::new(TargetFacts::default()),
        observed: Observed::default(),
        usage: None,
        database_pools: Vec::new(),
        problems: Arc::default(),
    }
}

#[test]
fn a_full_page_is_well_formed_and_every_reference_leads_somewhere() {
    let diagnosis = sample::diagnosis();
    for page in [html(&sample::document(&diagnosis, 1000)), html(&Document::new(&blind()))] {
        let parsed = Parsed::of(&page);
        let ids = parsed.values("id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
        for reference in parsed.values("aria-labelledby").iter().flat_map(|ids| ids.split(' ')) {
            assert!(unique.contains(reference), "{reference}");
        }
        for link in parsed.values("href") {
            let known = link.strip_prefix('#').is_some_and(|id| unique.contains(id));
            assert!(known || link == "data:,", "{link}");
        }
        assert_eq!(parsed.named("h1").count(), 1);
        assert_eq!(parsed.named("main").count(), 1);
        assert_eq!(get(parsed.named("html").next().unwrap(), "lang"), Some("en"));
    }
}

#[test]
fn attached_pools_are_shown_with_what_other_sizes_would_do() {
    use crate::dbpool::{DatabasePool, Holder, PoolSizing, PoolStats};
    use crate::monitor::{Monitor, MonitorOptions};

    let pool = DatabasePool::new("orders <main>").unwrap();
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    let is_shown = |page: &str| page.contains("id=\"database-pools\"");
    assert!(!is_shown(&html(&Document::of(&monitor.report()))), "no pool is attached");
    monitor.attach(&pool).unwrap();
    let page = html(&Document::of(&monitor.report()));
    assert!(is_shown(&page) && page.contains("Not observed yet."), "{page}");
    for second in 0..60 {
        let requests = 200.0 * f64::from(second);
        let stats = PoolStats {
            size: Some(32.0),
            in_use: Some(4.0),
            requests: Some(requests),
            queued: Some(requests * 0.25),
            use_seconds: Some(requests * 0.02),
            ..PoolStats::default()
        };
        pool.observe_at(f64::from(second), &stats).unwrap();
    }
    pool.observe_holders(vec![Holder { site: "jobs.py:10 <work>".to_owned(), connections: 3, seconds: 1.5 }])
        .unwrap();
    let report = monitor.report();
    let page = Parsed::of(&html(&Document::of(&report)));
    for words in [
        "orders <main>",
        "4 of 32",
        "200 /s",
        "25 %",
        "jobs.py:10 <work> holds 3 for 1.5 s",
        "instead of 32, ",
        "advised",
        "maximumPoolSize",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["database_pools"][0]["sizing"]["status"], "advice");

    // A size that does not keep up has no number on the page; the JSON keeps it.
    let mut report = report;
    let sizing = std::sync::Arc::make_mut(report.diagnosis.database_pools[0].sizing.as_mut().unwrap());
    let PoolSizing::Advice(advice) = sizing else { panic!("no advice") };
    advice.what_if[0].wait_p95_seconds = 1_098_000.0;
    let page = Parsed::of(&html(&Document::of(&report)));
    assert!(page.text.contains("> 1 h") && !page.text.contains("days"), "{}", page.text);
    let json = serde_json::to_value(&report).unwrap();
    let row = &json["database_pools"][0]["sizing"]["what_if"][0];
    assert_eq!(row["wait_p95_seconds"], 1_098_000.0, "{row}");
}

#[test]
fn every_section_is_there_and_says_what_it_should() {
    let diagnosis = sample::diagnosis();
    let page = Parsed::of(&html(&sample::document(&diagnosis, 1000)));
    let sections: Vec<&str> = page.named("section").filter_map(|section| get(section, "id")).collect();
    let wanted = [
        "verdict",
        "findings",
        "actions",
        "sizing",
        "workload",
        "trends",
        "outlook",
        "resources",
        "history",
        "problems",
    ];
    assert_eq!(sections, wanted);
    for words in [
        "degraded",
        "Load line 1.09 CPU, over the mark: refuse work",
        "time stopped by the quota 31 %, above 10 %, cleared at 5 % (systemd PRESSURE: 100 ms stalled per second)",
        "94 % of its CPU used, above 80 %",

        "97 % sure, so for 15 min 40 s",
        "explains cpu.utilisation, cpu.pressure",
        "275000 100000",
        "low effort",
        "896 MiB (−13 %)",
        "cpu_intensive".replace('_', " ").replace("cpu", "CPU").as_str(),
        "72 of 100, 6 more than the baseline of 2026-01-02, more than it varies by itself",
        "768 MiB (now 512 MiB)",
        "of 1.0 GiB",
        "9 h 26 min to 12 h 30 min",
        "6.4 × its spread",
        "expected, 90 % of the time",
        "Watched for 1 h 6 min of 2 h.",
        "quota 2 CPUs",
        "container restarted",
        "psi=0",
    ] {
        assert!(page.text.contains(words), "{words} is not in: {}", page.text);
    }
}

#[test]
fn charts_are_named_described_reachable_and_have_a_table() {
    let diagnosis = sample::diagnosis();
    let page = Parsed::of(&html(&sample::document(&diagnosis, 1000)));
    let figures = page.named("figure").count();
    // Ten of the table, seven for the other signals, the load line, a forecast.
    assert_eq!(figures, 19);
    let pictures: Vec<_> = page.named("svg").filter(|svg| get(svg, "aria-labelledby").is_some()).collect();
    assert_eq!(pictures.len(), figures);
    for picture in pictures {
        assert_eq!((get(picture, "role"), get(picture, "tabindex")), (Some("img"), Some("0")));
    }
    assert!(page.named("details").count() >= figures);
    let lines =
        page.named("polyline").filter(|line| get(line, "points").is_some_and(|points| points.len() > 100));
    assert!(lines.count() >= figures);
}

#[test]
fn nothing_untrusted_gets_into_the_page_as_html() {
    const EVIL: &str =
        "</style></svg><script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"x\u{1b}[2J\u{202e}\0";
    let mut diagnosis = sample::diagnosis();
    Arc::make_mut(&mut diagnosis.target).cpu_bound_by = Some("/kubepods.slice".to_owned());
    let plain = Parsed::of(&html(&sample::document(&diagnosis, 50)));

    diagnosis.summary = EVIL.into();
    let target = Arc::make_mut(&mut diagnosis.target);
    target.cgroup = Some(EVIL.to_owned());
    target.cpu_bound_by = Some(format!("{EVIL}/above"));
    target.memory_bound_by = Some(EVIL.to_owned());
    diagnosis.resources[0].bound_by = Some(EVIL.into());
    diagnosis.bottlenecks[0].culprits[0].name = EVIL.to_owned();
    diagnosis.bottlenecks[0].title = EVIL.to_owned();
    diagnosis.bottlenecks[1].component = Component::Metric(EVIL.into());
    diagnosis.problems = Arc::new([Unread { path: EVIL.to_owned(), reason: EVIL.to_owned(), group: "cpu" }]);
    let mut recommendations = sample::RECOMMENDATIONS.clone();
    recommendations[0].actions[0].value = EVIL.to_owned();
    let mut document = sample::document(&diagnosis, 50);
    document.recommendations = &recommendations;
    document.title = Some(EVIL.to_owned());
    document.history[1].title = EVIL.to_owned();
    document.history[0].limit_title = EVIL.to_owned();
    document.history[0].marks[0].label = EVIL.to_owned();
    let page = html(&document);

    let names = |parsed: &Parsed| parsed.elements.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let parsed = Parsed::of(&page);
    assert!(names(&parsed) == names(&plain), "not one element more or less");
    assert_eq!(parsed.named("script").count(), 0);
    assert!(parsed.elements.iter().flat_map(|(_, all)| all).all(|(name, _)| !name.starts_with("on")));
    assert!(!page.contains(['\u{1b}', '\u{202e}', '\0']));
    assert!(parsed.text.contains("<script>alert(1)</script>"), "shown as text");
}

#[test]
fn a_page_asks_for_nothing_from_elsewhere() {
    let diagnosis = sample::diagnosis();
    let page = html(&sample::document(&diagnosis, 1000));
    for sign in ["http:", "https:", "url(", "@import", "src=", "<script", "<iframe", "<object"] {
        assert!(!page.contains(sign), "{sign}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn a_page_stays_small_however_long_the_history_is() {
    let diagnosis = sample::diagnosis();
    let long = html(&sample::document(&diagnosis, 10_000));
    assert!(long.len() < 1_000_000, "{} bytes", long.len());
    let usual = html(&sample::document(&diagnosis, 1000));
    assert!(usual.len() < 500_000, "{} bytes", usual.len());
}

#[test]
fn an_empty_diagnosis_says_that_nothing_is_known() {
    let page = Parsed::of(&html(&Document::new(&blind())));
    for words in ["unknown", "Too little could be read", "Nothing could be read.", "load line is not known"] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(!page.text.contains("No threshold was crossed"));

    let fine = Diagnosis { level: Some(Level::Optimal), ..blind() };
    let page = Parsed::of(&html(&Document::new(&fine)));
    assert!(page.text.contains("No threshold was crossed."));
}

#[test]
fn odd_numbers_draw_no_chart_or_a_whole_one() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, 0.0, -1.0, 1e-300];
    let diagnosis = blind();
    for value in odd {
        for time in odd {
            for limit in [None, Some(value)] {
                let mut series = sample::history(3).remove(0);
                series.points[1] = Point { wall_seconds: time, mean: value, max: value };
                series.limit = limit;
                let document = Document { history: vec![series], ..Document::new(&diagnosis) };
                let page = html(&document);
                assert!(!page.contains("NaN"), "{value} at {time}");
                Parsed::of(&page);
            }
        }
    }
}

#[test]
fn a_metric_of_the_hosts_own_has_a_chart_of_its_own() {
    let diagnosis = sample::diagnosis();
    let mut document = sample::document(&diagnosis, 20);
    let metric = Series {
        name: "orders_waiting".to_owned(),
        title: "Orders waiting".to_owned(),
        unit: Unit::Count,
        ..document.history[0].clone()
    };
    document.history = vec![metric];
    assert!(Parsed::of(&html(&document)).text.contains("Orders waiting"));
}

/// Writes the page where somebody or the browser wants to look at it.
#[test]
fn the_sample_page_is_written_where_it_is_asked_for() {
    let Some(directory) = std::env::var_os("PLIMSOLL_REPORT_DIR") else { return };
    let directory = std::path::Path::new(&directory);
    let diagnosis = sample::diagnosis();
    std::fs::write(directory.join("sample.html"), html(&sample::document(&diagnosis, 1000))).unwrap();
    std::fs::write(directory.join("blind.html"), html(&Document::new(&blind()))).unwrap();
}
