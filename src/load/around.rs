//! What comes before and after the levels that are measured.

use std::time::Duration;

use super::stage::Stage;

/// Of each step so much is not measured where nothing else is said: what the step before left is served first.
const SETTLE: f64 = 0.2;
const LONGEST_SETTLE: Duration = Duration::from_secs(2);

/// What comes before and after levels, and does not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Around {
    /// So long it goes evenly up to the first level.
    pub ramp_up: Option<Duration>,
    /// So long each level is held before it counts; of several levels a fifth of a step, 2 s at most, where it is missing.
    pub warm_up: Option<Duration>,
    /// So long it goes evenly down from the last level.
    pub ramp_down: Option<Duration>,
}

impl Around {
    /// One level.
    #[must_use]
    pub fn held(&self, level: f64, duration: Duration) -> Vec<Stage> {
        let warm = self.warm_up.map(|warm| Stage::hold(level, warm).named("warm-up").unmeasured());
        self.within(level, warm.into_iter().chain([Stage::hold(level, duration)]), level)
    }

    /// One level after the other, each held as long.
    #[must_use]
    pub fn steps(&self, levels: &[f64], duration: Duration) -> Vec<Stage> {
        let settle = self.warm_up.unwrap_or_else(|| duration.mul_f64(SETTLE).min(LONGEST_SETTLE));
        let (Some(first), Some(last)) = (levels.first(), levels.last()) else { return Vec::new() };
        self.within(*first, Stage::steps(levels, settle, duration), *last)
    }

    /// The same steps for each number of targets.
    #[must_use]
    pub fn steps_over(&self, targets: &[usize], levels: &[f64], duration: Duration) -> Vec<Stage> {
        let bare = Around { ramp_up: None, ramp_down: None, ..*self };
        let (Some(first), Some(last)) = (levels.first(), levels.last()) else { return Vec::new() };
        let stages = targets.iter().flat_map(|count| {
            let of_all = |stage| Stage { targets: Some(*count), ..stage };
            bare.steps(levels, duration).into_iter().map(of_all)
        });
        let mut stages = self.within(*first, stages, *last);
        // On the way up and down as many are asked as beside it.
        if let Some(stage) = stages.first_mut() {
            stage.targets = targets.first().copied();
        }
        if let Some(stage) = stages.last_mut() {
            stage.targets = targets.last().copied();
        }
        stages
    }

    fn within(&self, first: f64, stages: impl IntoIterator<Item = Stage>, last: f64) -> Vec<Stage> {
        let up = self.ramp_up.map(|up| Stage::ramp(0.0, first, up).named("ramp up"));
        let down = self.ramp_down.map(|down| Stage::ramp(last, 0.0, down).named("ramp down"));
        let all = up.into_iter().chain(stages).chain(down);
        all.filter(|stage| !stage.duration.is_zero()).collect()
    }
}

#[cfg(test)]
#[path = "around_tests.rs"]
mod tests;
