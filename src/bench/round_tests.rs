use super::*;

/// Sleeps in every so many-th operation; the others take nothing.
struct Sleeper {
    every: u32,
    done: u32,
    time: Duration,
}

impl Work for Sleeper {
    fn operation(&mut self) -> Result<()> {
        self.done += 1;
        if self.done.is_multiple_of(self.every) {
            std::thread::sleep(self.time);
        }
        Ok(())
    }
}

const KIND: Kind = Kind { name: "sleep", title: "a sleep", group: Group::Cpu };

#[test]
fn a_pause_now_and_then_is_seen_as_lost_time_and_not_as_a_slow_operation() {
    let mut track = Track::new(KIND, Worth::Time, String::new());
    let mut work = Sleeper { every: 10_000, done: 0, time: Duration::from_millis(3) };
    track.measure(&mut work, Duration::from_millis(10), None).unwrap();
    assert!(work.done > 10_000, "{}", work.done);
    assert!(track.lost_ratio().unwrap() > 0.1, "{:?}", track.lost_ratio());
    let measure = track.finish().unwrap();
    assert!(measure.value < 20e-6, "{}", measure.value);
    assert!(measure.latency.unwrap().max_seconds > 2.9e-3);
}

#[test]
fn a_slow_down_is_more_work_for_the_same_count() {
    let mut track = Track::new(KIND, Worth::Time, String::new());
    track.extra = 1;
    let mut work = Sleeper { every: 1, done: 0, time: Duration::from_micros(100) };
    track.measure(&mut work, Duration::ZERO, None).unwrap();
    assert_eq!(work.done, 33);
    assert_eq!(track.rounds(), 1);
    assert!(track.seconds().unwrap() > 110e-6);
}

#[test]
fn rates_are_what_is_done_in_a_second() {
    let mut track = Track::new(KIND, Worth::Bytes(4096.0), "x".to_owned());
    track.take(0.5);
    track.beside(1e-5);
    let measure = track.finish().unwrap();
    assert_eq!(
        (measure.value, measure.better, measure.unit.as_str()),
        (8192.0, Better::Higher, "bytes_per_second")
    );
    assert_eq!(measure.reference_seconds, [1e-5]);
    assert!((measure.costs()[0] + 8192f64.ln()).abs() < 1e-12);
    assert!(Track::new(KIND, Worth::Time, String::new()).finish().is_none());
}

#[test]
fn more_rounds_than_are_kept_become_medians_of_neighbours() {
    let mut track = Track::new(KIND, Worth::Time, String::new());
    for round in 0..3 * MOST_ROUNDS {
        track.take(1.0 + round as f64);
        track.beside(1e-5);
    }
    let measure = track.finish().unwrap();
    assert_eq!((measure.rounds.len(), measure.reference_seconds.len()), (MOST_ROUNDS, MOST_ROUNDS));
    assert_eq!(measure.rounds[..2], [2.0, 5.0]);
}
