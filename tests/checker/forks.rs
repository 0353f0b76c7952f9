//! A checker in children of a fork.

use std::slice::from_ref;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use plimsoll::checker::{Check, RunOptions};
use plimsoll::finding::{Reason, Status};
use plimsoll::probe::{Outcome, Target};

use super::*;

#[test]
fn a_child_checks_for_itself_while_its_parent_is_at_work() {
    isolation::isolated("forks::a_child_checks_for_itself_while_its_parent_is_at_work", || {
        let urls = servers::in_threads(2);
        let hang = Check::new(Target::rest("hang", format!("{}hang", urls[0])));
        let well = Check::new(Target::rest("well", &urls[1]));
        let checker = checker(|_| ());
        let run = checker.start(vec![hang; 30], RunOptions::default());
        assert!(until(|| checker.statistics().running > 0));
        for _ in 0..3 {
            children::run(|| {
                gone();
                assert_eq!((checker.statistics().workers, checker.statistics().running), (0, 0));
                assert!(run.try_next().is_none() && run.is_done() && run.done() == 0);
                let outcomes = checker.check_all(&vec![well.clone(); 40], 0);
                assert!(outcomes.iter().all(|outcome| outcome.status == Status::Healthy));
                children::run(|| {
                    assert_eq!(checker.check_all(from_ref(&well), 0)[0].status, Status::Healthy);
                });
                run.cancel();
                assert_eq!(checker.close(LONG), 0);
                gone();
                assert_eq!(checker.check_all(from_ref(&well), 0)[0].reason, Reason::Cancelled);
            });
        }
        assert!(checker.statistics().running > 0, "the parent's are as they were");
        assert_eq!(checker.check_all(from_ref(&well), 0)[0].status, Status::Healthy);
        run.cancel();
        assert_eq!(run.filter(|completed| completed.outcome.reason == Reason::Cancelled).count(), 30);
        // What was closed is closed in children, too.
        assert_eq!(checker.close(LONG), 0);
        children::run(|| {
            assert_eq!(checker.check_all(from_ref(&well), 0)[0].reason, Reason::Cancelled);
            gone();
        });
    });
}

#[test]
fn a_child_watches_what_its_parent_watches_once_it_calls_in() {
    isolation::isolated("forks::a_child_watches_what_its_parent_watches_once_it_calls_in", || {
        let calls = Arc::new(AtomicUsize::new(0));
        let count = calls.clone();
        let own = Check::own("own", LONG, move |own| {
            count.fetch_add(1, Ordering::SeqCst);
            Outcome::own(&*own.name, Status::Healthy, "well")
        });
        let checker = checker(|_| ());
        checker.watch(vec![own]).unwrap();
        let events = checker.events(10);
        assert!(until(|| checker.states()[0].status == Status::Healthy));
        children::run(|| {
            let before = calls.load(Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(250));
            assert_eq!(calls.load(Ordering::SeqCst), before, "not before it calls in");
            assert!(events.try_next().is_none() && events.next_timeout(LONG).is_none());
            assert_eq!(checker.states().len(), 1);
            assert!(until(|| calls.load(Ordering::SeqCst) >= before + 2));
            assert_eq!(checker.state("own").unwrap().status, Status::Healthy);
            drop(checker.events(10));
        });
        children::run(|| {
            // Dropped where it was never used.
            assert_eq!(checker.close(LONG), 0);
            gone();
        });
        let before = calls.load(Ordering::SeqCst);
        assert!(until(|| calls.load(Ordering::SeqCst) >= before + 2), "the parent's goes on");
    });
}
