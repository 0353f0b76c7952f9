//! One point of a column, and the walk over them.

use super::store::History;

/// What a column was over some observations.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Point {
    /// When, in seconds since 1970: the mean time of its observations, by the wall clock as of the latest observation.
    /// A clock that was set meanwhile therefore moves all points, and never changes their order.
    pub wall_seconds: f64,
    /// Their mean, in the column's unit.
    pub mean: f32,
    /// The greatest of them.
    pub max: f32,
}

/// The points of a column, oldest first; those where it is missing are left out. See [`History::points`].
#[derive(Debug, Clone)]
pub struct Points<'a> {
    history: &'a History,
    column: usize,
    next: usize,
}

impl<'a> Points<'a> {
    pub(super) fn new(history: &'a History, column: usize) -> Self {
        Points { history, column, next: 0 }
    }
}

impl Iterator for Points<'_> {
    type Item = Point;

    fn next(&mut self) -> Option<Point> {
        while self.next < self.history.len() {
            let at = self.next;
            self.next += 1;
            if let Some(point) = self.history.point(self.column, at) {
                return Some(point);
            }
        }
        None
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.history.len() - self.next))
    }
}
