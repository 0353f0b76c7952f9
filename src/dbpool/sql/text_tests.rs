use super::text::without_literals;
use crate::dbpool::DatabaseSystem::{self, MariaDb, MySql, PostgreSql};

fn check(system: DatabaseSystem, statement: &str, expected: &str) {
    assert_eq!(without_literals(system, statement), expected, "{system:?}: {statement}");
}

#[test]
fn literals_are_left_out() {
    for (statement, expected) in [
        ("SELECT * FROM t1 WHERE a='x''y' AND b = 12.5e-3", "SELECT * FROM t1 WHERE a=? AND b = ?"),
        ("select 0xff, .5, 1_000,-3", "select ?, ?, ?,-?"),
        ("SELECT x'ff', N'n', _utf8'u'", "SELECT ?, ?, ?"),
        ("a  /* sec'ret */ \n\t b -- tail 'x\n c", "a b c"),
        ("/* traceparent='x' */ SELECT 1", "SELECT ?"),
        ("SELECT 'cut off at the end wi", "SELECT ?"),
        ("SELECT col1, t2.c3 FROM t_4", "SELECT col1, t2.c3 FROM t_4"),
        ("SELECT 'ä', ü", "SELECT ?, ü"),
        ("", ""),
        ("'", "?"),
        ("/*", ""),
    ] {
        for system in [PostgreSql, MySql, MariaDb] {
            check(system, statement, expected);
        }
    }
}

