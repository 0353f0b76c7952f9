//! Stages of what is asked for on the command line.

use std::time::Duration;

use plimsoll::load::Stage;

/// Of each step so much is not measured where nothing else is said: what the step before left is served first.
const SETTLE: f64 = 0.2;
const LONGEST_SETTLE: Duration = Duration::from_secs(2);

/// One level, with what comes before and after it.
pub fn held(
    level: f64,
    duration: Duration,
    up: Option<Duration>,
    warm: Option<Duration>,
    down: Option<Duration>,
) -> Vec<Stage> {
    let up = up.map(|up| Stage::ramp(0.0, level, up).named("ramp up"));
    let warm = warm.map(|warm| Stage::hold(level, warm).named("warm-up").unmeasured());
    let down = down.map(|down| Stage::ramp(level, 0.0, down).named("ramp down"));
    let stages = [up, warm, Some(Stage::hold(level, duration)), down];
    stages.into_iter().flatten().filter(|stage| !stage.duration.is_zero()).collect()
}

/// One level after the other.
pub fn steps(
    levels: &[f64],
    duration: Duration,
    up: Option<Duration>,
    warm: Option<Duration>,
    down: Option<Duration>,
) -> Vec<Stage> {
    let settle = warm.unwrap_or_else(|| duration.mul_f64(SETTLE).min(LONGEST_SETTLE));
    let (first, last) = (levels.first().copied().unwrap_or(0.0), levels.last().copied().unwrap_or(0.0));
    let mut stages = Vec::new();
    stages.extend(up.map(|up| Stage::ramp(0.0, first, up).named("ramp up")));
    stages.extend(Stage::steps(levels, settle, duration));
    stages.extend(down.map(|down| Stage::ramp(last, 0.0, down).named("ramp down")));
    stages.retain(|stage| !stage.duration.is_zero());
    stages
}
