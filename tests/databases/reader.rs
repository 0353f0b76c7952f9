//! Drives a reader for the tests, in lines of JSON: options come in, statements go out, rows or errors come in, and what was
//! read goes out; then the next reading.

use std::io::{stdin, stdout, BufRead, Write};
use std::time::Duration;

use plimsoll::dbpool::{DatabaseReader, DatabaseSystem, ReaderOptions, Rows};
use serde_json::{json, Value};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut lines = stdin().lock().lines();
    let Some(first) = lines.next() else { return Ok(()) };
    let first: Value = serde_json::from_str(&first?)?;
    let system: DatabaseSystem = serde_json::from_value(first["system"].clone())?;
    let flag = |name: &str| first[name].as_bool().unwrap_or(false);
    let time = |name: &str, unless: Duration| first[name].as_u64().map_or(unless, Duration::from_millis);
    let unless = ReaderOptions::default();
    let options = ReaderOptions {
        timeout: time("timeout_ms", unless.timeout),
        slow_after: time("slow_after_ms", unless.slow_after),
        one_statement: flag("one_statement"),
        own_transaction: flag("own_transaction"),
        ..unless
    };
    let mut reader = DatabaseReader::new(system, options)?;
    // Each empty line asks for a reading.
    while lines.next().transpose()?.is_some() {
        reader.begin();
        while let Some(statement) = reader.next_statement() {
            say(&json!({ "statement": statement }))?;
            let answer: Value = serde_json::from_str(&lines.next().ok_or("no answer")??)?;
            let answer = match answer["error"].as_str() {
                Some(error) => Err(error.to_owned()),
                None => Ok(serde_json::from_value::<Rows>(answer["rows"].clone())?),
            };
            reader.take(answer);
        }
        match reader.finish() {
            Ok(stats) => say(&json!({ "stats": stats }))?,
            Err(error) => say(&json!({ "refused": error.to_string() }))?,
        }
    }
    Ok(())
}

fn say(line: &Value) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
