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
//! Where no source is named, the simulation set it: 28 kinds of leaks and 44 of what is none, 40 seeds each
//! (`cargo test --lib --release simulation -- --ignored --nocapture` prints the table). There, 97 % of what is called
//! growing is a leak, 98 % of leaks are found when a third of the way is done, and for 97 % the time left is then right
//! within 15 %.
//!
//! | constant | value | why |
//! |---|---|---|
//! | horizon | 3.5 times the time that growth was seen | A leak is to be found when a third of its way is done: twice that is left, and more after the warm-up and by the lower bound. The other side of it: a collector's first tooth, or the first rise of a day, that takes more than about a fifth of the room to the limit *is* called growing until it falls. No detector can tell the two apart sooner. |
//! | warm-up | 4 s (fills: none) | With the least time of growth below, so that a leak of 90 s is known after 30 s. |
//! | least time of growth | 22 s; fills 90 s | As above. Teeth shorter than this are never called growing, whatever their height. A large file is often written in a minute. |
//! | least share | 5 % of the limit | Next to the limit, noise alone would reach it. |
//! | significance | 0.01 | |
//! | bounds | 95 %, one-sided: 1.645 standard errors | Gilbert (1987); the bend for the place where growth levels off: one standard error |
//! | autocorrelation | counted up to 0.7 | More, and leaks in steps are missed; less, and walks are taken for leaks. |
//! | buckets, widths | 48, factor 3 | A third of any leak's way is then 16 to 48 buckets of some width. |
//! | least points | 12 | |
//!
//! How severe growth is decides who asks: Netdata warns of a disk that is full in less than 8 h, and is critical below
//! 2 h.
//!
//! # What it cannot do
//!
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
