use super::*;

#[test]
fn only_what_was_asked_for_is_kept() {
    keep("nobody asked");
    let (done, events) = during(|| {
        keep("first");
        without(|| keep("of another"));
        let (_, inner) = during(|| keep("of a third"));
        assert_eq!(inner, "of a third\n");
        keep("second");
        7
    });
    assert_eq!((done, events.as_str()), (7, "first\nsecond\n"));
    let ((), events) = during(|| {});
    assert_eq!(events, "");
}
