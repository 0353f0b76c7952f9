use super::{confidence, resolve};
use crate::fields::Sample;
use crate::rules::{Context, States, Thresholds, View, RULES};

#[test]
fn every_rule_that_is_raised_alone_is_a_finding() {
    let (sample, context) = (Sample::default(), Context::default());
    let view = View { sample: &sample, usage: None, context: &context };
    for rule in RULES {
        let causes = resolve(&States::of_one(rule.id), &Thresholds::default(), &view);
        let found: Vec<_> = causes.iter().map(|cause| cause.id.rule().name).collect();
        assert_eq!(found, [rule.name]);
    }
}

#[test]
fn confidence_grows_with_the_time_it_held() {
    assert_eq!(confidence(0.0, 30.0, false), 0.5);
    assert_eq!(confidence(15.0, 30.0, false), 0.75);
    assert_eq!(confidence(90.0, 30.0, false), 1.0);
    assert_eq!(confidence(0.0, 0.0, false), 1.0, "an event is certain");
    assert!(confidence(0.1, 30.0, true) < 0.5);
}
