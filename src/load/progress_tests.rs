use super::*;

fn second(latencies: &[u64]) -> Progress {
    let mut all = Latencies::default();
    latencies.iter().for_each(|milliseconds| all.record(Duration::from_millis(*milliseconds)));
    Progress {
        elapsed: Duration::from_secs(1),
        remaining: Duration::from_secs(9),
        stage: 0,
        stages: 1,
        title: String::new(),
        level: 10.0,
        per_second: latencies.len() as f64,
        p50: all.quantile(0.5),
        p99: all.quantile(0.99),
        errors: 1,
        so_far: Counts::default(),
        client: ClientUsage::default(),
        seconds: 1.0,
        latencies: all,
    }
}

#[test]
fn what_follows_holds_what_was_before() {
    // The slow one was not in the last second.
    let whole = second(&[1, 1]).following(&second(&[1, 2000]).following(&second(&[1, 1, 1, 1])));
    assert!((whole.per_second - 8.0 / 3.0).abs() < 1e-9 && whole.errors == 3);
    let seconds = |of: Option<Duration>| of.unwrap().as_secs_f64();
    assert!(seconds(whole.p99) > 1.9 && seconds(whole.p50) < 0.002, "{whole:?}");
}
