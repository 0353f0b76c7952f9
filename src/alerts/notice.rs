//! What is sent: alerts that came together.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use super::alert::{About, Alert, Turn};
use crate::finding::Status;

/// The value of the `schema` key.
const SCHEMA: &str = "plimsoll.alert/1";
/// Alerts in one notice at most: a thousand servers that fail at once are one piece of news.
const MOST: usize = 100;

/// Alerts that came together: the document that is posted, and that a command reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Notice {
    /// Always `plimsoll.alert/1`.
    pub schema: &'static str,
    /// When it was written, in nanoseconds since 1970-01-01 UTC.
    pub at_unix_ns: u64,
    /// Everything for people, in a line or, of several alerts, in a line for each below a sum.
    pub text: String,
    /// The worst first.
    pub alerts: Vec<Alert>,
    /// Alerts beyond 100, of which the sum tells and no more.
    pub omitted: usize,
}

impl Notice {
    /// Of one alert or more.
    pub(super) fn of(mut alerts: Vec<Alert>) -> Self {
        alerts.sort_by_key(gravity);
        let all = alerts.len();
        let sum = sum(&alerts);
        alerts.truncate(MOST);
        let text = match alerts.as_slice() {
            [one] => one.to_string(),
            several => {
                let lines = several.iter().map(ToString::to_string);
                std::iter::once(sum).chain(lines).collect::<Vec<_>>().join("\n")
            }
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Notice {
            schema: SCHEMA,
            at_unix_ns: u64::try_from(now.as_nanos()).unwrap_or(u64::MAX),
            text,
            omitted: all - alerts.len(),
            alerts,
        }
    }
}

/// The worst has the least.
fn gravity(alert: &Alert) -> u8 {
    match (&alert.turn, &alert.about) {
        (Turn::Raised, About::Check { status: Status::Unhealthy, .. }) => 0,
        (Turn::Raised, About::Limit { .. }) => 1,
        (Turn::Raised, About::Check { status: Status::Unknown, .. }) => 2,
        (Turn::Raised, About::Check { .. }) => 3,
        (Turn::Resolved, _) => 4,
    }
}

/// `3 unhealthy, 1 degraded, 2 resolved`.
fn sum(alerts: &[Alert]) -> String {
    let of_status = |wanted| {
        let is = move |alert: &&Alert| {
            alert.turn == Turn::Raised
                && matches!(&alert.about, About::Check { status, .. } if *status == wanted)
        };
        (alerts.iter().filter(is).count(), wanted.name())
    };
    let is_limit = |alert: &&Alert| alert.turn == Turn::Raised && matches!(alert.about, About::Limit { .. });
    let counts = [
        of_status(Status::Unhealthy),
        of_status(Status::Unknown),
        of_status(Status::Degraded),
        (alerts.iter().filter(is_limit).count(), "of the checker's own limits close"),
        (alerts.iter().filter(|alert| alert.turn == Turn::Resolved).count(), "resolved"),
    ];
    let told = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    told.collect::<Vec<_>>().join(", ")
}
