use super::*;

#[test]
fn the_published_check_gives_eight() {
    assert_eq!(smallest(200.0, 0.02, 1.0, (0.01, 0.01), 1000), Some(8));
    let chance = |servers| wait_probability(servers, 4.0);
    assert!((chance(8) - 0.0590).abs() < 5e-4, "{}", chance(8));
    assert!(wait_tail(chance(7), 350.0 - 200.0, 1.0, 0.01) > 0.01);
}

#[test]
fn the_chance_to_wait_is_that_of_the_tables() {
    // Erlang C by its definition, in exact arithmetic.
    for (servers, load, wanted) in
        [(1, 0.5, 0.5), (2, 1.0, 1.0 / 3.0), (10, 8.0, 0.409_180), (50, 40.0, 0.086_953)]
    {
        let got = wait_probability(servers, load);
        assert!((got - wanted).abs() < 1e-5, "{servers} servers, load {load}: {got}, not {wanted}");
    }
}

#[test]
fn thousands_of_servers_do_no_harm() {
    for (servers, load) in [(5_000, 4_900.0), (5_000, 10.0), (100_000, 99_000.0), (4_000_000, 1e-9)] {
        let chance = wait_probability(servers, load);
        assert!((0.0..=1.0).contains(&chance), "{servers} servers, load {load}: {chance}");
    }
    assert!(wait_probability(5_000, 4_990.0) > 0.5);
    assert!(wait_probability(5_000, 4_000.0) < 1e-9);
    let size = smallest(100_000.0, 0.05, 1.0, (0.01, 0.01), 1_000_000).unwrap();
    assert!((5_000..5_400).contains(&size), "{size}");
}

#[test]
fn too_much_load_waits_for_ever() {
    assert_eq!(wait_probability(4, 4.0), 1.0);
    assert_eq!(wait_tail(1.0, -1.0, 1.0, 100.0), 1.0);
    assert_eq!(wait_probability(4, 0.0), 0.0);
    assert_eq!(smallest(200.0, 0.02, 1.0, (0.01, 0.01), 4), None);
}

#[test]
fn variability_stretches_waits() {
    let even = smallest(200.0, 0.02, 0.5, (0.01, 0.01), 1000).unwrap();
    let uneven = smallest(200.0, 0.02, 8.0, (0.01, 0.01), 1000).unwrap();
    assert!(even < 8 && uneven > 8, "{even}, {uneven}");
}
