//! Several checkers that share a fleet out among themselves, without a word to each other.
//!
//! Rendezvous hashing (highest random weight; Thaler and Ravishankar 1998): each server belongs to the shard for which its
//! weight is highest. So each has exactly one, whoever computes it, and where a shard is left out only its own servers
//! move, evenly to those that stay.
//!
//! The weight of a server for a shard is the first eight bytes, most significant first, of the SHA-256 of the text
//! `NAME/SHARD`, the shard as a decimal number; of equal weights that of the lower shard wins. It will never be another: a
//! fleet in which two versions run would check some servers twice and others never.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind, Result};

/// Which of several checkers this is: `3/10` is the fourth of ten, as shards count from 0, like the ordinals of a
/// StatefulSet.
///
/// ```
/// use plimsoll::checker::Shard;
///
/// let shards: Vec<Shard> = (0..10).map(|index| Shard::new(index, 10)).collect::<Result<_, _>>()?;
/// assert_eq!(shards.iter().filter(|shard| shard.owns("orders")).count(), 1);
/// # Ok::<(), plimsoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shard {
    index: u32,
    of: u32,
    /// In order, none twice.
    without: Vec<u32>,
}

impl Shard {
    /// More than that share no fleet out.
    pub const MOST: u32 = 1024;

    /// Number `index` of `of` shards, counted from 0.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) where there is no such shard, or there are more than
    /// [`MOST`](Shard::MOST).
    pub fn new(index: u32, of: u32) -> Result<Self> {
        if !(1..=Shard::MOST).contains(&of) {
            return Err(invalid(format!("{of} shards: allowed are 1 to {}", Shard::MOST)));
        }
        if index >= of {
            return Err(invalid(format!(
                "there is no shard {index} of {of}: shards count from 0, so the last one is {}/{of}",
                of - 1
            )));
        }
        Ok(Shard { index, of, without: Vec::new() })
    }

    /// The same, while these shards are left out: the others share out what was theirs. All of them have to know. A shard
    /// that is left out itself has nothing.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) where one of them is no shard, or none is left.
    pub fn without(mut self, others: impl IntoIterator<Item = u32>) -> Result<Self> {
        self.without = others.into_iter().collect();
        self.without.sort_unstable();
        self.without.dedup();
        if let Some(last) = self.without.last().filter(|last| **last >= self.of) {
            return Err(invalid(format!(
                "shard {last} cannot be left out of {}: shards count from 0",
                self.of
            )));
        }
        if self.taking_part() == 0 {
            return Err(invalid(format!("all {} shards are left out: who is to check?", self.of)));
        }
        Ok(self)
    }

    /// Which one this is, from 0.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.index
    }

    /// How many there are, those that are left out among them.
    #[must_use]
    pub fn of(&self) -> u32 {
        self.of
    }

    /// Those that are left out, in order.
    #[must_use]
    pub fn left_out(&self) -> &[u32] {
        &self.without
    }

    /// How many share the fleet out.
    #[must_use]
    pub fn taking_part(&self) -> u32 {
        self.of - u32::try_from(self.without.len()).unwrap_or(self.of)
    }

    /// Whether this one is not left out.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        self.without.binary_search(&self.index).is_err()
    }

    /// The shard that checks the server of this name.
    #[must_use]
    pub fn owner(&self, name: &str) -> u32 {
        let named = Sha256::new_with_prefix(name);
        let all = (0..self.of).filter(|shard| self.without.binary_search(shard).is_err());
        // Of equals the last one is the highest: hence backwards, for the lowest shard.
        all.rev().max_by_key(|shard| weight(&named, *shard)).unwrap_or_default()
    }

    /// Whether this one does.
    #[must_use]
    pub fn owns(&self, name: &str) -> bool {
        self.takes_part() && self.owner(name) == self.index
    }

    /// Reads `3/10`, or `auto/10` with the ordinal of this process, for which `ordinal` is then asked.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) where it is neither, or there is no such shard; and what `ordinal` says.
    pub fn read(text: &str, ordinal: impl FnOnce() -> Result<u32>) -> Result<Self> {
        let expected = || {
            invalid("expected INDEX/COUNT, such as 3/10 for the fourth of ten shards, or auto/10".to_owned())
        };
        let (index, of) = text.split_once('/').ok_or_else(expected)?;
        let of = number(of).ok_or_else(expected)?;
        let index = match index {
            "auto" => ordinal()?,
            index => number(index).ok_or_else(expected)?,
        };
        Shard::new(index, of)
    }

    /// The ordinal of this process, from its environment: the variable `POD_INDEX`, else the number at the end of
    /// `HOSTNAME` or of the host's name, as pods of a StatefulSet have it (`plimsoll-3`).
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) where none of them tells it, and [`Malformed`](ErrorKind::Malformed) where
    /// `POD_INDEX` is no number.
    pub fn ordinal() -> Result<u32> {
        let host = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
        ordinal_of(std::env::var("POD_INDEX").ok().as_deref(), std::env::var("HOSTNAME").ok().or_else(host))
    }
}

/// What [`Shard::ordinal`] makes of what it finds.
pub(super) fn ordinal_of(pod_index: Option<&str>, host: Option<String>) -> Result<u32> {
    if let Some(text) = pod_index.filter(|text| !text.is_empty()) {
        return number(text).ok_or_else(|| {
            Error::new(ErrorKind::Malformed, format!("POD_INDEX is {text:?}: expected a number from 0 up"))
        });
    }
    let host = host.unwrap_or_default();
    let host = host.trim();
    let number = host.rsplit_once('-').and_then(|(_, end)| number(end));
    number.ok_or_else(|| {
        let message = format!(
            "which shard this is cannot be told: the host is called {host:?}, which does not end with a hyphen and a number; \
             set POD_INDEX, or name the shard"
        );
        Error::new(ErrorKind::NotFound, message)
    })
}

/// Digits and nothing else: no sign, no space.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn weight(named: &Sha256, shard: u32) -> u64 {
    let digest = named.clone().chain_update(format!("/{shard}")).finalize();
    digest.iter().take(8).fold(0, |weight, byte| (weight << 8) | u64::from(*byte))
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidArgument, message)
}

/// As [`Shard::read`], with [`Shard::ordinal`].
impl FromStr for Shard {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Shard::read(text, Shard::ordinal)
    }
}

/// `3/10`.
impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

#[cfg(test)]
#[path = "shard_tests.rs"]
mod tests;
