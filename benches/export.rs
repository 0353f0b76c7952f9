//! What the text for Prometheus costs: of a container, and of a thousand checks.

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::checker::{Check, Checker, CheckerOptions};
use plimsoll::export::Exposition;
use plimsoll::probe::Target;
use plimsoll::{Monitor, MonitorOptions};

fn container(c: &mut Criterion) {
    let mut monitor = Monitor::new(MonitorOptions::default()).expect("this container");
    monitor.observe().expect("a sample");
    let diagnosis = monitor.diagnose();
    let mut page = Exposition::new();
    c.bench_function("export/container", |b| {
        b.iter(|| {
            page.clear();
            page.build();
            if let Some(sample) = monitor.sample() {
                page.sample(sample);
            }
            page.diagnosis(&diagnosis);
            page.text().len()
        });
    });
}

fn checks(c: &mut Criterion) {
    let checker = Checker::new(CheckerOptions::default()).expect("default options");
    // Due in an hour, spread over it: next to nothing is asked meanwhile.
    let checks: Vec<Check> = (0..1000)
        .map(|number| {
            let mut check = Check::new(Target::rest(format!("server {number}"), "http://127.0.0.1:9/"));
            check.interval = Some(std::time::Duration::from_secs(7 * 86_400));
            check
        })
        .collect();
    checker.watch(checks.clone()).expect("unique names");
    let mut page = Exposition::new();
    c.bench_function("export/thousand_checks", |b| {
        b.iter(|| {
            page.clear();
            let states = checker.states();
            page.checks(&states, &checks);
            page.checker(&checker.statistics(), states.len());
            page.text().len()
        });
    });
}

criterion_group!(benches, container, checks);
criterion_main!(benches);
