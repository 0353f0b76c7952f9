//! How laden the container is, as one number, and what to do with more work.

use serde::Serialize;

use super::resources::Resource;
use crate::finding::{Component, Measure};

/// What to do with work that comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadAdvice {
    /// There is room.
    #[default]
    Accept,
    /// Close to the mark: take work in more slowly, urgent work first.
    Slow,
    /// Laden to the mark or beyond: take no more until it is less.
    Refuse,
}

impl LoadAdvice {
    /// `accept`, `slow` or `refuse`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            LoadAdvice::Accept => "accept",
            LoadAdvice::Slow => "slow",
            LoadAdvice::Refuse => "refuse",
        }
    }
}

impl std::fmt::Display for LoadAdvice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// How laden the container is, as one number.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct LoadLine {
    /// 0 empty, 1.0 laden to the mark, above it overladen; missing before anything was read.
    pub reading: Option<f64>,
    /// The resource that is closest to its mark or furthest above it.
    pub resource: Option<Component>,
    /// What is left of that resource up to the mark, in its own unit; 0 above it.
    pub headroom: Option<Measure>,
    /// Whether to take more work. It turns at other readings on the way down than on the way up.
    pub advice: LoadAdvice,
}

/// Slow down from here on, and until it is back at the other.
const SLOW: (f64, f64) = (0.90, 0.80);

/// Take no more from here on, and until it is back at the other. Both lie as far apart as Netdata's
/// alarms for memory do.
const REFUSE: (f64, f64) = (1.0, 0.90);

impl LoadLine {
    /// The most laden of these resources speaks for all.
    pub(super) fn of(resources: &[Resource], before: LoadAdvice) -> Self {
        let laden = resources
            .iter()
            .filter_map(|resource| Some((resource.reading?, resource)))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        LoadLine {
            reading: laden.map(|(reading, _)| reading),
            resource: laden.map(|(_, resource)| resource.resource.clone()),
            headroom: laden.and_then(|(_, resource)| resource.headroom.clone()),
            advice: laden.map_or(LoadAdvice::Accept, |(reading, _)| advice(reading, before)),
        }
    }
}

fn advice(reading: f64, before: LoadAdvice) -> LoadAdvice {
    let above = |(up, down): (f64, f64), level| reading >= if before >= level { down } else { up };
    if above(REFUSE, LoadAdvice::Refuse) {
        LoadAdvice::Refuse
    } else if above(SLOW, LoadAdvice::Slow) {
        LoadAdvice::Slow
    } else {
        LoadAdvice::Accept
    }
}

#[cfg(test)]
#[path = "load_line_tests.rs"]
mod tests;
