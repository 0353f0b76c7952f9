//! Labelled traces of what leaks and what does not, made from a seed. They set the constants of the detector.

mod leaks;
mod quiet;
mod random;
mod tests;
mod trace;
