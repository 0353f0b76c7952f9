//! Who may begin now.

use super::servers::until;
use super::*;

const LONG: Duration = Duration::from_secs(20);

/// Admits what is told to, and counts.
#[derive(Default)]
struct Door {
    refuses: Mutex<Option<RefusalReason>>,
    asked: AtomicUsize,
    back: Mutex<Vec<Completion>>,
    refreshed: AtomicUsize,
    /// Memory and CPU in use.
    load: Mutex<(Option<f64>, Option<f64>)>,
}

struct Own(Arc<Door>);

impl Home for Own {
    fn take_back(&self, _: PermitTicket, how: Completion) {
        self.0.back.lock().unwrap().push(how);
    }
}

struct Keeper(Arc<Door>);

impl Admission for Keeper {
    fn try_acquire(&self, priority: Priority) -> Result<Permit, Refusal> {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
        match *self.0.refuses.lock().unwrap() {
            Some(reason) if priority < Priority::HIGH => Err(Refusal::new(reason, Duration::from_millis(20))),
            _ => Ok(Permit::new(Arc::new(Own(self.0.clone())), PermitTicket::default())),
        }
    }

    fn acquire(&self, priority: Priority, _: Duration) -> Result<Permit, Refusal> {
        self.try_acquire(priority)
    }

    fn refresh(&self) {
        self.0.refreshed.fetch_add(1, Ordering::SeqCst);
    }

    fn state(&self) -> GateState {
        let mut state = GateState::default();
        (state.load.memory_ratio, state.load.cpu_ratio) = *self.0.load.lock().unwrap();
        // As a gate with two marks for memory has it.
        let signal = |value| Signal::new(RefusalReason::Memory, value, 2.0, Unit::Ratio);
        state.load.signals = vec![signal(0.22), signal(14.96)];
        state
    }
}

fn checker(wait: Duration) -> (Arc<Door>, Checker) {
    let door = Arc::new(Door::default());
    let options = CheckerOptions {
        max_concurrent: 4,
        admission_wait: wait,
        admission: Some(Arc::new(Keeper(door.clone()))),
        interval: Duration::from_millis(100),
        ..Default::default()
    };
    (door, Checker::new(options).unwrap())
}

fn well(name: &str) -> Check {
    Check::own(name, LONG, |own| Outcome::own(&*own.name, Status::Healthy, "well"))
}

#[test]
fn a_list_waits_to_be_admitted_and_then_gives_up() {
    let (door, checker) = checker(Duration::from_millis(300));
    *door.refuses.lock().unwrap() = Some(RefusalReason::Memory);
    let mut urgent = well("urgent");
    urgent.priority = Priority::HIGH;
    let mut checks = vec![well("usual"); 500];
    checks.push(urgent);
    let begun = Instant::now();
    let outcomes = checker.check_all(&checks, 0);
    let took = begun.elapsed();
    assert!(took >= Duration::from_millis(300) && took < Duration::from_secs(3), "{took:?}");
    assert_eq!(outcomes[500].status, Status::Healthy);
    for outcome in &outcomes[..500] {
        assert_eq!((outcome.status, outcome.reason), (Status::Unknown, Reason::NotAdmitted));
    }
    assert_eq!(checker.statistics().not_admitted, 500);
    assert_eq!(*door.back.lock().unwrap(), [Completion::Done]);
    assert!(door.refreshed.load(Ordering::SeqCst) > 0);
    // Not again and again while it is known to be refused: about every 20 ms, and once for each at the end.
    assert!(door.asked.load(Ordering::SeqCst) < 600, "{}", door.asked.load(Ordering::SeqCst));
}

#[test]
fn a_list_goes_on_when_it_is_admitted() {
    let (door, checker) = checker(LONG);
    *door.refuses.lock().unwrap() = Some(RefusalReason::Cpu);
    let run = checker.start(vec![well("usual"); 100], RunOptions::default());
    assert!(run.next_timeout(Duration::from_millis(100)).is_none());
    *door.refuses.lock().unwrap() = None;
    assert_eq!(run.filter(|completed| completed.outcome.status == Status::Healthy).count(), 100);
    assert_eq!(door.back.lock().unwrap().len(), 100);
}

