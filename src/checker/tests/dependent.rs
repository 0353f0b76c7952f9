//! Checks that depend on others.

use super::servers::{until, Server};
use super::*;

const LONG: Duration = Duration::from_secs(20);

fn checker() -> Checker {
    let mut options =
        CheckerOptions { max_concurrent: 8, interval: Duration::from_millis(100), ..Default::default() };
    options.unhealthy_interval = Some(Duration::from_millis(100));
    options.breaker.failures = 1_000;
    // A second outcome of a parent that is looked at rarely would take its time.
    options.debounce.rise = 1;
    Checker::new(options).unwrap()
}

fn child(server: &Server, name: &str, path: &str, parents: &[&str]) -> Check {
    let mut check = server.check(name, path);
    check.depends_on = parents.iter().map(|parent| (*parent).to_owned()).collect();
    check
}

/// What was shown of it, each once in a row.
fn shown(events: &Events, name: &str) -> Vec<Status> {
    let mut all = Vec::new();
    while let Some(event) = events.try_next() {
        match event {
            Event::Checked { outcome, status, .. } if outcome.name == name => all.push(status),
            _ => {}
        }
    }
    all.dedup();
    all
}

/// A parent that is looked at rarely, and a child that is looked at often.
fn rare_parent(server: &Server, path: &str) -> Check {
    let mut parent = server.check("parent", path);
    parent.interval = Some(Duration::from_secs(600));
    parent
}

#[test]
fn a_child_that_fails_first_is_not_shown_to_fail() {
    let server = Server::start();
    let checker = checker();
    let events = checker.events(10_000);
    let checks = vec![
        child(&server, "grandchild", "switch", &["child"]),
        child(&server, "child", "switch", &["parent"]),
        rare_parent(&server, "switch"),
    ];
    checker.watch(checks).unwrap();
    let all = |status| checker.states().iter().all(|state| state.status == status);
    assert!(until(LONG, || all(Status::Healthy)));
    server.seen.broken.store(true, Ordering::SeqCst);
    // Long before its own time.
    assert!(until(LONG, || checker.state("parent").unwrap().status == Status::Unhealthy));
    assert!(until(LONG, || checker.state("child").unwrap().status == Status::Unknown));
    assert!(until(LONG, || checker.state("grandchild").unwrap().status == Status::Unknown));
    let last = checker.state("child").unwrap().last.unwrap();
    assert_eq!(last.reason, Reason::Dependency);
    server.seen.broken.store(false, Ordering::SeqCst);
    assert!(until(LONG, || all(Status::Healthy)));
    let mut wanted = vec![Status::Healthy, Status::Unknown, Status::Healthy];
    let told: Vec<Event> = std::iter::from_fn(|| events.try_next()).collect();
    for name in ["child", "grandchild"] {
        let mut all: Vec<Status> = told
            .iter()
            .filter_map(|event| match event {
                Event::Checked { outcome, status, .. } if outcome.name == name => Some(*status),
                _ => None,
            })
            .collect();
        all.dedup();
        // At the start it may have waited for its parent.
        if all.first() == Some(&Status::Unknown) {
            wanted.insert(0, Status::Unknown);
        }
        assert_eq!(all, wanted, "{name}");
    }
}

#[test]
fn at_the_start_only_the_parent_is_shown_to_fail() {
    let server = Server::start();
    let checker = checker();
    let events = checker.events(10_000);
    // Its failure is known long after the child's.
    let mut parent = Check::own("parent", LONG, |own| {
        thread::sleep(Duration::from_millis(300));
        Outcome::own(&*own.name, Status::Unhealthy, "ill")
    });
    parent.interval = Some(Duration::from_secs(600));
    checker.watch(vec![child(&server, "child", "500", &["parent"]), parent]).unwrap();
    assert!(until(LONG, || checker.state("parent").unwrap().status == Status::Unhealthy));
    thread::sleep(Duration::from_millis(500));
    assert_eq!(shown(&events, "child"), [Status::Unknown]);
}

#[test]
fn a_child_that_fails_by_itself_is_shown_and_its_parent_is_not_asked_for_ever() {
    let (server, own) = (Server::start(), Server::start());
    let checker = checker();
    checker.watch(vec![child(&own, "child", "500", &["parent"]), rare_parent(&server, "")]).unwrap();
    assert!(until(LONG, || checker.state("child").unwrap().status == Status::Unhealthy));
    let requests = own.requests();
    assert!(until(LONG, || own.requests() > requests + 10));
    // At its own time, when the child first failed, and when that was settled.
    assert!(server.requests() <= 3, "{}", server.requests());
}

