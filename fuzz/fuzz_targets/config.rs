//! A configuration of any bytes: it is read or refused, each problem on a line of its own and with a place within the
//! text.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use plimsoll::{config, Error, ErrorKind};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // A text that includes others would depend on what is beside it.
    if !text.contains("include") {
        if let Err(error) = config::parse(text, Path::new("text")) {
            check(&error, text, "text:");
        }
    }
    if let Err(error) = config::parse_target(text) {
        check(&error, text, "target:");
    }
});

fn check(error: &Error, text: &str, file: &str) {
    assert_eq!(error.kind(), ErrorKind::Configuration);
    // YAML also ends lines with a carriage return.
    let lines = text.split(['\n', '\r']).count() + 1;
    for problem in error.to_string().split('\n').filter(|problem| *problem != "and more") {
        let place = problem.strip_prefix(file).unwrap_or_else(|| panic!("{problem:?} does not name its file"));
        let mut parts = place.splitn(3, ':');
        let mut number = || parts.next().and_then(|number| number.parse::<usize>().ok());
        let (line, column) = (number(), number());
        assert!(line.is_some_and(|line| (1..=lines).contains(&line)), "{problem:?} of {lines} lines");
        assert!(column.is_some_and(|column| column >= 1), "{problem:?}");
        assert!(parts.next().is_some_and(|message| message.len() > 2), "{problem:?}");
    }
}
