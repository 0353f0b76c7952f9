use super::confidence;

#[test]
fn confidence_grows_with_the_time_it_held() {
    assert_eq!(confidence(0.0, 30.0, false), 0.5);
    assert_eq!(confidence(15.0, 30.0, false), 0.75);
    assert_eq!(confidence(90.0, 30.0, false), 1.0);
    assert_eq!(confidence(0.0, 0.0, false), 1.0, "an event is certain");
    assert!(confidence(0.1, 30.0, true) < 0.5);
}
