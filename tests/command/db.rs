//! `plimsoll db`: verdicts on recorded pools.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use super::{command, run, said, Said};

fn data(name: &str) -> String {
    format!("{}/tests/data/dbpool/{name}.jsonl", env!("CARGO_MANIFEST_DIR"))
}

/// The command with a recording on stdin.
fn piped(text: &str, arguments: &[&str]) -> Said {
    let arguments = [&["db", "--stats", "-"], arguments].concat();
    let mut child = command(&arguments);
    child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    // Whoever found a wrong line reads no further.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    said(child.wait_with_output().unwrap())
}

fn json(name: &str, arguments: &[&str]) -> (Option<i32>, Value) {
    let file = data(name);
    let said = run(&[&["db", "--stats", &*file, "--json"], arguments].concat());
    assert_eq!(said.err, "");
    (said.code, serde_json::from_str(&said.out).unwrap())
}

/// `count` observations of a pool of 4, a second apart.
fn lines(name: &str, count: u32) -> String {
    let line = |second| {
        let requests = second * 100;
        let held = f64::from(requests) * 0.01;
        format!(
            r#"{{"name": "{name}", "time_seconds": {second}, "pool": {{"size": 4, "in_use": 1, "requests": {requests}, "use_seconds": {held}}}}}"#
        ) + "\n"
    };
    (0..count).map(line).collect()
}

#[test]
fn a_healthy_pool_is_sized_and_not_alarmed() {
    let said = run(&["db", "--stats", &data("healthy")]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{}", said.out);
    // However its lines are broken.
    let text = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "pool orders nothing limits it",
        "PostgreSQL 16.4 · 91 observations · 10 readings of the database",
        " of 12, 12 at most ",
        " at most, none gave up ",
        "Size 12, as it is, ",
        "Recycle 30 min, as it is",
        "Pattern read heavy, ",
        " advised, as now ",
        "sqlalchemy create_engine(pool_size=12, max_overflow=0, pool_timeout=",
        "psycopg_pool ConnectionPool(min_size=12, max_size=12,",
        "hikaricp maximumPoolSize=12 ",
        "pgbouncer default_pool_size=12 ",
        "r2d2 .max_size(12) ",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{}", said.out);
    }
    assert!(!said.out.contains("What limits it") && !said.out.contains('\x1b'), "{}", said.out);
    for line in said.out.lines() {
        assert!(line.chars().count() <= 80 && line == line.trim_end(), "{line:?}");
    }
}

#[test]
fn a_leak_is_found_with_the_place_that_holds_the_connections() {
    let said = run(&["db", "--stats", &data("leaking"), "--settings", "pgbouncer,r2d2"]);
    assert_eq!((said.code, said.err.as_str()), (Some(1), ""), "{}", said.out);
    for words in [
        "pool reports  critical\n",
        "639\n            gave up",
        "Held by     orders/export.py:41 rows: 8 connections, for ",
        "  critical database_pool:reports: 8 connections of pool reports not given back\n",
        "What to do\n  1. Give connections of pool reports back",
        "Note        Find the leak first: ",
        "  pgbouncer     default_pool_size=",
    ] {
        assert!(said.out.contains(words), "{words} is not in:\n{}", said.out);
    }
    assert!(!said.out.contains("hikaricp"), "{}", said.out);
    assert_eq!(run(&["db", "--stats", &data("leaking"), "--fail-on", "never"]).code, Some(0));
}

#[test]
fn the_document_says_what_the_page_says() {
    let (code, healthy) = json("healthy", &["--settings", "hikaricp"]);
    assert_eq!((code, &healthy["schema"]), (Some(0), &"plimsoll.db/1".into()));
    let pool = &healthy["pools"][0];
    assert_eq!((&pool["name"], &pool["database"]["system"]), (&"orders".into(), &"postgresql".into()));
    assert_eq!(pool["bottlenecks"], serde_json::json!([]));
    assert_eq!(pool["observed"]["observations"], 91);
    assert_eq!(pool["observed"]["seconds"], 90.0);
    let utilisation = pool["observed"]["utilisation"].as_f64().unwrap();
    assert!((0.28..0.38).contains(&utilisation), "{utilisation}");
    let sizing = &pool["sizing"];
    assert_eq!((&sizing["status"], &sizing["size"]), (&"advice".into(), &12.into()));
    assert_eq!(sizing["settings"].as_array().unwrap().len(), 1);
    assert_eq!(sizing["settings"][0]["library"], "hikaricp");
    assert_eq!(pool["pattern"]["pattern"], "read_heavy");

    let (code, leaking) = json("leaking", &[]);
    let pool = &leaking["pools"][0];
    assert_eq!((code, &pool["bottlenecks"][0]["severity"]), (Some(1), &"critical".into()));
    assert_eq!(pool["bottlenecks"][0]["component"], "database_pool:reports");
    assert_eq!(pool["observed"]["timeouts"].as_f64().unwrap().round(), 639.0);
    assert!(!pool["recommendations"].as_array().unwrap().is_empty());
    assert!(pool["sizing"]["notes"][0].as_str().unwrap().starts_with("Find the leak first"));
}

