use super::*;
use crate::bench::Verdict;
use crate::error::ErrorKind;

fn second() -> Benchmark {
    Benchmark::new(BenchProfile::Lasting(Duration::from_secs(1)))
}

#[test]
fn it_takes_as_long_as_it_says_and_its_document_is_read_again() {
    let mut heard = 0;
    let began = Instant::now();
    let result = second().without_disk().run_with(&Cancel::new(), |_| heard += 1).unwrap();
    assert!(began.elapsed() > Duration::from_millis(800));
    assert!(heard > 2, "{heard}");
    assert!((0.8..3.0).contains(&result.seconds), "{}", result.seconds);
    assert_eq!((result.ended, result.profile.as_str()), (Ended::Complete, "1s"));
    for name in
        ["sample", "tick", "observe", "diagnose", "advise", "cpu", "memory_copy", "handoff", "parallel"]
    {
        let measure = result.measure(name).unwrap_or_else(|| panic!("no {name}: {:?}", result.left_out));
        assert!(measure.value > 0.0 && measure.rounds.len() >= result.rounds, "{name}: {measure:?}");
    }
    assert!(result.scores.overall.is_some_and(|points| (0.0..=100.0).contains(&points)));
    let again = BenchResult::from_json(result.to_json().as_bytes()).unwrap();
    assert_eq!(again.measures, result.measures);
    // Beside itself nothing has changed.
    let comparison = again.against(&result).unwrap();
    assert_eq!(comparison.verdict, Verdict::Same);
}

#[test]
fn given_up_it_holds_what_was_measured() {
    let cancel = Cancel::new();
    let result = second().without_disk().run_with(&cancel, |_| cancel.cancel()).unwrap();
    assert_eq!(result.ended, Ended::Interrupted);
    assert!(result.seconds < 0.9, "{}", result.seconds);
    assert!(!result.measures.is_empty());
    assert!(result.warnings.iter().any(|warning| warning.contains("given up")), "{:?}", result.warnings);
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_is_done() {
    let long = Benchmark::new(BenchProfile::Lasting(Duration::from_secs(7200)));
    for (benchmark, words) in [(long, "1 s to 1 hour"), (second().slow_down("frobs", 0.1), "sample, tick")] {
        let error = benchmark.run().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(words), "{error}");
    }
}
