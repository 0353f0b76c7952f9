use super::*;

#[test]
fn reads_both_values() {
    let wanted = Cpuacct { user_ticks: Some(1333), system_ticks: Some(1580) };
    assert_eq!(parse(b"user 1333\nsystem 1580\n"), Some(wanted));
}

#[test]
fn damage_loses_only_itself() {
    let cpuacct = parse(b"user 13 33\nsystem 1580\nsystem 1\n").unwrap();
    assert_eq!((cpuacct.user_ticks, cpuacct.system_ticks), (None, Some(1580)));
    assert_eq!(parse(b"users 1\nsystem 15"), None);
}
