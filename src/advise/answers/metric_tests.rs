use crate::advise::answers::answers;
use crate::advise::fixtures::*;

use crate::fields::{Scope, Unit};
use crate::finding::{Category, Component, Finding, Measure};

fn fed(name: &str) -> Finding {
    let mut finding = finding("metric.used", 0.9, Unit::Ratio);
    finding.component = Component::Metric(name.into());
    finding.evidence.readings = vec![
        Measure::new(name.to_owned(), 90.0, Unit::Count, Scope::Process),
        Measure::new(format!("{name}_limit"), 100.0, Unit::Count, Scope::Process),
    ];
    finding
}

#[test]
fn a_metric_is_brought_below_its_limit() {
    let list = answers(&setting().view(), &fed("orders_waiting"));
    assert_eq!(titles(&list), ["Bring orders_waiting below 80 % of its limit, or raise the limit to 113."]);
    assert_eq!(list[0].description, "90 of 100 are in use, 90 %.");
    assert_eq!(
        (list[0].category, set(&list[0], "limit of orders_waiting")),
        (Category::Application, Some("113"))
    );
}

#[test]
fn a_pool_of_connections_is_the_databases() {
    let list = answers(&setting().view(), &fed("db_pool"));
    assert_eq!(titles(&list), ["Hold connections of db_pool for less time, or raise its limit to 113."]);
    assert_eq!(list[0].category, Category::Database);
}

#[test]
fn numbers_are_those_of_the_metric_whatever_it_is_called_and_however_large() {
    let mut finding = fed("rate_limit_hits");
    let list = answers(&setting().view(), &finding);
    assert_eq!(list[0].description, "90 of 100 are in use, 90 %.");
    for (limit, wanted) in [(1e12, "1125000000000"), (1.0, "1.13"), (0.5, "0.57")] {
        finding.evidence.readings[0].value = 0.9 * limit;
        finding.evidence.readings[1].value = limit;
        let list = answers(&setting().view(), &finding);
        assert_eq!(set(&list[0], "limit of rate_limit_hits"), Some(wanted));
    }
}

#[test]
fn what_grows_is_stopped_before_it_is_full_and_each_metric_apart() {
    let mut finding = finding("metric.fill", 1000.0, Unit::Seconds);
    finding.current.name = "metric_time_to_limit_seconds".into();
    finding.component = Component::Metric("orders_waiting".into());
    finding.evidence.readings = vec![
        Measure::new("orders_waiting", 20.0, Unit::Count, Scope::Process),
        Measure::new("orders_waiting_growth_per_second", 0.08, Unit::PerSecond, Scope::Process),
        Measure::new("orders_waiting_limit", 100.0, Unit::Count, Scope::Process),
    ];
    let list = answers(&setting().view(), &finding);
    assert_eq!(
        titles(&list),
        ["Stop the growth of orders_waiting within 13 minutes, before it reaches its limit of 100."]
    );
    assert_eq!(
        list[0].description,
        "More comes in than goes out: it grows at 288 an hour and is full in 17 minutes. A higher limit only puts that \
         off."
    );
    assert_eq!(list[0].category, Category::Application);
    // What is nearly full and grows is answered for both.
    let mut full = fed("orders_waiting");
    full.explains.push("metric.fill");
    full.evidence.readings.extend(finding.evidence.readings.drain(1..2));
    full.evidence.readings.push(finding.current.clone());
    assert_eq!(answers(&setting().view(), &full).len(), 2);
}
