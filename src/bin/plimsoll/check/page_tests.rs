use super::*;

#[test]
fn what_is_to_be_copied_stays_on_a_line() {
    assert_eq!(
        whole_code("write `expect: {status: 401}` there"),
        "write `expect:\u{a0}{status:\u{a0}401}` there"
    );
    let lines = words::wrap(&whole_code("one `a b c` two"), 9, "", "");
    assert_eq!(lines, ["one", "`a b c`", "two"]);
}

#[test]
fn a_certificate_has_days_left_or_had_them() {
    const DAY: u64 = 86_400;
    assert_eq!(validity(101 * DAY, 100 * DAY), "1 day left");
    assert_eq!(validity(100 * DAY + 5, 100 * DAY), "0 days left");
    assert_eq!(validity(97 * DAY, 100 * DAY), "expired 3 days ago");
}

#[test]
fn times_keep_two_digits_at_least_or_say_that_they_are_small() {
    let shown = |micros| milliseconds(Duration::from_micros(micros));
    assert_eq!(
        [shown(30), shown(2_340), shown(41_300), shown(12_340_000)],
        ["<0.1 ms", "2.3 ms", "41 ms", "12.3 s"]
    );
}
