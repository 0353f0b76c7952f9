use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::AtomicUsize;
use std::sync::Barrier;
use std::thread;

use super::*;

/// Counts how often it was built and dropped.
struct Counted {
    number: usize,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    built: AtomicUsize,
    dropped: AtomicUsize,
}

impl Build for Counted {
    type Options = Arc<Counts>;
    const NAME: &'static str = "counter";

    fn build(counts: &Arc<Counts>) -> Result<Self> {
        let number = counts.built.fetch_add(1, Ordering::Relaxed);
        Ok(Counted { number, counts: Arc::clone(counts) })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.counts.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

fn shared() -> (Arc<Counts>, Shared<Counted>) {
    let counts = Arc::new(Counts::default());
    let shared = Shared::new(Arc::clone(&counts)).unwrap();
    (counts, shared)
}

fn number(shared: &Shared<Counted>) -> Option<usize> {
    shared.with(|counted| Ok(counted.number)).ok()
}

fn dropped(counts: &Counts) -> usize {
    counts.dropped.load(Ordering::Relaxed)
}

#[test]
fn calls_run_at_the_same_time() {
    let (_, shared) = shared();
    let all_inside = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            // Would never end if one call kept the others out.
            scope.spawn(|| shared.with(|_| Ok(all_inside.wait().is_leader())).is_ok());
        }
    });
    assert_eq!(number(&shared), Some(0));
}

#[test]
fn closing_refuses_later_calls_and_lets_those_under_way_end() {
    let (counts, shared) = shared();
    let number_after = shared.with(|counted| {
        assert_eq!(shared.close().unwrap().number, 0);
        assert!(shared.with(|_| Ok(())).is_err());
        Ok(counted.number)
    });
    assert_eq!(number_after.ok(), Some(0));
    assert!(
        matches!(shared.with(|_| Ok(())), Err(Failure::Library(error)) if error.kind() == ErrorKind::Closed)
    );
    // Again, for whoever wants to wait again.
    assert_eq!(shared.close().unwrap().number, 0);
    assert_eq!(dropped(&counts), 0);
    drop(shared);
    assert_eq!(dropped(&counts), 1);
}

#[test]
fn after_a_panic_later_calls_have_a_fresh_one() {
    let (counts, shared) = shared();
    let fault = catch_unwind(AssertUnwindSafe(|| {
        shared.with(|counted| {
            if counted.number == 0 {
                panic!("a fault");
            }
            Ok(())
        })
    }));
    assert!(fault.is_err());
    assert_eq!(number(&shared), Some(1));
    assert_eq!(dropped(&counts), 0, "what was left half done is not dropped");
    drop(shared);
    assert_eq!(dropped(&counts), 1);
}
