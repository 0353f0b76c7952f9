//! Files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
#[cfg(feature = "load")]
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::exit::Failure;

/// So many results of one process may find no place.
#[cfg(feature = "load")]
const MOST_KEPT: u32 = 1000;

/// Says before the work is done that a file could not be written after it: makes one beside it, and takes that away again.
pub fn check(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(refused(path, "written", "it is a directory"));
    }
    let wanted = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let directory = directory(&wanted);
    if !directory.is_dir() {
        return Err(refused(path, "written", &format!("there is no directory {}", directory.display())));
    }
    // A pipe waits for its reader, and a terminal needs no trying.
    if fs::metadata(&wanted).is_ok_and(|known| !known.is_file()) {
        return Ok(());
    }
    let tried = beside(&wanted).and_then(|new| File::create(&new).and_then(|_| fs::remove_file(&new)));
    tried.map_err(|error| refused(path, "written", &error.to_string()))
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
    let new = beside(path)?;
    let written = write(&new, path, content).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}

/// Where its new content is written first.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    Ok(directory(path).join(format!(".{name}.{}.new", std::process::id())))
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

/// Keeps a document that found no place beside all others that are for a while, and says where.
#[cfg(feature = "load")]
pub fn keep(verb: &str, document: &[u8]) -> Result<String, String> {
    let mut number = 1;
    loop {
        let name = format!("plimsoll-{verb}-{}-{number}.json", std::process::id());
        let path = std::env::temp_dir().join(name);
        // What others made there is neither overwritten nor followed.
        let made = File::options().write(true).create_new(true).mode(0o600).open(&path);
        let error = match made.and_then(|mut file| file.write_all(document)) {
            Ok(()) => return Ok(path.display().to_string()),
            Err(error) => error,
        };
        if error.kind() != io::ErrorKind::AlreadyExists {
            // Half of it is of no use, and ours.
            let _ = fs::remove_file(&path);
        } else if number < MOST_KEPT {
            number += 1;
            continue;
        }
        return Err(format!("{}: {error}", path.display()));
    }
}

/// Whether two paths are the same file, also where it is not there yet.
#[cfg(feature = "load")]
pub fn are_same(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let directory = fs::canonicalize(directory(&path)).unwrap_or_else(|_| directory(&path));
        path.file_name().map(|name| directory.join(name))
    };
    !one.starts_with("/dev") && place(one) == place(other)
}

/// A file that cannot be read or written.
pub fn refused(path: &Path, done: &str, why: &str) -> Failure {
    Failure::Usage(format!("{} cannot be {done}: {why}", path.display()))
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
