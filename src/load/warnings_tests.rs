use super::*;

fn told() -> Told {
    Told { model: Model::Open, connections: 64, late_after: "10ms".to_owned() }
}

#[test]
fn a_target_is_blamed_for_what_was_never_begun_only_where_the_test_ran_to_its_end() {
    let counts = Counts { ok: 20, dropped: 80, ..Counts::default() };
    assert_eq!((counts.dropped_share(), counts.considerably_dropped()), (0.8, Some(0.8)));
    let complete = of_counts(&counts, &told(), &Ended::Complete);
    assert!(complete[0].contains("80 requests that were due (80.0 %)"), "{complete:?}");
    assert!(complete[0].contains("The target did not keep up"), "{complete:?}");
    for ended in [Ended::Interrupted, Ended::Hopeless("p99 > 1s".to_owned())] {
        let early = of_counts(&counts, &told(), &ended);
        assert!(early[0].ends_with("were never begun: the test was ended before."), "{early:?}");
    }
    let few = Counts { ok: 1000, dropped: 1, ..Counts::default() };
    assert_eq!(few.considerably_dropped(), None);
}

#[test]
fn these_warnings_are_known_again() {
    let counts = Counts { ok: 20, late: 10, dropped: 80, ..Counts::default() };
    let all = of_counts(&counts, &told(), &Ended::Complete);
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|one| is_of_counts(one)), "{all:?}");
    assert_eq!(late_after(&all[1]), Some("10ms"));
    let closed = of_counts(&Counts::default(), &Told { model: Model::Closed, ..told() }, &Ended::Complete);
    assert!(closed.len() == 1 && is_of_counts(&closed[0]));
    assert!(!is_of_counts("This client was throttled in 20 % of the periods of its CPU quota."));
}
