//! Functions of the host's own: late ones, such as do not come back, and such as panic.

use super::lists::{checker, LONG};
use super::servers::{until, Server};
use super::*;

/// A function that nobody can end, until the gate is dropped; and how many are in it.
pub(super) struct Stuck {
    pub(super) check: Check,
    pub(super) open: mpsc::Sender<()>,
    pub(super) inside: Arc<AtomicUsize>,
}

impl Stuck {
    pub(super) fn new() -> Stuck {
        let (open, gate) = mpsc::channel::<()>();
        let gate = Mutex::new(gate);
        let inside = Arc::new(AtomicUsize::new(0));
        let within = inside.clone();
        let check = Check::own("stuck", LONG, move |own| {
            within.fetch_add(1, Ordering::SeqCst);
            let _ = gate.lock().unwrap().recv_timeout(LONG);
            Outcome::own(&*own.name, Status::Healthy, "at last")
        });
        Stuck { check, open, inside }
    }

    pub(super) fn begun(&self, wanted: usize) -> bool {
        until(LONG, || self.inside.load(Ordering::SeqCst) == wanted)
    }
}

#[test]
fn a_function_that_is_back_too_late_is_not_healthy() {
    let checker = checker(|_| ());
    let late = |status| {
        let nap = Duration::from_millis(60);
        Check::own("late", Duration::from_millis(20), move |own| {
            thread::sleep(nap);
            Outcome::own(&*own.name, status, "well")
        })
    };
    let checks = [Status::Healthy, Status::Degraded, Status::Unhealthy, Status::Unknown].map(late);
    let outcomes = checker.check_all(&checks, 0);
    let told: Vec<_> = outcomes.iter().map(|outcome| (outcome.status, outcome.reason)).collect();
    assert_eq!(
        told,
        [
            (Status::Unhealthy, Reason::Deadline),
            (Status::Unhealthy, Reason::Deadline),
            (Status::Unhealthy, Reason::Reported),
            (Status::Unknown, Reason::Local),
        ]
    );
    let message = &outcomes[0].message;
    assert!(message.contains("came back after 0.06") && message.contains("had 0.020 s"), "{message}");
    assert!(message.ends_with("it said: healthy: well"), "{message}");
}

#[test]
fn a_list_is_over_at_its_deadline_though_a_function_is_not() {
    let server = Server::start();
    let checker = checker(|_| ());
    let stuck = Stuck::new();
    let progress = Arc::new(AtomicUsize::new(0));
    let counted = progress.clone();
    let options = RunOptions {
        deadline: Some(Duration::from_millis(200)),
        progress: Some(Arc::new(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
        })),
        ..RunOptions::default()
    };
    let begun = Instant::now();
    let outcomes = checker.run(&[stuck.check.clone(), server.check("quick", "")], &options);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let reasons: Vec<Reason> = outcomes.iter().map(|outcome| outcome.reason).collect();
    assert_eq!(reasons, [Reason::Cancelled, Reason::Ok], "{}", outcomes[0].message);
    assert!(outcomes[0].message.contains("deadline of its list"), "{}", outcomes[0].message);
    assert_eq!(checker.statistics().running, 1, "it has its worker yet");
    // The same for one that is cancelled, and for a single one.
    let run = checker.start(vec![stuck.check.clone()], RunOptions::default());
    let deadline = RunOptions { deadline: Some(Duration::from_millis(100)), ..RunOptions::default() };
    let single = checker.submit_with(stuck.check, &deadline).unwrap();
    assert_eq!(single.next_timeout(LONG).unwrap().outcome.reason, Reason::Cancelled);
    assert!(until(LONG, || stuck.inside.load(Ordering::SeqCst) == 3));
    assert_eq!(checker.statistics().running, 3);
    run.cancel();
    assert_eq!(run.try_next().unwrap().outcome.reason, Reason::Cancelled);
    assert!(run.is_done() && run.try_next().is_none());
    // They are stuck until they are back, and what they come to is nobody's.
    assert_eq!(checker.close(Duration::from_millis(50)), 3);
    drop(stuck.open);
    assert_eq!(checker.close(LONG), 0);
    assert!(run.try_next().is_none() && single.try_next().is_none());
    assert_eq!((run.done(), single.done(), progress.load(Ordering::SeqCst)), (1, 1, 2));
}

#[test]
fn a_checker_that_is_closed_waits_for_no_function() {
    let checker = checker(|_| ());
    let stuck = Stuck::new();
    let run = checker.start(vec![stuck.check.clone()], RunOptions::default());
    assert!(stuck.begun(1));
    assert_eq!(checker.close(Duration::from_millis(500)), 1);
    assert_eq!(run.next_timeout(LONG).unwrap().outcome.reason, Reason::Cancelled);
    drop(stuck.open);
    assert_eq!(checker.close(LONG), 0);
}

#[test]
fn a_function_that_panics_costs_its_own_outcome() {
    let checker = checker(|_| ());
    let panics = Check::own("panics", LONG, |_| std::panic::resume_unwind(Box::new("on purpose")));
    let works = Check::own("works", LONG, |own| {
        assert!(own.deadline > Instant::now() && !own.cancel.is_cancelled());
        Outcome::own("", Status::Healthy, "well")
    });
    let outcomes = checker.check_all(&[panics.clone(), works, panics], 1);
    let reasons: Vec<Reason> = outcomes.iter().map(|outcome| outcome.reason).collect();
    assert_eq!(reasons, [Reason::Local, Reason::Ok, Reason::Local]);
    assert_eq!(outcomes[1].name, "works");
}

#[test]
fn a_function_that_does_not_come_back_is_told_of() {
    let checker = checker(|_| ());
    let stuck = Stuck::new();
    let ticket = checker.submit(stuck.check.clone());
    assert!(stuck.begun(1));
    assert_eq!(checker.close(Duration::from_millis(50)), 1);
    drop(stuck.open);
    assert_eq!(checker.close(LONG), 0);
    drop(ticket);
}
