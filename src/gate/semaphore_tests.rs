use std::sync::atomic::AtomicUsize;
use std::thread;

use super::*;

const SECOND: Duration = Duration::from_secs(10);

fn waits(semaphore: &Semaphore, priority: Priority) -> Seat<'_> {
    semaphore.join(priority, 100, 0).expect("open").expect("no permit")
}

#[test]
fn permits_are_as_many_as_the_limit() {
    let semaphore = Semaphore::new(2);
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Ok(()));
    assert_eq!(semaphore.try_acquire(Priority::LOW), Ok(()));
    assert_eq!(semaphore.try_acquire(Priority::HIGH), Err(Obstacle::Full));
    semaphore.release();
    assert_eq!(semaphore.try_acquire(Priority::HIGH), Ok(()));
    assert_eq!(semaphore.look().in_flight(), 2);
}

#[test]
fn who_waits_is_served_by_priority_and_then_by_coming() {
    let semaphore = Semaphore::new(0);
    let order = [Priority::LOW, Priority::NORMAL, Priority::HIGH, Priority::NORMAL, Priority::LOW];
    let seats: Vec<_> = order.iter().map(|priority| waits(&semaphore, *priority)).collect();
    let listed: Vec<_> = semaphore.list().into_iter().map(|(priority, _)| priority).collect();
    assert_eq!(listed, [2, 1, 3, 0, 4].map(|number| order[number]));
    for (limit, next) in (1..).zip([2, 1, 3, 0, 4]) {
        semaphore.set_limit(limit);
        for seat in &seats {
            let wanted = if seat.entry.place.1 == next { Fate::Granted } else { seat.wait(Duration::ZERO) };
            assert_eq!(seat.wait(Duration::ZERO), wanted, "limit {limit}, seat {}", seat.entry.place.1);
        }
        let granted = seats.iter().filter(|seat| seat.wait(Duration::ZERO) == Fate::Granted).count();
        assert_eq!(granted, limit as usize);
    }
}

#[test]
fn nobody_takes_a_permit_past_those_who_wait_but_a_higher_priority() {
    let semaphore = Semaphore::new(1);
    semaphore.set_refused(Some(Class::Low));
    let low = waits(&semaphore, Priority::LOW);
    assert_eq!(semaphore.try_acquire(Priority::LOW), Err(Obstacle::Refused));
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Ok(()), "there is room, and the first is refused");
    let normal = waits(&semaphore, Priority::NORMAL);
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Err(Obstacle::Full));
    semaphore.release();
    assert_eq!(normal.wait(SECOND), Fate::Granted);
    assert_eq!(normal.leave(), Fate::Granted);
    semaphore.release();
    assert_eq!(low.wait(Duration::ZERO), Fate::Waiting);
    semaphore.set_refused(None);
    assert_eq!(low.wait(SECOND), Fate::Granted);
}

#[test]
fn a_seat_that_is_dropped_gives_its_permit_on() {
    let semaphore = Semaphore::new(1);
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Ok(()));
    let (first, second) = (waits(&semaphore, Priority::HIGH), waits(&semaphore, Priority::NORMAL));
    semaphore.release();
    assert_eq!(second.wait(Duration::ZERO), Fate::Waiting);
    drop(first);
    assert_eq!(second.wait(SECOND), Fate::Granted);
    drop(second);
    assert_eq!((semaphore.look().in_flight(), semaphore.waiting()), (0, 0));
    assert!(!semaphore.look().is_waiting());
}

#[test]
fn who_leaves_is_no_longer_in_the_way() {
    let semaphore = Semaphore::new(1);
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Ok(()));
    let seat = waits(&semaphore, Priority::NORMAL);
    assert_eq!(seat.wait(Duration::from_millis(1)), Fate::Waiting);
    assert_eq!(seat.leave(), Fate::Waiting);
    semaphore.release();
    assert_eq!(semaphore.try_acquire(Priority::LOW), Ok(()));
}

#[test]
fn the_queue_has_an_end() {
    let semaphore = Semaphore::new(0);
    let _seat = waits(&semaphore, Priority::NORMAL);
    assert!(matches!(semaphore.join(Priority::HIGH, 1, 0), Err(Obstacle::QueueFull)));
}

#[test]
fn closing_tells_all_who_wait_and_all_who_come() {
    let semaphore = Semaphore::new(0);
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let seat = waits(&semaphore, Priority::NORMAL);
            while seat.wait(SECOND) == Fate::Waiting {}
            seat.leave()
        });
        while semaphore.waiting() == 0 {
            thread::yield_now();
        }
        semaphore.close();
        assert_eq!(waiting.join().unwrap(), Fate::Closed);
    });
    assert_eq!(semaphore.try_acquire(Priority::HIGHEST), Err(Obstacle::Closed));
    assert!(matches!(semaphore.join(Priority::HIGHEST, 1, 0), Err(Obstacle::Closed)));
}

#[test]
fn a_crowd_never_exceeds_the_limit_and_leaves_nothing_behind() {
    let semaphore = Semaphore::new(3);
    let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for thread in 0..8 {
            let (semaphore, inside, most) = (&semaphore, &inside, &most);
            scope.spawn(move || {
                for round in 0..2_000 {
                    let priority = Priority::new((thread * 37 + round * 11) % 300 - 150);
                    let seat = match semaphore.join(priority, 100, 0).expect("open") {
                        None => None,
                        // Some give up soon, and some of these have a permit by then.
                        Some(seat) if round % 7 == 0 => {
                            seat.wait(Duration::from_nanos(1));
                            if seat.leave() != Fate::Granted {
                                continue;
                            }
                            None
                        }
                        Some(seat) => Some(seat),
                    };
                    if let Some(seat) = seat {
                        while seat.wait(SECOND) == Fate::Waiting {}
                        assert_eq!(seat.leave(), Fate::Granted);
                    }
                    most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::yield_now();
                    inside.fetch_sub(1, Ordering::SeqCst);
                    semaphore.release();
                }
            });
        }
    });
    assert_eq!(most.into_inner(), 3);
    assert_eq!((semaphore.look().in_flight(), semaphore.waiting()), (0, 0));
}
