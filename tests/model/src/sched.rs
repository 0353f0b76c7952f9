//! The file of `sched` that is modelled: it has no lock of its own, and is modelled behind one, as it is used.

#[path = "../../../src/sched/breaker.rs"]
pub mod breaker;

fn nanoseconds(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
