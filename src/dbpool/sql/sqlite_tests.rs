use super::reader_tests::{read, reader};
use crate::dbpool::DatabaseSystem;

fn values(row: [&str; 7]) -> crate::dbpool::DatabaseValues {
    let row = row.map(|text| Some(text.to_owned()).filter(|text| text != "NULL"));
    read(&mut reader(DatabaseSystem::Sqlite), vec![Ok(vec![row.to_vec()])]).0.unwrap().values
}

#[test]
fn cache_is_in_pages_or_below_zero_in_kibibytes() {
    let pages = values(["3.45.1", "10", "4096", "100", "delete", "0", "/x/y"]);
    assert_eq!((pages.database_bytes, pages.cache_bytes), (Some(40_960.0), Some(409_600.0)));
    assert_eq!((pages.wal_bytes, pages.busy_timeout_seconds), (None, Some(0.0)));
    assert_eq!(values(["3.45.1", "10", "4096", "-2000", "memory", "5", ""]).cache_bytes, Some(2_048_000.0));
}

#[test]
fn the_log_is_the_file_beside() {
    let folder = std::env::temp_dir().join(format!("plimsoll-sqlite-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("x.db");
    let read = || values(["3.45.1", "1", "4096", "1", "wal", "0", file.to_str().unwrap()]).wal_bytes;
    assert_eq!(read(), Some(0.0), "made by the first writer");
    std::fs::write(folder.join("x.db-wal"), [0; 1234]).unwrap();
    assert_eq!(read(), Some(1234.0));
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(values(["3.45.1", "1", "4096", "1", "wal", "0", "NULL"]).wal_bytes, None, "in memory");
}

#[test]
fn other_rows_are_told() {
    for rows in [vec![], vec![vec![None]]] {
        let (stats, _) = read(&mut reader(DatabaseSystem::Sqlite), vec![Ok(rows)]);
        assert!(stats.unwrap_err().to_string().contains("7 columns"));
    }
}
