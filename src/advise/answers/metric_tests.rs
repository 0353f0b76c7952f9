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
