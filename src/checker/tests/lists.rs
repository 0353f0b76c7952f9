//! Lists of checks, and single ones.

use super::functions::Stuck;
use super::servers::{until, Server};
use super::*;

pub(super) fn checker(change: impl FnOnce(&mut CheckerOptions)) -> Checker {
    let mut options = CheckerOptions { max_concurrent: 8, max_concurrent_per_host: 8, ..Default::default() };
    change(&mut options);
    Checker::new(options).unwrap()
}

pub(super) const LONG: Duration = Duration::from_secs(20);

#[test]
fn every_check_has_its_outcome_at_its_place() {
    let server = Server::start();
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut checks = Vec::new();
    for number in 0..60 {
        checks.push(match number % 4 {
            0 => server.check(format!("{number}"), ""),
            1 => server.check(format!("{number}"), "500"),
            2 => Check::new(Target::rest(format!("{number}"), format!("http://{gone}/"))),
            _ => Check::own(format!("{number}"), LONG, |own| {
                Outcome::own(&*own.name, Status::Degraded, "so so")
            }),
        });
    }
    let checker = checker(|_| ());
    let outcomes = checker.check_all(&checks, 0);
    for (number, outcome) in outcomes.iter().enumerate() {
        assert_eq!(outcome.name, number.to_string());
        let wanted = [Reason::Ok, Reason::HttpStatus, Reason::ConnectRefused, Reason::Reported][number % 4];
        assert_eq!(outcome.reason, wanted, "{}", outcome.message);
    }
    assert_eq!(outcomes.len(), 60);
    assert_eq!(checker.statistics().checked, 60);
    assert!(checker.check_all(&[], 0).is_empty());
}

#[test]
fn they_run_together_and_no_more_than_are_allowed() {
    let server = Server::start();
    let checks: Vec<Check> = (0..16).map(|number| server.check(format!("{number}"), "wait/60")).collect();
    let checker = checker(|_| ());
    let _ = checker.check_all(&checks, 3);
    assert_eq!(server.seen.most.load(Ordering::SeqCst), 3, "as the list says");
    // Half of the workers at most for one host.
    let _ = checker.check_all(&checks, 0);
    assert_eq!(server.seen.most.load(Ordering::SeqCst), 4);
}

#[test]
fn a_list_longer_than_the_queue_is_not_refused() {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = calls.clone();
    let check = Check::own("own", LONG, move |own| {
        count.fetch_add(1, Ordering::SeqCst);
        Outcome::own(&*own.name, Status::Healthy, "well")
    });
    let checker = checker(|options| options.queue = 5);
    let outcomes = checker.check_all(&vec![check; 3000], 0);
    assert!(outcomes.iter().all(|outcome| outcome.status == Status::Healthy));
    assert_eq!(calls.load(Ordering::SeqCst), 3000);
}

#[test]
fn outcomes_come_as_they_are_there() {
    let server = Server::start();
    let checker = checker(|_| ());
    let checks = vec![server.check("slow", "wait/400"), server.check("quick", "")];
    let progress = Arc::new(Mutex::new(Vec::new()));
    let told = progress.clone();
    let (sender, notified) = mpsc::channel();
    let options = RunOptions {
        progress: Some(Arc::new(move |progress: Progress| {
            told.lock().unwrap().push((progress.done, progress.of))
        })),
        notify: Some(Arc::new(move || sender.send(()).unwrap())),
        ..RunOptions::default()
    };
    let mut run = checker.start(checks, options);
    assert!(run.try_next().is_none());
    assert_eq!((run.done(), run.of(), run.is_done()), (0, 2, false));
    let first = run.next().unwrap();
    assert_eq!((first.index, &*first.outcome.name), (1, "quick"));
    assert!(run.next_timeout(Duration::from_millis(10)).is_none());
    assert_eq!(run.next_timeout(LONG).unwrap().index, 0);
    assert!(run.next().is_none() && run.is_done());
    assert_eq!(*progress.lock().unwrap(), [(1, 2), (2, 2)]);
    assert!(notified.recv_timeout(LONG).is_ok() && notified.recv_timeout(LONG).is_ok());
}

