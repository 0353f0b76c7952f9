use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn told(stages: &[Stage]) -> Vec<(f64, f64, f64, bool, Option<usize>)> {
    let one =
        |stage: &Stage| (stage.from, stage.to, stage.duration.as_secs_f64(), stage.measured, stage.targets);
    stages.iter().map(one).collect()
}

#[test]
fn a_level_stands_between_what_does_not_count() {
    let around = Around { ramp_up: Some(SECOND), warm_up: Some(2 * SECOND), ramp_down: Some(Duration::ZERO) };
    assert_eq!(
        told(&around.held(5.0, 10 * SECOND)),
        [(0.0, 5.0, 1.0, false, None), (5.0, 5.0, 2.0, false, None), (5.0, 5.0, 10.0, true, None)]
    );
    assert_eq!(told(&Around::default().held(5.0, SECOND)), [(5.0, 5.0, 1.0, true, None)]);
}

#[test]
fn each_step_settles_first() {
    let steps = Around::default().steps(&[1.0, 2.0], 5 * SECOND);
    let wanted = [
        (1.0, 1.0, 1.0, false, None),
        (1.0, 1.0, 5.0, true, None),
        (2.0, 2.0, 1.0, false, None),
        (2.0, 2.0, 5.0, true, None),
    ];
    assert_eq!(told(&steps), wanted);
    let long = Around::default().steps(&[1.0], 100 * SECOND);
    assert_eq!(long[0].duration, 2 * SECOND);
    assert!(Around::default().steps(&[], SECOND).is_empty());
}

#[test]
fn the_same_steps_for_each_number_of_targets() {
    let around = Around { ramp_up: Some(SECOND), warm_up: Some(Duration::ZERO), ramp_down: Some(SECOND) };
    assert_eq!(
        told(&around.steps_over(&[1, 3], &[4.0, 8.0], SECOND)),
        [
            (0.0, 4.0, 1.0, false, Some(1)),
            (4.0, 4.0, 1.0, true, Some(1)),
            (8.0, 8.0, 1.0, true, Some(1)),
            (4.0, 4.0, 1.0, true, Some(3)),
            (8.0, 8.0, 1.0, true, Some(3)),
            (8.0, 0.0, 1.0, false, Some(3)),
        ]
    );
}
