use super::*;

/// The least distance on the circle.
fn least(phases: &[Phase]) -> f64 {
    let mut parts: Vec<f64> = phases.iter().map(|phase| phase.part()).collect();
    parts.sort_by(f64::total_cmp);
    let around = parts[0] + 1.0 - parts[parts.len() - 1];
    parts.windows(2).map(|pair| pair[1] - pair[0]).fold(around, f64::min)
}

#[test]
fn targets_of_a_host_lie_apart_however_many_they_are() {
    let mut phases = Phases::default();
    let mut taken = Vec::new();
    for count in 1..=3000_u32 {
        taken.push(phases.take("a:443"));
        if count > 1 && (count < 100 || count.is_multiple_of(97)) {
            let least = least(&taken) * f64::from(count);
            assert!(least > 0.38, "{count} targets: {least}");
        }
    }
}

#[test]
fn hosts_are_spread_evenly() {
    let mut phases = Phases::default();
    let mut slots = [0; 20];
    for host in 0..10_000 {
        slots[(phases.take(&format!("server-{host}:80")).part() * 20.0) as usize] += 1;
    }
    assert!(slots.iter().all(|count| (400..600).contains(count)), "{slots:?}");
}

#[test]
fn the_phases_of_targets_that_went_are_taken_again_first() {
    let mut phases = Phases::default();
    let taken: Vec<Phase> = (0..100).map(|_| phases.take("a")).collect();
    for phase in &taken[10..] {
        phases.give_back(*phase);
    }
    let mut again = taken[..10].to_vec();
    again.extend((0..10).map(|_| phases.take("a")));
    assert_eq!(again, taken[..20], "the next ten, as if there had been no others");
    again.into_iter().for_each(|phase| phases.give_back(phase));
    assert!(phases.hosts.is_empty(), "nothing is kept of a host that is no more");
}
