use super::*;

#[test]
fn a_crew_computes_as_often_as_it_is_told_to_and_ends() {
    let crew = Crew::new(3).unwrap();
    assert_eq!(crew.size(), 3);
    for members in [1, 3, 2, 3, 1, 9] {
        assert!(crew.compute(members, Duration::from_millis(2), 0) > 0.0);
    }
    let began = Instant::now();
    drop(crew);
    assert!(began.elapsed() < Duration::from_secs(2));
}
