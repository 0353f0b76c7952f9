use super::super::random::Random;
use super::*;

const PARTS: [f64; 3] = [0.5, 0.9, 0.99];

/// By nearest rank.
fn exact(times: &mut [f64]) -> [f64; 3] {
    times.sort_by(f64::total_cmp);
    PARTS.map(|part| times[((times.len() as f64 * part).ceil() as usize).max(1) - 1])
}

fn near(got: f64, wanted: f64, part: f64) -> bool {
    (got / wanted - 1.0).abs() <= part
}

#[test]
fn every_bucket_tells_its_times_within_the_promise() {
    let mut seconds = LEAST;
    while seconds < 100.0 {
        assert!(near(middle(bucket(seconds)), seconds, 0.0248), "{seconds}");
        seconds *= 1.001;
    }
    assert_eq!((bucket(0.0), bucket(99e-6), bucket(1e9)), (0, 0, BUCKETS - 1));
    assert!(bucket(99.9) < BUCKETS - 1);
}

#[test]
fn percentiles_are_those_of_the_exact_list_within_the_promise() {
    for seed in 0..200 {
        let mut random = Random::new(seed);
        let mut times = Times::new();
        let count = 1 + random.below(2000);
        let typical = 10_f64.powf(-3.5 + 3.0 * random.unit());
        let mut list = Vec::new();
        for at in 0..count {
            // A body with a long tail, and some that hang.
            let slow = if random.one_in(30) { 20.0 } else { 1.0 };
            let seconds = typical * slow * (1.0 - random.unit()).powf(-0.4);
            let seconds = f64::from((seconds.min(90.0)) as f32);
            times.record(1_800_000_000 + at % 1500, seconds);
            list.push(seconds);
        }
        let got = times.percentiles(PARTS).unwrap();
        let wanted = exact(&mut list);
        // Where counts had to be halved, the rank is not exact any more.
        if count < 250 {
            for (got, wanted) in got.into_iter().zip(wanted) {
                assert!(near(got, wanted, 0.0248), "seed {seed}, {count}: {got} {wanted}");
            }
        } else {
            for (got, wanted) in got.into_iter().zip(wanted).take(2) {
                assert!(near(got, wanted, 0.06), "seed {seed}, {count}: {got} {wanted}");
            }
            let rank =
                list.iter().filter(|time| **time <= got[2] * 1.0248).count() as f64 / list.len() as f64;
            assert!((0.98..=1.0).contains(&rank), "seed {seed}, {count}: {rank}");
        }
        assert_eq!(times.longest(), list[list.len() - 1]);
    }
}

#[test]
fn what_is_old_fades_and_what_is_new_is_seen() {
    let mut times = Times::new();
    let begin = 1_800_000_000;
    for minute in 0..24 * 60 {
        times.record(begin + minute * 60, 0.010);
    }
    assert!(near(times.percentiles(PARTS).unwrap()[2], 0.010, 0.0248));
    let slower = begin + 24 * 3600;
    for minute in 0..60 {
        times.record(slower + minute * 60, 0.100);
    }
    let [p50, p90, p99] = times.percentiles(PARTS).unwrap();
    // After an hour the day before counts about a third of the last hour.
    assert!([p50, p90, p99].into_iter().all(|time| near(time, 0.100, 0.0248)), "{p50} {p90} {p99}");
    for minute in 0..4 * 60 {
        times.record(slower + 3600 + minute * 60, 0.010);
        assert!(minute >= 2 * 60 || times.longest() > 0.099, "not yet forgotten as the longest");
    }
    assert!(near(times.percentiles(PARTS).unwrap()[2], 0.010, 0.0248), "four hours later it is forgotten");
    times.record(slower + 10 * 3600, 0.010);
    assert!(near(times.longest(), 0.010, 1e-6));
}

#[test]
fn a_hundred_a_second_leave_the_tail_where_it_is() {
    let mut times = Times::new();
    let mut random = Random::new(4);
    for second in 0..2 * 3600 {
        for _ in 0..100 {
            times.record(1_800_000_000 + second, if random.one_in(50) { 1.0 } else { 0.002 });
        }
    }
    let [p50, p90, p99] = times.percentiles(PARTS).unwrap();
    assert!(
        near(p50, 0.002, 0.0248) && near(p90, 0.002, 0.0248) && near(p99, 1.0, 0.0248),
        "{p50} {p90} {p99}"
    );
}

#[test]
fn what_came_early_counts_as_much_as_what_came_late_until_it_is_old() {
    let mut times = Times::new();
    for number in 0..20_000 {
        times.record(1_800_000_000 + number / 20, if number < 10_000 { 1.0 } else { 0.002 });
    }
    let [p50, p90, _] = times.percentiles(PARTS).unwrap();
    assert!(p50 > 0.9 || near(p50, 0.002, 0.0248), "{p50}: either half");
    assert!(near(p90, 1.0, 0.0248), "{p90}");
}

#[test]
fn what_is_too_quick_or_too_slow_for_buckets_is_told_as_well_as_can_be() {
    let mut times = Times::new();
    assert_eq!(times.percentiles(PARTS), None);
    times.record(1_800_000_000, 1e-6);
    assert!(
        times.percentiles(PARTS).unwrap().into_iter().all(|time| near(time, 1e-6, 1e-6)),
        "no more than the longest"
    );
    times.record(1_800_000_000, 500.0);
    assert_eq!(times.percentiles(PARTS).unwrap(), [1e-4, 500.0, 500.0]);
    // Set back by a year, then on by ten.
    times.record(1_770_000_000, 0.1);
    times.record(2_100_000_000, 0.2);
    assert!(near(times.percentiles(PARTS).unwrap()[2], 0.2, 0.0248));
}

#[test]
fn buckets_are_there_where_something_was_counted() {
    let mut times = Times::new();
    for at in 0..1000 {
        times.record(at, 0.050 + 0.001 * (at % 7) as f64);
    }
    assert!(times.counts.len() < 20 && times.counts.capacity() < 20, "{}", times.counts.len());
    // One that is far away, in both directions.
    times.record(1000, 30.0);
    times.record(1000, 0.0002);
    assert!(times.counts.len() > 200);
    let [p50] = times.percentiles([0.5]).unwrap();
    assert!((0.048..0.058).contains(&p50), "{p50}");
    // When they are forgotten, so is their place.
    for at in 0..1000 {
        times.record(20 * HALF_LIFE + at, 0.050);
    }
    assert!(times.counts.len() < 20 && times.counts.capacity() < 20, "{}", times.counts.len());
    assert_eq!(Times::new().percentiles([0.5]), None);
}
