//! Weights: what the container gets of what is fought for.

use super::places::{file, kubernetes, millicores, own, program};
use crate::finding::{Action, Place};
use crate::rules::View;

/// How much of the CPU time that is fought for it gets: twice of what it does now, and a request of
/// what it needs.
pub(super) fn of_cpu(view: &View, need: Option<f64>) -> Vec<Action> {
    let own = own(view, "cpu");
    // Version 1: `sched_group_set_shares` takes 2 to 262144; version 2: 1 to 10000.
    let (name, most) = if view.unified() { ("cpu.weight", 10_000) } else { ("cpu.shares", 262_144) };
    let weight = doubled(view.context.around.cpu_weight, most);
    let mut actions = Vec::with_capacity(4);
    if let Doubled::To(weight) = weight {
        actions.push(Action::new(Place::Cgroup, file(own, name), weight.to_string()));
        // systemd counts 100 where the shares are 1024.
        let systemd = if view.unified() { weight } else { (weight * 100).div_ceil(1024).min(10_000) };
        if !view.unified() {
            actions.push(Action::new(Place::Docker, "--cpu-shares", weight.to_string()));
        }
        actions.push(Action::new(Place::Systemd, "CPUWeight=", systemd.to_string()));
    } else {
        actions.push(program(&format!("{name}, CPUWeight="), weight.words()));
    }
    if view.unified() && weight != Doubled::Most {
        // Docker's shares are those of version 1: what weight they become depends on its version.
        actions.push(Action::new(Place::Docker, "--cpu-shares, as docker inspect has it", TWICE));
    }
    if let Some(need) = need.filter(|need| *need > 0.0) {
        // Kubernetes makes the weight from the request.
        let tens = (need * 100.0).ceil() / 100.0;
        actions.push(kubernetes("resources.requests.cpu", millicores(tens)));
    }
    actions
}

/// Twice the weight in block I/O.
pub(super) fn of_io(view: &View) -> Vec<Action> {
    // Version 1 has had no other weight since CFQ went with Linux 5.0.
    let (name, most) = if view.unified() { ("io.weight", 10_000) } else { ("blkio.bfq.weight", 1000) };
    let weight = doubled(view.context.around.io_weight, most);
    let Doubled::To(number) = weight else {
        return vec![program(&format!("{name}, IOWeight=, --blkio-weight"), weight.words())];
    };
    // The first word of `io.weight` tells that no single disk is meant.
    let value = if view.unified() { format!("default {number}") } else { number.to_string() };
    let mut actions = vec![Action::new(Place::Cgroup, file(own(view, "io"), name), value)];
    // Docker's is a number up to 1000, which is that of version 1.
    if view.unified() {
        actions.push(Action::new(Place::Docker, "--blkio-weight, as docker inspect has it", TWICE));
    } else {
        actions.push(Action::new(Place::Docker, "--blkio-weight", number.to_string()));
    }
    actions.push(Action::new(Place::Systemd, "IOWeight=", number.to_string()));
    actions
}

/// Said in place of a number that is not known: a guess could be less than what is set.
const TWICE: &str = "twice of what it is now";

/// Twice a weight, as far as there are weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubled {
    To(u64),
    /// It is the most already.
    Most,
    Unknown,
}

impl Doubled {
    fn words(self) -> &'static str {
        match self {
            Doubled::Most => "the most there is already: only the neighbours' can be lowered",
            _ => TWICE,
        }
    }
}

fn doubled(now: Option<u64>, most: u64) -> Doubled {
    match now {
        Some(now) if now >= most => Doubled::Most,
        Some(now) => Doubled::To(now.saturating_mul(2).min(most)),
        None => Doubled::Unknown,
    }
}

#[cfg(test)]
#[path = "weights_tests.rs"]
mod tests;
