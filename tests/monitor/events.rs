//! What a monitor tells of its own accord.

use std::sync::{Arc, Mutex};

use plimsoll::monitor::Direction;
use plimsoll::{EventSink, Level, LevelHook, Monitor};
use serde_json::Value;

use super::quiet::monitor;

type Lines = Arc<Mutex<Vec<Value>>>;
type Levels = Arc<Mutex<Vec<(Level, Level, Direction)>>>;

fn told() -> (Monitor, Lines, Levels) {
    let lines = Lines::default();
    let levels = Levels::default();
    let (to_lines, to_levels) = (lines.clone(), levels.clone());
    let monitor = monitor(|options| {
        options.on_event = Some(EventSink::json(move |line| {
            to_lines.lock().unwrap().push(serde_json::from_str(line).unwrap());
        }));
        options.on_level = Some(LevelHook::new(move |change| {
            to_levels.lock().unwrap().push((change.from, change.to, change.direction));
        }));
    });
    (monitor, lines, levels)
}

fn feed(monitor: &mut Monitor, value: f64, seconds: usize) {
    for _ in 0..seconds {
        monitor.feed("queue", value, Some(100.0)).unwrap();
        monitor.observe().unwrap();
    }
}

#[test]
fn what_is_raised_changes_and_clears_is_told_once_each() {
    let (mut monitor, lines, levels) = told();
    feed(&mut monitor, 10.0, 20);
    let before = lines.lock().unwrap().len();
    assert_eq!(lines.lock().unwrap()[0]["event"], "baseline");
    feed(&mut monitor, 85.0, 10);
    feed(&mut monitor, 99.0, 10);
    feed(&mut monitor, 10.0, 20);
    let lines = lines.lock().unwrap();
    let names: Vec<&str> = lines[before..].iter().map(|line| line["event"].as_str().unwrap()).collect();
    let without_advice: Vec<&str> = names.iter().copied().filter(|name| *name != "recommendation").collect();
    assert_eq!(
        without_advice,
        [
            "bottleneck_raised",
            "level_changed",
            "bottleneck_changed",
            "level_changed",
            "bottleneck_cleared",
            "level_changed"
        ]
    );
    assert!(names.contains(&"recommendation"), "{names:?}");
    let raised = &lines[before];
    assert_eq!((&raised["component"], &raised["severity"]), (&"metric:queue".into(), &"high".into()));
    assert!(raised["wall_time_seconds"].as_f64().unwrap() > 1e9 && raised["boot_time_seconds"].is_number());
    let cleared = lines.iter().find(|line| line["event"] == "bottleneck_cleared").unwrap();
    assert_eq!((&cleared["rule"], &cleared["severity"]), (&"metric.used".into(), &"critical".into()));
    assert!(cleared["held_seconds"].as_f64().unwrap() >= 20.0, "{cleared}");
    let wanted = [
        (Level::Optimal, Level::Degraded, Direction::Fall),
        (Level::Degraded, Level::Poor, Direction::Fall),
        (Level::Poor, Level::Optimal, Direction::Rise),
    ];
    assert_eq!(*levels.lock().unwrap(), wanted);
}

#[test]
fn what_is_in_trouble_from_the_first_reading_on_is_told_once_it_is_certain() {
    let (mut monitor, _, levels) = told();
    feed(&mut monitor, 99.0, 1);
    assert_eq!(*levels.lock().unwrap(), [], "one reading is not enough");
    feed(&mut monitor, 99.0, 19);
    assert_eq!(*levels.lock().unwrap(), [(Level::Optimal, Level::Poor, Direction::Fall)]);
}

#[test]
fn nothing_is_told_of_one_noisy_reading() {
    let (mut monitor, lines, levels) = told();
    feed(&mut monitor, 10.0, 20);
    let before = lines.lock().unwrap().len();
    for _ in 0..5 {
        feed(&mut monitor, 99.0, 1);
        feed(&mut monitor, 10.0, 3);
    }
    assert_eq!(lines.lock().unwrap().len(), before);
    assert!(levels.lock().unwrap().is_empty());
}
