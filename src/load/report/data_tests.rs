use super::*;
use crate::load::sample_tests::Made;
use crate::load::Baseline;

/// What a browser would save.
fn saved(uri: &str) -> LoadResult {
    let encoded = uri.strip_prefix("data:application/json,").unwrap();
    let (mut bytes, mut rest) = (Vec::new(), encoded.bytes());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    serde_json::from_slice(&bytes).unwrap()
}

/// What is not rounded on its way through text.
fn told(result: &LoadResult) -> (String, Vec<Packed>, Vec<u64>) {
    let histograms = result.intervals.iter().map(|one| one.histogram.clone());
    let counts = result.intervals.iter().map(|one| one.counts.ok);
    (result.name.clone(), histograms.chain([result.total.histogram.clone()]).collect(), counts.collect())
}

#[test]
fn what_has_room_is_whole() {
    let mut result = Made { fails: 10, ..Made::default() }.result();
    result.name = "a \"b\" <c> & %41 #ä\u{202e}".to_owned();
    let (uri, left) = fitted(&result, 500_000).unwrap();
    assert_eq!((told(&saved(&uri)), left), (told(&result), Left { together: 1, ..Left::default() }));
    assert!(uri.is_ascii() && !uri.contains(['"', '<', '>', '&', '#', ' ', '\'']));
}

#[test]
fn what_has_none_loses_histograms_then_intervals_and_says_so() {
    let result = Made { seconds: 599, requests: 300, ..Made::default() }.result();
    let bytes = |most: usize| {
        let (uri, left) = fitted(&result, most).unwrap();
        assert!(uri.len() <= most);
        (saved(&uri), left)
    };
    let (whole, left) = bytes(10_000_000);
    assert_eq!((told(&whole), left.interval_histograms), (told(&result), false));

    let (without, left) = bytes(700_000);
    assert_eq!(left, Left { interval_histograms: true, together: 1, other_histograms: false });
    assert_eq!((without.intervals.len(), &without.total.histogram), (599, &result.total.histogram));
    // It still serves as a baseline; how much latencies vary is not known.
    assert!(Baseline::new(without).unwrap().compare(&result).is_ok());

    let (coarse, left) = bytes(200_000);
    assert!(left.interval_histograms && left.together > 1, "{left:?}");
    assert!((10..=300).contains(&coarse.intervals.len()), "{}", coarse.intervals.len());
    let counted = |one: &LoadResult| one.intervals.iter().map(|interval| interval.counts.ok).sum::<u64>();
    assert_eq!(counted(&coarse), counted(&result));
    assert_eq!(coarse.intervals.iter().map(|one| one.latency.count).sum::<u64>(), counted(&result));
    let told = left.told().join(" ");
    assert!(
        told.contains("histograms of its intervals are left out") && told.contains("intervals became one"),
        "{told}"
    );

    assert!(fitted(&result, 1000).is_none());
    let page = section(&result, 1000).body.into_string();
    assert!(page.contains("too large for this page") && !page.contains("href"), "{page}");
}

#[test]
fn the_file_is_named_by_when_it_began() {
    let began = Made::default().result().began_unix_ns;
    assert_eq!(download::file("load", began), "plimsoll-load-2026-01-09-120000.json");
}
