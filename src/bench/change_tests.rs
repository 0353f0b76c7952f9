use super::*;

#[test]
fn a_change_is_told_in_words() {
    let change = |verdict, low_ratio, high_ratio| Change {
        name: String::new(),
        title: String::new(),
        unit: String::new(),
        then: 1.0,
        now: 1.0,
        verdict,
        worse_ratio: 0.0,
        low_ratio,
        high_ratio,
        noise_ratio: 0.03,
        judged: true,
    };
    for (change, words) in [
        (change(Verdict::Same, -0.02, 0.04), "same within noise"),
        (change(Verdict::Worse, 0.0701, 0.1129), "worse by 7 to 11 %"),
        (change(Verdict::Worse, 0.0951, 0.1062), "worse by 9.5 to 10.6 %"),
        (change(Verdict::Worse, 0.1, 0.1), "worse by 10.0 %"),
        (change(Verdict::Better, -0.304, -0.199), "better by 20 to 30 %"),
    ] {
        assert_eq!(change.words(), words);
    }
}
