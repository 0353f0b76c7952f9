use super::super::random::Random;
use super::*;

fn backoff(attempts: u32) -> Backoff {
    Backoff::new(RetryOptions { attempts, ..RetryOptions::default() })
}

const FAR: Duration = Duration::from_secs(3600);

#[test]
fn delays_are_any_part_of_a_ceiling_that_doubles_up_to_the_most() {
    let backoff = backoff(100);
    for (attempt, ceiling) in
        [(0, 100), (1, 200), (2, 400), (5, 3200), (6, 5000), (31, 5000), (32, 5000), (u32::MAX, 5000)]
    {
        assert_eq!(backoff.delay(attempt, 1.0), Duration::from_millis(ceiling), "attempt {attempt}");
        assert_eq!(backoff.delay(attempt, 0.5), Duration::from_millis(ceiling) / 2);
        assert_eq!(backoff.delay(attempt, 0.0), Duration::ZERO);
    }
    let endless =
        Backoff::new(RetryOptions { attempts: 2, base: Duration::MAX, most: Duration::from_secs(9) });
    assert_eq!(endless.delay(40, 1.0), Duration::from_secs(9));
}

#[test]
fn there_are_no_more_attempts_than_asked_for_and_none_by_default() {
    assert_eq!(Backoff::new(RetryOptions::default()).next(0, 0.5, Duration::ZERO, FAR), None);
    assert_eq!(backoff(0).next(0, 0.5, Duration::ZERO, FAR), None);
    assert_eq!(backoff(3).next(1, 0.5, Duration::ZERO, FAR), Some(Duration::from_millis(100)));
    assert_eq!(backoff(3).next(2, 0.5, Duration::ZERO, FAR), None);
    assert_eq!(backoff(u32::MAX).next(u32::MAX, 0.5, Duration::ZERO, FAR), None);
}

#[test]
fn no_delay_ends_beyond_the_deadline_and_the_server_is_heard() {
    let mut random = Random::new(7);
    let backoff = backoff(50);
    let (mut some, mut none) = (0, 0);
    for _ in 0..10_000 {
        let attempt = random.below(12) as u32;
        let left = Duration::from_micros(random.below(6_000_000));
        let asked = Duration::from_micros(if random.one_in(2) { random.below(2_000_000) } else { 0 });
        match backoff.next(attempt, random.unit(), asked, left) {
            Some(delay) => {
                some += 1;
                assert!(delay < left && delay >= asked);
            }
            None => none += 1,
        }
    }
    assert!(some > 1000 && none > 1000, "{some} {none}");
    assert_eq!(backoff.next(0, 0.0, Duration::ZERO, Duration::ZERO), None);
}

#[test]
fn a_hundred_that_fail_at_once_do_not_come_again_at_once() {
    let mut random = Random::new(1);
    let mut slots = [0; 10];
    for _ in 0..1000 {
        let delay = backoff(9).next(4, random.unit(), Duration::ZERO, FAR).unwrap();
        slots[(delay.as_millis() / 160) as usize] += 1;
    }
    assert!(slots.iter().all(|count| (60..150).contains(count)), "{slots:?}");
}
