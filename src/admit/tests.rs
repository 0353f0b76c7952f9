use std::panic;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;
use crate::fields::Unit;

#[derive(Default)]
struct Counting(Mutex<Vec<Completion>>);

impl Home for Counting {
    fn take_back(&self, _: Ticket, how: Completion) {
        self.0.lock().unwrap().push(how);
    }
}

fn permit(home: &Arc<Counting>) -> Permit {
    Permit::new(home.clone(), Ticket::default())
}

#[test]
fn a_permit_goes_back_once_however_it_ends() {
    let home = Arc::new(Counting::default());
    drop(permit(&home));
    permit(&home).finish(Completion::TimedOut);
    permit(&home).finish(Completion::Ignored);
    let _held = permit(&home);
    let back = home.0.lock().unwrap();
    assert_eq!(*back, [Completion::Done, Completion::TimedOut, Completion::Ignored]);
}

#[test]
fn a_panic_gives_the_permit_back_and_says_nothing_of_how_long_work_takes() {
    let home = Arc::new(Counting::default());
    let held = permit(&home);
    let work = panic::catch_unwind(panic::AssertUnwindSafe(move || {
        let _held = held;
        panic::resume_unwind(Box::new("on purpose"));
    }));
    assert!(work.is_err());
    assert_eq!(*home.0.lock().unwrap(), [Completion::Ignored]);
}

#[test]
fn priorities_are_clamped_ordered_and_of_a_class() {
    assert_eq!(Priority::new(i32::MAX), Priority::HIGHEST);
    assert_eq!(Priority::new(i32::MIN), Priority::LOWEST);
    assert_eq!(Priority::new(-7).value(), -7);
    assert!(Priority::LOW < Priority::NORMAL && Priority::NORMAL < Priority::HIGH);
    let classes = [-1000, -1, 0, 99, 100, 1000].map(|value| Priority::new(value).class().name());
    assert_eq!(classes, ["low", "low", "normal", "normal", "high", "high"]);
}

#[test]
fn a_refusal_is_a_sentence_and_a_json_object() {
    let refusal = Refusal::new(RefusalReason::Memory, Duration::from_millis(500));
    let refusal = refusal.against(0.953, 0.8, Unit::Ratio);
    let words = "the container's memory is used up to the mark (95 % of 80 %); try again in 0.5 s";
    assert_eq!(refusal.to_string(), words);
    let json = serde_json::to_value(refusal).unwrap();
    assert_eq!(json["reason"], "memory");
    assert_eq!(json["retry_after_seconds"], 0.5);
    let closed = Refusal::new(RefusalReason::Closed, Duration::MAX);
    assert_eq!(closed.to_string(), "the gate is closed");
    assert!(serde_json::to_value(closed).unwrap()["retry_after_seconds"].is_null());
}

#[test]
fn names_are_what_json_says() {
    for reason in [
        RefusalReason::Concurrency,
        RefusalReason::QueueFull,
        RefusalReason::Memory,
        RefusalReason::Cpu,
        RefusalReason::Throttled,
        RefusalReason::Pressure,
        RefusalReason::LoadLine,
        RefusalReason::TimedOut,
        RefusalReason::Closed,
        RefusalReason::Cancelled,
    ] {
        assert_eq!(serde_json::to_value(reason).unwrap(), reason.name());
    }
}
