use super::*;
use crate::monitor::{Monitor, MonitorOptions};

#[test]
fn what_is_published_is_what_is_read() {
    let handle = LoadHandle::default();
    assert_eq!(handle.load(), None);
    let values = |n: f64| Load {
        boot_time_ns: 7,
        memory_bytes: Some(n),
        memory_ratio: Some(n + 1.0),
        cpu_ratio: None,
        throttled_ratio: Some(n + 3.0),
        memory_pressure_ratio: Some(n + 4.0),
        cpu_pressure_ratio: Some(n + 5.0),
        io_pressure_ratio: None,
        load_line: Some(n + 7.0),
    };
    for load in [values(1.0), values(10.0)] {
        handle.publish(&load);
        assert_eq!(handle.load(), Some(load));
    }
}

#[test]
fn a_monitor_tells_its_handles_with_each_observation() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    let handle = monitor.load_handle();
    monitor.observe().unwrap();
    let first = handle.load().expect("observed");
    assert_eq!(first.boot_time_ns, monitor.sample().unwrap().boot_time_ns());
    assert_eq!(first.load_line, monitor.load_line().reading);
    std::thread::sleep(std::time::Duration::from_millis(20));
    monitor.observe().unwrap();
    assert!(handle.load().unwrap().boot_time_ns > first.boot_time_ns);
    drop(monitor);
    assert!(handle.load().is_some());
}
