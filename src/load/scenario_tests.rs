use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn part() -> Part {
    Part::own("own", SECOND, |_| Reason::Ok)
}

fn refused(scenario: &Scenario, holds: &str) {
    let said = scenario.check().unwrap_err().to_string();
    assert!(said.contains(holds), "{said}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    refused(&Scenario::users(part(), 0, SECOND), "ask for something");
    refused(&Scenario::users(part(), 200_000, SECOND), "100,000 at once");
    refused(&Scenario { connections: 0, ..Scenario::rate(part(), 5.0, SECOND) }, "1 or more");
    refused(&Scenario { parts: Vec::new(), ..Scenario::rate(part(), 5.0, SECOND) }, "at least one is needed");
    refused(&Scenario::rate(part().weighing(0.0), 5.0, SECOND), "parts[0].weight");
    refused(&Scenario::rate(part().weighing(f64::NAN), 5.0, SECOND), "parts[0].weight");
    let half = Scenario { stages: vec![Stage::hold(0.5, SECOND)], ..Scenario::users(part(), 1, SECOND) };
    refused(&half, "at least one user");
    let many = Stage { targets: Some(2), ..Stage::hold(5.0, SECOND) };
    refused(&Scenario { stages: vec![many], ..Scenario::rate(part(), 5.0, SECOND) }, "there are 1");
    let think = Think::Uniform(2 * SECOND, SECOND);
    refused(&Scenario { think, ..Scenario::users(part(), 1, SECOND) }, "shorter one");
    assert!(Scenario::users(part(), 3, SECOND).check().is_ok());
}

#[test]
fn people_think_as_long_as_they_are_told() {
    assert_eq!(Think::None.time(0.3), Duration::ZERO);
    assert_eq!(Think::Constant(SECOND).time(0.3), SECOND);
    assert_eq!(Think::Uniform(SECOND, 3 * SECOND).time(0.5), 2 * SECOND);
    let mean =
        (0..1000).map(|n| Think::Exponential(SECOND).time((f64::from(n) + 0.5) / 1000.0)).sum::<Duration>()
            / 1000;
    assert!(mean.abs_diff(SECOND) < SECOND / 50, "{mean:?}");
}
