use std::cell::Cell;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::AtomicUsize;
use std::sync::Arc;

use super::*;

thread_local! {
    /// The process that this thread believes to be in.
    static EPOCH: Cell<u64> = const { Cell::new(1) };
}

fn epoch() -> u64 {
    EPOCH.get()
}

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

fn handle() -> (Arc<Counts>, Handle<Counted>) {
    let counts = Arc::new(Counts::default());
    let handle = Handle::with_epochs(Arc::clone(&counts), epoch).unwrap();
    (counts, handle)
}

fn number(handle: &Handle<Counted>) -> Option<usize> {
    handle.with(|counted| Ok(counted.number)).ok()
}

fn dropped(counts: &Counts) -> usize {
    counts.dropped.load(Ordering::Relaxed)
}

#[test]
fn closing_twice_is_closing_once_and_calls_then_fail() {
    let (counts, handle) = handle();
    assert_eq!(number(&handle), Some(0));
    assert!(handle.close().is_ok());
    assert_eq!(dropped(&counts), 1);
    assert!(handle.close().is_ok());
    assert!(
        matches!(handle.with(|_| Ok(())), Err(Failure::Library(error)) if error.kind() == ErrorKind::Closed)
    );
    drop(handle);
    assert_eq!(dropped(&counts), 1);
}

#[test]
fn a_child_keeps_what_was_free() {
    let (counts, handle) = handle();
    EPOCH.set(2);
    assert_eq!(number(&handle), Some(0));
    assert_eq!(number(&handle), Some(0));
    drop(handle);
    assert_eq!(dropped(&counts), 1);
}

#[test]
fn a_child_leaves_behind_what_another_thread_held() {
    let (counts, handle) = handle();
    // The holder is never seen again, as after a fork.
    let ghost = handle.slot().lock().unwrap();
    EPOCH.set(2);
    assert_eq!(number(&handle), Some(1));
    assert_eq!(number(&handle), Some(1));
    EPOCH.set(3);
    assert_eq!(number(&handle), Some(1), "the fresh one is as good in a grandchild");
    assert!(handle.close().is_ok());
    assert_eq!(dropped(&counts), 1);
    mem::forget(ghost);
    drop(handle);
    assert_eq!(dropped(&counts), 1);
}

#[test]
fn a_child_can_close_and_free_what_another_thread_held() {
    let (counts, handle) = handle();
    mem::forget(handle.slot().lock().unwrap());
    EPOCH.set(2);
    assert!(handle.close().is_ok());
    drop(handle);
    assert_eq!(dropped(&counts), 0, "left behind, not touched");
}

#[test]
fn a_child_can_free_what_the_parent_was_closing() {
    let (counts, handle) = handle();
    mem::forget(handle.slot().lock().unwrap());
    handle.closed.store(true, Ordering::Release);
    EPOCH.set(2);
    drop(handle);
    assert_eq!(dropped(&counts), 0);
}

#[test]
fn after_a_panic_the_next_call_gets_a_fresh_one() {
    let (counts, handle) = handle();
    let caught =
        catch_unwind(AssertUnwindSafe(|| handle.with(|_| -> std::result::Result<(), _> { panic!("fault") })));
    assert!(caught.is_err());
    assert_eq!(number(&handle), Some(1));
    assert_eq!(dropped(&counts), 0, "the broken one is not even dropped");
    assert_eq!(number(&handle), Some(1));
}

fn is_refused<R>(outcome: &std::result::Result<R, Failure>) -> bool {
    matches!(outcome, Err(Failure::Reentrant("counter")))
}

#[test]
fn a_callback_may_call_every_handle_but_those_it_is_inside_of() {
    let ((_, outer), (_, inner)) = (handle(), handle());
    let called = outer.with(|_| {
        assert!(is_refused(&outer.with(|_| Ok(()))));
        inner.with(|_| {
            assert!(is_refused(&outer.with(|_| Ok(()))));
            assert!(is_refused(&inner.with(|_| Ok(()))));
            assert!(is_refused(&outer.close()));
            Ok(())
        })?;
        // The inner one is left again.
        inner.with(|_| Ok(()))?;
        assert!(is_refused(&outer.with(|_| Ok(()))));
        Ok(())
    });
    assert!(called.is_ok());
    assert_eq!(number(&outer), Some(0), "closing it was refused");
}

#[test]
fn a_panic_leaves_the_handle_too() {
    let (_, handle) = handle();
    let caught =
        catch_unwind(AssertUnwindSafe(|| handle.with(|_| -> std::result::Result<(), _> { panic!("fault") })));
    assert!(caught.is_err());
    assert!(handle.close().is_ok());
}
