use super::*;

fn manner(after_heads: &[u64]) -> Manner {
    let mut manner = Manner::default();
    after_heads.iter().for_each(|milliseconds| manner.answered(Duration::from_millis(*milliseconds)));
    manner
}

#[test]
fn answers_that_wait_for_an_acknowledgement_are_noted_where_most_do() {
    assert!(manner(&[0, 43, 41]).note().is_some());
    for other in [&[][..], &[42], &[1, 1, 1], &[42, 42, 0, 0], &[37, 60, 200], &[100, 100, 100]] {
        assert_eq!(manner(other).note(), None, "{other:?}");
    }
}
