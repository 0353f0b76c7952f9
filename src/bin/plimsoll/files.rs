//! Files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::exit::Failure;

/// Says before the work is done that a file could not be written after it.
pub fn check(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(refused(path, "written", "it is a directory"));
    }
    let directory = directory(path);
    if directory.is_dir() {
        return Ok(());
    }
    Err(refused(path, "written", &format!("there is no directory {}", directory.display())))
}

/// Replaces a file: whoever reads it sees the old content or the new, also after a crash.
pub fn replace(path: &Path, content: &[u8]) -> Result<(), Failure> {
    // A link stays one.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let written = match fs::metadata(path) {
        // A pipe or a terminal cannot be replaced.
        Ok(known) if !known.is_file() => {
            File::options().write(true).open(path).and_then(|mut file| file.write_all(content))
        }
        _ => replace_file(path, content),
    };
    written.map_err(|error| refused(path, "written", &error.to_string()))
}

fn replace_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let new = directory(path).join(format!(".{name}.{}.new", std::process::id()));
    let written = write(&new, path, content).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}

/// Writes beside the file, as readable as that one is, and has it reach the disk.
fn write(new: &Path, old: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(new)?;
    if let Ok(known) = fs::metadata(old) {
        file.set_permissions(known.permissions())?;
    }
    file.write_all(content)?;
    file.sync_all()
}

fn directory(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A file that cannot be read or written.
pub fn refused(path: &Path, done: &str, why: &str) -> Failure {
    Failure::Usage(format!("{} cannot be {done}: {why}", path.display()))
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
