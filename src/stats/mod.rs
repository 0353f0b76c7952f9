//! Statistics as pure functions: what is drawn from, and how sure one can be of a difference.

pub(crate) mod bootstrap;
mod random;

pub(crate) use random::Random;
