use super::*;
use crate::monitor::MonitorOptions;

fn observed() -> Monitor {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    monitor.feed("queue", 3.0, Some(10.0)).unwrap();
    for _ in 0..3 {
        monitor.observe().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    monitor
}

#[test]
fn what_was_learnt_goes_on_after_a_restart() {
    let before = observed();
    let saved = before.save_state().unwrap();
    let mut after = Monitor::new(MonitorOptions::default()).unwrap();
    after.load_state(&saved).unwrap();
    assert_eq!(after.learned.history.observations(), 3);
    assert_eq!(after.learned.fed, ["queue"]);
    after.observe().unwrap();
    assert_eq!(after.learned.history.observations(), 4);
    assert_eq!(after.learned.history.columns(), before.learned.history.columns());
}

#[test]
fn anything_else_is_refused_and_changes_nothing() {
    let saved = observed().save_state().unwrap();
    let text = String::from_utf8(saved.clone()).unwrap();
    let mut flipped = saved.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let mut monitor = observed();
    for (state, part) in [
        (Vec::new(), "its first line is no header of a state"),
        (b"hello".to_vec(), "its first line is no header of a state"),
        (text.replace("state/1", "state/2").into_bytes(), "`plimsoll.state/2` by version"),
        (saved[..saved.len() - 10].to_vec(), "cut short"),
        (flipped, "damaged"),
        (text.lines().next().unwrap().as_bytes().to_vec(), "cut short"),
    ] {
        let error = monitor.load_state(&state).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed);
        let said = error.to_string();
        assert!(said.contains(part) && said.contains("start afresh"), "{said}\n lacks {part}");
        assert_eq!(monitor.learned.history.observations(), 3);
    }
    let options = MonitorOptions { history: 500, ..MonitorOptions::default() };
    let error = Monitor::new(options).unwrap().load_state(&saved).unwrap_err();
    assert!(error.to_string().contains("1000 points, and this monitor's has 500"), "{error}");
}