#[test]
fn a_parent_that_does_not_come_back_holds_nobody_for_ever() {
    let server = Server::start();
    let checker = checker();
    let (let_go, held) = mpsc::channel::<()>();
    let held = Mutex::new(held);
    let mut parent = Check::own("parent", Duration::from_millis(100), move |own| {
        let _ = held.lock().unwrap().recv_timeout(LONG);
        Outcome::own(&*own.name, Status::Healthy, "well")
    });
    parent.interval = Some(Duration::from_secs(600));
    checker.watch(vec![child(&server, "child", "500", &["parent"]), parent]).unwrap();
    let begun = Instant::now();
    assert!(until(LONG, || checker.state("child").unwrap().status == Status::Unhealthy));
    assert!(begun.elapsed() > Duration::from_secs(4), "{:?}", begun.elapsed());
    drop(let_go);
    // One that is watched no more is nobody's parent.
    let mut orphan = child(&server, "orphan", "500", &[]);
    orphan.interval = Some(Duration::from_millis(100));
    checker.watch(vec![orphan]).unwrap();
    assert!(until(LONG, || checker.state("orphan").unwrap().status == Status::Unhealthy));
}

#[test]
fn in_a_list_nobody_is_asked_whose_parent_does_not_work() {
    let (server, dead) = (Server::start(), Server::start());
    let checker = checker();
    let checks = [
        child(&server, "grandchild", "", &["child"]),
        child(&server, "child", "", &["slow"]),
        child(&server, "well", "", &["fine", "nobody"]),
        dead.check("slow", "500"),
        server.check("fine", "wait/50"),
    ];
    let outcomes = checker.check_all(&checks, 1);
    let found: Vec<_> = outcomes.iter().map(|outcome| (outcome.name.as_str(), outcome.reason)).collect();
    let (dependency, ok) = (Reason::Dependency, Reason::Ok);
    let wanted = [
        ("grandchild", dependency),
        ("child", dependency),
        ("well", ok),
        ("slow", Reason::HttpStatus),
        ("fine", ok),
    ];
    assert_eq!(found, wanted);
    assert_eq!(outcomes[0].status, Status::Unknown);
    assert!(outcomes[0].message.contains("`slow`"), "{}", outcomes[0].message);
    assert_eq!((server.requests(), dead.requests()), (2, 1));
    // A circle is no order: all are asked.
    let circle = [child(&server, "a", "", &["b"]), child(&server, "b", "", &["a"])];
    assert!(checker.check_all(&circle, 0).iter().all(|outcome| outcome.reason == ok));
}

#[test]
fn a_long_chain_takes_no_depth_and_is_given_up_as_a_whole() {
    let checker = checker();
    let chain = |path: Status, wait: Duration| -> Vec<Check> {
        let link = |number: usize| {
            let mut check = Check::own(format!("{number}"), LONG, move |own| {
                if number == 0 {
                    until(wait, || own.cancel.is_cancelled());
                }
                Outcome::own(&*own.name, if number == 0 { path } else { Status::Healthy }, "so")
            });
            check.depends_on = number.checked_sub(1).map(|parent| parent.to_string()).into_iter().collect();
            check
        };
        (0..20_000).map(link).collect()
    };
    let outcomes = checker.check_all(&chain(Status::Unhealthy, Duration::ZERO)[..300], 0);
    assert!(outcomes[1..].iter().all(|outcome| outcome.reason == Reason::Dependency));
    let outcomes = checker.check_all(&chain(Status::Healthy, Duration::ZERO)[..300], 0);
    assert!(outcomes.iter().all(|outcome| outcome.status == Status::Healthy));
    let run = checker.start(chain(Status::Healthy, LONG), RunOptions::default());
    assert!(until(LONG, || checker.statistics().running == 1));
    run.cancel();
    // Also while the first one is still at it.
    assert!(run.done() >= 19_999, "{}", run.done());
    assert_eq!(run.filter(|completed| completed.outcome.reason == Reason::Cancelled).count(), 20_000);
    let run = checker.start(chain(Status::Healthy, Duration::from_millis(200)), RunOptions::default());
    assert_eq!(checker.close(LONG), 0);
    assert_eq!(run.count(), 20_000);
}
