//! How many containers of this size the measured load needs.

use serde::Serialize;

use super::answers::limits::{cpus_needed, round_up, FILL};
use super::right::{positive, Right};
use crate::finding::{Action, Component, Place};
use crate::rules::View;
use crate::usage;

/// How many containers like this one the load needs that this one was measured to carry: where
/// several run already, so many for each of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Replicas {
    /// So many, each used to 80 % at the most.
    pub needed: u32,
    /// The resource that needs the most of them.
    pub bound_by: Component,
    /// So many for the CPU time, that which the quota refused included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_cpu: Option<u32>,
    /// So many for the memory that cannot be taken back, if it is spread with the work: what each
    /// process holds for itself is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_memory: Option<u32>,
    /// What to tell an autoscaler.
    pub autoscaler: Autoscaler,
}

/// Fields of a Kubernetes `HorizontalPodAutoscaler` (`autoscaling/v1`, below `spec`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Autoscaler {
    /// The fewest that can carry the measured load at all.
    #[serde(rename = "minReplicas")]
    pub min_replicas: u32,
    /// Enough for twice the measured load: as much as the autoscaler's default policy adds in a step.
    #[serde(rename = "maxReplicas")]
    pub max_replicas: u32,
    /// 80 % of the CPUs that one can use, in percent of its request as the autoscaler counts; of a
    /// request that equals the limit, where none was advised. Missing where its CPUs are not known.
    #[serde(rename = "targetCPUUtilizationPercentage", skip_serializing_if = "Option::is_none")]
    pub target_cpu_utilization_percentage: Option<u32>,
}

impl Replicas {
    /// Of the load that this view shows; nothing where no capacity or no need is known.
    pub(super) fn of(view: &View, right: Option<&Right>) -> Option<Self> {
        let cpu = cpu(view);
        let memory = memory(view);
        let fill = |(need, capacity): (f64, f64)| need / capacity;
        let count = |share: f64| round_up(share).max(1);
        let for_cpu = cpu.map(|of| count(fill(of) / FILL));
        let for_memory = memory.map(|of| count(fill(of) / FILL));
        let needed = for_cpu.max(for_memory)?;
        let fullest = cpu.map_or(0.0, fill).max(memory.map_or(0.0, fill));
        let bound_by = if for_memory > for_cpu { Component::Memory } else { Component::Cpu };
        let target = cpu.map(|(_, capacity)| {
            let request = right
                .and_then(Right::confident)
                .and_then(|right| positive(right.cpu_request))
                .unwrap_or(capacity);
            (FILL * capacity / request * 100.0).round().max(1.0) as u32
        });
        Some(Replicas {
            needed,
            bound_by,
            for_cpu,
            for_memory,
            autoscaler: Autoscaler {
                min_replicas: count(fullest),
                max_replicas: count(2.0 * fullest / FILL),
                target_cpu_utilization_percentage: target,
            },
        })
    }

    /// The fields to be set: of a deployment, or of its autoscaler.
    #[must_use]
    pub fn actions(&self) -> Vec<Action> {
        let field = |name: &str, value: u32| Action::new(Place::Kubernetes, name, value.to_string());
        let mut actions = vec![
            // An autoscaler sets these itself: with one they are left out.
            field("spec.replicas of the Deployment without an autoscaler", self.needed),
            field("spec.minReplicas of the HorizontalPodAutoscaler", self.autoscaler.min_replicas),
            field("spec.maxReplicas of the HorizontalPodAutoscaler", self.autoscaler.max_replicas),
        ];
        let target = self.autoscaler.target_cpu_utilization_percentage;
        let name = "spec.targetCPUUtilizationPercentage of the HorizontalPodAutoscaler (autoscaling/v1)";
        actions.extend(target.map(|percent| field(name, percent)));
        actions
    }
}

/// CPUs that the load needs, and those that this container can use.
fn cpu(view: &View) -> Option<(f64, f64)> {
    // In the root the need is everybody's.
    if view.context.cpu_is_hosts {
        return None;
    }
    Some((positive(cpus_needed(view))?, positive(view.sample.cgroup_effective_cpus())?))
}

/// Bytes that the load needs, and those that this container may use.
#[allow(clippy::cast_precision_loss)] // A share does not need 53 bits.
fn memory(view: &View) -> Option<(f64, f64)> {
    if view.context.memory_is_hosts {
        return None;
    }
    let needed = usage::memory_needed_bytes(view.sample)?;
    let limit = view.memory_limit().filter(|limit| *limit > 0)?;
    Some((needed as f64, limit as f64))
}

#[cfg(test)]
#[path = "replicas_tests.rs"]
mod tests;
