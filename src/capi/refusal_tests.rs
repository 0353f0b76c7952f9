use super::*;
use crate::fields::Unit;

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap().trim_end_matches('\0')
}

#[test]
fn all_of_it_is_told() {
    let refused =
        Refusal::new(RefusalReason::QueueFull, Duration::from_millis(1500)).against(10.0, 10.0, Unit::Count);
    let told = PlimRefusal::of(&refused);
    assert_eq!((told.reason, told.retry_after_ns), (PLIM_REFUSAL_QUEUE_FULL, 1_500_000_000));
    assert_eq!((told.value, told.mark), (10.0, 10.0));
    assert_eq!(text(&told.name), "queue_full");
    assert_eq!(text(&told.message), refused.to_string());
}

#[test]
fn what_is_not_known_is_no_number() {
    let told = PlimRefusal::of(&Refusal::new(RefusalReason::Closed, Duration::MAX));
    assert_eq!(told.retry_after_ns, u64::MAX);
    assert!(told.value.is_nan() && told.mark.is_nan());
}

#[test]
fn a_text_that_is_too_long_ends_with_a_whole_character() {
    assert_eq!(padded::<4>("abcdef"), *b"abc\0");
    assert_eq!(padded::<4>("aüü"), *b"a\xc3\xbc\0");
    assert_eq!(padded::<4>("abü"), *b"ab\0\0");
}
