use super::*;

const LONG: Duration = Duration::from_secs(20);

#[test]
fn errands_are_done_in_order_of_their_times() {
    let timer = Timer::new();
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
    let timer = Timer::new();
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
    let timer = Timer::new();
    timer.at(Instant::now() + Duration::from_secs(3600), kept.clone());
    timer.start(|_| ()).unwrap();
    timer.dismiss();
    timer.at(Instant::now(), kept.clone());
    assert_eq!(timer.join(Instant::now() + LONG), 0);
    assert_eq!(Arc::strong_count(&kept), 1);
    timer.start(|_| ()).unwrap();
    assert_eq!(timer.join(Instant::now()), 0, "and no thread is started");
}
