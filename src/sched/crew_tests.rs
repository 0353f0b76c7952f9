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
    for mut job in 1..=100 {
        while let Err(back) = door.hand_over(job) {
            job = back;
            thread::yield_now();
        }
    }
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
    for mut job in 0..3 {
        while let Err(back) = door.hand_over(job) {
            job = back;
            thread::yield_now();
        }
    }
    assert_eq!([results.recv(), results.recv()], [Ok(0), Ok(2)]);
    crew.dismiss();
    assert_eq!(crew.join(Instant::now() + LONG), 0);
}

#[test]
fn one_that_is_stuck_is_told_of_and_keeps_no_other() {
    let (open, gate) = bounded::<()>(0);
    let mut crew = Crew::start(4, move |()| assert!(gate.recv().is_err())).unwrap();
    crew.door().unwrap().hand_over(()).unwrap();
    // Until it is taken.
    while !crew.door().unwrap().jobs.is_empty() {
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

#[test]
fn jobs_far_between_are_done_by_one_worker_and_none_is_left_lying() {
    let threads = Arc::new(Mutex::new(std::collections::HashMap::new()));
    let (sender, done) = bounded(10);
    let noted = threads.clone();
    let mut crew = Crew::start(8, move |job: u32| {
        *noted.lock().unwrap().entry(thread::current().id()).or_insert(0) += 1;
        sender.send(job).unwrap();
    })
    .unwrap();
    let door = crew.door().unwrap();
    for job in 0..200 {
        door.hand_over(job).unwrap();
        assert_eq!(done.recv_timeout(LONG), Ok(job));
        thread::sleep(Duration::from_millis(1));
    }
    let most = threads.lock().unwrap().values().copied().max();
    assert!(most > Some(100), "mostly the one that is warm: {most:?} of 200");
    crew.dismiss();
    assert!(door.hand_over(0).is_err());
    assert_eq!(crew.join(Instant::now() + LONG), 0);
}

#[test]
fn no_job_is_lost_between_those_who_fall_asleep_and_those_who_wake() {
    let done = Arc::new(AtomicUsize::new(0));
    let count = done.clone();
    let mut crew = Crew::start(4, move |()| {
        count.fetch_add(1, Ordering::SeqCst);
    })
    .unwrap();
    let door = crew.door().unwrap();
    let handed_over = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for round in 0..3000 {
                    if door.hand_over(()).is_ok() {
                        handed_over.fetch_add(1, Ordering::SeqCst);
                    }
                    if round % 7 == 0 {
                        thread::yield_now();
                    }
                }
            });
        }
    });
    let deadline = Instant::now() + LONG;
    while done.load(Ordering::SeqCst) < handed_over.load(Ordering::SeqCst) {
        assert!(Instant::now() < deadline, "a job lies there and everybody sleeps");
        thread::yield_now();
    }
    crew.dismiss();
    assert_eq!(crew.join(Instant::now() + LONG), 0);
}

#[test]
fn a_job_that_comes_while_the_worker_lies_down_is_seen() {
    let (sender, done) = bounded(10);
    let mut crew = Crew::start(1, move |job: u32| sender.send(job).unwrap()).unwrap();
    let door = crew.door().unwrap();
    for job in 0..20_000 {
        door.hand_over(job).unwrap();
        assert_eq!(done.recv_timeout(LONG), Ok(job), "it lies there, and the worker sleeps");
    }
    crew.dismiss();
    assert_eq!(crew.join(Instant::now() + LONG), 0);
}
