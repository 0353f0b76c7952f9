use super::{advice, nearest};

const KNOWN: [&str; 5] = ["timeout", "interval", "depends_on", "url", "rest"];

#[test]
fn slips_of_the_pen_are_recognized() {
    for (written, meant) in [
        ("timout", "timeout"),
        ("timeuot", "timeout"),
        ("timeouts", "timeout"),
        ("Timeout", "timeout"),
        ("dependsOn", "depends_on"),
        ("depends-on", "depends_on"),
        ("uri", "url"),
        ("URL", "url"),
        ("rset", "rest"),
    ] {
        assert_eq!(nearest(written, KNOWN), Some(meant), "{written}");
    }
}

#[test]
fn what_is_far_from_all_is_not_guessed() {
    for written in ["", "x", "tset", "headers", "frequency", &"timeout".repeat(100)] {
        assert_eq!(nearest(written, KNOWN), None, "{written}");
    }
    assert_eq!(advice("frequency", KNOWN), "known are timeout, interval, depends_on, url, rest");
}
