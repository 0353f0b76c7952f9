//! The last values of one meter, for its sparkline.

use std::collections::VecDeque;

/// How many values a sparkline shows, whatever its width: at one a second, two minutes.
const SPAN: usize = 120;
/// How many are kept: enough for columns that hold several values each.
const KEPT: usize = 4 * SPAN;

/// The last values; a missing one keeps its place.
#[derive(Debug, Default)]
pub struct History {
    values: VecDeque<Option<f64>>,
    taken: usize,
}

impl History {
    pub fn push(&mut self, value: Option<f64>) {
        if self.values.len() == KEPT {
            self.values.pop_front();
        }
        self.values.push_back(value.filter(|value| value.is_finite()));
        self.taken += 1;
    }

    /// The greatest value of each column, oldest first, for at most `width` columns. Columns begin
    /// at fixed values, so that the line moves but does not flicker.
    pub fn columns(&self, width: usize) -> Vec<Option<f64>> {
        let each = SPAN.div_ceil(width.max(1));
        let first_kept = self.taken - self.values.len();
        let last = self.taken.div_ceil(each);
        let column = |column: usize| {
            let from = (column * each).max(first_kept);
            let until = ((column + 1) * each).min(self.taken);
            (from..until).filter_map(|index| self.values[index - first_kept]).reduce(f64::max)
        };
        // A column of which a part is forgotten is left out.
        let first = last.saturating_sub(width).max(first_kept.div_ceil(each));
        (first..last).map(column).collect()
    }
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
