use std::time::Duration;

use super::super::cell::{Ended, Ending};
use super::*;

fn second(number: usize) -> (Interval, Cell) {
    let mut cell = Cell::default();
    let ended = Ended {
        ending: Ending::Ok,
        service: Duration::from_millis(1 + number as u64 % 7),
        response: None,
        late: false,
        sent: 1,
        received: 1,
    };
    cell.record(&ended);
    let client =
        ClientUsage { process_cpus: Some(0.5), cpu_ratio: Some(number as f64), ..ClientUsage::default() };
    let interval = Interval {
        begin_seconds: number as f64,
        seconds: 1.0,
        stage: 0,
        level: 1.0,
        counts: Counts::default(),
        latency: LatencySummary::default(),
        client,
        histogram: Packed::default(),
    };
    (interval, cell)
}

fn run(seconds: usize) -> Vec<Interval> {
    let mut series = Series::default();
    for number in 0..seconds {
        let (interval, cell) = second(number);
        series.push(interval, &cell);
    }
    series.finish()
}

#[test]
fn nothing_is_lost_however_long_it_takes() {
    for seconds in [1, 10, 599, 600, 601, 2500] {
        let intervals = run(seconds);
        assert!(intervals.len() <= MOST, "{seconds}: {}", intervals.len());
        let counted: u64 = intervals.iter().map(|one| one.counts.ok).sum();
        let kept: u64 = intervals.iter().map(|one| one.histogram.latencies().unwrap().count()).sum();
        let length: f64 = intervals.iter().map(|one| one.seconds).sum();
        assert_eq!((counted, kept, length), (seconds as u64, seconds as u64, seconds as f64), "{seconds}");
        assert!(intervals
            .windows(2)
            .all(|pair| { (pair[0].begin_seconds + pair[0].seconds - pair[1].begin_seconds).abs() < 1e-9 }));
    }
}

#[test]
fn what_is_joined_is_weighed() {
    let intervals = run(1000);
    assert_eq!(intervals[0].seconds, 2.0);
    assert_eq!(intervals[0].client.cpu_ratio, Some(0.5));
    assert_eq!(intervals[0].latency.count, 2);
    assert!((intervals[0].latency.max_seconds.unwrap() - 0.002).abs() < 1e-5);
}

#[test]
fn a_short_test_has_a_second_each() {
    let intervals = run(3);
    assert_eq!(intervals.len(), 3);
    assert!((intervals[2].latency.p50_seconds.unwrap() - 0.003).abs() < 1e-5);
    assert!(Packed::of(&Latencies::default()).text().is_empty());
}

/// A test that ended so long after the last whole second.
fn with_tail(seconds: usize, tail: f64) -> Vec<Interval> {
    let mut series = Series::default();
    for number in 0..=seconds {
        let (mut interval, cell) = second(number);
        if number == seconds {
            interval.seconds = tail;
        }
        series.push(interval, &cell);
    }
    series.finish()
}

#[test]
fn a_short_end_is_part_of_the_one_before() {
    let folded = with_tail(5, 0.02);
    assert_eq!((folded.len(), folded[4].seconds, folded[4].counts.ok), (5, 1.02, 2));
    assert_eq!(folded[4].histogram.latencies().unwrap().count(), 2);
    assert_eq!(with_tail(5, 0.5).len(), 6);
    // Alone there is none before.
    assert_eq!(with_tail(0, 0.02).len(), 1);
    // Of longer intervals too.
    let long = with_tail(700, 0.02);
    assert!((long.last().unwrap().seconds - 2.02).abs() < 1e-9, "{:?}", long.last());
}

#[test]
fn what_is_joined_is_of_the_stage_that_most_of_it_was_in() {
    let mut series = Series { together: 4, ..Series::default() };
    for (number, stage) in [0, 1, 1, 2].into_iter().enumerate() {
        let (interval, cell) = second(number);
        series.push(Interval { stage, level: 10.0 * number as f64, ..interval }, &cell);
    }
    let [one] = &series.finish()[..] else { panic!("one interval") };
    assert_eq!((one.stage, one.level, one.counts.ok), (1, 20.0, 4));
}
