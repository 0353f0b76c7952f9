use super::*;

#[test]
fn reads_every_value() {
    let wanted =
        MemoryEvents { low: Some(1), high: Some(22), max: Some(45), oom: Some(2), oom_kill: Some(3) };
    assert_eq!(parse(b"low 1\nhigh 22\nmax 45\noom 2\noom_kill 3\noom_group_kill 4\n"), Some(wanted));
}

#[test]
fn damage_loses_only_itself() {
    let events = parse(b"low 1\nhigh\nmax max\noom 2\n").unwrap();
    assert_eq!(events, MemoryEvents { low: Some(1), oom: Some(2), ..MemoryEvents::default() });
}
