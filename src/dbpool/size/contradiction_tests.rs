use crate::dbpool::{DatabasePool, PoolSizing, PoolStats, SizeOptions};

/// What is needed, or what is advised, of a pool that is asked for 200 connections a second for 20 ms each.
fn told(change: impl Fn(&mut PoolStats)) -> Result<u32, String> {
    let pool = DatabasePool::new("orders").unwrap();
    for second in 0..60 {
        let requests = 200.0 * f64::from(second);
        let mut stats = PoolStats {
            size: Some(10.0),
            max_overflow: Some(0.0),
            requests: Some(requests),
            use_seconds: Some(requests * 0.02),
            wait_seconds: Some(requests * 0.001),
            ..PoolStats::default()
        };
        change(&mut stats);
        pool.observe_at(f64::from(second), &stats).unwrap();
    }
    match pool.advise(&SizeOptions::default()) {
        PoolSizing::NotEnoughData { needed, .. } => Err(needed),
        PoolSizing::Advice(advice) => Ok(advice.size),
    }
}

fn thousandfold(value: &mut Option<f64>) {
    *value = value.map(|value| value * 1000.0);
}

#[test]
fn uses_in_milliseconds_are_refused() {
    let needed = told(|stats| thousandfold(&mut stats.use_seconds)).unwrap_err();
    assert_eq!(
        needed,
        "By `use_seconds` 4000 connections are in use on average, and the pool can have 10: is `use_seconds` in \
         milliseconds? It is the sum of all uses, in seconds."
    );
    let unlimited = told(|stats| {
        thousandfold(&mut stats.use_seconds);
        stats.max_overflow = None;
    });
    assert!(unlimited.unwrap_err().ends_with("or leave `size` out."));
    // 8 in use of 5.
    let more = told(|stats| {
        stats.use_seconds = stats.use_seconds.map(|used| used * 2.0);
        (stats.size, stats.max_overflow) = (Some(5.0), None);
    });
    assert!(more.unwrap_err().ends_with("or leave `size` out."));
    let seen = told(|stats| {
        thousandfold(&mut stats.use_seconds);
        (stats.size, stats.in_use) = (None, Some(4.0));
    });
    assert!(seen.unwrap_err().contains("no more than 4 were seen"));
}

#[test]
fn waits_in_milliseconds_are_refused() {
    for (peak, timeout) in [(Some(0.009), None), (None, Some(0.03))] {
        let needed = told(|stats| {
            thousandfold(&mut stats.wait_seconds);
            // 30 s each.
            stats.wait_seconds = stats.wait_seconds.map(|wait| wait * 30.0);
            (stats.wait_peak_seconds, stats.timeout_seconds) = (peak, timeout);
        });
        assert!(needed.unwrap_err().contains("is `wait_seconds` in milliseconds?"));
    }
}

#[test]
fn what_can_be_is_judged() {
    assert!(told(|_| {}).is_ok());
    // Looked at whenever nothing is in use.
    assert!(told(|stats| stats.in_use = Some(0.0)).is_ok());
    // Opening takes its time.
    assert!(told(|stats| (stats.timeout_seconds, stats.wait_seconds) = (Some(0.0001), stats.wait_seconds))
        .is_ok());
    // Held for a minute each, and given back all at once.
    let pool = DatabasePool::new("reports").unwrap();
    for second in 0..600_u32 {
        let ended = f64::from(second / 20 * 10);
        let stats = PoolStats {
            size: Some(10.0),
            in_use: Some(10.0),
            in_use_peak: Some(10.0),
            requests: Some(ended),
            use_seconds: Some(ended * 20.0),
            ..PoolStats::default()
        };
        pool.observe_at(f64::from(second), &stats).unwrap();
    }
    assert!(matches!(pool.advise(&SizeOptions::default()), PoolSizing::Advice(_)));
}
