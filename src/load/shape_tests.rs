use super::*;
use crate::finding::Reason;
use crate::load::{LoadTest, Part, Stage};

fn scenario() -> Scenario {
    let own = Part::own("own", Duration::from_secs(1), |_| Reason::Ok);
    let mut scenario = Scenario::rate(own, 40.0, Duration::from_millis(300));
    scenario.stages.insert(0, Stage::ramp(0.0, 40.0, Duration::from_millis(200)));
    scenario
}

#[test]
fn a_result_has_the_shape_of_its_scenario() {
    let result = LoadTest::new(scenario()).unwrap().run().unwrap();
    let shape = Shape::of_scenario(&scenario());
    assert_eq!(Shape::of_result(&result), shape);
    assert!(shape.differences(&Shape::of_result(&result)).is_empty());
}

#[test]
fn every_difference_is_told() {
    let told = |change: fn(&mut Scenario)| {
        let mut other = scenario();
        change(&mut other);
        Shape::of_scenario(&other).differences(&Shape::of_scenario(&scenario())).join(" ")
    };
    assert_eq!(told(|one| one.model = Model::Closed), "The model was open, and is closed.");
    assert_eq!(told(|one| drop(one.stages.pop())), "There were 2 stages, and are 1.");
    assert_eq!(
        told(|one| one.stages[1].to = 50.0),
        "Stage 2 was 40 requests per second from 0.2 s on, of 1 targets, and is 40 to 50 requests per second from 0.2 s on, \
         of 1 targets."
    );
    let told = told(|one| one.parts = vec![Part::own("two", Duration::from_secs(1), |_| Reason::Ok)]);
    assert_eq!(told, "The targets were `own`, and are `two`.");
    let mut longer = scenario();
    longer.stages[1].duration *= 2;
    assert!(Shape::of_scenario(&longer).differences(&Shape::of_scenario(&scenario())).is_empty());
}
