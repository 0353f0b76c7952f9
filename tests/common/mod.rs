//! What several tests share.
#![allow(dead_code)] // Each test binary uses its own part.

pub mod cgroups;
pub mod children;
pub mod descriptors;
pub mod isolation;
pub mod trace;
