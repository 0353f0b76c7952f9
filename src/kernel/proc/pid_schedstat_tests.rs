use super::*;

#[test]
fn reads_every_value() {
    let wanted = Schedstat { cpu_ns: Some(11_506_143), run_delay_ns: Some(56_966_858) };
    assert_eq!(parse(b"11506143 56966858 137\n"), Some(wanted));
}

#[test]
fn zeros_are_what_a_kernel_says_that_does_not_count() {
    assert_eq!(parse(UNCOUNTED), None);
    let never_waited = Schedstat { cpu_ns: Some(5), run_delay_ns: Some(0) };
    assert_eq!(parse(b"5 0 1\n"), Some(never_waited));
}

#[test]
fn damage_loses_only_itself() {
    for damaged in
        [&b""[..], b"\n", b"11506143", b"11506143 56966858 137", b"11506143 56966858\n", b"a b c\n"]
    {
        assert_eq!(parse(damaged), None, "{damaged:?}");
    }
    assert_eq!(parse(b"-1 7 1\n"), Some(Schedstat { cpu_ns: None, run_delay_ns: Some(7) }));
}
