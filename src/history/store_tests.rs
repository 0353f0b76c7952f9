#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // Small numbers.

use super::*;

const CPU: usize = Signal::Cpu as usize;
const WALL: f64 = 1.7e9;

/// A history in which the CPU's value is what `value` makes of the observation's number.
fn filled(capacity: usize, observations: u32, value: impl Fn(u32) -> Option<f32>) -> History {
    let mut history = History::new(capacity);
    for at in 0..observations {
        history.push(f64::from(at), WALL + f64::from(at), &[value(at)]);
    }
    history
}

fn memory_bytes(history: &History) -> usize {
    let values: usize = history.columns.iter().map(|c| c.means.capacity() + c.maxima.capacity()).sum();
    4 * values + 4 * history.counts.capacity() + 8 * history.seconds.capacity() + history.merges.capacity()
}

#[test]
fn a_million_observations_stay_within_their_points_and_memory() {
    let mut history = History::new(DEFAULT_CAPACITY);
    while history.add_column().is_some() {}
    assert_eq!(history.columns(), Signal::COUNT + MAX_FED);
    let before = memory_bytes(&history);
    assert!(before <= 260 * 1024, "{before} bytes");
    // A million pushes of 41 columns would take the test a minute; one column merges as they all do.
    let mut history = History::new(DEFAULT_CAPACITY);
    history.columns.truncate(1);
    let before = memory_bytes(&history);
    let mut fewest = usize::MAX;
    for at in 0..1_000_000_u32 {
        history.push(f64::from(at), WALL + f64::from(at), &[Some(at as f32)]);
        if at >= 1000 {
            fewest = fewest.min(history.len());
        }
        assert!(history.len() <= DEFAULT_CAPACITY);
    }
    assert_eq!(memory_bytes(&history), before, "nothing was allocated");
    assert!(fewest >= DEFAULT_CAPACITY / 2, "{fewest}");
    assert_eq!(history.observations(), 1_000_000);
    assert_eq!(history.counts.iter().map(|&count| u64::from(count)).sum::<u64>(), 1_000_000);
    assert!((history.span_seconds() - 999_999.0).abs() < 1e-6);
    // Recent points are single observations, old ones a small part of their age.
    let fine = history.counts.iter().rev().take_while(|&&count| count == 1).count();
    assert!(fine >= 400, "{fine}");
    let mut after = 0.0;
    for &count in history.counts.iter().rev().take(history.len() - 1) {
        let count = f64::from(count);
        assert!(count <= 1.0 || count <= 0.04 * after, "{count} observations at an age of {after}");
        after += count;
    }
}

#[test]
fn merged_points_keep_means_maxima_and_order() {
    // Values that f32 adds without loss.
    let history = filled(64, 10_000, |at| Some(f32::from((at % 100) as u8)));
    let points: Vec<Point> = history.points(CPU).collect();
    assert_eq!(points.len(), history.len());
    assert!(points.windows(2).all(|pair| pair[0].wall_seconds < pair[1].wall_seconds), "in order");
    let weighted: f64 =
        points.iter().zip(&history.counts).map(|(p, &n)| f64::from(p.mean) * f64::from(n)).sum();
    assert!((weighted / 10_000.0 - 49.5).abs() < 1e-3, "{weighted}");
    let mut start = 0;
    for (point, &count) in points.iter().zip(&history.counts) {
        let within = (start..start + count).map(|at| f32::from((at % 100) as u8));
        assert_eq!(point.max, within.fold(0.0, f32::max), "{count} observations from {start}");
        let middle = WALL + f64::from(start) + f64::from(count - 1) / 2.0;
        assert!((point.wall_seconds - middle).abs() < 1e-3, "{point:?}, {middle}");
        start += count;
    }
    assert_eq!(history.latest(CPU), Some(99.0));
}

