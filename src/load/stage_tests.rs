use super::*;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_level_goes_evenly() {
    let up = Stage::ramp(10.0, 30.0, 10 * SECOND);
    assert_eq!(up.level(Duration::ZERO), 10.0);
    assert_eq!(up.level(5 * SECOND), 20.0);
    assert_eq!(up.level(20 * SECOND), 30.0);
    assert_eq!(up.asked(10 * SECOND), 200.0);
    assert_eq!(up.asked(5 * SECOND), 75.0);
}

#[test]
fn when_undoes_asked() {
    let stages = [
        Stage::ramp(10.0, 30.0, 10 * SECOND),
        Stage::ramp(30.0, 0.0, 10 * SECOND),
        Stage::ramp(0.0, 5.0, 10 * SECOND),
        Stage::hold(7.0, 10 * SECOND),
        Stage::ramp(1000.0, 1_000.000_000_1, 10 * SECOND),
    ];
    for stage in stages {
        for tenth in 0..=10 {
            let at = SECOND * tenth;
            let back = stage.when(stage.asked(at));
            let off = back.abs_diff(at);
            assert!(off < Duration::from_micros(10), "{stage:?} at {at:?}: {back:?}");
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_what_is_allowed() {
    let refused = |stages: &[Stage], holds: &str| {
        let said = check(stages, Model::Open).unwrap_err().to_string();
        assert!(said.contains(holds), "{said}");
    };
    refused(&[], "at least one is needed");
    refused(&[Stage::hold(0.0, SECOND)], "ask for something");
    refused(&[Stage::hold(5.0, Duration::ZERO)], "stages[0].duration");
    refused(&[Stage::hold(5.0, SECOND), Stage::ramp(5.0, -1.0, SECOND)], "stages[1].to");
    refused(&[Stage::hold(f64::NAN, SECOND)], "stages[0].from");
    refused(&[Stage::hold(5.0, SECOND).unmeasured()], "none is measured");
    refused(&[Stage::hold(5.0, 31 * 86_400 * SECOND)], "30 days");
    refused(&[Stage { targets: Some(0), ..Stage::hold(5.0, SECOND) }], "stages[0].targets");
    assert!(check(&Stage::trapezoid(5.0, SECOND, SECOND, SECOND), Model::Closed).is_ok());
}

#[test]
fn usual_shapes() {
    let shape = |stages: Vec<Stage>| -> Vec<(f64, f64, bool)> {
        stages.iter().map(|stage| (stage.from, stage.to, stage.measured)).collect()
    };
    assert_eq!(
        shape(Stage::trapezoid(5.0, SECOND, SECOND, SECOND)),
        [(0.0, 5.0, false), (5.0, 5.0, true), (5.0, 0.0, false)]
    );
    assert_eq!(shape(Stage::trapezoid(5.0, Duration::ZERO, SECOND, Duration::ZERO)), [(5.0, 5.0, true)]);
    assert_eq!(
        shape(Stage::steps(&[1.0, 2.0], SECOND, SECOND)),
        [(1.0, 1.0, false), (1.0, 1.0, true), (2.0, 2.0, false), (2.0, 2.0, true)]
    );
    assert_eq!(
        shape(Stage::spike(1.0, 9.0, SECOND, SECOND, SECOND)),
        [(1.0, 1.0, true), (9.0, 9.0, true), (1.0, 1.0, true)]
    );
    assert_eq!(Stage::hold(5.0, SECOND).title(Model::Closed), "5 users");
    assert_eq!(Stage::ramp(0.0, 5.0, SECOND).title(Model::Open), "0 to 5/s");
}
