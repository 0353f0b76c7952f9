//! Room for a file that is written after a long time: what was measured is not lost because others filled the disk.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use crate::exit::Failure;
use crate::files::{self, refused};

/// Room beside a file, until it is written or dropped.
pub struct Reserved {
    path: PathBuf,
    /// Nothing where the path is a pipe or a terminal, which cannot be reserved.
    room: Option<(PathBuf, File)>,
}

impl Reserved {
    /// Takes the room, or says why that cannot be written.
    pub fn new(path: &Path, bytes: usize) -> Result<Self, Failure> {
        files::check(path)?;
        // A link stays one.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if fs::metadata(&path).is_ok_and(|known| !known.is_file()) {
            return Ok(Reserved { path, room: None });
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let new = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
        let room = File::create(&new).and_then(|mut file| {
            file.write_all(&vec![b' '; bytes])?;
            file.sync_all()?;
            Ok(file)
        });
        match room {
            Ok(file) => Ok(Reserved { path, room: Some((new, file)) }),
            Err(error) => {
                let _ = fs::remove_file(&new);
                Err(refused(&path, "written", &error.to_string()))
            }
        }
    }

    /// Writes it: whoever reads the file sees the old content or the new.
    pub fn write(mut self, content: &[u8]) -> Result<(), Failure> {
        let Some((new, file)) = &self.room else { return files::replace(&self.path, content) };
        let written = (|| -> io::Result<()> {
            file.write_all_at(content, 0)?;
            file.set_len(content.len() as u64)?;
            if let Ok(known) = fs::metadata(&self.path) {
                file.set_permissions(known.permissions())?;
            }
            file.sync_all()?;
            fs::rename(new, &self.path)
        })();
        written.map_err(|error| refused(&self.path, "written", &error.to_string()))?;
        self.room = None;
        Ok(())
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        if let Some((new, _)) = &self.room {
            let _ = fs::remove_file(new);
        }
    }
}

#[cfg(test)]
#[path = "reserved_tests.rs"]
mod tests;
