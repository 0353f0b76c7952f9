//! How urgent work is.

use serde::Serialize;

/// How urgent work is: -1000 to 1000, higher first. Below 0 it is of the low [class](Class), from 100 on of the high
/// one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Priority(i16);

impl Priority {
    /// The least that can be said: -1000.
    pub const LOWEST: Priority = Priority(-1000);
    /// What can wait: -100.
    pub const LOW: Priority = Priority(-100);
    /// The default: 0.
    pub const NORMAL: Priority = Priority(0);
    /// What must be done also in a laden container: 100.
    pub const HIGH: Priority = Priority(100);
    /// The most that can be said: 1000.
    pub const HIGHEST: Priority = Priority(1000);

    /// The priority of that value; what is out of range is taken for the nearest end.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // Clamped.
    pub const fn new(value: i32) -> Self {
        match value {
            ..=-1000 => Priority::LOWEST,
            1000.. => Priority::HIGHEST,
            within => Priority(within as i16),
        }
    }

    /// -1000 to 1000.
    #[must_use]
    pub const fn value(self) -> i32 {
        self.0 as i32
    }

    /// Low, normal or high: what is refused under load is refused by class.
    #[must_use]
    pub const fn class(self) -> Class {
        match self.0 {
            ..=-1 => Class::Low,
            0..=99 => Class::Normal,
            100.. => Class::High,
        }
    }
}

/// The classes of [`Priority`] that load is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Below 0: refused first.
    Low,
    /// 0 to 99.
    Normal,
    /// From 100 on: refused last.
    High,
}

impl Class {
    /// All, from low to high.
    pub const ALL: [Class; 3] = [Class::Low, Class::Normal, Class::High];

    /// `low`, `normal` or `high`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Class::Low => "low",
            Class::Normal => "normal",
            Class::High => "high",
        }
    }
}

impl std::fmt::Display for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}
