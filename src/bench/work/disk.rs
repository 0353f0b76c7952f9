//! Writing to a file that nobody sees, as much as is allowed, until it is on the disk.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::time::Instant;

use crate::bench::dose::FILE_BYTES;
use crate::stats::Random;

/// One write.
const BLOCK_BYTES: usize = 64 << 10;
/// Blocks of one operation of [`Disk::write`].
const BLOCKS: u32 = 16;
/// So many names are tried.
const MOST_NAMES: u32 = 100;
/// What [`Disk::sync`] writes.
const PAGE_BYTES: usize = 4096;

/// A file without a name, of which the same few megabytes are written over and over.
#[derive(Debug)]
pub(in crate::bench) struct Disk {
    file: File,
    block: Vec<u8>,
    at: u64,
    /// Bytes that may still be written.
    left: u64,
    most: u64,
}

impl Disk {
    /// What one operation of [`Disk::write`] writes.
    pub(in crate::bench) const WRITE_BYTES: u64 = BLOCK_BYTES as u64 * BLOCKS as u64;

    /// Writes the file once, so that its blocks are there.
    pub(in crate::bench) fn open(directory: &Path, most_bytes: u64) -> io::Result<Self> {
        let mut random = Random::new(1);
        // What cannot be compressed.
        let block = (0..BLOCK_BYTES).map(|_| random.below(256) as u8).collect();
        let mut disk = Disk { file: unnamed(directory)?, block, at: 0, left: 0, most: 0 };
        for _ in 0..FILE_BYTES / BLOCK_BYTES as u64 {
            disk.put(BLOCK_BYTES)?;
        }
        disk.file.sync_all()?;
        disk.most = most_bytes.max(2 * FILE_BYTES) - FILE_BYTES;
        disk.left = disk.most;
        Ok(disk)
    }

    fn put(&mut self, bytes: usize) -> io::Result<()> {
        if self.at + bytes as u64 > FILE_BYTES {
            self.at = 0;
        }
        self.file.write_all_at(&self.block[..bytes], self.at)?;
        self.at += bytes as u64;
        self.left = self.left.saturating_sub(bytes as u64);
        Ok(())
    }

    /// Whether there is room for another operation of each kind, after that share of the time: what may be written is spread over
    /// all of it.
    pub(in crate::bench) fn may_write(&self, elapsed: f64) -> bool {
        let written = (self.most - self.left) as f64;
        let due = elapsed.min(1.0) * self.most as f64 + 2.0 * Disk::WRITE_BYTES as f64;
        self.left >= 2 * Disk::WRITE_BYTES && written <= due
    }

    /// Seconds until a megabyte was on the disk. A slow-down writes more blocks.
    pub(in crate::bench) fn write(&mut self, slowed: f64) -> io::Result<f64> {
        let blocks = (f64::from(BLOCKS) * (1.0 + slowed)).round() as u32;
        let began = Instant::now();
        for _ in 0..blocks {
            self.put(BLOCK_BYTES)?;
        }
        self.file.sync_data()?;
        Ok(began.elapsed().as_secs_f64())
    }

    /// Seconds until a single page was on the disk.
    pub(in crate::bench) fn sync(&mut self) -> io::Result<f64> {
        let began = Instant::now();
        self.put(PAGE_BYTES)?;
        self.file.sync_data()?;
        Ok(began.elapsed().as_secs_f64())
    }
}

/// A file that is gone when it is closed, however we end.
fn unnamed(directory: &Path) -> io::Result<File> {
    let options = || {
        let mut options = OpenOptions::new();
        options.read(true).write(true).mode(0o600);
        options
    };
    if let Ok(file) = options().custom_flags(libc::O_TMPFILE).open(directory) {
        return Ok(file);
    }
    // Not every filesystem can do that.
    // One that was ended between the two left its name behind, and in a container the next one has the same number.
    let mut number = 0;
    loop {
        let path = directory.join(format!(".plimsoll-bench-{}-{number}", std::process::id()));
        match options().create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < MOST_NAMES => number += 1,
            made => {
                let file = made?;
                std::fs::remove_file(&path)?;
                return Ok(file);
            }
        }
    }
}

#[cfg(test)]
#[path = "disk_tests.rs"]
mod tests;
