use super::reader_tests::{captured, read, reader, Answer};
use crate::dbpool::DatabaseSystem;

const MARIADB: &str = include_str!("captured/mariadb-10.11.json");
const MYSQL: &str = include_str!("captured/mysql-9.7.json");

fn rows(rows: &[&[&str]]) -> Answer {
    // As documented: what a system does not have is NULL or no row.
    let column = |row: &&[&str], place: usize| row.get(place).map(|text| (*text).to_owned());
    Ok(rows.iter().map(|row| (0..7).map(|place| column(row, place)).collect()).collect())
}

/// A row of the server in that version, at that time, and its uptime.
fn server(version: &str, time: &str, uptime: &str) -> Answer {
    rows(&[&["server", version, "151", "1000", time, "0"], &["status", "uptime_since_flush_status", uptime]])
}

#[test]
fn mariadb_in_trouble() {
    let mut reader = reader(DatabaseSystem::MariaDb);
    let mut readings = captured(MARIADB).into_iter();
    let (stats, statements) = read(&mut reader, readings.next().unwrap());
    let stats = stats.unwrap();
    // Locks and performance_schema are asked for when the first message tells that there are any.
    assert_eq!(statements.len(), 2);
    assert!(statements.iter().all(|sql| sql.starts_with("SET STATEMENT max_statement_time = 0.500 FOR ")));
    assert!(stats.version.contains("MariaDB"));
    assert_eq!(stats.problems, [""; 0]);
    let [first, second] = &stats.blocked[..] else { panic!("{:?}", stats.blocked) };
    assert_eq!(first.blocked_by, second.blocked_by);
    assert_eq!(first.holder_state.as_deref(), Some("idle in transaction"));
    assert_eq!(first.text, "UPDATE items SET n = ? WHERE id = ?");
    let values = stats.values;
    assert_eq!((values.connections, values.connections_own), (Some(6.0), Some(5.0)));
    // Two idle in a transaction, one of them in another database, where it began two seconds earlier.
    assert_eq!((values.connections_idle, values.connections_idle_in_transaction), (Some(0.0), Some(1.0)));
    assert!(values.oldest_transaction_seconds.unwrap() <= values.oldest_query_seconds.unwrap() + 1.0);
    assert_eq!(values.connections_waiting_otherwise, None);
    assert_eq!(stats.slow.iter().filter(|slow| slow.running).count(), 3);
    assert_eq!(values.connections_waiting_for_lock, Some(2.0));
    assert_eq!(values.deadlocks, Some(0.0));
    assert!(values.query_seconds.unwrap() > 0.0);

    let (again, statements) = read(&mut reader, readings.next().unwrap());
    assert_eq!(statements.len(), 1);
    assert_eq!(again.unwrap().values.reset_time_seconds, values.reset_time_seconds);
}

#[test]
fn mysql_in_trouble() {
    let mut reader = reader(DatabaseSystem::MySql);
    let answers = captured(MYSQL).remove(0);
    let (stats, statements) = read(&mut reader, vec![answers[0].clone(), Ok(vec![])]);
    let stats = stats.unwrap();
    assert!(statements[0].starts_with("SELECT /*+ MAX_EXECUTION_TIME(500) */ CONVERT('server'"));
    assert!(statements[1].contains("performance_schema.data_lock_waits"));
    let [row] = &stats.blocked[..] else { panic!("{:?}", stats.blocked) };
    assert_eq!((row.session, row.blocked_by), (14, Some(13)));
    assert_eq!(row.text, "update t set a=? where a=? and ?=?");
    let values = stats.values;
    assert_eq!((values.reads, values.writes), (Some(251.0), Some(5.0)));
    assert_eq!((values.deadlocks, values.connections_waiting_for_lock), (Some(0.0), Some(1.0)));
}

