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
