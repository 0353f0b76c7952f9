use super::*;

const SYSTEMS: [DatabaseSystem; 4] =
    [DatabaseSystem::PostgreSql, DatabaseSystem::MySql, DatabaseSystem::MariaDb, DatabaseSystem::Sqlite];

#[test]
fn whatever_sets_something_says_how_far_it_reaches() {
    let mut set = 0;
    for system in SYSTEMS {
        for action in ALL.iter().filter_map(|query| query(Some(system))) {
            let (what, sql) = (&*action.target, &*action.value);
            let of_server = sql.starts_with("SET GLOBAL") || sql.starts_with("ALTER SYSTEM");
            let of_role = sql.starts_with("ALTER ROLE");
            let of_sqlite = sql.starts_with("PRAGMA") && sql.contains('=');
            assert_eq!(what.contains("of the whole server"), of_server, "{what}: {sql}");
            assert_eq!(what.contains("of this role only"), of_role, "{what}: {sql}");
            assert_eq!(what.contains("(of "), of_server || of_role || of_sqlite, "{what}: {sql}");
            set += usize::from(what.contains("(of "));
        }
    }
    assert!(set >= 8, "{set}");
    let size = cache_size(Some(DatabaseSystem::Sqlite)).unwrap();
    assert_eq!(size.value, "PRAGMA cache_size", "to look at it changes nothing");
}

#[test]
fn who_blocks_is_told_by_the_waits_rather_than_by_age() {
    for system in [DatabaseSystem::MySql, DatabaseSystem::MariaDb] {
        assert!(blockers(Some(system)).unwrap().value.contains("innodb_lock_waits"));
    }
}

#[test]
fn a_plan_is_a_statement_only_where_all_of_it_is_known() {
    assert_eq!(plan("SELECT count(*) FROM clicks").value, "EXPLAIN SELECT count(*) FROM clicks");
    for text in ["SELECT ?", "SELECT $1", &"x".repeat(200)] {
        assert!(!plan(text).value.starts_with("EXPLAIN"), "{text}");
    }
}
