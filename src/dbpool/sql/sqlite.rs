//! SQLite: one statement of pragmas as tables, and the size of a file.

use super::part::{Dialect, Part, Refusal};
use super::rows::{number, text, Rows};
use crate::dbpool::DatabaseStats;

/// How SQLite is asked.
#[derive(Debug)]
pub(super) struct Sqlite;

const PAGES: &str =
    "SELECT sqlite_version(), p.page_count, s.page_size, c.cache_size, j.journal_mode, b.timeout, \
    (SELECT file FROM pragma_database_list WHERE name = 'main') \
    FROM pragma_page_count AS p, pragma_page_size AS s, pragma_cache_size AS c, pragma_journal_mode AS j, \
    pragma_busy_timeout AS b";

impl Dialect for Sqlite {
    fn parts(&self) -> Vec<Part> {
        vec![Part { name: "pages", sql: PAGES.to_owned(), every: None, without: "the size of the database" }]
    }

    fn message(&self, parts: &[&Part]) -> String {
        parts.first().map_or_else(String::new, |part| part.sql.clone())
    }

    fn take(&mut self, rows: &Rows, stats: &mut DatabaseStats) -> Result<(), Refusal> {
        let Some(row) = rows.first().filter(|row| row.len() >= 7) else {
            return Err(Refusal::Malformed("one row of 7 columns was expected".to_owned()));
        };
        stats.version = text(row, 0).unwrap_or_default().to_owned();
        let page_bytes = number(row, 2);
        let values = &mut stats.values;
        values.database_bytes = number(row, 1).zip(page_bytes).map(|(pages, size)| pages * size);
        // Pages, or, below zero, KiB.
        let cache = text(row, 3).and_then(|text| text.parse::<f64>().ok()).filter(|size| size.is_finite());
        values.cache_bytes = match cache {
            Some(kibibytes) if kibibytes < 0.0 => Some(-kibibytes * 1024.0),
            Some(pages) => page_bytes.map(|size| pages * size),
            None => None,
        };
        values.busy_timeout_seconds = number(row, 5).map(|milliseconds| milliseconds / 1e3);
        if text(row, 4).is_some_and(|mode| mode.eq_ignore_ascii_case("wal")) {
            // The file is made by the first writer, and removed with the last connection.
            let file = text(row, 6).map(|file| format!("{file}-wal"));
            values.wal_bytes =
                file.map(|file| std::fs::metadata(file).map_or(0.0, |about| about.len() as f64));
        }
        Ok(())
    }
}
