//! Memory that leaks, and the restart that puts off the end of whatever leaks.

use crate::finding::{Category, Effort};
use crate::units::Bytes;

use super::growth::{span, Growth};
use super::limits::{self, bytes_needed, Memory};
use super::memory::{fifth_to_spare, raise};
use super::places::command;
use super::process;
use super::{Answer, Case, Remedy};

/// Anonymous memory grows without end.
pub(super) fn leak(case: &Case, list: &mut Vec<Answer>) {
    let growth = Growth::of(case.finding);
    let limit = case.view.memory_limit().map(|limit| format!("the limit of {}", Bytes(limit)));
    list.extend(restart(case, &growth, limit.as_deref().unwrap_or("the end of the host's memory")));
    let who = process::name(case);
    let mut answer = case
        .answer(
            Remedy::Heap,
            Category::Application,
            Effort::High,
            format!("Find what {who} never gives back, with a profile of its heap."),
        )
        .why(format!(
            "Its memory grows{} and does not come back: a cache or queue without a bound, or objects that are still \
             referred to. Take two profiles some time apart and compare them.",
            growth.pace()
        ))
        .wins(case.cost(), "It ends the growth, and with it the restarts and the kills.")
        .by(vec![process::profile_heap(case)]);
    answer.what.evidence.readings.extend(process::worst(case).map(|culprit| culprit.used.clone()));
    list.push(answer);
    if let (Some(need), Some(buys)) = (bytes_needed(case.view), growth.buys((100_u64 << 20) as f64)) {
        if let Memory::Raise { now, to } = limits::memory(case, need, false) {
            let effect = growth.buys((to - now) as f64).map_or_else(String::new, |time| {
                format!("{time} more, until the larger limit is reached too.")
            });
            list.push(
                raise(case, now, to)
                    .why(fifth_to_spare(case, need, to))
                    .wins(0.0, effect)
                    .but(format!("It only puts the end off: what leaks uses up 100 MiB in {buys}.")),
            );
        }
    }
}

/// A restart before the limit is reached: it puts the end off and no more.
pub(super) fn restart(case: &Case, growth: &Growth, end: &str) -> Option<Answer> {
    let (left, within) = (growth.left?, growth.act_within()?);
    let who = process::name(case);
    let title = format!("Restart {who} within {}, before it reaches {end}.", span(within));
    Some(
        case.answer(Remedy::Restart, Category::Configuration, Effort::Medium, title)
            .why(format!(
                "At this rate{} it is there in {}. A stop-gap: it grows again after each restart.",
                growth.pace().replacen(" at ", " of ", 1),
                span(left)
            ))
            .wins(case.cost(), format!("A planned restart instead of a failure in {}.", span(left)))
            .by(vec![
                command("of a Kubernetes deployment", "kubectl rollout restart deployment/NAME"),
                command("of a Docker container", "docker restart NAME"),
                command(
                    "of a systemd unit, when the time has come",
                    format!("systemd-run --on-active={within:.0} systemctl restart UNIT"),
                ),
            ])
            .amount(1.0 / within.max(1.0)),
    )
}

#[cfg(test)]
#[path = "leak_tests.rs"]
mod tests;
