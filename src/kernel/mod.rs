//! Pure parsers of kernel files: bytes in, a plain struct out.
//!
//! One file per kernel file. A parser does no I/O, allocates nothing, has no `unsafe` and cannot panic, whatever
//! the bytes are; it knows nothing of the rest of the crate. The rules are the same for all of them:
//!
//! - `None` means that nothing usable was found. Otherwise each value that could be read is `Some` and the others
//!   are `None`: a damaged line loses its own values and no others.
//! - A number that has a sign, does not fit, or has anything glued to it is missing, never wrapped or saturated.
//! - A line counts only with its `\n`. The last line of a read that was cut short is therefore dropped, because
//!   `12` may be the beginning of `123`. Only the files that hold one single value ([`cgroup::scalar`] and
//!   [`proc::cpu_list`]) may lack it.
//! - Where a key stands twice, the first readable value counts.
//! - A value that needs several lines (a count of cores, a sum) is missing if the file was visibly cut within them.
//!   A file cut exactly behind a line cannot be told from a shorter file: the reader must read to the end.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::as_conversions
    )
)]

pub mod cgroup;
pub mod kmsg;
pub mod link_stats;
pub mod proc;
pub(crate) mod scan;

#[cfg(test)]
mod captured;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod cut_tests;
#[cfg(test)]
mod oracle_tests;
