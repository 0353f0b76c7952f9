//! The text as a file, for collectors that read files, such as the textfile collector of `node_exporter`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::Exposition;
use crate::error::{Error, Result};

impl Exposition {
    /// Replaces a file with what was written: whoever reads it sees the old text or the new, never a part, also after a
    /// crash. It is written beside the file (as `.NAME.PID.new`, which no collector takes for its own), brought to the
    /// disk, and given its name. A new file can be read by everybody (as far as the process' mask allows), since
    /// collectors run as somebody else; one that is there stays as readable as it is.
    ///
    /// `node_exporter` reads files whose names end in `.prom`, in the format 0.0.4.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written; what was there before then stays as it was.
    pub fn write_file(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        replace(path, self.text.as_bytes())
            .map_err(|error| Error::os(format!("cannot write {}", path.display()), path, error))
    }
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    // A link stays one.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let known = fs::metadata(&path).ok();
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    let new = beside(&path)?;
    // One that a process of this number left behind when it was killed. It is made anew, so that a link which others put
    // there is not followed.
    let _ = fs::remove_file(&new);
    let written = (|| {
        let mut file = File::options().write(true).create_new(true).mode(0o644).open(&new)?;
        if let Some(known) = known {
            file.set_permissions(known.permissions())?;
        }
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&new, &path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}

/// Where the new content is written first: within the directory, since only there can it take the other's name.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name =
        path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it has no name"))?;
    Ok(path.with_file_name(format!(".{}.{}.new", name.to_string_lossy(), std::process::id())))
}

#[cfg(test)]
#[path = "textfile_tests.rs"]
mod tests;