#[test]
fn each_system_has_its_own_quotes() {
    check(PostgreSql, r#"SELECT "Col 1" FROM "T" WHERE a = $1"#, r#"SELECT "Col 1" FROM "T" WHERE a = $1"#);
    check(MySql, r#"SELECT `Col 1` FROM t WHERE a = "secret""#, "SELECT `Col 1` FROM t WHERE a = ?");
    check(PostgreSql, r"SELECT E'a\'secret', b", "SELECT ?, b");
    check(PostgreSql, "SELECT ` 'secret' ` b", "SELECT ` ? ` b");
    check(MySql, "SELECT `a\nb` FROM t", "SELECT `a b` FROM t");
    check(PostgreSql, "DO $$BEGIN secret; END$$, $a$secret$b$ $a$, x", "DO ?, ?, x");
    check(PostgreSql, "SELECT $a$ cut off", "SELECT ?");
    check(MySql, "SELECT 5--3 # secret", "SELECT ?--?");
    check(PostgreSql, "SELECT 5 # 3", "SELECT ? # ?");
}

#[test]
fn what_the_sessions_settings_decide_hides_all_that_follows() {
    for system in [PostgreSql, MySql, MariaDb] {
        // NO_BACKSLASH_ESCAPES, standard_conforming_strings: is the second quote the end?
        check(system, r"SELECT 'C:\', 'secret'", "SELECT ?");
        check(system, r"SELECT 'a\'secret', b", "SELECT ?");
        check(system, r"SELECT 'a\\\', secret, '", "SELECT ?");
        check(system, r"SELECT N'C:\', 'secret'", "SELECT ?");
        // Either way these end where they seem to.
        check(system, r"SELECT 'a\n', b, 'C:\\', c", "SELECT ?, b, ?, c");
    }
    check(MySql, r#"SELECT "C:\", "secret""#, "SELECT ?");
    check(MySql, r#"SELECT "a 'b", c, 'd "e', f"#, "SELECT ?, c, ?, f");
    // Goes on in the next line as it began.
    check(PostgreSql, "SELECT E'a'\n'b\\'secret', 'c'", "SELECT ? ?");
    // A name before MySQL 9, a literal since.
    check(MySql, "CREATE FUNCTION f AS $a$ secret ' $a$, 'x'", "CREATE FUNCTION f AS ?");
    // A part of the statement, or a comment.
    check(MySql, "SELECT /*!50000 'secret */ secret' */", "SELECT");
    check(MariaDb, "SELECT /*M! # */ don't\n 'secret' */", "SELECT");
    check(MySql, "SELECT /*! STRAIGHT_JOIN */ /*+ INDEX(t i) */ a, 'b'", "SELECT a, ?");
}

#[test]
fn comments_end_where_the_system_says() {
    check(PostgreSql, "/* a /* b */ don't */ select 'secret'", "select ?");
    check(PostgreSql, "/* a /* b */ secret", "");
    check(PostgreSql, "/*/ don't */ select 'secret'", "select ?");
    check(MySql, "/*/ don't */ select 'secret'", "select ?");
    check(MySql, "/* a /* b */ select 'x'", "select ?");
    check(PostgreSql, "select 1 -- a\r, 'a\n b', 'secret'", "select ? , ?, ?");
    check(MySql, "select 1 --\u{1}don't\n, 'secret'", "select ? , ?");
    // No space to a server, and so no comment.
    check(MySql, "select 1 --\u{a0}, 'a\nb', 'secret'", "select ? -- , ?, ?");
    check(PostgreSql, "select 1 */*+ don't */ 2, 'secret'", "select ? * ?, ?");
}

#[test]
fn a_dollar_in_a_name_begins_no_literal() {
    check(PostgreSql, "select a$b$, 'x $b$ secret'", "select a$b$, ?");
    check(PostgreSql, r"select a$e'x\\', 'secret'", "select a$e?, ?");
    check(PostgreSql, "select \u{1F600}$b$, 'x $b$ secret'", "select \u{1F600}$b$, ?");
    check(PostgreSql, "select $ab$x$a$ secret $ab$, $1, $2::text", "select ?, $1, $2::text");
}

#[test]
fn statements_that_carry_secrets() {
    for (statement, expected) in [
        ("CREATE ROLE bob LOGIN PASSWORD 'secret'", "CREATE ROLE bob LOGIN PASSWORD ?"),
        ("ALTER USER bob ENCRYPTED PASSWORD E'sec\\'ret' VALID", "ALTER USER bob ENCRYPTED PASSWORD ? VALID"),
        ("ALTER ROLE bob PASSWORD $x$secret$x$;", "ALTER ROLE bob PASSWORD ?;"),
        ("ALTER ROLE bob PASSWORD U&'\\0061secret'", "ALTER ROLE bob PASSWORD U&?"),
        ("ALTER ROLE bob PASSWORD \"secret\"", "ALTER ROLE bob PASSWORD ***"),
        ("SET app.api_token = secret", "SET app.api_token = ***"),
        ("set local app.password to secret", "set local app.password to ***"),
        ("COPY t FROM PROGRAM 'curl -u bob:secret x'", "COPY t FROM PROGRAM ?"),
        (
            "CREATE USER MAPPING FOR bob SERVER s OPTIONS (user 'bob', password 'secret')",
            "CREATE USER MAPPING FOR bob SERVER s OPTIONS (user ?, password ?)",
        ),
        ("SELECT * FROM dblink('host=db password=secret', 'SELECT 1')", "SELECT * FROM dblink(?, ?)"),
        ("SELECT * FROM dblink('host=db password=sec", "SELECT * FROM dblink(?"),
        (
            "CREATE SUBSCRIPTION s CONNECTION 'password=''sec ret'' host=db' PUBLICATION p",
            "CREATE SUBSCRIPTION s CONNECTION ? PUBLICATION p",
        ),
        ("ALTER SYSTEM SET primary_conninfo = 'password=secret'", "ALTER SYSTEM SET primary_conninfo = ?"),
        (
            "UPDATE users SET token = $1 WHERE token = old.token",
            "UPDATE users SET token = $1 WHERE token = old.token",
        ),
    ] {
        check(PostgreSql, statement, expected);
    }
    for (statement, expected) in [
        ("CREATE USER bob IDENTIFIED BY 'secret'", "CREATE USER bob IDENTIFIED BY ?"),
        (
            "ALTER USER bob IDENTIFIED WITH p AS 0xC0FFEE REPLACE \"secret\"",
            "ALTER USER bob IDENTIFIED WITH p AS ? REPLACE ?",
        ),
        ("SET PASSWORD FOR 'bob'@'%' = PASSWORD(\"secret\")", "SET PASSWORD FOR ?@? = PASSWORD(?)"),
        ("SET PASSWORD = 'sec", "SET PASSWORD = ?"),
        (
            "CHANGE MASTER TO MASTER_PASSWORD=\"secret\", MASTER_PORT=1",
            "CHANGE MASTER TO MASTER_PASSWORD=?, MASTER_PORT=?",
        ),
        ("SELECT * FROM t WHERE a = \"secret", "SELECT * FROM t WHERE a = ?"),
    ] {
        check(MySql, statement, expected);
        check(MariaDb, statement, expected);
    }
}

/// Tokens that each may follow any other, in whose literals and comments stands what nobody may see.
#[test]
fn no_order_of_tokens_shows_a_literal() {
    const BOTH: &[&str] = &[
        "a",
        ",",
        "*",
        "-",
        "1",
        "x1",
        "'secret'",
        "'it''s secret'",
        r"'secret\n'",
        r"'secret\\'",
        r"'secret\', '",
        r"'secret\'",
        "N'secret'",
        "/* don't secret */",
        "/*/ secret */",
        "-- secret don't\n",
        "4.2e-1",
    ];
    const POSTGRESQL: &[&str] = &[
        r"E'secret\' \\'",
        "$$ don't secret $$",
        "$a$ secret $b$ $a$",
        "a$b$",
        "\"it's\"",
        "/* /* secret */ don't secret */",
        "--secret'\r",
        "U&'secret'",
        "`",
        "$1",
    ];
    const MYSQL: &[&str] = &[
        "\"it's secret\"",
        r#""secret\"""#,
        "`it's`",
        "# don't secret\n",
        "_utf8'secret'",
        "/*! 'secret */ secret' */",
        "/* /* secret */",
        "$$ secret $$",
    ];
    let mut seed = 1_u64;
    let mut below = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % most
    };
    for (system, own) in [(PostgreSql, POSTGRESQL), (MySql, MYSQL), (MariaDb, MYSQL)] {
        let tokens = [BOTH, own].concat();
        for _ in 0..5_000 {
            let statement: Vec<&str> = (0..8).map(|_| tokens[below(tokens.len())]).collect();
            let statement = statement.join(" ");
            let text = without_literals(system, &statement);
            assert!(!text.contains("secret"), "{system:?}: {statement}\n{text}");
            // The server may cut it off anywhere.
            let end = statement.char_indices().map(|(at, _)| at).nth(below(statement.len())).unwrap_or(0);
            let text = without_literals(system, &statement[..end]);
            assert!(!text.contains("secret"), "{system:?}: {}\n{text}", &statement[..end]);
            // And no order of them ends in a panic.
            drop(super::redact::redact(&statement[..end]));
        }
    }
}

#[test]
fn texts_are_cut_between_characters() {
    let long = format!("SELECT {}", "ä, ".repeat(500));
    let text = without_literals(PostgreSql, &long);
    assert_eq!(text.chars().count(), 200);
    assert!(long.starts_with(&text));
    // What is cut is cut after literals are gone.
    let literal = format!("SELECT '{}', b", "x".repeat(5_000));
    check(MySql, &literal, "SELECT ?, b");
}