#[test]
fn what_is_given_up_comes_to_cancelled_at_once_or_soon() {
    let server = Server::start();
    let checker = checker(|_| ());
    let checks: Vec<Check> = (0..40).map(|number| server.check(format!("{number}"), "hang")).collect();
    let cancel = Cancel::new();
    let run = checker.start(checks, RunOptions { cancel: cancel.clone(), ..RunOptions::default() });
    assert!(until(LONG, || server.requests() == 4));
    let begun = Instant::now();
    cancel.cancel();
    assert!(run.done() >= 36, "what was not begun is over at once: {}", run.done());
    let outcomes: Vec<Completed> = run.collect();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(outcomes.len(), 40);
    assert!(outcomes.iter().all(|completed| completed.outcome.reason == Reason::Cancelled));
    assert_eq!(server.requests(), 4);
    // A word that was given before.
    let options = RunOptions { cancel, ..RunOptions::default() };
    let outcomes = checker.run(&[server.check("late", "hang"), server.check("late too", "hang")], &options);
    assert!(outcomes.iter().all(|outcome| outcome.reason == Reason::Cancelled));
}

#[test]
fn a_deadline_ends_what_runs_and_what_waits() {
    let server = Server::start();
    let checker = checker(|_| ());
    let mut checks: Vec<Check> = (0..12).map(|number| server.check(format!("{number}"), "hang")).collect();
    checks.insert(0, server.check("quick", ""));
    let options = RunOptions { deadline: Some(Duration::from_millis(300)), ..RunOptions::default() };
    let begun = Instant::now();
    let outcomes = checker.run(&checks, &options);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(outcomes[0].status, Status::Healthy);
    for outcome in &outcomes[1..] {
        assert_eq!(outcome.reason, Reason::Cancelled, "{}", outcome.message);
    }
}

#[test]
fn a_run_that_is_dropped_gives_up() {
    let server = Server::start();
    let checker = checker(|_| ());
    let checks = (0..40).map(|number| server.check(format!("{number}"), "hang")).collect();
    drop(checker.start(checks, RunOptions::default()));
    assert!(until(LONG, || checker.statistics().running == 0));
    assert!(server.requests() <= 4);
    let outcome = checker.check_all(&[server.check("next", "")], 0);
    assert_eq!(outcome[0].status, Status::Healthy);
}

#[test]
fn urgent_checks_go_first() {
    let order = Arc::new(Mutex::new(Vec::new()));
    let (open, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(gate);
    let checker = checker(|options| options.max_concurrent = 1);
    let first = checker.submit(Check::own("first", LONG, move |own| {
        gate.lock().unwrap().recv().unwrap();
        Outcome::own(&*own.name, Status::Healthy, "well")
    }));
    assert!(until(LONG, || checker.statistics().running == 1));
    let tickets: Vec<Ticket> = [0, 100, -100, 0, 1000]
        .iter()
        .enumerate()
        .map(|(number, priority)| {
            let order = order.clone();
            let mut check = Check::own(format!("{number}"), LONG, move |own| {
                order.lock().unwrap().push(own.name.to_string());
                Outcome::own(&*own.name, Status::Healthy, "well")
            });
            check.priority = Priority::new(*priority);
            checker.submit(check).unwrap()
        })
        .collect();
    open.send(()).unwrap();
    assert!(first.unwrap().wait(LONG).is_some());
    assert!(tickets.iter().all(|ticket| ticket.wait(LONG).is_some() && ticket.is_done()));
    assert_eq!(*order.lock().unwrap(), ["4", "1", "0", "3", "2"]);
}

#[test]
fn a_full_queue_refuses_and_says_when_to_come_back() {
    let server = Server::start();
    let checker = checker(|options| {
        options.max_concurrent = 1;
        options.queue = 3;
    });
    let check = || server.check("hangs", "hang");
    let mut tickets = vec![checker.submit(check()).unwrap()];
    assert!(until(LONG, || checker.statistics().running == 1));
    tickets.extend((0..3).map(|_| checker.submit(check()).unwrap()));
    let refusal = checker.submit(check()).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::QueueFull);
    assert!(refusal.retry_after > Duration::ZERO && refusal.retry_after < Duration::from_secs(61));
    assert_eq!((refusal.value, refusal.mark), (Some(3.0), Some(3.0)));
    let queue = checker.statistics().queue;
    assert_eq!((queue.length, queue.capacity, queue.refused), (3, 3, 1));
    // One that is given up makes room.
    tickets[1].cancel();
    assert_eq!(tickets[1].wait(Duration::ZERO).unwrap().reason, Reason::Cancelled);
    tickets.push(checker.submit(check()).unwrap());
    checker.cancel_all();
    for ticket in tickets {
        let outcome = ticket.wait(LONG);
        assert!(ticket.is_done() && outcome.is_none_or(|outcome| outcome.reason == Reason::Cancelled));
    }
    assert_eq!(checker.statistics().queue.length, 0);
    assert_eq!(checker.submit(server.check("next", "")).unwrap().wait(LONG).unwrap().status, Status::Healthy);
}

