use super::*;

fn level(observations: &[(i64, f32)]) -> Level {
    let mut level = Level::new();
    for &(index, value) in observations {
        level.turn_to(index);
        level.add(Bucket::of(index, value));
    }
    level
}

#[test]
fn a_bucket_holds_the_least_and_the_greatest() {
    let mut level = level(&[(0, 3.0), (0, 1.0), (0, 2.0)]);
    assert_eq!(level.minima.len(), 0);
    assert_eq!(level.turn_to(0), None);
    assert_eq!(level.turn_to(1), Some(Bucket { index: 0, min: 1.0, max: 3.0 }));
    assert_eq!(level.minima.iter().collect::<Vec<_>>(), [Some(1.0)]);
    assert_eq!(level.maxima.iter().collect::<Vec<_>>(), [Some(3.0)]);
    assert_eq!((level.end, level.finish()), (1, None));
}

#[test]
fn buckets_without_an_observation_are_missing() {
    let level = level(&[(0, 1.0), (3, 2.0), (4, 0.0)]);
    assert_eq!(level.minima.iter().collect::<Vec<_>>(), [Some(1.0), None, None, Some(2.0)]);
}

#[test]
fn three_buckets_are_one_of_the_next_width() {
    let widened = |index| Bucket::of(index, 1.0).widened();
    assert_eq!([3, 4, 5].map(|index| widened(index).0.index), [1, 1, 1]);
    assert_eq!([3, 4, 5, -1].map(|index| widened(index).1), [false, false, true, true]);
}

#[test]
fn knows_the_highest_of_groups_that_ended_before() {
    // Groups of four: 0 to 3, 4 to 7, and one that is not complete.
    let level = level(&[(0, 1.0), (2, 9.0), (3, 2.0), (5, 5.0), (7, 3.0), (8, 99.0), (9, 0.0)]);
    assert_eq!(level.highest_before(3.9), None);
    assert_eq!(level.highest_before(4.0), Some(9.0));
    assert_eq!(level.highest_before(100.0), Some(9.0));
    let mut later = level.clone();
    (10..70).for_each(|index| {
        later.turn_to(index);
        later.add(Bucket::of(index, 4.0));
    });
    assert_eq!(later.highest_before(100.0), Some(4.0), "forgotten with the buckets");
}
