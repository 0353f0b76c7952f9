use super::*;

#[test]
fn what_stands_before_the_host_is_not_shown() {
    for (text, shown) in [
        ("'postgresql://app:s3cret@h/x' cannot be read", "'postgresql://***@h/x' cannot be read"),
        ("a (mysql://app:12/p@s3cret@h/x): no\n\nnext", "a (mysql://***@h/x): no\n\nnext"),
        ("see https://docs.example/a and a@b", "see https://docs.example/a and a@b"),
        ("pools.jsonl:1: no JSON object", "pools.jsonl:1: no JSON object"),
    ] {
        assert_eq!(without_password(text), shown);
    }
}