#[test]
fn a_watched_turn_does_not_wait_while_the_container_is_laden() {
    let (door, checker) = checker(LONG);
    checker.watch(vec![well("one"), well("two"), well("three")]).unwrap();
    assert!(until(LONG, || checker.states().iter().all(|state| state.status == Status::Healthy)));
    *door.refuses.lock().unwrap() = Some(RefusalReason::Memory);
    let reasons = || checker.states().into_iter().map(|state| state.last.unwrap().reason);
    assert!(until(LONG, || reasons().all(|reason| reason == Reason::NotAdmitted)));
    *door.refuses.lock().unwrap() = None;
    assert!(until(LONG, || reasons().all(|reason| reason == Reason::Ok)));
}

#[test]
fn what_is_given_up_or_cut_says_nothing_of_latency() {
    let (door, checker) = checker(LONG);
    let server = super::servers::Server::start();
    let mut hangs = Target::rest("hangs", server.url("hang"));
    hangs.timeout = Duration::from_millis(150);
    assert_eq!(checker.check_all(&[Check::new(hangs)], 0)[0].reason, Reason::Deadline);
    let run = checker.start(vec![server.check("given up", "hang")], RunOptions::default());
    assert!(until(LONG, || server.requests() == 2));
    run.cancel();
    assert_eq!(run.count(), 1);
    assert_eq!(*door.back.lock().unwrap(), [Completion::TimedOut, Completion::Ignored]);
}

#[test]
fn memory_and_cpu_that_come_close_are_told_once_each() {
    let (door, checker) = checker(LONG);
    *door.load.lock().unwrap() = (Some(0.85), Some(0.75));
    let events = checker.events(1_000);
    let limits = || -> Vec<Event> {
        std::iter::from_fn(|| events.next_timeout(Duration::ZERO)).filter(is_limit).collect()
    };
    let seconds = |seconds: u32| std::thread::sleep(Duration::from_secs(1) * seconds);
    checker.watch(vec![well("one")]).unwrap();
    seconds(3);
    let told: Vec<Event> = limits();
    assert!(
        matches!(told[..], [Event::Limit { limit: OwnLimit::Memory, share: 0.85, close: true }]),
        "{told:?}"
    );
    *door.load.lock().unwrap() = (None, Some(0.8));
    // CPU that is busy for a moment is no news.
    seconds(5);
    assert_eq!(limits().len(), 0);
    seconds(7);
    let told: Vec<Event> = limits();
    assert!(matches!(told[..], [Event::Limit { limit: OwnLimit::Cpu, share: 0.8, close: true }]), "{told:?}");
}

#[test]
fn limits_are_not_told_of_where_nobody_wants_to_know() {
    let door = Arc::new(Door::default());
    *door.load.lock().unwrap() = (Some(1.0), Some(1.0));
    let admission: Option<Arc<dyn Admission>> = Some(Arc::new(Keeper(door.clone())));
    let options = CheckerOptions { admission, own_limits: None, ..Default::default() };
    let checker = Checker::new(options).unwrap();
    let events = checker.events(1_000);
    checker.watch(vec![well("one")]).unwrap();
    assert!(until(LONG, || door.refreshed.load(Ordering::SeqCst) > 3));
    assert!(!std::iter::from_fn(|| events.next_timeout(Duration::ZERO)).any(|event| is_limit(&event)));
    for share in [0.0, 1.1, f64::NAN] {
        let wrong = CheckerOptions { own_limits: Some(share), ..Default::default() };
        assert!(Checker::new(wrong).unwrap_err().to_string().contains("own_limits"), "{share}");
    }
}

fn is_limit(event: &Event) -> bool {
    matches!(event, Event::Limit { .. })
}
