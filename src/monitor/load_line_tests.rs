use super::{advice, LoadAdvice};

#[test]
fn advice_turns_at_other_readings_on_the_way_down() {
    let mut now = LoadAdvice::Accept;
    let mut path = Vec::new();
    for reading in [0.5, 0.89, 0.9, 0.95, 0.99, 1.0, 1.3, 0.95, 0.9, 0.89, 0.85, 0.8, 0.79, 0.89] {
        now = advice(reading, now);
        path.push(now.name());
    }
    let wanted = [
        "accept", "accept", "slow", "slow", "slow", "refuse", "refuse", "refuse", "refuse", "slow", "slow",
        "slow", "accept", "accept",
    ];
    assert_eq!(path, wanted);
}
