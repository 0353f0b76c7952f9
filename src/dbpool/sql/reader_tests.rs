use std::collections::VecDeque;
use std::time::Duration;

use crate::dbpool::{
    DatabasePool, DatabaseReader, DatabaseStats, DatabaseSystem, DatabaseValues, ReaderOptions, Rows,
};
use crate::error::ErrorKind;

pub(super) type Answer = Result<Rows, String>;

pub(super) fn reader(system: DatabaseSystem) -> DatabaseReader {
    DatabaseReader::new(system, ReaderOptions::default()).unwrap()
}

/// A file of captured answers: readings of answers.
pub(super) fn captured(json: &str) -> Vec<Vec<Answer>> {
    #[derive(serde::Deserialize)]
    struct Captured {
        rows: Rows,
    }
    let readings: Vec<Vec<Captured>> = serde_json::from_str(json).unwrap();
    readings.into_iter().map(|answers| answers.into_iter().map(|answer| Ok(answer.rows)).collect()).collect()
}

/// One reading with these answers, and the statements that asked for them.
pub(super) fn read(
    reader: &mut DatabaseReader,
    answers: Vec<Answer>,
) -> (crate::error::Result<DatabaseStats>, Vec<String>) {
    let mut answers = VecDeque::from(answers);
    let mut statements = Vec::new();
    reader.begin();
    while let Some(statement) = reader.next_statement() {
        statements.push(statement.to_owned());
        reader.take(answers.pop_front().expect("an answer for each statement"));
    }
    assert!(answers.is_empty(), "answers that nobody asked for");
    (reader.finish(), statements)
}

fn json(text: &str) -> Answer {
    Ok(vec![vec![Some(text.to_owned())]])
}

fn refused() -> Answer {
    Err("permission denied for view x\nLINE 1: ...".to_owned())
}

const SETTINGS: &str = r#"{"settings": {"version": "16.1", "max_connections": "100"}}"#;
const DATABASE: &str = r#"{"database": {"row": {"xact_commit": 5}, "reset": 1.5}}"#;

