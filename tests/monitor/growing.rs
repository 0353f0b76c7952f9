//! A metric of the program's own that grows towards its limit.

use plimsoll::finding::{Component, Severity};
use plimsoll::rules::RULES;
use plimsoll::trends::Assessment;
use plimsoll::Monitor;

use super::quiet::monitor;

/// A monitor in which nothing but fed metrics is judged.
fn watched() -> Monitor {
    monitor(|options| RULES.iter().for_each(|rule| options.thresholds.disable(rule.name).unwrap()))
}

/// Feeds a queue that grows by half a unit with each reading, and a little to and fro.
fn feed(monitor: &mut Monitor, readings: std::ops::Range<u32>) {
    for at in readings {
        let value = 10.0 + 0.5 * f64::from(at) + f64::from(at % 3);
        monitor.feed("orders_waiting", value, Some(1000.0)).unwrap();
        monitor.feed("without a limit", value, None).unwrap();
        monitor.feed("steady", 5.0 + f64::from(at % 3), Some(1000.0)).unwrap();
        monitor.observe().unwrap();
    }
}

#[test]
fn a_metric_that_grows_joins_trends_findings_and_advice() {
    let mut monitor = watched();
    feed(&mut monitor, 0..10);
    let early = monitor.diagnose();
    let status = |component: &str, diagnosis: &plimsoll::Diagnosis| {
        let trend =
            diagnosis.trends.iter().find(|trend| trend.component == Component::Metric(component.into()));
        trend.map(|trend| trend.assessment)
    };
    assert!(matches!(status("orders_waiting", &early), Some(Assessment::NotEnoughData { .. })));
    feed(&mut monitor, 10..800);
    let diagnosis = monitor.diagnose();
    let seconds = diagnosis.observed.window_seconds.unwrap() / (diagnosis.observed.samples - 1) as f64;
    let Some(Assessment::Growing(growth)) = status("orders_waiting", &diagnosis) else {
        panic!("{:?}", diagnosis.trends);
    };
    assert!((growth.per_second * seconds - 0.5).abs() < 0.01, "{growth:?}");
    let left = (1000.0 - 409.5) / 0.5 * seconds;
    assert!((growth.seconds_to_limit.unwrap() - left).abs() < 0.1 * left, "{growth:?}, {left}");
    assert!(matches!(status("steady", &diagnosis), Some(Assessment::Steady { .. })));
    assert_eq!(status("without a limit", &diagnosis), None);

    let [finding] = &diagnosis.bottlenecks[..] else { panic!("{:?}", diagnosis.bottlenecks) };
    assert_eq!((finding.rule, finding.severity), ("metric.fill", Severity::Critical));
    assert_eq!(finding.component, Component::Metric("orders_waiting".into()));
    assert!(finding.title.starts_with("orders_waiting grows by "), "{}", finding.title);
    let names: Vec<&str> = finding.evidence.readings.iter().map(|reading| &*reading.name).collect();
    assert_eq!(names[..2], ["orders_waiting", "orders_waiting_growth_per_second"]);
    assert!(names.contains(&"orders_waiting_limit"));
    let advice = monitor.recommend();
    assert!(advice.recommendations[0].title.starts_with("Stop the growth of orders_waiting within "));
    let json = serde_json::to_value(&diagnosis).unwrap();
    let trends = json["trends"].as_array().unwrap();
    let trend = trends.iter().find(|trend| trend["component"] == "metric:orders_waiting").unwrap();
    assert_eq!((&trend["signal"], &trend["status"]), (&"orders_waiting".into(), &"growing".into()));
    assert_eq!(trend["limit"], 1000.0);
}

#[test]
fn what_is_nearly_full_and_grows_is_one_finding() {
    let mut monitor = watched();
    feed(&mut monitor, 0..1_700);
    let diagnosis = monitor.diagnose();
    let [finding] = &diagnosis.bottlenecks[..] else { panic!("{:?}", diagnosis.bottlenecks) };
    assert_eq!((finding.rule, finding.severity), ("metric.used", Severity::Critical));
    assert_eq!(finding.explains, ["metric.fill"]);
    // 86 % is high; that it is full within two hours is critical.
    assert_eq!(finding.severity_from.as_ref().unwrap().rule, "metric.fill");
    assert!(finding.description.contains(" It fills by "), "{}", finding.description);
    assert_eq!(monitor.recommend().recommendations.len(), 2);
}

#[test]
fn growth_is_followed_anew_after_a_reset() {
    let mut monitor = watched();
    feed(&mut monitor, 0..800);
    monitor.reset().unwrap();
    feed(&mut monitor, 800..805);
    assert!(monitor.diagnose().bottlenecks.is_empty());
}
