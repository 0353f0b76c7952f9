use super::*;
use crate::rules::Active;

/// What is found where these are raised, each at its mildest, for a minute.
fn found(rules: &[PoolRule]) -> Vec<PoolRule> {
    let active = |rule: PoolRule| {
        Some(Active { step: 0, value: 1.0, held_seconds: 60.0 - f64::from(rule as u8), provisional: false })
    };
    let thresholds = PoolThresholds::default();
    let context = Context {
        raised: set(rules),
        thresholds: &thresholds,
        active: &active,
        holder_idles: true,
        brief_locks: false,
        strained: false,
    };
    resolve(&context).0.iter().map(|cause| cause.rule).collect()
}

#[test]
fn each_rule_alone_makes_its_own_finding() {
    for &rule in ALL {
        assert_eq!(found(&[rule]), [rule]);
    }
}

#[test]
fn one_cause_makes_one_finding() {
    use PoolRule::*;
    for (raised, speaks) in [
        (&[Saturated, Waits, Timeouts][..], Saturated),
        (&[DatabaseSaturated, Saturated, Waits, Timeouts, Slower], DatabaseSaturated),
        (&[IdleInTransaction, Locks, Saturated, Slower, SlowQueries], IdleInTransaction),
        (&[Locks, SlowQueries, LongQuery, Saturated], Locks),
        (&[CannotConnect, Timeouts, Stalled], CannotConnect),
        (&[Connections, CannotConnect, Timeouts], Connections),
        (&[SlowQueries, Saturated, Slower], SlowQueries),
        (&[Stalled, Saturated, Waits], Stalled),
    ] {
        assert_eq!(found(raised), [speaks], "{raised:?}");
    }
}

#[test]
fn what_has_nothing_to_do_with_each_other_makes_two() {
    assert_eq!(found(&[PoolRule::Deadlocks, PoolRule::Churn]).len(), 2);
}

#[test]
fn there_is_a_bound_to_findings() {
    assert_eq!(found(ALL).len().max(MOST_CAUSES), MOST_CAUSES);
}
