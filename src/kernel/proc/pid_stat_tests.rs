use super::*;

/// Linux 6.18.
const TAIL: &str =
    "S 42 43 44 0 -1 4194560 1234 55 7 8 100 50 3 4 20 0 9 0 79871 3133440 446 18446744073709551615 \
                    94 95 140 0 0 0 0 0 0 1 0 0 17 1 0 0 0 0 0 94 94 94 140 140 140 140 0\n";

const WANTED: PidStat = PidStat {
    pid: Some(4047),
    state: b'S',
    ppid: Some(42),
    minor_faults: Some(1234),
    major_faults: Some(7),
    user_ticks: Some(100),
    system_ticks: Some(50),
    children_user_ticks: Some(3),
    children_system_ticks: Some(4),
    threads: Some(9),
    start_ticks: Some(79_871),
    virtual_bytes: Some(3_133_440),
    resident_pages: Some(446),
};

#[test]
fn reads_every_value() {
    let text = format!("4047 (cat) {TAIL}");
    assert_eq!(parse(text.as_bytes()), Some((WANTED, b"cat".as_slice())));
}

#[test]
fn a_name_may_contain_anything() {
    let kernel_thread = "kworker/u512:3-events_unbound_and_a_name_as_long_as_63_bytes_ok";
    for name in
        ["", "a b", ")", "(", "a) R 1 1\n(b", "x\ny", "\n", ") S 1 2 3 4 5", "ab\n) R 1 1 1\n", kernel_thread]
    {
        let text = format!("4047 ({name}) {TAIL}");
        assert_eq!(parse(text.as_bytes()), Some((WANTED, name.as_bytes())), "{name:?}");
        for end in 0..text.len() {
            assert_eq!(parse(&text.as_bytes()[..end]), None, "{name:?} cut at {end}");
        }
    }
    let text = [b"4047 (\xff\xfe) ", TAIL.as_bytes()].concat();
    assert_eq!(parse(&text), Some((WANTED, b"\xff\xfe".as_slice())), "names are bytes");
}

#[test]
fn a_kernel_thread_and_a_zombie() {
    let thread =
        b"2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 1 0 0 20 0 1 0 5 0 0 18446744073709551615 0 0 0\n";
    let (stat, name) = parse(thread).unwrap();
    assert_eq!((stat.ppid, stat.virtual_bytes, stat.resident_pages), (Some(0), Some(0), Some(0)));
    assert_eq!(name, b"kthreadd");
}

#[test]
fn damage_loses_only_itself() {
    let text =
        format!("4047 (cat) {TAIL}").replace(" 1234 ", " -1234 ").replace(" 446 ", " 99999999999999999999 ");
    let (stat, _) = parse(text.as_bytes()).unwrap();
    assert_eq!(stat, PidStat { minor_faults: None, resident_pages: None, ..WANTED });
}

#[test]
fn what_is_no_stat_holds_nothing() {
    for text in [
        "4047 cat S 1 2 3\n".to_owned(),
        format!("4047 )cat( {TAIL}"),
        format!("4047 (cat) X{TAIL}"),
        format!("4047 (cat {TAIL}"),
        "4047 (cat)\n".to_owned(),
        "4047 (cat) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20\n".to_owned(),
    ] {
        assert_eq!(parse(text.as_bytes()), None, "{text:?}");
    }
}
