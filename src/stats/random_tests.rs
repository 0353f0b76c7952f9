use super::*;

#[test]
fn chances_are_even_and_the_same_again() {
    let draw = |seed| {
        let mut random = Random::new(seed);
        (0..10_000).map(|_| random.below(10)).collect::<Vec<_>>()
    };
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1), draw(2));
    for digit in 0..10 {
        let count = draw(3).iter().filter(|drawn| **drawn == digit).count();
        // Five times the deviation of a fair one.
        assert!((850..=1150).contains(&count), "{digit}: {count}");
    }
    assert_eq!(Random::new(0).below(1), 0);
}
