use super::*;
use crate::error::ErrorKind;

#[test]
fn names_values_and_limits_are_checked() {
    let mut fed = AllFed::default();
    assert!(fed.feed("queue", 3.0, Some(10.0)).unwrap());
    assert!(!fed.feed("queue", 4.0, None).unwrap());
    for (name, value, limit, part) in [
        ("", 1.0, None, "1 to 64 bytes"),
        ("x", f64::NAN, None, "the value is NaN"),
        ("x", 1.0, Some(0.0), "the limit is 0"),
        ("x", 1.0, Some(f64::INFINITY), "the limit is inf"),
    ] {
        let error = fed.feed(name, value, limit).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(part), "{error}");
    }
    for index in 1..MOST_FED {
        fed.feed(&format!("m{index}"), 0.0, None).unwrap();
    }
    assert!(fed.feed("one too many", 0.0, None).unwrap_err().to_string().contains("16 others"));
}

#[test]
fn what_is_no_longer_fed_is_no_longer_known() {
    let thresholds = Thresholds::default();
    let mut fed = AllFed::default();
    fed.feed("queue", 9.0, Some(10.0)).unwrap();
    let at = |now| Moment { now, since: now - 1.0, first: 0.0 };
    fed.observe(&thresholds, at(100.0));
    assert_eq!(fed.all()[0].ratio(), Some(0.9));
    fed.observe(&thresholds, at(160.0));
    assert_eq!(fed.all()[0].value(), Some(9.0));
    fed.observe(&thresholds, at(161.0));
    assert_eq!(fed.all()[0].value(), None);
    fed.feed("queue", 1.0, None).unwrap();
    fed.observe(&thresholds, at(162.0));
    assert_eq!((fed.all()[0].value(), fed.all()[0].ratio()), (Some(1.0), None));
}
