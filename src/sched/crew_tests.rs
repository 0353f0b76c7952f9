use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;

const LONG: Duration = Duration::from_secs(20);

#[test]
fn what_comes_in_by_the_door_is_done_on_named_threads() {
    let (done, names) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (count, noted) = (done.clone(), names.clone());
    let mut crew = Crew::start(3, move |job: usize| {
        noted.lock().unwrap().push(thread::current().name().unwrap_or_default().to_owned());
        count.fetch_add(job, Ordering::SeqCst);
    })
    .unwrap();
    assert_eq!(crew.workers(), 3);
    let door = crew.door().unwrap();
    for job in 1..=100 {
        door.send(job).unwrap();
    }
    drop(door);
    crew.dismiss();
    assert_eq!(crew.join(Instant::now() + LONG), 0);
    assert_eq!(done.load(Ordering::SeqCst), 5050, "what was in the channel is done before the end");
    assert!(names.lock().unwrap().iter().all(|name| name.starts_with("plimsoll-check-")));
    assert!(crew.door().is_none());
}

#[test]
fn a_panic_ends_neither_its_thread_nor_the_others() {
    let (sender, results) = bounded(10);
    let mut crew = Crew::start(1, move |job: u32| {
        assert_ne!(job, 1, "on purpose");
        sender.send(job).unwrap();
    })
    .unwrap();
    let door = crew.door().unwrap();
    [0, 1, 2].into_iter().for_each(|job| door.send(job).unwrap());
    drop(door);
    assert_eq!([results.recv(), results.recv()], [Ok(0), Ok(2)]);
    crew.dismiss();
    assert_eq!(crew.join(Instant::now() + LONG), 0);
}

#[test]
fn one_that_is_stuck_is_told_of_and_keeps_no_other() {
    let (open, gate) = bounded::<()>(0);
    let mut crew = Crew::start(4, move |()| assert!(gate.recv().is_err())).unwrap();
    crew.door().unwrap().send(()).unwrap();
    // Until it is taken.
    while !crew.door().unwrap().is_empty() {
        thread::yield_now();
    }
    crew.dismiss();
    assert_eq!(crew.join(Instant::now() + Duration::from_millis(100)), 1);
    drop(open);
    assert_eq!(crew.join(Instant::now() + LONG), 0);
}

#[test]
fn idle_threads_end_at_once() {
    let begun = Instant::now();
    for _ in 0..5 {
        let mut crew = Crew::start(8, |()| ()).unwrap();
        crew.dismiss();
        assert_eq!(crew.join(Instant::now() + LONG), 0);
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}
