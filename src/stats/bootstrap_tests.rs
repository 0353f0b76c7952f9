use super::*;

/// How often the interval of the mean of a series holds the true one.
fn coverage(length: usize, memory: f64) -> f64 {
    let mut random = Random::new(7);
    let trials = 300;
    let mut held = 0;
    for _ in 0..trials {
        // Each value is what is left of the one before, and a chance around 0.
        let mut before = 0.0;
        let series: Vec<f64> = (0..length)
            .map(|_| {
                before = memory * before + random.chance() - 0.5;
                before
            })
            .collect();
        let mean = |random: &mut Random| {
            let mut sum = 0.0;
            draw(length, random, |place| sum += series[place]);
            sum / length as f64
        };
        let drawn = (0..400).map(|_| mean(&mut random)).collect();
        let (low, high) = interval(drawn, 0.95).unwrap();
        held += u32::from((low..=high).contains(&0.0));
    }
    f64::from(held) / f64::from(trials)
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    let alone = coverage(60, 0.0);
    assert!((0.88..=0.98).contains(&alone), "{alone}");
    // Of what remembers they hold it less often, but more often than if each were drawn alone, which is 0.83.
    let alike = coverage(60, 0.3);
    assert!(alike > 0.84, "{alike}");
}

#[test]
fn as_many_are_drawn_as_there_are_and_neighbours_stay_together() {
    let mut random = Random::new(1);
    for count in [1, 2, 7, 27, 100] {
        let mut places = Vec::new();
        draw(count, &mut random, |place| places.push(place));
        assert_eq!(places.len(), count);
        assert!(places.iter().all(|place| *place < count));
        let together = places.windows(2).filter(|pair| pair[1] == (pair[0] + 1) % count).count();
        assert!(together * block_length(count) >= count / 2, "{count}: {together}");
    }
    assert_eq!([1, 8, 9, 27, 600].map(block_length), [1, 2, 3, 3, 9]);
    draw(0, &mut random, |_| panic!("of nothing nothing is drawn"));
}

#[test]
fn an_interval_leaves_as_much_below_as_above() {
    let values = (0..=1000).map(f64::from).rev().collect::<Vec<_>>();
    assert_eq!(interval(values, 0.95), Some((25.0, 975.0)));
    assert_eq!(interval(vec![3.0], 0.95), Some((3.0, 3.0)));
    assert_eq!(interval(Vec::new(), 0.95), None);
    assert_eq!(interval(vec![1.0, f64::NAN], 0.95), None);
}
