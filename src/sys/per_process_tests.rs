use std::cell::Cell;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Barrier};
use std::thread;

use super::*;

thread_local! {
    /// The process that this thread believes to be in.
    static EPOCH: Cell<u64> = const { Cell::new(1) };
}

fn epoch() -> u64 {
    EPOCH.get()
}

struct Counted(usize, Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.1.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_child_makes_its_own_once_and_leaves_the_parents_behind() {
    let dropped = Arc::new(AtomicUsize::new(0));
    let own = PerProcess::with_epochs(Counted(0, Arc::clone(&dropped)), epoch);
    let unwanted = || -> Counted { panic!("not asked for") };
    assert_eq!(own.get(unwanted).0, 0);
    EPOCH.set(2);
    assert!(own.current().is_none());
    let parents = own.made();
    assert_eq!(own.get(|| Counted(1, Arc::clone(&dropped))).0, 1);
    assert_eq!(own.get(unwanted).0, 1);
    assert_eq!(parents.value.0, 0, "a reference from before the fork is still good");
    assert_eq!(dropped.load(Ordering::Relaxed), 0);
    drop(own);
    assert_eq!(dropped.load(Ordering::Relaxed), 1, "the child's own, not its parent's");
}

#[test]
fn a_child_that_never_asked_drops_nothing() {
    let dropped = Arc::new(AtomicUsize::new(0));
    let own = PerProcess::with_epochs(Counted(0, Arc::clone(&dropped)), epoch);
    EPOCH.set(2);
    drop(own);
    assert_eq!(dropped.load(Ordering::Relaxed), 0);
}

#[test]
fn threads_of_a_child_agree_on_one() {
    const THREADS: usize = 8;
    let dropped = Arc::new(AtomicUsize::new(0));
    let own = PerProcess::with_epochs(Counted(99, Arc::clone(&dropped)), epoch);
    let barrier = Barrier::new(THREADS);
    let seen: Vec<usize> = thread::scope(|scope| {
        let asking = |number| {
            let (own, dropped, barrier) = (&own, Arc::clone(&dropped), &barrier);
            scope.spawn(move || {
                EPOCH.set(2);
                barrier.wait();
                own.get(|| Counted(number, dropped)).0
            })
        };
        let threads: Vec<_> = (0..THREADS).map(asking).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(seen.iter().all(|number| *number == seen[0] && *number < THREADS), "{seen:?}");
    EPOCH.set(2);
    assert!(dropped.load(Ordering::Relaxed) < THREADS);
    let before = dropped.load(Ordering::Relaxed);
    drop(own);
    assert_eq!(dropped.load(Ordering::Relaxed), before + 1);
}
