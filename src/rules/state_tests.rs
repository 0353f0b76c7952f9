use super::*;
use crate::rules::RuleId;

/// Values of a rule, one reading a second; what is raised after each, by severity.
fn run(id: RuleId, values: &[f64]) -> Vec<&'static str> {
    let rule = id.rule();
    let mut state = RuleState::default();
    let mut raised = Vec::new();
    for (second, value) in values.iter().enumerate() {
        let now = 100.0 + second as f64;
        let moment = Moment { now, since: now - 1.0, first: 90.0 };
        state.update(rule, rule.steps, Some(*value), moment);
        raised.push(
            state.active(rule.timing, now).map_or("-", |active| rule.steps[active.step].severity.name()),
        );
    }
    raised
}

#[test]
fn a_rate_takes_two_seconds_to_raise_and_five_to_clear() {
    let values = [0.5, 0.9, 0.9, 0.9, 0.78, 0.76, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.9];
    let raised = run(RuleId::CpuUtilisation, &values);
    let high = "high";
    assert_eq!(raised, ["-", "-", high, high, high, high, high, high, high, high, high, "-", "-"]);
}

#[test]
fn one_noisy_reading_neither_raises_nor_clears() {
    assert_eq!(run(RuleId::CpuUtilisation, &[0.5, 0.99, 0.5, 0.99, 0.5]), ["-"; 5]);
    let values = [0.9, 0.9, 0.9, 0.1, 0.9, 0.1, 0.9];
    assert_eq!(run(RuleId::CpuUtilisation, &values)[1..], ["high"; 6]);
}

#[test]
fn severity_rises_at_once_and_falls_in_steps() {
    let mut values = vec![0.85, 0.85, 0.99, 0.99];
    values.extend([0.85; 6]);
    values.extend([0.1; 6]);
    let raised = run(RuleId::CpuUtilisation, &values);
    assert_eq!(raised[1..4], ["high", "high", "critical"]);
    assert_eq!(raised[8..10], ["critical", "high"]);
    assert_eq!(raised[14..], ["high", "-"]);
}

#[test]
fn an_event_is_raised_at_once_counted_and_kept_for_a_minute() {
    let mut values = vec![0.0, 1.0, 0.0, 2.0];
    values.extend([0.0; 62]);
    let raised = run(RuleId::MemoryOomKill, &values);
    assert_eq!(raised[..3], ["-", "critical", "critical"]);
    assert_eq!((raised[50], raised[65]), ("critical", "-"));
    let rule = RuleId::MemoryOomKill.rule();
    let mut state = RuleState::default();
    for (second, value) in [0.0, 1.0, 0.0, 2.0, 0.0].into_iter().enumerate() {
        let now = second as f64;
        state.update(rule, rule.steps, Some(value), Moment { now, since: now - 1.0, first: -9.0 });
    }
    assert_eq!(state.active(rule.timing, 4.0).unwrap().value, 3.0);
}

#[test]
fn many_readings_a_second_take_as_long() {
    let rule = RuleId::CpuUtilisation.rule();
    let mut state = RuleState::default();
    let raised_at = (0..400).find(|step| {
        let now = 10.0 + f64::from(*step) / 100.0;
        // The rate speaks of the last second: it passes the threshold 0.8 s after it all began.
        let value = ((now - 10.0) / 1.0).min(1.0);
        state.update(rule, rule.steps, Some(value), Moment { now, since: now - 1.0, first: 0.0 });
        state.active(rule.timing, now).is_some()
    });
    let seconds = f64::from(raised_at.unwrap()) / 100.0;
    assert!((1.5..=2.1).contains(&seconds), "{seconds}");
}

#[test]
fn what_was_watched_for_less_is_provisional() {
    let rule = RuleId::CpuUtilisation.rule();
    let mut state = RuleState::default();
    let moment = Moment { now: 10.1, since: 10.0, first: 10.0 };
    state.update(rule, rule.steps, Some(0.99), moment);
    assert!(state.active(rule.timing, 10.1).unwrap().provisional);
    state.update(rule, rule.steps, Some(0.1), Moment { now: 10.3, since: 10.1, first: 10.0 });
    assert_eq!(state.active(rule.timing, 10.3), None, "it did not hold");
    let mut later = RuleState::default();
    later.update(rule, rule.steps, Some(0.5), moment);
    later.update(rule, rule.steps, Some(0.99), Moment { now: 10.2, since: 10.1, first: 10.0 });
    assert_eq!(later.active(rule.timing, 10.2), None, "it did not hold through all that was watched");
}

#[test]
fn missing_values_are_no_news_for_a_while() {
    let rule = RuleId::CpuUtilisation.rule();
    let mut state = RuleState::default();
    let at = |now: f64| Moment { now, since: now - 1.0, first: 0.0 };
    for now in [10.0, 11.0, 12.0] {
        state.update(rule, rule.steps, Some(0.9), at(now));
    }
    for now in [13.0, 20.0] {
        state.update(rule, rule.steps, None, at(now));
        assert!(state.active(rule.timing, now).is_some(), "at {now}");
    }
    state.update(rule, rule.steps, None, at(23.0));
    assert_eq!(state.active(rule.timing, 23.0), None);
}

#[test]
fn small_values_are_bad_for_the_time_that_is_left() {
    let raised = run(RuleId::MemoryLeak, &[1e9, 9000.0, 9000.0, 9000.0, 9000.0, 600.0, 600.0, 600.0]);
    assert_eq!(raised, ["-", "-", "-", "-", "high", "high", "high", "high"]);
}
