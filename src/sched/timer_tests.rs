use super::*;

const LONG: Duration = Duration::from_secs(20);

#[test]
fn errands_are_done_in_order_of_their_times() {
    let timer = Timer::new(|_| true);
    let (sender, done) = bounded(10);
    let start = Instant::now();
    let at = |ms| start + Duration::from_millis(ms);
    // Before there is a thread, and after.
    timer.at(at(60), "third");
    timer.at(at(20), "first");
    timer.start(move |what| sender.send((what, Instant::now())).unwrap()).unwrap();
    timer.at(at(60), "fourth");
    timer.at(at(40), "second");
    for (what, ms) in [("first", 20), ("second", 40), ("third", 60), ("fourth", 60)] {
        let (done, when) = done.recv_timeout(LONG).unwrap();
        assert_eq!(done, what);
        assert!(when >= at(ms), "{what} too early");
    }
    timer.dismiss();
    assert_eq!(timer.join(Instant::now() + LONG), 0);
}

#[test]
fn a_panic_costs_one_errand() {
    let timer = Timer::new(|_| true);
    let (sender, done) = bounded(10);
    timer
        .start(move |what| {
            assert_ne!(what, 1, "on purpose");
            sender.send(what).unwrap();
        })
        .unwrap();
    (0..3).for_each(|what| timer.at(Instant::now(), what));
    assert_eq!([done.recv_timeout(LONG), done.recv_timeout(LONG)], [Ok(0), Ok(2)]);
    timer.dismiss();
    assert_eq!(timer.join(Instant::now() + LONG), 0);
}

#[test]
fn once_closed_nothing_is_done_or_kept() {
    let kept = Arc::new(());
    let timer = Timer::new(|_| true);
    timer.at(Instant::now() + Duration::from_secs(3600), kept.clone());
    timer.start(|_| ()).unwrap();
    timer.dismiss();
    timer.at(Instant::now(), kept.clone());
    assert_eq!(timer.join(Instant::now() + LONG), 0);
    assert_eq!(Arc::strong_count(&kept), 1);
    timer.start(|_| ()).unwrap();
    assert_eq!(timer.join(Instant::now()), 0, "and no thread is started");
}

#[test]
fn what_nobody_wants_is_forgotten_long_before_its_time() {
    let timer = Timer::new(|kept: &std::sync::Weak<u64>| kept.strong_count() > 0);
    let hour = Instant::now() + Duration::from_secs(3600);
    let wanted: Vec<Arc<u64>> = (0..100).map(Arc::new).collect();
    wanted.iter().for_each(|kept| timer.at(hour, Arc::downgrade(kept)));
    for number in 0..10_000 {
        timer.at(hour, Arc::downgrade(&Arc::new(number)));
        assert!(timer.waiting() <= 2 * (wanted.len() + 1));
    }
    timer.tidy();
    assert_eq!(timer.waiting(), wanted.len());
    // Nothing that is wanted is lost.
    let (sender, done) = bounded(10);
    let last = Arc::new(7);
    timer.at(Instant::now(), Arc::downgrade(&last));
    timer.start(move |kept| sender.send(kept.upgrade().map(|kept| *kept)).unwrap()).unwrap();
    assert_eq!(done.recv_timeout(LONG), Ok(Some(7)));
    timer.dismiss();
    assert_eq!(timer.join(Instant::now() + LONG), 0);
}
