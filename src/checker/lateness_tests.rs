use super::*;

#[test]
fn a_bucket_holds_what_lies_between_its_neighbours_tops() {
    for us in (0..5000).chain([65_535, 65_536, 1 << 30, (1 << 30) + 12_345]) {
        let bucket = bucket(us);
        assert!(us <= top(bucket), "{us} above bucket {bucket}");
        assert!(bucket == 0 || us > top(bucket - 1), "{us} below bucket {bucket}");
        assert!(top(bucket) <= us + us / 8 + 1, "{us} is told as {}", top(bucket));
    }
    assert_eq!(bucket(u64::MAX), BUCKETS - 1);
}

#[test]
fn percentiles_are_of_what_was_recorded() {
    let delays = Delays::new();
    assert_eq!(delays.read(), Lateness::default());
    for ms in 1..=100 {
        delays.record(Duration::from_millis(ms));
    }
    let read = delays.read();
    let near = |found: Duration, ms: u64| {
        let wanted = Duration::from_millis(ms);
        assert!(wanted <= found && found <= wanted.mul_f64(1.13), "{found:?} for {wanted:?}");
    };
    near(read.p50, 50);
    near(read.p99, 99);
    assert_eq!(read.max, Duration::from_millis(100));
}

#[test]
fn what_was_long_ago_is_not_recent() {
    let delays = Delays::new();
    let (late, soon) = (Duration::from_secs(20), Duration::from_millis(1));
    delays.record(late);
    assert_eq!(delays.read().recent_p99, late);
    for minute in 1..=3 {
        delays.pass_time(minute * WINDOW_NS);
        (0..50).for_each(|_| delays.record(soon));
        let read = delays.read();
        assert_eq!(read.max, late);
        // A minute later it is still of the last two.
        assert_eq!(read.recent_p99 == soon, minute > 1, "after {minute} min: {:?}", read.recent_p99);
    }
    delays.pass_time(4 * WINDOW_NS);
    delays.pass_time(5 * WINDOW_NS);
    assert_eq!(delays.read().recent_p99, Duration::ZERO);
}
