use super::*;

fn read(text: &str) -> Result<Recording, String> {
    Recording::of(text.as_bytes(), "pools.jsonl".to_owned(), PoolThresholds::default()).map_err(|failure| {
        match failure {
            Failure::Usage(message) | Failure::Blind(message) => message,
            other => format!("{other:?}"),
        }
    })
}

#[test]
fn pools_are_told_apart_by_name_in_any_order() {
    let text = r#"
        {"name": "a", "time_seconds": 1, "pool": {"size": 4}}
        {"name": "b", "time_seconds": 0.5, "pool": {"size": 8}}

        {"name": "a", "time_seconds": 2, "database": {"system": "sqlite"}, "schema": "plimsoll.dbpool/1"}"#;
    let recording = read(text).unwrap();
    let seen: Vec<_> = recording.pools.iter().map(|one| (&**one.pool.name(), one.last_seconds)).collect();
    assert_eq!(seen, [("a", 2.0), ("b", 0.5)]);
    assert_eq!((recording.pools[0].observations, recording.pools[0].database_observations), (1, 1));
}

#[test]
fn a_long_line_and_many_names_are_refused() {
    let long = format!("{{\"name\": \"{}", "x".repeat(LONGEST_LINE));
    assert!(read(&long).err().unwrap().starts_with("pools.jsonl:1: the line is longer than 1 MiB"));
    let many: String =
        (0..=MOST_POOLS).map(|name| format!("{{\"name\": \"{name}\", \"time_seconds\": 0}}\n")).collect();
    assert!(read(&many).err().unwrap().starts_with("pools.jsonl:1001: `1000` is a pool more"));
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_line() {
    let recording =
        read("\u{feff}{\"name\": \"a\", \"time_seconds\": 1, \"pool\": {\"size\": 4}}\r\n").unwrap();
    assert_eq!(recording.pools[0].observations, 1);
}

#[test]
fn more_connections_than_there_can_be_are_refused() {
    let said = read(r#"{"name": "a", "time_seconds": 1, "pool": {"size": 1e300}}"#).err().unwrap();
    assert_eq!(said, "pools.jsonl:1: pool `a` has more than 1000000000 connections: no machine has");
}

#[test]
fn milliseconds_since_1970_are_refused() {
    let line =
        |time: &str| format!("{{\"name\": \"a\", \"time_seconds\": {time}, \"pool\": {{\"size\": 4}}}}\n");
    let said = read(&(line("1.7e9") + &line("1.7e12"))).err().unwrap();
    assert!(said.starts_with("pools.jsonl:2: `time_seconds` of pool `a` is 1700000000000"), "{said}");
    assert!(said.contains("milliseconds?"), "{said}");
}

#[test]
fn sizes_that_no_pool_has_are_refused() {
    let line = |pool: &str| format!("{{\"name\": \"a\", \"time_seconds\": 1, \"pool\": {{{pool}}}}}");
    for (pool, words) in [
        ("\"size\": 0", "`size` of pool `a` is 0: such a pool has no connections"),
        ("\"size\": 0, \"max_overflow\": 0", "`size` of pool `a` is 0: "),
        ("\"size\": 10.7", "`size` of pool `a` is 10.7: it is a setting, a whole number"),
        ("\"size\": 4, \"max_overflow\": 0.5", "`max_overflow` of pool `a` is 0.5: "),
    ] {
        let said = read(&line(pool)).err().unwrap_or_else(|| panic!("{pool}"));
        assert!(said.starts_with(&format!("pools.jsonl:1: {words}")), "{said}");
    }
    assert!(read(&line("\"size\": 0, \"max_overflow\": 5")).is_ok());
}

#[test]
fn a_directory_is_called_one() {
    let Err(failure) = Recording::read(&std::env::temp_dir(), PoolThresholds::default()) else {
        panic!("read")
    };
    let said = format!("{failure:?}");
    assert!(said.contains("it is a directory") && !said.contains(":1:"), "{said}");
}
