//! Copying between two buffers that no close cache holds.

use std::hint::black_box;

use crate::bench::round::Work;
use crate::error::Result;

/// What one operation copies.
pub(in crate::bench) const CHUNK_BYTES: usize = 256 << 10;

/// Copies one buffer to the other, piece by piece, round and round.
#[derive(Debug)]
pub(in crate::bench) struct Copying {
    from: Vec<u8>,
    to: Vec<u8>,
    at: usize,
}

impl Copying {
    /// Two buffers, every page of them written, so that none is met for the first time later. Nothing where there is not so
    /// much memory.
    pub(in crate::bench) fn new(bytes: u64) -> Option<Self> {
        let buffer = |value: u8| {
            let bytes = usize::try_from(bytes).ok()?;
            let mut buffer = Vec::new();
            buffer.try_reserve_exact(bytes).ok()?;
            buffer.resize(bytes, value);
            Some(buffer)
        };
        Some(Copying { from: buffer(1)?, to: buffer(2)?, at: 0 })
    }
}

impl Work for Copying {
    fn operation(&mut self) -> Result<()> {
        if self.at + CHUNK_BYTES > self.from.len() {
            self.at = 0;
        }
        let piece = self.at..self.at + CHUNK_BYTES;
        self.to[piece.clone()].copy_from_slice(black_box(&self.from[piece]));
        black_box(&mut self.to);
        self.at += CHUNK_BYTES;
        Ok(())
    }
}
