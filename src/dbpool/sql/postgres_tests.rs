use super::reader_tests::{captured, read, reader, Answer};
use crate::dbpool::{DatabaseReader, DatabaseSystem, ReaderOptions};

const CAPTURED: [(u32, &str); 7] = [
    (12, include_str!("captured/postgresql-12.json")),
    (13, include_str!("captured/postgresql-13.json")),
    (14, include_str!("captured/postgresql-14.json")),
    (15, include_str!("captured/postgresql-15.json")),
    (16, include_str!("captured/postgresql-16.json")),
    (17, include_str!("captured/postgresql-17.json")),
    (18, include_str!("captured/postgresql-18.json")),
];

const PARTS: [&str; 6] = [
    include_str!("postgres/settings.sql"),
    include_str!("postgres/database.sql"),
    include_str!("postgres/activity.sql"),
    include_str!("postgres/totals.sql"),
    include_str!("postgres/statements.sql"),
    include_str!("postgres/size.sql"),
];

fn answer(json: &str) -> Answer {
    Ok(vec![vec![Some(json.to_owned())]])
}

#[test]
fn every_version_tells_what_it_has() {
    for (version, json) in CAPTURED {
        let mut reader = reader(DatabaseSystem::PostgreSql);
        for answers in captured(json) {
            let stats = read(&mut reader, answers).0.unwrap();
            assert!(stats.version.starts_with(&format!("{version}.")), "{}", stats.version);
            assert_eq!(stats.problems, [""; 0]);
            let values = stats.values;
            assert_eq!(values.connections, Some(6.0));
            assert_eq!(values.connections_own, Some(5.0));
            assert_eq!((values.connections_active, values.connections_idle), (Some(3.0), Some(0.0)));
            assert_eq!(values.connections_waiting_for_lock, Some(2.0));
            assert_eq!(values.connections_waiting_for_io, Some(0.0));
            assert_eq!(values.connections_waiting_otherwise, Some(1.0), "pg_sleep");
            // Another transaction, two seconds older, idles in another database.
            assert_eq!(values.connections_idle_in_transaction, Some(1.0));
            let idle = values.oldest_idle_in_transaction_seconds.unwrap();
            let (transaction, query) = (values.oldest_transaction_seconds, values.oldest_query_seconds);
            assert!(idle > 1.0 && transaction.unwrap() - idle < 1.0 && query.unwrap() - idle < 1.0);
            assert_eq!((values.max_connections, values.reserved_connections), (Some(100.0), Some(3.0)));
            assert_eq!(values.cache_bytes, Some(f64::from(128 << 20)));
            assert!(values.database_bytes.unwrap() > 5e6);
            assert!(values.queries.unwrap() >= 5.0 && values.query_seconds.unwrap() > 0.0);
            assert!(values.reset_time_seconds.unwrap() > 1.7e9);
            assert_eq!(values.active_seconds.is_some(), version >= 14, "sessions' times are of 14");
            assert_eq!(values.sessions_abandoned.is_some(), version >= 14);
            let [first, second] = &stats.blocked[..] else { panic!("{:?}", stats.blocked) };
            assert_eq!(first.blocked_by, second.blocked_by, "both wait for the head of the queue");
            assert_eq!(first.holder_state.as_deref(), Some("idle in transaction"));
            assert_eq!(second.text, "UPDATE items SET n = ? WHERE id = ?");
            assert_eq!(values.oldest_lock_wait_seconds, Some(first.seconds));
            assert_eq!(stats.slow.iter().filter(|slow| slow.running).count(), 3);
            assert!(stats.slow.iter().any(|slow| slow.text.starts_with("CREATE TABLE items")));
            assert!(stats.slow.iter().all(|slow| !slow.text.contains("pg_catalog")));
        }
    }
}

#[test]
fn the_captured_answers_are_of_the_present_statements() {
    for (version, json) in CAPTURED {
        let rows: Vec<String> = captured(json)
            .into_iter()
            .flatten()
            .flat_map(|answer| answer.unwrap().into_iter().flatten().flatten())
            .collect();
        // Keys that the parts of all readings ask for: one that was added later is in none of them.
        for part in PARTS {
            let names = part.split('\'').skip(1).step_by(2);
            let keys = names.filter(|name| part.contains(&format!("'{name}', ")) && is_key(name));
            for key in keys {
                let found = rows.iter().any(|row| row.contains(&format!("\"{key}\":")));
                assert!(found, "PostgreSQL {version}: {key}");
            }
        }
    }
}

