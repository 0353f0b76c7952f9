use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn rows(hour: &Hour<2>, from: u64) -> String {
    serde_json::to_string(&hour.since(from).collect::<Vec<_>>()).unwrap()
}

#[test]
fn a_point_is_mean_and_maximum_of_its_step() {
    let mut hour = Hour::<2>::new();
    assert!(!hour.knows(0));
    hour.add(SECOND, 100.5, [Some(1.0), None]);
    hour.add(2 * SECOND, 101.5, [Some(4.0), Some(f64::NAN)]);
    hour.add(7 * SECOND, 106.5, [None, Some(0.25)]);
    assert!(hour.knows(0) && hour.knows(1));
    assert_eq!(rows(&hour, 0), "[[0,101.5,2.5,4.0,null,null],[1,106.5,null,null,0.25,0.25]]");
    // The last one may have changed since it was asked for: it is given again.
    assert_eq!(rows(&hour, 1), "[[1,106.5,null,null,0.25,0.25]]");
    assert_eq!(rows(&hour, 2), "[]");
}

#[test]
fn an_hour_is_all_that_is_kept() {
    let mut hour = Hour::<2>::new();
    let room = hour.points.capacity();
    for second in 0..3 * 3600 {
        hour.add(second * SECOND, f64::from(second), [Some(f64::from(second)), None]);
    }
    assert_eq!((hour.points.len(), hour.points.capacity()), (MOST, room));
    assert_eq!(hour.since(0).next().unwrap().number, 2 * 720);
    assert!(!hour.knows(1));
    // Nothing was seen for an hour.
    hour.add(4 * 3600 * SECOND, 0.0, [None, Some(1.0)]);
    assert_eq!((hour.since(0).count(), hour.knows(0)), (1, false));
}
