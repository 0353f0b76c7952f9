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
