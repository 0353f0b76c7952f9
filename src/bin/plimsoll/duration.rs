//! Durations on the command line: `5s`, `200ms`, `1m 30s`, or plain seconds.

use std::ops::RangeInclusive;
use std::time::Duration;

/// From which to which interval samples can be taken.
pub const INTERVALS: RangeInclusive<Duration> = Duration::from_millis(10)..=Duration::from_secs(3600);
/// For how long a container can be watched for one verdict.
pub const WINDOWS: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(3600);
/// From which to which interval a screen can be drawn.
pub const FRAMES: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(60);

/// How long a database may take to answer.
pub const ANSWERS: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(60);

/// How long one check may take.
pub const DEADLINES: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(600);

/// How long a stage of a load test may be.
#[cfg(feature = "load")]
pub const STAGES: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(86_400);

/// Parses how long a stage of a load test is.
#[cfg(feature = "load")]
pub fn load(text: &str) -> Result<Duration, String> {
    within(text, &STAGES)
}

/// Parses the deadline of a check.
pub fn deadline(text: &str) -> Result<Duration, String> {
    within(text, &DEADLINES)
}

/// Parses how long a database may take.
pub fn answer(text: &str) -> Result<Duration, String> {
    within(text, &ANSWERS)
}

/// Parses an interval between samples.
pub fn interval(text: &str) -> Result<Duration, String> {
    within(text, &INTERVALS)
}

/// Parses how long to watch.
pub fn window(text: &str) -> Result<Duration, String> {
    within(text, &WINDOWS)
}

/// Parses an interval between screens.
pub fn frame(text: &str) -> Result<Duration, String> {
    within(text, &FRAMES)
}

fn within(text: &str, allowed: &RangeInclusive<Duration>) -> Result<Duration, String> {
    let duration = parse(text).ok_or("not a duration: write it as 5s, 200ms or 1m30s")?;
    if allowed.contains(&duration) {
        return Ok(duration);
    }
    let (least, most) =
        (humantime::format_duration(*allowed.start()), humantime::format_duration(*allowed.end()));
    Err(format!("allowed are {least} to {most}"))
}

fn parse(text: &str) -> Option<Duration> {
    match text.parse::<f64>() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        Err(_) => humantime::parse_duration(text).ok(),
    }
}

#[cfg(test)]
#[path = "duration_tests.rs"]
mod tests;
