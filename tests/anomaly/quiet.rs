//! At most one false alarm in 24 hours of quiet signals.

use crate::traces::{Random, KINDS};
use plimsoll::anomaly::Detector;

const HOURS: f64 = 6.0;

fn alarms(readings: impl Iterator<Item = (f64, f64)>) -> Vec<f64> {
    let mut detector = Detector::without_forecast();
    let mut raised = Vec::new();
    let mut before = false;
    for (seconds, value) in readings {
        let now = detector.push(seconds, value);
        if now.is_some() && !before {
            raised.push(seconds);
            if std::env::var_os("SHOW").is_some() {
                println!("   {seconds} {now:?}");
            }
        }
        before = now.is_some();
    }
    raised
}

#[test]
fn quiet_traces_raise_no_alarm() {
    let n: u64 = std::env::var("N").map(|n| n.parse().unwrap()).unwrap_or(6);
    let (mut all, mut hours) = (0, 0.0);
    for (number, kind) in KINDS.iter().enumerate() {
        let mut raised = 0;
        let mut worst = 0;
        for seed in 0..n {
            let mut trace = (kind.make)(Random::new(1000 * number as u64 + seed));
            let a = alarms((0..(HOURS * 3600.0) as u32).map(|s| (f64::from(s), trace(f64::from(s))))).len();
            raised += a;
            worst = worst.max(a);
        }
        println!("{:30} {raised:5} alarms in {:5} hours; worst trace {worst}", kind.name, HOURS * n as f64);
        all += raised;
        hours += HOURS * n as f64;
    }
    println!("{all} alarms in {hours} hours: {:.3} in 24", all as f64 * 24.0 / hours);
}
