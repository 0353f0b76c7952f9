//! Pages that were written elsewhere: taken as they are, or refused whole.

use super::decoder_tests::decode;
use super::outbox::Page;
use super::translator::Translator;
use crate::config::{ExportSettings, OtlpProtocol};
use crate::error::ErrorKind;
use crate::export::{Exposition, Format};

const STEPS: &str = "# HELP plimsoll_step_runs_total Runs \\\\ of a step.\n\
    # TYPE plimsoll_step_runs_total counter\n\
    plimsoll_step_runs_total{step=\"order \\\"a\\\", b\",outcome=\"ok\"} 3.0\n\
    # HELP plimsoll_step_running Runs that go on.\n\
    # TYPE plimsoll_step_running gauge\n\
    plimsoll_step_running{step=\"order\"} 1\n\
    # TYPE plimsoll_load_line_ratio gauge\n\
    plimsoll_load_line_ratio +Inf\n";

fn labelled(prefix: &str, labels: &[(&str, &str)]) -> Exposition {
    let labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Exposition::with(ExportSettings { prefix: prefix.to_owned(), labels, ..ExportSettings::default() })
}

#[test]
fn a_page_is_taken_as_it_is() {
    let mut page = Exposition::new();
    page.add_text(STEPS).unwrap();
    assert_eq!(page.text(), STEPS);
    page.add_text("").unwrap();
    page.add_text("# EOF\n\n# a word\n").unwrap();
    assert_eq!(page.text(), STEPS);
}

#[test]
fn it_gets_prefix_and_labels() {
    let mut page = labelled("shop", &[("zone", "b\"")]);
    page.add_text(STEPS).unwrap();
    let text = page.text();
    assert!(text.starts_with("# HELP shop_step_runs_total Runs"), "{text}");
    assert!(text.contains("# TYPE shop_step_runs_total counter\n"), "{text}");
    let order = "shop_step_runs_total{step=\"order \\\"a\\\", b\",outcome=\"ok\",zone=\"b\\\"\"} 3.0\n";
    assert!(text.contains(order), "{text}");
    assert!(text.contains("\nshop_load_line_ratio{zone=\"b\\\"\"} +Inf\n"), "{text}");
    assert!(!text.contains("plimsoll"), "{text}");
}

/// The name of a label stands once: a series keeps its own.
#[test]
fn a_label_of_the_series_stays() {
    let mut page = labelled("plimsoll", &[("zone", "b"), ("step", "mine")]);
    let server = "# TYPE plimsoll_check_alive gauge\nplimsoll_check_alive{name=\"a\",zone=\"c\"} 1\n";
    page.add_text(server).unwrap();
    page.add_text(STEPS).unwrap();
    let text = page.text();
    assert!(text.contains("plimsoll_check_alive{name=\"a\",zone=\"c\",label_step=\"mine\"} 1\n"), "{text}");
    assert!(text.contains("running{step=\"order\",label_step=\"mine\",zone=\"b\"} 1\n"), "{text}");
}

#[test]
fn what_is_no_metric_of_ours_is_refused() {
    let head = "# TYPE plimsoll_step_running gauge\n";
    for (line, why) in [
        ("plimsoll_step_running{step=\"a\"}", "expected a metric"),
        ("plimsoll_step_running{step=\"a\"} many", "expected a metric"),
        ("plimsoll_step_running{step=\"a\"} 1 1700000000", "expected a metric"),
        ("plimsoll_step_running{step=\"a} 1", "expected a metric"),
        ("plimsoll_step_running{st ep=\"a\"} 1", "names of labels"),
        ("plimsoll_step-running 1", "letters, digits"),
        ("plimsoll_step_running 1 1700000000", "letters, digits"),
        ("plimsoll_step_leaking 1", "`# TYPE` is to stand before"),
        ("# TYPE other_step gauge", "begin with `plimsoll_`"),
        ("other_step 1", "expected a metric"),
        ("plimsoll_step_running 1\nplimsoll_step_running 2", "twice"),
        (&"\u{e4}".repeat(200), "..."),
    ] {
        let mut page = Exposition::new();
        page.add_text(STEPS).unwrap();
        let error = page.add_text(&format!("{head}{line}\n")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{line}");
        assert!(error.to_string().contains(why), "{error}");
        assert_eq!(page.text(), STEPS, "{line}");
    }
    let mut page = Exposition::new();
    page.set_format(Format::OpenMetrics);
    assert_eq!(page.add_text(STEPS).unwrap_err().kind(), ErrorKind::InvalidArgument);
}

#[test]
fn steps_have_names_of_opentelemetry() {
    let mut page = Exposition::new();
    page.add_text(STEPS).unwrap();
    let mut translator = Translator::new(Vec::new(), OtlpProtocol::Protobuf);
    let text = page.text().to_owned();
    let body = translator.body(&Page { at_unix_ns: 7, text, prefix: "plimsoll".to_owned() }).unwrap();
    let metrics = decode(&body).1;
    let found = format!("{metrics:?}");
    assert!(metrics.contains_key("plimsoll.step.runs") && metrics.contains_key("plimsoll.step.running"));
    assert!(found.contains("plimsoll.outcome") && found.contains("plimsoll.step\""), "{found}");
}