#[test]
fn a_message_that_fails_is_asked_part_by_part_and_the_culprit_not_again() {
    let mut reader = reader(DatabaseSystem::PostgreSql);
    let answers = vec![refused(), json(SETTINGS), json(DATABASE), refused(), json(r#"{"size": 7}"#)];
    let (stats, statements) = read(&mut reader, answers);
    let stats = stats.unwrap();
    assert_eq!(statements.len(), 5);
    assert_eq!(stats.values.commits, Some(5.0));
    assert_eq!(stats.values.database_bytes, Some(7.0));
    assert_eq!(stats.values.connections, None);
    assert_eq!(stats.problems, ["pg_stat_activity cannot be read: permission denied for view x LINE 1: ..."]);

    let (stats, statements) = read(&mut reader, vec![json(SETTINGS)]);
    assert_eq!(statements.len(), 1);
    assert!(!statements[0].contains("pg_stat_activity"));
    let stats = stats.unwrap();
    assert_eq!(stats.problems.len(), 1, "told of at each reading");
    assert_eq!(stats.values.database_bytes, Some(7.0), "kept: it is dear to ask for");
}

#[test]
fn where_the_first_part_fails_all_does_and_the_secret_is_not_told() {
    let mut reader = reader(DatabaseSystem::PostgreSql);
    let lost = || Err("connection to postgresql://bob:hunter2@db/x is lost".to_owned());
    let (stats, statements) = read(&mut reader, vec![lost(), lost()]);
    assert_eq!(statements.len(), 2);
    let error = stats.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert_eq!(error.to_string(), "PostgreSQL: connection to postgresql://bob:***@db/x is lost");
    // And the next reading goes on as if nothing had happened.
    let (stats, _) = read(&mut reader, vec![json(SETTINGS)]);
    assert_eq!(stats.unwrap().values.max_connections, Some(100.0));
}

#[test]
fn what_took_too_long_ends_the_reading_and_what_is_dear_is_left_out_of_the_next() {
    let options = ReaderOptions { timeout: Duration::from_millis(1), ..ReaderOptions::default() };
    let mut reader = DatabaseReader::new(DatabaseSystem::PostgreSql, options).unwrap();
    assert!(reader.next_statement().unwrap().contains("pg_database_size"));
    std::thread::sleep(Duration::from_millis(5));
    reader.take(Err("canceling statement due to statement timeout".to_owned()));
    assert_eq!(reader.next_statement(), None);
    assert_eq!(reader.finish().unwrap_err().kind(), ErrorKind::Io);
    let (stats, statements) = read(&mut reader, vec![json(SETTINGS)]);
    assert!(!statements[0].contains("pg_database_size"));
    assert!(stats.unwrap().problems[0].contains("statement timeout"));

    // When it is due it is asked for again, last and by itself, so that it costs nothing else.
    for _ in 0..2 {
        reader.make_all_due();
        let first = reader.next_statement().unwrap().to_owned();
        assert!(first.contains("pg_stat_activity") && !first.contains("pg_database_size"));
        reader.take(json(SETTINGS));
        assert!(reader.next_statement().unwrap().contains("pg_database_size"));
        std::thread::sleep(Duration::from_millis(5));
        reader.take(Err("canceling statement due to statement timeout".to_owned()));
        let stats = reader.finish().unwrap();
        assert_eq!(stats.values.max_connections, Some(100.0));
        assert_eq!(stats.problems.len(), 1);
        assert_eq!(read(&mut reader, vec![json(SETTINGS)]).1.len(), 1, "it is not due");
    }
    reader.make_all_due();
    let (stats, _) = read(&mut reader, vec![json(SETTINGS), json(r#"{"size": 7}"#)]);
    let stats = stats.unwrap();
    assert_eq!((stats.values.database_bytes, stats.problems), (Some(7.0), Vec::new()));
    reader.make_all_due();
    let (_, statements) = read(&mut reader, vec![json(SETTINGS)]);
    assert!(statements[0].contains("pg_database_size"), "together with the rest again");
}

#[test]
fn a_connection_that_is_lost_does_not_refuse_what_was_late() {
    let options = ReaderOptions { timeout: Duration::from_millis(200), ..ReaderOptions::default() };
    let mut reader = DatabaseReader::new(DatabaseSystem::PostgreSql, options).unwrap();
    reader.next_statement().unwrap();
    std::thread::sleep(Duration::from_millis(210));
    reader.take(Err("statement timeout".to_owned()));
    reader.make_all_due();
    // The message fails, and of its parts the first, which is the connection.
    let lost = || Err("the connection is lost".to_owned());
    let (stats, statements) = read(&mut reader, vec![lost(), lost()]);
    assert_eq!(stats.unwrap_err().kind(), ErrorKind::Io);
    assert!(!statements[1].contains("pg_database_size"));
    reader.make_all_due();
    let (stats, _) = read(&mut reader, vec![json(SETTINGS), json(r#"{"size": 7}"#)]);
    assert_eq!(stats.unwrap().values.database_bytes, Some(7.0));
}

#[test]
fn an_open_transaction_is_refused() {
    let mut reader = reader(DatabaseSystem::PostgreSql);
    let (stats, _) = read(&mut reader, vec![json(r#"{"open": true}"#)]);
    let error = stats.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("open transaction"));
    // What is asked for now and then was not told, and is due.
    let (_, statements) = read(&mut reader, vec![json(SETTINGS)]);
    assert!(statements[0].contains("pg_database_size"));
}

#[test]
fn a_reading_is_finished_after_all_its_statements() {
    let mut reader = reader(DatabaseSystem::PostgreSql);
    assert_eq!(reader.finish().unwrap_err().kind(), ErrorKind::InvalidArgument);
    let statement = reader.next_statement().unwrap().to_owned();
    assert_eq!(reader.next_statement().unwrap(), statement, "until it was answered");
    assert_eq!(reader.finish().unwrap_err().kind(), ErrorKind::InvalidArgument);
    // What nobody asked for is nothing.
    reader.take(json(SETTINGS));
    let (stats, _) = read(&mut reader, vec![json(SETTINGS)]);
    assert!(stats.is_ok());
}

#[test]
fn what_the_caller_knows_fills_what_sql_does_not_tell() {
    let mut reader = reader(DatabaseSystem::PostgreSql);
    let known = DatabaseValues { cpus: Some(2.0), max_connections: Some(1.0), ..DatabaseValues::default() };
    reader.set_known(known);
    let (stats, _) = read(&mut reader, vec![json(SETTINGS)]);
    let values = stats.unwrap().values;
    assert_eq!((values.cpus, values.max_connections), (Some(2.0), Some(100.0)));
}

#[test]
fn options_out_of_range_are_refused() {
    let new = |options| DatabaseReader::new(DatabaseSystem::MySql, options).map(|_| ());
    for timeout in [Duration::ZERO, Duration::from_secs(61)] {
        let error = new(ReaderOptions { timeout, ..ReaderOptions::default() }).unwrap_err();
        assert!(error.to_string().starts_with("option `timeout` is"), "{error}");
    }
    assert!(new(ReaderOptions { slow_queries: 11, ..ReaderOptions::default() }).is_err());
    assert!(new(ReaderOptions { slow_queries: 0, ..ReaderOptions::default() }).is_ok());
}

#[test]
fn a_pool_takes_in_what_is_read() {
    let pool = DatabasePool::new("orders").unwrap();
    let mut reader = reader(DatabaseSystem::PostgreSql);
    for (time, commits) in [(1.0, 10), (2.0, 30)] {
        let answer = format!(r#"{{"database": {{"row": {{"xact_commit": {commits}}}}}}}"#);
        pool.read_database_at(time, &mut reader, &mut |_| json(&answer).map_err(Into::into)).unwrap();
    }
    assert_eq!(pool.database_intervals()[0].transactions_per_second, Some(20.0));
    let error = pool
        .read_database_at(3.0, &mut reader, &mut |_| Err(std::io::Error::other("gone").into()))
        .unwrap_err();
    assert_eq!(error.to_string(), "PostgreSQL: gone");
    assert_eq!(pool.database().unwrap().0, 2.0, "what was known stays");
    pool.read_database(&mut reader, &mut |_| json(SETTINGS).map_err(Into::into)).unwrap();
}

#[test]
fn no_statement_has_what_drivers_take_for_parameters() {
    for system in
        [DatabaseSystem::PostgreSql, DatabaseSystem::MySql, DatabaseSystem::MariaDb, DatabaseSystem::Sqlite]
    {
        let statement = reader(system).next_statement().unwrap().to_owned();
        assert!(
            !statement.contains(['%', '?', '{', '}', '\n', '\\']) || system == DatabaseSystem::PostgreSql
        );
        assert!(!statement.contains(['%', '?', '\n', '\\']), "{statement}");
        let without_casts = statement.replace("::", "");
        assert_eq!(without_casts.replace("\"open\":", "").find(':'), None, "{statement}");
    }
}

#[test]
fn systems_are_known_by_their_versions() {
    for (version, system) in [
        (
            "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu",
            Some(DatabaseSystem::PostgreSql),
        ),
        ("15.18 (Debian 15.18-0+deb12u1)", Some(DatabaseSystem::PostgreSql)),
        ("18.4", Some(DatabaseSystem::PostgreSql)),
        ("10.11.19-MariaDB-0+deb12u1", Some(DatabaseSystem::MariaDb)),
        ("5.5.5-10.3.39-MariaDB-log", Some(DatabaseSystem::MariaDb)),
        ("5.7.44-log", Some(DatabaseSystem::MySql)),
        ("8.0.36-0ubuntu0.22.04.1", Some(DatabaseSystem::MySql)),
        ("9.7.4-2", Some(DatabaseSystem::MySql)),
        ("3.45.1", Some(DatabaseSystem::Sqlite)),
        ("", None),
        ("Oracle Database 23ai", None),
        ("99999999999999.1", None),
    ] {
        assert_eq!(DatabaseSystem::from_version(version), system, "{version}");
    }
}
