use clap::Parser;

use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    options: Options,
}

fn page(name: &str, width: usize, all: bool) -> String {
    let file = format!("{}/tests/data/dbpool/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let line = Line::parse_from(["db", "--stats", &file]);
    let recording = Recording::read(line.options.stats.as_ref().unwrap(), PoolThresholds::default()).unwrap();
    let mut page = Page::new(Layout { width, all, has_cgroup_files: false });
    for pool in &recording.pools {
        let verdict = Verdict::of(pool, &line.options);
        page::section(&mut page, "pool", &verdict);
        sizing::section(&mut page, &verdict);
    }
    anstream::adapter::strip_str(&page.text()).to_string()
}

#[test]
fn pages_fit_at_every_width() {
    for name in ["healthy", "leaking"] {
        for (width, all) in [(60, false), (60, true), (80, false), (80, true), (100, false), (100, true)] {
            let shown = page(name, width, all);
            for line in shown.lines() {
                // What is to be copied is never broken.
                let whole = line.starts_with("     command ") || line.contains("Duration::from");
                assert!(line.chars().count() <= width || whole, "{width}: {line}");
                assert_eq!(line, line.trim_end());
            }
            assert!(shown.contains("  advised"), "{shown}");
            assert!(!shown.contains("\n\n\n") && shown.starts_with("pool "), "{shown}");
            assert_eq!(shown.contains("\nBy          "), all, "{shown}");
        }
    }
}

#[test]
fn a_size_that_does_not_keep_up_has_no_number_for_its_wait() {
    let file = format!("{}/tests/data/dbpool/healthy.jsonl", env!("CARGO_MANIFEST_DIR"));
    let line = Line::parse_from(["db", "--stats", &file]);
    let recording = Recording::read(file.as_ref(), PoolThresholds::default()).unwrap();
    let mut verdict = Verdict::of(&recording.pools[0], &line.options);
    let plimsoll::dbpool::PoolSizing::Advice(advice) = &mut verdict.sizing else { panic!("no advice") };
    advice.what_if[0].wait_p95_seconds = 1_098_000.0;
    advice.what_if[1].wait_p95_seconds = 3600.0;
    let mut page = Page::new(Layout { width: 80, all: false, has_cgroup_files: false });
    sizing::section(&mut page, &verdict);
    let shown = anstream::adapter::strip_str(&page.text()).to_string();
    let table = shown.split_once("IN USE").unwrap().1;
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert!(rows[0].contains("  > 1 h  ") && !shown.contains("days"), "{shown}");
    assert!(rows[1].contains("   1 h  "), "{shown}");
}

/// The page of a database that was read by itself.
fn page_of_database(lines: &str) -> String {
    let path = std::env::temp_dir().join(format!("plimsoll-db-{}-{}.jsonl", std::process::id(), lines.len()));
    std::fs::write(&path, lines).unwrap();
    let line = Line::parse_from(["db", "--stats", path.to_str().unwrap()]);
    let recording = Recording::read(&path, PoolThresholds::default()).unwrap();
    std::fs::remove_file(&path).unwrap();
    let mut page = Page::new(Layout { width: 100, all: false, has_cgroup_files: false });
    page::section(&mut page, page::DATABASE, &Verdict::of(&recording.pools[0], &line.options));
    anstream::adapter::strip_str(&page.text()).to_string()
}

#[test]
fn a_file_of_sqlite_has_its_size_its_log_and_its_cache_told() {
    let at = |time: f64| {
        format!(
            "{{\"name\": \"a.db\", \"time_seconds\": {time}, \"pool\": {{}}, \"database\": {{\"system\": \"sqlite\", \
             \"version\": \"3.45.1\", \"values\": {{\"database_bytes\": 8192, \"cache_bytes\": 2097152, \
             \"wal_bytes\": 4096, \"busy\": 2}}}}}}\n"
        )
    };
    let shown = page_of_database(&(at(1.0) + &at(1.25)));
    for words in [
        "2 readings · over 250 ms",
        "8.0 KiB in the file",
        "4.0 KiB in the write-ahead log",
        "2.0 MiB",
        "2 statements refused",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn a_database_that_did_not_answer_is_no_pool_that_lost_connections() {
    let mut lines = String::new();
    for time in 1..9 {
        let database =
            r#", "database": {"system": "postgresql", "version": "16.4", "values": {"commits": TIME}}"#;
        let database = if time < 5 { database.replace("TIME", &time.to_string()) } else { String::new() };
        lines += &format!("{{\"name\": \"orders\", \"time_seconds\": {time}, \"pool\": {{}}{database}}}\n");
    }
    let shown = page_of_database(&lines);
    assert!(shown.contains("4 readings · 4 attempts without an answer"), "{shown}");
    assert!(shown.contains("1 transaction a second") && !shown.contains("pool orders"), "{shown}");
}

/// The page of a pool of 10, asked for so many seconds each.
fn page_of_uses(seconds: f64) -> String {
    let line = |second: u32| {
        let requests = f64::from(second) * 200.0;
        format!(
            "{{\"name\": \"orders\", \"time_seconds\": {second}, \"pool\": {{\"size\": 10, \"in_use\": 3, \
             \"requests\": {requests}, \"use_seconds\": {}}}}}\n",
            requests * seconds
        )
    };
    let lines: String = (0..30).map(line).collect();
    let path = std::env::temp_dir().join(format!("plimsoll-db-{}-uses-{seconds}.jsonl", std::process::id()));
    std::fs::write(&path, lines).unwrap();
    let line = Line::parse_from(["db", "--stats", path.to_str().unwrap()]);
    let recording = Recording::read(&path, PoolThresholds::default()).unwrap();
    std::fs::remove_file(&path).unwrap();
    let verdict = Verdict::of(&recording.pools[0], &line.options);
    let mut page = Page::new(Layout { width: 200, all: false, has_cgroup_files: false });
    page::section(&mut page, "pool", &verdict);
    sizing::section(&mut page, &verdict);
    anstream::adapter::strip_str(&page.text()).to_string()
}

#[test]
fn uses_in_milliseconds_are_told_from_a_pool_that_nothing_limits() {
    let shown = page_of_uses(20.0);
    assert!(shown.contains("what it reports cannot be") && shown.contains("in milliseconds?"), "{shown}");
    assert!(!shown.contains("  advised"), "{shown}");
    // Shorter ones, too, are no pool that is full.
    let short = page_of_uses(0.9);
    assert!(short.contains("what it reports cannot be") && !short.contains("critical"), "{short}");
}

#[test]
fn the_most_in_use_is_of_when_it_was_looked() {
    let shown = page_of_uses(0.02);
    assert!(
        shown.contains("4 of 10, 3 at most when looked") && shown.contains("nothing limits it"),
        "{shown}"
    );
    assert!(shown.contains("  advised"), "{shown}");
}

#[test]
fn everything_that_advice_can_be_told_is_an_option() {
    let line = Line::parse_from([
        "db",
        "--stats",
        "-",
        "--parallel-io",
        "8",
        "--other-connections",
        "20",
        "--target-wait",
        "10ms",
        "--late-ratio",
        "0.05",
    ]);
    let told = line.options.load.options();
    assert_eq!((told.parallel_io, told.other_connections, told.late_ratio), (Some(8.0), Some(20), 0.05));
    let refused = Line::try_parse_from(["db", "--stats", "-", "--target-wait", "1s", "--late-ratio", "5"]);
    assert!(refused.err().unwrap().to_string().contains("0.01 for 1 %"));
}

#[test]
fn notes_name_the_options_of_the_command() {
    let file = format!("{}/tests/data/dbpool/healthy.jsonl", env!("CARGO_MANIFEST_DIR"));
    let line = Line::parse_from(["db", "--stats", &file]);
    let recording = Recording::read(file.as_ref(), PoolThresholds::default()).unwrap();
    let mut verdict = Verdict::of(&recording.pools[0], &line.options);
    let plimsoll::dbpool::PoolSizing::Advice(advice) = &mut verdict.sizing else { panic!("no advice") };
    advice.notes.push("`database_cpus` would tell.".to_owned());
    let mut page = Page::new(Layout { width: 80, all: false, has_cgroup_files: false });
    sizing::section(&mut page, &verdict);
    let shown = page.text();
    assert!(shown.contains("`--database-cpus` would tell."), "{shown}");
}
