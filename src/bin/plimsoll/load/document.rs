//! A result as `--json` wrote it.

use std::fs;
use std::path::Path;

use plimsoll::load::{LoadResult, SCHEMA};

use crate::exit::Failure;
use crate::files;

/// Reads it; says what it is instead where it is none.
pub fn read(path: &Path) -> Result<LoadResult, Failure> {
    let text = fs::read_to_string(path).map_err(|error| files::refused(path, "read", &error.to_string()))?;
    let result: LoadResult = serde_json::from_str(&text).map_err(|error| {
        files::refused(path, "read", &format!("it is no document of `plimsoll load --json`: {error}"))
    })?;
    if result.schema != SCHEMA {
        let why = format!("its schema is {}, and {SCHEMA} is known", result.schema);
        return Err(files::refused(path, "read", &why));
    }
    Ok(result)
}
