//! What grows without end: leaks and fills, with the time that is left.
//!
//! A [`Trend`] follows one signal (anonymous memory, descriptors, threads; the space of a filesystem) and answers with an
//! [`Assessment`]: not enough data, steady, or [`Growth`] that reaches the limit if it goes on.
//!
//! # How it looks
//!
//! Observations go into buckets of ten widths, 1 s to 5.5 h, each three times the one before; of each width the latest 48
//! are kept, so that the last 48 s and the last 11 days are in view at once, and a leak that begins after weeks is found
//! as soon as one that begins at once. Growth is judged on the *minima* of buckets: a garbage collector's teeth, and
//! peaks of any kind, leave no trace in buckets that are wider than they. When a bucket closes, its width is evaluated:
//!
//! 1. Growth begins where the value was last near its lowest.
//! 2. It must not have ended: records still come, and it does not rest as it never did before.
//! 3. Nowhere in view may it have fallen by as much as it grew, and half of the growth must lead to where the value had
//!    not been over the last 27 times as long: what goes up and down is not news.
//! 4. It must be significant: Mann (1945) and Kendall's (1975) test with the correction for ties, its variance widened
//!    where residuals follow one another, as in a random walk (Yue & Wang 2004).
//! 5. Its slope is the median of the slopes of all pairs (Sen 1968), with the bounds of Gilbert (1987).
//! 6. The lower bound must reach the limit within the horizon, and where growth surely slows down, the place where it
//!    would level off must be above the limit.
//!
//! 2 to 5 are done when a bucket closes, at most once for each observation; [`Trend::assess`] only does 6. The time to
//! the limit is counted from the median of the latest buckets' maxima, since it is peaks that reach a limit first.
//!
//! # Constants
//!
//! The simulation beside this file makes traces of 28 kinds that leak and 44 kinds that do not. Constants were set on 40
//! seeds of each; on 40 others, looked at once, 98 % of the traces called growing leak, 98 % of leaks are found when a
//! third of the way is done, and for 98 % the time left is then right within 15 %. The kinds are ours, and no recorded
//! trace is among them. (`cargo test --lib --release simulation -- --ignored --nocapture` prints the table.)
//!
//! "Wrong" below counts the quiet traces, of 1,760, that were ever called growing, and "found" is out of 1,120 leaks; both
//! with one constant changed at a time, from a horizon of 3.5 (32 wrong, 1,093 found).
//!
//! | constant | value | what it weighs |
//! |---|---|---|
//! | horizon | 3.25 times as long as growth was seen | 3.0: 15 wrong, 1,082 found; 3.25: 19 and 1,090; 4.0: 52 and 1,097. A leak at a third of its way has twice that left. A collector's first tooth, or the first rise of a day, above about a fifth of the room to the limit *is* therefore called growing until it falls: it looks the same. |
//! | warm-up | 4 s; fills none | None: 44 wrong. 8 s: 1,027 found, since with the next one it decides when a leak of 90 s is known. |
//! | least time of growth | 22 s; fills 90 s | 18 s: 54 wrong; 28 s: 1,038 found. Fills at 60 s: 39 wrong, which are large files. |
//! | onset | 5 % of the growth | 2 %: 40 wrong; 10 %: 1,088 found. |
//! | look-back | 3 wider widths, 27 times as long | 1: 116 wrong; 2: 34. |
//! | new ground | half of the growth | A quarter: 42 wrong. Three quarters: 21, but a leak would have to rise to thrice an earlier peak, and few traces have one. |
//! | autocorrelation | counted up to 0.7 | Not at all: 62 wrong; 0.85: 28 wrong, 1,086 found. |
//! | place where it levels off | at one standard error of the bend | 0.5: 1,081 found; 1.645: 39 wrong. |
//! | significance | 0.01 | 0.001: 1,080 found. 0.05 is no different here: the stricter one was taken. |
//! | least points | 12 | 16: 1,090 found. |
//! | least share | 5 % of the limit | 0 to 10 % make no difference here. A choice: without it, next to the limit any growth would reach it at once. |
//! | bounds | 95 %, one-sided: 1.645 standard errors | A choice, of the usual ones. |
//! | buckets, widths | 48, factor 3 | A third of a leak's way is then 16 to 48 buckets of some width, in 4 KiB. Not varied. |
//!
//! How severe growth is decides who asks: Netdata warns of a disk that is full in less than 8 h, and is critical below
//! 2 h.
//!
//! # What it cannot do
//!
//! - It is not silent on all that does not leak. Of 40 quiet traces of a kind, most are called growing, for a while, among
//!   walks around a level (2 to 6, wandering by a fifth of the limit or more for hours), start-up of minutes to half an
//!   hour that levels off (2 or 3), and two jumps up that follow one another (3).
//! - Noise of 2 % of the limit on a leak of two minutes hides one in eight until after a third of its way.
//! - Growth that stopped is called so until a quarter of the time that it was seen for has gone by.
//! - A leak is not seen before it is above what the value was lately, as after a peak at start-up.
//! - Start-up that rises in a straight line, takes longer than the least time of growth and more than a fifth of the
//!   room is a leak for as long as it lasts.
//! - A leak that is mixed with swings of its own pace (ten days, and day and night) is called growing in most moments,
//!   not in all.

mod assessment;
mod evidence;
mod level;
mod mann_kendall;
mod options;
mod ring;
mod shape;
mod theil_sen;
mod trend;

pub use assessment::{Assessment, Growth};
pub use options::TrendOptions;
pub use trend::Trend;

#[cfg(test)]
mod simulation;
