use super::*;

fn at(wall_seconds: f64, mean: f64) -> Point {
    Point { wall_seconds, mean, max: mean + 1.0 }
}

#[test]
fn a_long_history_is_thinned_and_keeps_its_ends_its_highest_and_its_lowest() {
    let mut points: Vec<Point> = (0..100_000).map(|second| at(f64::from(second), 10.0)).collect();
    points[777].mean = 90.0;
    points[778].max = 95.0;
    points[50_001].mean = 2.0;
    let stretches = stretches(&points);
    assert_eq!(stretches.len(), 1);
    let kept = &stretches[0];
    assert!((MOST / 2..=MOST).contains(&kept.len()), "{}", kept.len());
    assert_eq!((kept[0], kept[kept.len() - 1]), (points[0], points[99_999]));
    assert!(kept.iter().any(|point| point.mean == 90.0 && point.max == 95.0));
    assert!(kept.iter().any(|point| point.mean == 2.0));
    assert!(kept.windows(2).all(|pair| pair[0].wall_seconds < pair[1].wall_seconds));
}

#[test]
fn a_line_is_cut_where_nothing_was_read_but_not_where_points_were_merged() {
    let merged = (0..10).map(|at| f64::from(at) * 8.0);
    let fine = (0..10).map(|at| 80.0 + f64::from(at));
    let later = (0..10).map(|at| 500.0 + f64::from(at));
    let points: Vec<Point> = merged.chain(fine).chain(later).map(|second| at(second, 1.0)).collect();
    let lengths: Vec<usize> = stretches(&points).iter().map(Vec::len).collect();
    assert_eq!(lengths, [20, 10]);
}

#[test]
fn what_is_no_number_or_out_of_order_does_no_harm() {
    assert!(stretches(&[]).is_empty());
    assert!(stretches(&[at(f64::NAN, 1.0), at(1.0, f64::INFINITY)]).is_empty());
    assert_eq!(stretches(&[at(2.0, 1.0), at(1.0, 1.0)]), [[at(1.0, 1.0), at(2.0, 1.0)]]);
    assert_eq!(stretches(&[at(1.0, 1.0)]), [[at(1.0, 1.0)]]);
}

#[test]
fn spans_tell_mean_and_highest_and_say_where_nothing_was_read() {
    let points = [at(0.0, 1.0), at(1.0, 3.0), at(30.0, 5.0)];
    let spans = spans(&points, 0.0, 30.0, 3);
    assert_eq!(spans[0], Some(Point { wall_seconds: 0.0, mean: 2.0, max: 4.0 }));
    assert_eq!(spans[1], None);
    assert_eq!(spans[2], Some(Point { wall_seconds: 20.0, mean: 5.0, max: 6.0 }));
}

#[cfg(feature = "load")]
#[test]
fn what_is_not_known_breaks_a_line() {
    let values = [
        (0.0, Some(1.0)),
        (1.0, Some(2.0)),
        (2.0, None),
        (3.0, Some(3.0)),
        (100.0, Some(f64::NAN)),
        (200.0, Some(4.0)),
    ];
    let lengths: Vec<usize> = broken(&values).iter().map(Vec::len).collect();
    assert_eq!(lengths, [2, 2], "far apart is not apart");
    assert!(broken(&[(0.0, None)]).is_empty());
}
