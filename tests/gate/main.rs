//! The gate in a container that is really laden, and in a process that forks.

#[path = "../common/mod.rs"]
mod common;
mod forks;
mod laden;
