use super::*;

#[test]
fn reads_every_value() {
    let wanted = OomControl { oom_kill_disable: Some(1), under_oom: Some(0), oom_kill: Some(2) };
    assert_eq!(parse(b"oom_kill_disable 1\nunder_oom 0\noom_kill 2\n"), Some(wanted));
}

#[test]
fn before_linux_4_13_nothing_counts_kills() {
    assert_eq!(parse(b"oom_kill_disable 0\nunder_oom 0\n").unwrap().oom_kill, None);
}
