//! What all advice together wins, how many containers the load needs, what is wasted.

use plimsoll::advise::Replicas;
use plimsoll::fields::Unit;
use plimsoll::finding::quantity;
use plimsoll::report::component;
use plimsoll::Report;

use crate::page::Page;

pub fn section(page: &mut Page, report: &Report) {
    let advice = &report.advice;
    // Of one recommendation it would say the same again.
    if let Some(all) = advice.all_taken.as_ref().filter(|_| advice.recommendations.len() > 1) {
        page.fact("Gain", &all.summary);
    }
    // Where nothing is wrong, one that is well laden needs no second.
    let short = !advice.recommendations.is_empty();
    let wanted = |replicas: &&Replicas| (replicas.needed > 1 && short) || page.layout.all;
    if let Some(replicas) = advice.replicas.as_ref().filter(wanted) {
        let needed = match replicas.needed {
            1 => "one container of this size carries the measured load".to_owned(),
            many => format!("the measured load needs {many} containers of this size"),
        };
        let scaler = &replicas.autoscaler;
        let target = scaler.target_cpu_utilization_percentage;
        let target = target.map_or_else(String::new, |percent| format!(", target CPU {percent} %"));
        page.fact(
            "Replicas",
            &format!(
                "{needed}, by its {}; autoscaler: {} to {}{target}",
                component(&replicas.bound_by),
                scaler.min_replicas,
                scaler.max_replicas
            ),
        );
    }
    if let Some(waste) = &advice.waste {
        let parts = [(waste.cpu, Unit::Cpus), (waste.memory, Unit::Bytes)];
        let parts = parts.iter().filter_map(|(wasted, unit)| {
            let wasted = wasted.as_ref()?;
            let (idle, limit) = (quantity(wasted.wasted, *unit), quantity(wasted.limit, *unit));
            Some(format!("{idle} of the limit of {limit}"))
        });
        let parts: Vec<String> = parts.collect();
        let cost = waste.cost.as_ref().map_or_else(
            || " (give --price-core-hour and --price-gib-hour for what it costs)".to_owned(),
            |cost| format!(": {:.2} {} a month", cost.per_month, cost.currency),
        );
        page.fact("Waste", &format!("{} are set aside and not used{cost}", parts.join(" and ")));
    }
}