#[test]
fn the_first_merging_pairs_the_older_half_and_leaves_the_newer() {
    let history = filled(16, 17, |at| Some(at as f32));
    assert_eq!(history.counts, [2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    let means: Vec<f32> = history.points(CPU).map(|point| point.mean).collect();
    assert_eq!(means[..5], [0.5, 2.5, 4.5, 6.5, 8.0]);
}

#[test]
fn missing_values_are_left_out_and_do_not_count() {
    // Every other observation misses, and then all of them.
    let history = filled(16, 17, |at| (at % 2 == 0).then_some(7.0));
    let points: Vec<Point> = history.points(CPU).collect();
    assert!(points.iter().all(|point| point.mean == 7.0 && point.max == 7.0), "{points:?}");
    assert_eq!(points.len(), 4 + 5);
    let history = filled(16, 500, |_| None);
    assert_eq!(history.points(CPU).count(), 0);
    assert_eq!(history.latest(CPU), None);
    let history = filled(16, 3, |at| Some([1.0, f32::NAN, f32::INFINITY][at as usize]));
    assert_eq!(history.points(CPU).count(), 1);
    assert_eq!(history.points(usize::MAX).count(), 0);
    assert_eq!(History::new(0).latest(CPU), None);
}

#[test]
fn a_fed_column_is_missing_before_it_was_added() {
    let mut history = filled(16, 10, |_| Some(1.0));
    let fed = history.add_column().unwrap();
    assert_eq!(fed, Signal::COUNT);
    let mut values = vec![None; fed + 1];
    values[fed] = Some(5.0);
    history.push(10.0, WALL + 10.0, &values);
    let points: Vec<Point> = history.points(fed).collect();
    assert_eq!(points, [Point { wall_seconds: WALL + 10.0, mean: 5.0, max: 5.0 }]);
    for _ in 1..MAX_FED {
        assert!(history.add_column().is_some());
    }
    assert_eq!(history.add_column(), None);
    history.clear();
    assert!(history.is_empty() && history.columns() == Signal::COUNT + MAX_FED);
    assert_eq!(history.span_seconds(), 0.0);
}

#[test]
fn a_clock_that_goes_back_stops_time_at_worst() {
    let mut history = History::new(16);
    history.push(1000.0, WALL, &[Some(1.0)]);
    history.push(1010.0, WALL - 5000.0, &[Some(2.0)]); // The wall clock is set back.
    assert_eq!(history.span_seconds(), 10.0);
    history.push(3.0, WALL - 4000.0, &[Some(3.0)]); // Another boot: the wall clock tells how long it was.
    assert_eq!(history.span_seconds(), 1010.0);
    history.push(2.0, WALL - 9000.0, &[Some(4.0)]); // Both back.
    history.push(f64::NAN, f64::INFINITY, &[Some(5.0)]);
    assert_eq!(history.span_seconds(), 1010.0);
    history.push(4.0, WALL, &[Some(6.0)]);
    assert_eq!(history.span_seconds(), 1012.0);
    let times: Vec<f64> = history.points(CPU).map(|point| point.wall_seconds - WALL).collect();
    assert_eq!(times, [-1012.0, -1002.0, -2.0, -2.0, -2.0, 0.0]);
}

#[test]
fn a_saved_history_goes_on_where_it_was() {
    let mut history = filled(16, 100, |at| (at % 3 > 0).then_some(at as f32));
    history.add_column();
    let saved = serde_json::to_string(&history).unwrap();
    let mut again: History = serde_json::from_str(&saved).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), saved);
    for history in [&mut history, &mut again] {
        for at in 100..200 {
            history.push(f64::from(at), WALL + f64::from(at), &[Some(1.0)]);
        }
    }
    assert!(history.points(CPU).eq(again.points(CPU)));
    assert_eq!(again.columns(), Signal::COUNT + 1);
    for (from, to) in [
        ("\"capacity\":16", "\"capacity\":3"),
        ("\"counts\":[", "\"counts\":[1,"),
        ("cgroup_cpu_usage_cpus", "cpu"),
        ("\"means\":[", "\"means\":[null,"),
    ] {
        assert!(saved.contains(from), "{from}");
        assert!(serde_json::from_str::<History>(&saved.replacen(from, to, 1)).is_err(), "{to}");
    }
}
