//! Pages for people that verbs have in common: wrapped lines, findings, recommendations.

pub mod actions;
pub mod findings;
mod text;

pub use text::{Layout, Page};