#[test]
fn the_bound_of_the_queue_holds_however_many_come_at_once() {
    let checker = checker(|options| options.queue = 10);
    let stuck = Stuck::new();
    let workers = checker.options().max_concurrent;
    let running: Vec<Ticket> = (0..workers).map(|_| checker.submit(stuck.check.clone()).unwrap()).collect();
    assert!(stuck.begun(workers));
    let door = std::sync::Barrier::new(32);
    let kept: Vec<Ticket> = thread::scope(|scope| {
        let submit = || {
            door.wait();
            (0..20).filter_map(|_| checker.submit(stuck.check.clone()).ok()).collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..32).map(|_| scope.spawn(submit)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let queue = checker.statistics().queue;
    assert_eq!((queue.length, kept.len(), queue.refused), (10, 10, 32 * 20 - 10));
    // What is given up makes room, and nothing is counted twice.
    drop(kept);
    assert!(until(LONG, || checker.statistics().queue.length == 0));
    drop((running, stuck.open));
    assert_eq!(checker.close(LONG), 0);
}

#[test]
fn what_fails_is_tried_again_within_its_time() {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = calls.clone();
    let flaky = Check::own("flaky", LONG, move |own| match count.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => Outcome::own(&*own.name, Status::Unhealthy, "not yet"),
        _ => Outcome::own(&*own.name, Status::Healthy, "now"),
    });
    let checker = checker(|options| {
        options.retry.attempts = 3;
        options.retry.base = Duration::from_millis(5);
    });
    let outcome = checker.check_all(&[flaky], 0).remove(0);
    assert_eq!((outcome.status, &outcome.notes[..]), (Status::Healthy, &["attempt 3 of 3".to_owned()][..]));
    let dead = Check::own("dead", LONG, |own| Outcome::own(&*own.name, Status::Unhealthy, "never"));
    assert_eq!(checker.check_all(&[dead], 0)[0].status, Status::Unhealthy);
    let statistics = checker.statistics();
    assert_eq!((statistics.checked, statistics.retried), (2, 4));
}

#[test]
fn what_rests_is_given_up_at_once() {
    let checker = checker(|options| {
        options.retry.attempts = 2;
        options.retry.base = Duration::from_secs(1000);
        options.retry.most = Duration::from_secs(1000);
    });
    let dead =
        Check::own("dead", Duration::from_secs(3000), |own| Outcome::own(&*own.name, Status::Unhealthy, ""));
    let run = checker.start(vec![dead; 4], RunOptions::default());
    assert!(until(LONG, || checker.statistics().retried == 4));
    run.cancel();
    assert_eq!(run.filter(|completed| completed.outcome.reason == Reason::Cancelled).count(), 4);
}

#[test]
fn a_closed_checker_has_no_threads_and_cancels_everything() {
    let server = Server::start();
    let checker = checker(|_| ());
    let run = checker.start(vec![server.check("hangs", "hang"); 20], RunOptions::default());
    assert!(until(LONG, || server.requests() == 4));
    assert_eq!(checker.close(LONG), 0);
    assert_eq!(checker.statistics().workers, 0);
    assert_eq!(run.filter(|completed| completed.outcome.reason == Reason::Cancelled).count(), 20);
    assert_eq!(checker.close(Duration::ZERO), 0);
    assert_eq!(checker.check_all(&[server.check("late", "")], 0)[0].reason, Reason::Cancelled);
    assert_eq!(checker.submit(server.check("late", "")).unwrap_err().reason, RefusalReason::Closed);
    assert_eq!(
        checker.watch(vec![server.check("late", "")]).unwrap_err().kind(),
        crate::error::ErrorKind::Closed
    );
}

#[test]
fn options_are_looked_at() {
    let wrong: [fn(&mut CheckerOptions); 6] = [
        |options| options.max_concurrent = 0,
        |options| options.max_concurrent_per_host = 2000,
        |options| options.queue = 0,
        |options| options.jitter = f64::NAN,
        |options| options.interval = Duration::from_millis(99),
        |options| options.unhealthy_interval = Some(Duration::from_secs(8 * 86_400)),
    ];
    for change in wrong {
        let mut options = CheckerOptions::default();
        change(&mut options);
        assert_eq!(Checker::new(options).unwrap_err().kind(), crate::error::ErrorKind::InvalidArgument);
    }
}

#[test]
fn what_can_wait_waits_for_company() {
    let checker = checker(|options| {
        options.batch.size = 3;
        options.batch.age = Duration::from_millis(300);
    });
    let low = || {
        let mut check = Check::own("low", LONG, |own| Outcome::own(&*own.name, Status::Healthy, ""));
        check.priority = Priority::LOW;
        checker.submit(check).unwrap()
    };
    let begun = Instant::now();
    let two = [low(), low()];
    assert!(two[0].wait(Duration::from_millis(50)).is_none());
    assert_eq!(checker.statistics().queue.length, 2);
    let third = low();
    assert!(third.wait(LONG).is_some() && two.iter().all(|ticket| ticket.wait(LONG).is_some()));
    assert!(begun.elapsed() < Duration::from_millis(300), "not only for its age");
    let begun = Instant::now();
    assert!(low().wait(LONG).is_some());
    assert!(begun.elapsed() >= Duration::from_millis(300));
    let ticket = low();
    ticket.cancel();
    assert_eq!(ticket.wait(Duration::ZERO).unwrap().reason, Reason::Cancelled);
    assert_eq!(checker.statistics().queue.length, 0);
    // Usual ones do not.
    let usual = Check::own("usual", LONG, |own| Outcome::own(&*own.name, Status::Healthy, ""));
    let begun = Instant::now();
    assert!(
        checker.submit(usual).unwrap().wait(LONG).is_some() && begun.elapsed() < Duration::from_millis(250)
    );
    let waits = low();
    assert_eq!(checker.close(LONG), 0);
    assert_eq!(waits.wait(Duration::ZERO).unwrap().reason, Reason::Cancelled);
}

#[test]
fn limits_of_its_own_that_come_close_are_told() {
    let server = Server::start();
    let checker = checker(|options| {
        options.max_concurrent = 1;
        options.queue = 5;
    });
    let events = checker.events(100);
    let tickets: Vec<Ticket> =
        (0..5).map(|_| checker.submit(server.check("hangs", "hang")).unwrap()).collect();
    let told = || match events.next_timeout(LONG) {
        Some(Event::Limit { limit, share, close }) => (limit, share, close),
        other => panic!("{other:?}"),
    };
    assert_eq!(told(), (OwnLimit::Queue, 0.8, true));
    drop(tickets);
    assert_eq!(told(), (OwnLimit::Queue, 0.0, false));
}

#[test]
fn what_was_seen_makes_advice() {
    let server = Server::start();
    let checker = checker(|options| options.probe.rest_pool.max_connections = 1);
    assert!(checker.recommendations().is_empty());
    let _ = checker.check_all(&vec![server.check("one", "wait/1"); 150], 0);
    let rules: Vec<&str> = checker.recommendations().iter().map(|what| what.rule).collect();
    assert!(rules.contains(&"connection_pool.small"), "{rules:?}");
}

#[test]
fn the_bound_that_ran_out_is_the_one_to_be_raised() {
    let servers: Vec<Server> = (0..8).map(|_| Server::start()).collect();
    let advised = |hosts: usize| {
        let checker = checker(|options| {
            options.max_concurrent = 40;
            options.probe.rest_pool.max_connections = 8;
            options.probe.rest_pool.max_connections_per_host = 4;
        });
        let check = |number: usize| servers[number % hosts].check("one", "wait/3");
        let _ = checker.check_all(&(0..300).map(check).collect::<Vec<_>>(), 0);
        let advice = checker.recommendations();
        let small = advice.iter().find(|what| what.rule == "connection_pool.small").unwrap();
        (checker.statistics().rest_pool, small.actions[0].target.clone())
    };
    let (pool, key) = advised(8);
    assert_eq!(pool.most_in_use, 8, "{pool:?}");
    assert!(pool.waited_for_host * 2 < pool.waited, "{pool:?}");
    assert!(key.ends_with(".max_connections"), "{key}");
    let of_hosts =
        |reading: fn(&crate::probe::HostStatistics) -> u64| pool.per_host.iter().map(reading).sum::<u64>();
    assert!(
        pool.per_host.len() > 1 && of_hosts(|host| host.created) >= pool.per_host.len() as u64,
        "{pool:?}"
    );
    assert!(of_hosts(|host| host.created) <= pool.created && of_hosts(|host| host.waited) <= pool.waited);
    // One host alone has no more than its part.
    let (pool, key) = advised(1);
    assert_eq!((pool.most_in_use, pool.waited_for_host), (4, pool.waited), "{pool:?}");
    let host = &pool.per_host[0];
    assert_eq!((host.created, host.reused, host.waited), (pool.created, pool.reused, pool.waited));
    assert!(key.ends_with(".max_connections_per_host"), "{key}");
}
