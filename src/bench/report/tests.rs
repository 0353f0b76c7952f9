use crate::bench::sample_tests::{compared, sample};
use crate::bench::{BenchResult, Ended};
use crate::report::parsed_tests::{get, Parsed};

#[test]
fn every_section_is_there_and_says_what_it_should() {
    let page = Parsed::of(&compared().to_html());
    let sections: Vec<&str> = page.named("section").filter_map(|section| get(section, "id")).collect();
    let wanted = ["verdict", "comparison", "scores", "costs", "abilities", "threads", "container", "data"];
    assert_eq!(sections, wanted);
    for words in [
        "worse than the baseline: sample.",
        "worse by 1",
        "Sixfold <9000>",
        "in 40 % of the periods of its quota",
        "The container was throttled in 40 % of the periods of its CPU quota.",
        "copying memory (buffers of 2.0 MiB)",
        "disk_sync was not measured: it was asked not to",
        "1.90",
    ] {
        assert!(page.text.contains(words), "{words} is not in {}", page.text);
    }
    assert_eq!(page.named("figure").count(), compared().measures.len() + 1);
}

#[test]
fn a_page_of_nothing_is_a_page() {
    let mut result = sample();
    result.measures.clear();
    result.threads.clear();
    result.resources = Default::default();
    result.scores = Default::default();
    result.warnings.clear();
    let page = Parsed::of(&result.to_html());
    assert!(page.text.contains("Nothing could be measured."), "{}", page.text);
    result.ended = Ended::Interrupted;
    assert!(Parsed::of(&result.to_html()).text.contains("given up This was measured until then."));
}

#[test]
fn the_data_can_be_saved_and_the_longest_are_below_a_megabyte() {
    let mut result = compared();
    for measure in &mut result.measures {
        let first = measure.rounds[0];
        measure.rounds =
            (0..crate::bench::round::MOST_ROUNDS).map(|round| first * (1.0 + round as f64 * 1e-4)).collect();
    }
    // A disk, samples, and everything else.
    let more = result.measures.clone();
    result.measures.extend(more);
    let html = result.to_html();
    assert!(html.len() < 1_000_000, "{}", html.len());
    let page = Parsed::of(&html);
    let link = page.named("a").find(|link| get(link, "download").is_some()).unwrap();
    assert_eq!(get(link, "download"), Some("plimsoll-bench-2027-01-15-080000.json"));
    let uri = get(link, "href").unwrap().strip_prefix("data:application/json,").unwrap();
    let mut document = Vec::new();
    let mut bytes = uri.bytes();
    while let Some(byte) = bytes.next() {
        document.push(match byte {
            b'%' => {
                let digits: String = bytes.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&digits, 16).unwrap()
            }
            other => other,
        });
    }
    assert!(document == result.to_json().as_bytes(), "what is saved is not the document");
}

/// For the tests in a browser: real results, and one beside a baseline.
#[test]
fn the_sample_of_pages_for_the_browser() {
    let Some(directory) = std::env::var_os("PLIMSOLL_REPORT_DIR").map(std::path::PathBuf::from) else {
        return;
    };
    let write = |name: &str, result: &BenchResult| {
        std::fs::write(directory.join(name).with_extension("html"), result.to_html()).unwrap();
        std::fs::write(directory.join(name).with_extension("json"), result.to_json()).unwrap();
    };
    let second = || {
        let profile = crate::bench::BenchProfile::Lasting(std::time::Duration::from_secs(1));
        crate::bench::Benchmark::new(profile).run().unwrap()
    };
    let real = second();
    write("bench", &real);
    let mut beside = second();
    beside.comparison = Some(beside.against(&real).unwrap());
    write("bench-compared", &beside);
    write("bench-worse", &compared());
}
