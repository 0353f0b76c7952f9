use super::redact;

#[test]
fn passwords_are_hidden() {
    for (text, expected) in [
        ("postgresql://bob:hunter2@db:5432/x", "postgresql://bob:***@db:5432/x"),
        ("mysql+pymysql://:hunter2@db", "mysql+pymysql://:***@db"),
        ("redis://u:p@ss@word@host refused", "redis://u:***@host refused"),
        ("(a://u:p@h) and 'b://v:q@i'", "(a://u:***@h) and 'b://v:***@i'"),
        ("postgres://db/x?user=bob&password=hunter2&a=b", "postgres://db/x?user=bob&password=***&a=b"),
        ("host=db password=hunter2 user=bob", "host=db password=*** user=bob"),
        ("dsn: host=db password='hun ter 2' user=bob", "dsn: host=db password=*** user=bob"),
        // An end of the password to one server, a part of it to another.
        (r"dsn: host=db password='hun\'ter 2' user=bob", "dsn: host=db password=***"),
        (r#"{"password": "hun\"ter 2", "user": "bob"}"#, r#"{"password": ***, "user": "bob"}"#),
        (r#""{\"password\": \"hunter2\", \"a\": 1}""#, r#""{\"password\": ***, \"a\": 1}""#),
        ("{'db password': 'hunter2'}", "{'db password': ***}"),
        ("connect(password => 'hunter2', user => 'bob')", "connect(password => ***, user => 'bob')"),
        ("SET @password := 'hunter2'", "SET @password := ***"),
        ("SET app.password TO 'hunter2'", "SET app.password TO ***"),
        ("password=hun'ter2 user=bob", "password=*** user=bob"),
        ("'host=db password=hunter2'", "'host=db password=***'"),
        ("dblink('host=db password=''hun ter 2'' user=bob')", "dblink('host=db password=*** user=bob')"),
        ("PASSWORD'hunter2' LOGIN", "PASSWORD*** LOGIN"),
        ("PASSWORD 'it''s hunter2' LOGIN", "PASSWORD *** LOGIN"),
        (r"PASSWORD E'hunter2' LOGIN", "PASSWORD *** LOGIN"),
        ("PASSWORD $x$it's hunter2$x$ LOGIN", "PASSWORD *** LOGIN"),
        ("PASSWORD 'hunter2 that was cut o", "PASSWORD ***"),
        ("PASSWORD(\"hunter2\")", "PASSWORD(***)"),
        ("OLD_PASSWORD( CONCAT('hunter', '2') )", "OLD_PASSWORD(***)"),
        ("SET PASSWORD FOR u = 'hunter2'", "SET PASSWORD FOR u = ***"),
        ("SET PASSWORD FOR 'u'@'%' = PASSWORD('hunter2')", "SET PASSWORD FOR 'u'@'%' = PASSWORD(***)"),
        ("SET PASSWORD = \"hunter2\"", "SET PASSWORD = ***"),
        (
            "IDENTIFIED WITH caching_sha2_password BY 'hunter2' REQUIRE SSL",
            "IDENTIFIED WITH caching_sha2_password BY *** REQUIRE SSL",
        ),
        (
            "identified via ed25519 using password('hunter2') or p using 'x'",
            "identified via ed25519 using password(***) or p using ***",
        ),
        ("IDENTIFIED BY 'hunter2' REPLACE \"hunter1\"", "IDENTIFIED BY *** REPLACE ***"),
        ("IDENTIFIED WITH p AS 0xC0FFEE", "IDENTIFIED WITH p AS ***"),
        ("IDENTIFIED BY PASSWORD '*C0FFEE'", "IDENTIFIED BY PASSWORD ***"),
        ("Identified  By 'hunter2', password=hunter2", "Identified  By ***, password=***"),
        ("CHANGE MASTER TO MASTER_PASSWORD='hunter2'", "CHANGE MASTER TO MASTER_PASSWORD=***"),
        ("OPTIONS (user 'bob', password 'hunter2')", "OPTIONS (user 'bob', password ***)"),
        ("COPY t FROM PROGRAM 'curl -u bob:hunter2'", "COPY t FROM PROGRAM ***"),
        ("program \"curl -u bob:hunter2\" failed", "program *** failed"),
        ("aws_secret_access_key=hunter2", "aws_secret_access_key=***"),
        // Servers quote the statement that they do not understand.
        (
            "You have an error near ''hunter2' LOGIN' at line 1",
            "You have an error near '*** LOGIN' at line 1",
        ),
        ("an error near 'PASSWRD \"hunter2\"' at line 1", "an error near 'PASSWRD ***' at line 1"),
        (
            "syntax error at or near \"'hunter2'\"\nLINE 1: ALTER ROLE \"b\" PASSWRD 'hunter2'\n    ^",
            "syntax error at or near \"***\"\nLINE 1: ALTER ROLE \"b\" PASSWRD ***\n    ^",
        ),
        ("Server=db;Uid=bob;Pwd=hunter2;Database=x", "Server=db;Uid=bob;Pwd=***;Database=x"),
        (r#"{"user": "bob", "password": "hunter2"}"#, r#"{"user": "bob", "password": ***}"#),
        ("{'passwd': 'hunter2', 'db': 'x'}", "{'passwd': ***, 'db': 'x'}"),
        ("PGPASSWORD=hunter2 psql", "PGPASSWORD=*** psql"),
        ("sslpassword=x sslkey=y", "sslpassword=*** sslkey=y"),
        ("ALTER ROLE bob PASSWORD 'hunter2';", "ALTER ROLE bob PASSWORD ***;"),
        ("CREATE USER bob IDENTIFIED BY 'hunter2'", "CREATE USER bob IDENTIFIED BY ***"),
        ("api_token=abc", "api_token=***"),
    ] {
        assert_eq!(redact(text), expected);
        assert_eq!(redact(&redact(text)), expected, "once is enough");
    }
}

#[test]
fn what_is_no_secret_stays() {
    for text in [
        "",
        "password authentication failed for user \"bob\"",
        "Access denied for user 'bob'@'localhost' (using password: YES)",
        "syntax error at token \"FROM\"",
        "connection to server at \"::1\", port 5432 failed",
        "https://example.org/a:b and mail@example.org",
        "postgresql://bob@db/x",
        "the password's age",
        "the password's age and the user's name",
        "database 'password' does not exist",
        "column 'user password' is unknown",
        "syntax error at or near \"FROM\"",
        "You have an error near 'FROM x' at line 1",
        "the row was identified",
        "password (at least 8 characters)",
        "UPDATE users SET password = ?, token = ?",
    ] {
        assert_eq!(redact(text), text);
    }
}