/// A key of an answer, rather than a setting's name or a state.
fn is_key(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

#[test]
fn a_database_that_was_never_read_is_all_zeros_and_nulls() {
    let json = r#"{
        "settings": {"version": "18.4", "max_connections": "100", "reserved_connections": null, "shared_buffers": null,
            "superuser_reserved_connections": "3", "pg_stat_statements": null},
        "database": {"row": {"xact_commit": 0, "blks_hit": 0, "blks_read": null}, "reset": null},
        "activity": {"connections": 1, "hidden": 0, "own": 1, "states": {"active": 0, "transaction_age": null},
            "slow": null, "waiting": null, "holders": null},
        "size": null}"#;
    let stats = read(&mut reader(DatabaseSystem::PostgreSql), vec![answer(json)]).0.unwrap();
    let values = stats.values;
    assert_eq!((values.commits, values.cache_hits, values.cache_misses), (Some(0.0), Some(0.0), None));
    assert_eq!((values.reset_time_seconds, values.database_bytes), (None, None));
    assert_eq!((values.oldest_transaction_seconds, values.connections_active), (Some(0.0), Some(0.0)));
    assert!(stats.blocked.is_empty() && stats.slow.is_empty() && stats.problems.is_empty());
}

#[test]
fn a_database_without_its_row_costs_only_that() {
    let json = r#"{"settings": {"version": "14.1"}, "database": null, "activity": null, "size": 1}"#;
    let stats = read(&mut reader(DatabaseSystem::PostgreSql), vec![answer(json)]).0.unwrap();
    assert_eq!((stats.values.commits, stats.values.database_bytes), (None, Some(1.0)));
}

#[test]
fn a_prepared_transaction_and_a_deadlock_have_no_head() {
    let json = r#"{"activity": {"connections": 4, "waiting": [
        {"pid": 1, "by": [0], "seconds": 9, "text": "a"},
        {"pid": 2, "by": [3], "seconds": 8, "text": "b"},
        {"pid": 3, "by": [2], "seconds": 7, "text": "c"},
        {"pid": 4, "by": [], "seconds": 6, "text": "d"}], "holders": {"2": "active"}}}"#;
    let stats = read(&mut reader(DatabaseSystem::PostgreSql), vec![answer(json)]).0.unwrap();
    let [prepared, one, other, free] = &stats.blocked[..] else { panic!("{:?}", stats.blocked) };
    assert_eq!((prepared.blocked_by, prepared.holder_state.as_deref()), (None, Some("prepared transaction")));
    assert!(one.blocked_by.is_some() && other.blocked_by.is_some());
    assert_eq!(free.blocked_by, None);
}

#[test]
fn what_others_do_is_hidden_from_a_plain_user() {
    let json = r#"{"activity": {"connections": 5, "hidden": 4, "own": 1, "states": {"active": 0}}}"#;
    let stats = read(&mut reader(DatabaseSystem::PostgreSql), vec![answer(json)]).0.unwrap();
    assert_eq!(stats.values.connections, Some(5.0));
    assert!(stats.problems[0].contains("4 sessions") && stats.problems[0].contains("GRANT pg_monitor"));
}

#[test]
fn answers_that_are_none_are_told() {
    for rows in
        [vec![], vec![vec![None]], vec![vec![Some("500ms".to_owned())]], vec![vec![Some("{".to_owned())]]]
    {
        let (stats, _) = read(&mut reader(DatabaseSystem::PostgreSql), vec![Ok(rows.clone()), Ok(rows)]);
        assert!(stats.unwrap_err().to_string().contains("the last result set was expected"));
    }
}