#[test]
fn what_advice_is_told_changes_it() {
    let size = |arguments: &[&str]| json("healthy", arguments).1["pools"][0]["sizing"]["size"].clone();
    assert_eq!(size(&[]), 12);
    // 100 connections less 3 that are kept, less 4 of others, for 20 pools.
    let shared = size(&["--replicas", "20"]);
    assert!(shared.as_u64().unwrap() <= 5, "{shared}");
    assert_eq!(size(&["--threads", "2"]), 2);
    // Each of 15 threads but the last may have one of its two.
    assert_eq!(size(&["--threads", "15", "--connections-per-thread", "2"]), 16);
    // Only a target has the size that Erlang's C gives for it.
    let erlang = |arguments: &[&str]| {
        let evidence = json("healthy", arguments).1["pools"][0]["sizing"]["evidence"].clone();
        evidence.as_array().unwrap().iter().any(|reading| reading["name"] == "erlang_size")
    };
    assert!(erlang(&["--target-wait", "10ms"]) && !erlang(&[]));
    let (_, told) = json("healthy", &["--pattern", "burst"]);
    assert_eq!(told["pools"][0]["sizing"]["pattern"], "burst");
    assert_eq!(told["pools"][0]["pattern"]["pattern"], "read_heavy");
}

#[test]
fn pools_of_one_file_are_told_apart() {
    let (b, a): (String, String) = (lines("b", 20), lines("a", 3));
    let said = piped(&format!("{b}\n{a}"), &["--json"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["file"], "stdin");
    let pools = json["pools"].as_array().unwrap();
    let names: Vec<_> = pools.iter().map(|pool| pool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["b", "a"]);
    assert_eq!(pools[0]["sizing"]["status"], "advice");
    assert_eq!(pools[1]["sizing"]["status"], "not_enough_data");
    let page = piped(&format!("{b}\n{a}"), &[]).out;
    assert!(page.contains("Not known   ") && page.contains("\n\npool a  nothing limits it\n"), "{page}");
}

#[test]
fn a_wrong_line_is_named_with_what_to_do() {
    let good = lines("a", 2);
    for (line, words) in [
        ("{\"name\": \"a\"}", &["missing field `time_seconds`", "--help"][..]),
        ("{\"name\": \"a\", \"time_seconds\": 5, \"pool\": {\"sise\": 4}}", &["`sise`", "`size`", "column"]),
        ("name,time", &["no JSON object", "a line is such as {\"name\""]),
        ("{\"name\": \"a\", \"time_seconds\": 5, \"pool\": {", &["in the middle of an observation"]),
        ("{\"name\": \"a\", \"time_seconds\": 0.5, \"pool\": {}}", &["0.5 s, but at 1 s", "sort the lines"]),
        (
            "{\"name\": \"a\", \"time_seconds\": 5, \"pool\": {\"size\": -1}}",
            &["`size` is -1", "not negative"],
        ),
        ("{\"name\": \"\", \"time_seconds\": 5}", &["a name has 1 to 64 bytes"]),
        ("{\"name\": \"a\", \"time_seconds\": 5, \"schema\": \"x/1\"}", &["`x/1`", "plimsoll.dbpool/1"]),
        (
            "{\"name\": \"a\", \"time_seconds\": 5, \"database\": {\"system\": \"oracle\"}}",
            &["`oracle`", "`postgresql`"],
        ),
    ] {
        let said = piped(&format!("{good}{line}\n"), &[]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{line}: {}", said.err);
        assert!(said.err.contains("stdin:3: "), "{}", said.err);
        for word in words {
            assert!(said.err.contains(word), "{word} is not in: {}", said.err);
        }
    }
}

#[test]
fn without_an_observation_nothing_is_measured_and_the_format_is_taught() {
    for text in ["", "\n \n", "{\"name\": \"a\", \"time_seconds\": 5}\n"] {
        let said = piped(text, &[]);
        assert_eq!((said.code, said.out.as_str()), (Some(3), ""), "{text}");
        assert!(said.err.contains("{\"name\": \"orders\", \"time_seconds\": 12.5, \"pool\""), "{}", said.err);
    }
    // One is an observation, though there are no rates.
    let said = piped(&lines("a", 1), &[]);
    assert_eq!(said.code, Some(0));
    assert!(said.out.contains("1 of 4 at the only observation"), "{}", said.out);
}

#[test]
fn names_cannot_command_the_terminal() {
    let named = lines("a", 3).replace("\"a\"", "\"a\\u001b[31m\"");
    let said = piped(&named, &[]);
    assert!(said.out.starts_with("pool a\u{fffd}[31m  "), "{}", said.out);
}

/// The page on pools, with its shell blocks.
fn page_on_pools() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/database-pools.md")).unwrap()
}

#[test]
fn the_examples_of_the_page_run() {
    let page = page_on_pools();
    let folder = std::env::temp_dir().join(format!("plimsoll-db-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut blocks = 0;
    for block in page.split("\n```sh\n").skip(1) {
        let script = block.split("\n```").next().unwrap();
        // tests/documents runs the others too, and tests/databases `--url` on real databases.
        if !script.starts_with("cat > pools.jsonl") {
            continue;
        }
        let built = std::path::Path::new(env!("CARGO_BIN_EXE_plimsoll")).parent().unwrap();
        let path = format!("{}:{}", built.display(), std::env::var("PATH").unwrap());
        let mut shell = std::process::Command::new("sh");
        let output = shell.args(["-euc", script]).current_dir(&folder).env("PATH", path).output().unwrap();
        let said = said(output);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{}", said.out);
        assert!(said.out.contains("Size        ") && said.out.contains("hikaricp"), "{}", said.out);
        blocks += 1;
    }
    let verdict: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("verdict.json")).unwrap()).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!((blocks, &verdict["pools"][0]["sizing"]["status"]), (1, &"advice".into()));
}

#[test]
fn the_page_names_every_key_of_a_line() {
    let page = page_on_pools();
    for field in plimsoll::dbpool::PoolStats::FIELDS {
        assert!(
            page.contains(&format!("`{}`", field.name)),
            "{} is not in docs/database-pools.md",
            field.name
        );
    }
}
