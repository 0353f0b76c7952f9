use super::*;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn it_is_told_once_and_again_when_it_is_far() {
    let (mut limits, start) = (Limits::default(), Instant::now());
    let mut told = |share, second| limits.observe(OwnLimit::Queue, share, 0.8, start + second * SECOND);
    assert_eq!([told(0.5, 0), told(0.79, 1)], [None, None]);
    assert_eq!([told(0.8, 2), told(1.0, 3), told(0.75, 4)], [Some(true), None, None]);
    // What comes and goes is there.
    assert_eq!([told(0.0, 5), told(0.9, 14), told(0.0, 15), told(0.0, 24)], [None; 4]);
    assert_eq!([told(0.69, 25), told(0.75, 26)], [Some(false), None]);
    let mut told = |share| limits.observe(OwnLimit::Memory, share, 0.8, start);
    assert_eq!([told(f64::NAN), told(2.0), told(f64::NAN)], [None, Some(true), None]);
    assert!(!limits.is_turning());
    assert_eq!(limits.observe(OwnLimit::Memory, 0.1, 0.8, start), None);
    assert!(limits.is_turning());
}

#[test]
fn a_cpu_that_is_busy_for_a_moment_is_not_told() {
    let (mut limits, start) = (Limits::default(), Instant::now());
    let mut told = |share, second| limits.observe(OwnLimit::Cpu, share, 0.8, start + second * SECOND);
    let wavers = (0..100).map(|second| told(if second % 9 == 0 { 0.1 } else { 1.0 }, second));
    assert!(wavers.eq([None; 100]));
    assert_eq!((told(1.0, 100), told(1.0, 109)), (None, None));
    assert_eq!((told(1.0, 110), told(1.0, 111)), (Some(true), None));
    // Also one with a mark near nothing is far some day.
    let mut told = |share, second| limits.observe(OwnLimit::Memory, share, 0.05, start + second * SECOND);
    assert_eq!([told(0.05, 0), told(0.0, 1), told(0.0, 11)], [Some(true), None, Some(false)]);
}
