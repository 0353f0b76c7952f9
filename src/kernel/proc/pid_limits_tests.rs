use super::*;

const LIMITS: &str = "\
Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max processes             96365                96365                processes 
Max open files            20000                524288               files     
Max locked memory         8388608              8388608              bytes     
";

#[test]
fn reads_the_soft_limit_of_open_files() {
    assert_eq!(parse(LIMITS.as_bytes()), Some(Bound::Value(20_000)));
    assert_eq!(parse(LIMITS.replace("20000 ", "unlimited ").as_bytes()), Some(Bound::Max));
    assert_eq!(
        parse(b"Max open files            18446744073709551615 1 files\n"),
        Some(Bound::Value(u64::MAX))
    );
}

#[test]
fn damage_is_missing() {
    for text in [
        LIMITS.replace("20000 ", "2OOOO "),
        LIMITS.replace("20000 ", "-1 "),
        LIMITS.replace("open files", "open filets"),
        "Max open files \n".to_owned(),
        "Max open files            200".to_owned(),
    ] {
        assert_eq!(parse(text.as_bytes()), None, "{text:?}");
    }
}
