use super::super::family::{Family, FamilyKind, ALERTS_TOTAL, LOAD_LINE, POOL_WAIT_TIME, SAMPLE_TOOK};
use super::super::Exposition;
use super::*;

static QUOTED: Family =
    Family { name: "plimsoll_x", kind: FamilyKind::Gauge, labels: &["x"], help: "A \"word\"." };

#[test]
fn openmetrics_is_for_those_who_name_it() {
    let prometheus = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;\
                      version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;\
                      q=0.3,*/*;q=0.2";
    for (accept, wanted) in [
        (None, Format::Text),
        (Some(""), Format::Text),
        (Some("*/*"), Format::Text),
        (Some("text/html,application/xhtml+xml,*/*;q=0.8"), Format::Text),
        (Some(prometheus), Format::OpenMetrics),
        (Some("application/openmetrics-text"), Format::OpenMetrics),
        (Some("Application/OpenMetrics-Text; Version=\"1.0.0\"; Q=0.1"), Format::OpenMetrics),
        (Some("application/openmetrics-text; version=0.0.1"), Format::Text),
        (Some("application/openmetrics-text; version=2.0.0"), Format::Text),
        (Some("application/openmetrics-text;q=0"), Format::Text),
        (Some("application/openmetrics-text;q=0.4, text/plain;q=0.5"), Format::Text),
        (Some("application/openmetrics-text;q=much"), Format::Text),
        (Some(";;=,,q=1"), Format::Text),
    ] {
        assert_eq!(Format::wanted(accept), wanted, "{accept:?}");
    }
}

#[test]
fn what_differs_is_the_name_of_counters_quotes_and_the_end() {
    let text = |format| {
        let mut page = Exposition::new();
        page.set_format(format);
        page.series(&ALERTS_TOTAL).add(&[], 3.0);
        page.series(&QUOTED).add(&[("x", "\"")], 0.5);
        page.finish();
        page.into_text()
    };
    let head = "# HELP plimsoll_alerts_total Alerts that were told, whatever became of the messages.\n\
                # TYPE plimsoll_alerts_total counter\nplimsoll_alerts_total 3\n";
    let quoted = "# HELP plimsoll_x A \"word\".\n# TYPE plimsoll_x gauge\nplimsoll_x{x=\"\\\"\"} 0.5\n";
    assert_eq!(text(Format::Text), format!("{head}{quoted}"));
    let head = head.replace("HELP plimsoll_alerts_total", "HELP plimsoll_alerts");
    let head = head.replace("TYPE plimsoll_alerts_total", "TYPE plimsoll_alerts");
    let quoted = quoted.replace("\"word\"", "\\\"word\\\"");
    assert_eq!(text(Format::OpenMetrics), format!("{head}{quoted}# EOF\n"));
}

#[test]
fn open_metrics_has_units() {
    let units = |format| {
        let mut page = Exposition::new();
        page.set_format(format);
        page.series(&SAMPLE_TOOK).add(&[], 0.5);
        page.series(&POOL_WAIT_TIME).add(&[("pool", "mcp")], 0.5);
        page.series(&LOAD_LINE).add(&[], 0.5);
        page.series(&ALERTS_TOTAL).add(&[], 3.0);
        let text = page.into_text();
        text.lines()
            .filter_map(|line| line.strip_prefix("# UNIT plimsoll_"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(units(Format::Text), [""; 0]);
    let wanted = ["sample_took_seconds seconds", "pool_wait_seconds seconds", "load_line_ratio ratio"];
    assert_eq!(units(Format::OpenMetrics), wanted);
}
