//! Diagnosis: pure functions from a sample and what happened up to it to findings.
//!
//! Each resource is judged by utilisation, saturation and errors. A container's share is of the
//! container's own limit; values of the host are labelled so. One cause makes one finding: what
//! else it moved is that finding's evidence.

mod advice;
mod cpu;
mod load;
mod memory;
mod rule;
mod storage;
pub(crate) mod table;
mod tasks;
mod view;

pub use rule::Rule;
pub use table::RULES;
pub use view::{Context, View};

use crate::finding::Finding;

/// Everything found, worst first.
#[must_use]
pub fn findings(view: &View) -> Vec<Finding> {
    // Nothing is allocated where nothing is found.
    let mut found = Vec::new();
    cpu::judge(view, &mut found);
    memory::judge(view, &mut found);
    storage::judge(view, &mut found);
    tasks::judge(view, &mut found);
    load::judge(view, &mut found);
    // Stable: within a severity the order of the rules stays.
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found
}

#[cfg(test)]
mod tests;