#[test]
fn totals_only_grow_when_statements_are_forgotten() {
    let mut reader = reader(DatabaseSystem::PostgreSql);
    let settings = r#"{"settings": {"version": "14.1", "pg_stat_statements": {"schema": "\"My Schema\"", "version": "1.9"}}"#;
    let totals = |calls: u32| {
        answer(&format!(r#"{settings}, "totals": {{"calls": {calls}, "milliseconds": {calls}}}}}"#))
    };
    let (_, statements) = read(&mut reader, vec![answer(&format!("{settings}}}")), totals(100)]);
    assert!(statements[1].contains(r#"FROM "My Schema".pg_stat_statements(false)"#));
    for (told, counted) in [(150, 150.0), (30, 150.0), (40, 160.0)] {
        let (stats, _) = read(&mut reader, vec![totals(told)]);
        let values = stats.unwrap().values;
        assert_eq!((values.queries, values.query_seconds), (Some(counted), Some(counted / 1e3)));
    }
}

#[test]
fn a_full_pg_stat_statements_is_summed_no_more() {
    let mut reader = reader(DatabaseSystem::PostgreSql);
    let settings =
        r#"{"settings": {"version": "14.1", "pg_stat_statements": {"schema": "public", "version": "1.9"}}"#;
    let full = r#"{"totals": {"entries": 5000, "calls": 1, "milliseconds": 1}, "statements": null}"#;
    let (stats, _) = read(&mut reader, vec![answer(&format!("{settings}}}")), answer(full)]);
    let stats = stats.unwrap();
    assert_eq!((stats.values.queries, stats.values.query_seconds), (None, None));
    assert!(stats.problems[0].starts_with("pg_stat_statements holds 5000 statements"));
    let (again, statements) = read(&mut reader, vec![answer(&format!("{settings}}}"))]);
    assert!(!statements[0].contains("pg_stat_statements("));
    assert_eq!(again.unwrap().problems.len(), 1);
}

#[test]
fn the_column_of_times_follows_the_extension_not_the_server() {
    for (version, column) in [("1.7", "total_time"), ("1.8", "total_exec_time"), ("1.12", "total_exec_time")]
    {
        let json = format!(
            r#"{{"settings": {{"version": "16.1", "pg_stat_statements": {{"schema": "public", "version": "{version}"}}}}}}"#
        );
        let (_, statements) =
            read(&mut reader(DatabaseSystem::PostgreSql), vec![answer(&json), answer("{}")]);
        assert!(statements[1].contains(&format!("pg_catalog.sum(s.{column}) FILTER")), "{}", statements[1]);
    }
}

#[test]
fn one_statement_is_one_and_sets_nothing() {
    let options = ReaderOptions { one_statement: true, ..ReaderOptions::default() };
    let mut reader = DatabaseReader::new(DatabaseSystem::PostgreSql, options).unwrap();
    let statement = reader.next_statement().unwrap();
    assert!(
        !statement.contains(';') && !statement.contains("set_config") && statement.starts_with("SELECT CASE")
    );
}

/// Functions, types, operators and relations that a `search_path` could replace.
#[test]
fn everything_is_written_with_its_schema() {
    for sql in PARTS {
        let bare = sql.replace("OPERATOR(pg_catalog.", "OPERATOR(");
        // An operator of its own is in OPERATOR(); `*` stands in count(*) and q.*.
        let mut rest = bare.as_str();
        let mut outside = String::new();
        while let Some((before, after)) = rest.split_once("OPERATOR(") {
            outside.push_str(before);
            rest = after.split_once(')').unwrap().1;
        }
        outside.push_str(rest);
        let outside = outside.replace("::pg_catalog.", "");
        assert_eq!(outside.find(['=', '<', '>', '+', '-', '/', '|', '~', ':']), None, "{outside}");
        for word in [" IN (", "BETWEEN", "LIKE", "NULLIF", "DISTINCT FROM", "CASE s"] {
            assert!(!sql.contains(word), "`{word}` finds its operator by the search_path:\n{sql}");
        }
        let called = sql.match_indices('(').filter_map(|(at, _)| {
            let name = sql[..at].rsplit(|c: char| !(c.is_alphanumeric() || "_.\"{}".contains(c))).next()?;
            (!name.is_empty()).then_some(name)
        });
        const GRAMMAR: &[&str] =
            &["OPERATOR", "EXTRACT", "COALESCE", "EXISTS", "FILTER", "ANY", "MATERIALIZED", "AS"];
        for name in called {
            let is_qualified = name.starts_with("pg_catalog.") || name.starts_with("{schema}.");
            assert!(is_qualified || GRAMMAR.contains(&name), "{name}");
        }
        for from in sql.match_indices("FROM pg_").chain(sql.match_indices(", pg_")) {
            let rest = &sql[from.0..];
            assert!(rest.contains("pg_catalog.") && !rest.starts_with("FROM pg_stat"), "{rest}");
        }
    }
}