#[test]
fn what_is_asked_is_of_clients_and_of_their_own_database() {
    for system in [DatabaseSystem::MariaDb, DatabaseSystem::MySql] {
        let mut reader = reader(system);
        let waits = rows(&[
            &["server", "8.0.36", "151", "1", "1", "0"],
            &["transactions", "9", "0", "0", "1", "0", "0"],
        ]);
        let (_, statements) = read(&mut reader, vec![waits, Ok(vec![])]);
        let [first, blocked] = &statements[..] else { panic!("{statements:?}") };
        assert!(first.contains("AND USER <> 'system user') AS p"), "threads: {first}");
        assert!(first.contains("kind IN ('active', 'lock') AND here THEN age"), "{first}");
        assert!(
            first.contains("p.COMMAND = 'Sleep' AND (DATABASE() IS NULL OR DB <=> DATABASE())"),
            "{first}"
        );
        assert!(blocked.contains("s.DB <=> DATABASE()"), "{blocked}");
        // The manual reserves the names of functions where the session's mode is IGNORE_SPACE.
        assert_eq!(first.contains("CONVERT(`COUNT` USING"), system == DatabaseSystem::MySql);
        assert!(!first.contains("(COUNT USING"));
    }
    let mut reader = reader(DatabaseSystem::MariaDb);
    let long =
        rows(&[&["server", "10.11.1-MariaDB", "151", "1", "1", "0"], &["threads", "0", "0", "5", "0"]]);
    read(&mut reader, vec![long, Ok(vec![])]).0.unwrap();
    let slow = reader.next_statement().unwrap();
    assert!(
        slow.contains("AND USER <> 'system user' AND (DATABASE() IS NULL OR DB <=> DATABASE())"),
        "{slow}"
    );
}

#[test]
fn mysql_5_7_has_its_locks_in_information_schema() {
    let mut reader = reader(DatabaseSystem::MySql);
    let answer = rows(&[
        &["server", "5.7.44-log", "151", "1000", "1000", "0"],
        &["transactions", "5", "1", "4", "1", "3"],
    ]);
    let blocked = rows(&[
        &["blocked", "7", "8", "3", "LOCK WAIT", "Query", "DELETE FROM t WHERE a = \"x\""],
        &["blocked", "7", "9", "3", "RUNNING", "Sleep", "DELETE FROM t WHERE a = \"x\""],
    ]);
    let (stats, statements) = read(&mut reader, vec![answer, blocked]);
    assert!(statements[1].contains("information_schema.INNODB_LOCK_WAITS"));
    let stats = stats.unwrap();
    assert_eq!(stats.blocked.len(), 1);
    assert_eq!(stats.blocked[0].blocked_by, Some(9), "the one that does not wait itself");
    assert_eq!(stats.blocked[0].text, "DELETE FROM t WHERE a = ?");
}

#[test]
fn the_start_is_the_same_until_counters_begin_anew() {
    let mut reader = reader(DatabaseSystem::MySql);
    let mut reset = |time, uptime| {
        let (stats, _) = read(&mut reader, vec![server("8.0.36", time, uptime)]);
        stats.unwrap().values.reset_time_seconds
    };
    assert_eq!(reset("1000", "100"), Some(900.0));
    assert_eq!(reset("1010", "109"), Some(900.0), "rounding");
    assert_eq!(reset("1020", "3"), Some(1017.0), "restarted, or FLUSH STATUS");
    assert_eq!(reset("1030", "13"), Some(1017.0));
}

#[test]
fn other_rows_are_told() {
    let answer = || Ok(vec![vec![Some("5".to_owned())]]);
    let (stats, _) = read(&mut reader(DatabaseSystem::MySql), vec![answer(), answer()]);
    assert!(stats.unwrap_err().to_string().starts_with("MySQL: rows of a part's name"));
    let (stats, _) = read(&mut reader(DatabaseSystem::MariaDb), vec![Ok(vec![]), Ok(vec![])]);
    assert!(stats.unwrap_err().to_string().contains("the row of the server is missing"));
}
