use super::*;

#[test]
fn bars_fill_in_eighths_and_never_overflow() {
    assert_eq!(bar(0.0, 10), "");
    assert_eq!(bar(0.0001, 10), "▏");
    assert_eq!(bar(0.55, 10), "█████▌");
    assert_eq!(bar(1.0, 10), "█".repeat(10));
    assert_eq!(bar(7.0, 10), "█".repeat(10));
    assert_eq!(bar(f64::NAN, 10), "");
    for width in [0, 1, 7, 30] {
        for share in [0.0, 0.3, 0.97, 1.0, 2.0] {
            let (bar, track) = gauge(share, width);
            assert!(bar.chars().count() + track.chars().count() <= width.max(1));
        }
    }
}
