//! What a monitor advises: changes, sizes, and what kind of work it sees.

use super::{blame, Monitor};
use crate::advise::{
    answers_sized, recommend_over, Advice, Allocation, Recognition, Right, Size, SizingContext,
    WorkloadPattern,
};
use crate::finding::{Finding, Recommendation};
use crate::units::Limit;

impl Monitor {
    /// What to change: answers to what was found, and to what is wasted; sorted by priority, then by
    /// gain over effort. Empty where nothing is wrong and nothing is wasted.
    #[must_use]
    pub fn recommend(&self) -> Advice {
        self.recommend_for(&self.judge.findings(self))
    }

    pub(super) fn recommend_for(&self, findings: &[Finding]) -> Advice {
        let held: Vec<_> = findings.iter().map(|finding| self.usage_held(finding.held_seconds)).collect();
        let view = self.view(self.usage.as_ref());
        let more = self.pools.answers();
        recommend_over(&view, findings, &held, self.right().as_ref(), self.options.prices.as_ref(), more)
    }

    /// The size that suits the container, where its history tells.
    pub(super) fn right(&self) -> Option<Right> {
        let Allocation::Advice(advice) = self.allocation(WorkloadPattern::Detect) else { return None };
        let mut right = Right::new(advice.confidence);
        let sizes = |size: &Option<Size>| size.as_ref().map(|size| (size.request, size.limit));
        if let Some((request, limit)) = sizes(&advice.cpu) {
            (right.cpu_request, right.cpu_limit) = (Some(request), limit);
        }
        if let Some((request, limit)) = sizes(&advice.memory) {
            (right.memory_request, right.memory_limit) = (Some(request), limit);
        }
        Some(right)
    }

    /// How much CPU and memory the container should have, by what it used so far; for the pattern
    /// that is given, or the one that is recognised.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Bytes and CPUs, to be rounded.
    pub fn allocation(&self, pattern: WorkloadPattern) -> Allocation {
        let sample = &self.latest;
        let context = SizingContext {
            recognised: self.workload_pattern().pattern,
            cpu_limit_cpus: sample.cgroup_cpu_effective_quota_cpus().and_then(Limit::value),
            memory_limit_bytes: sample
                .cgroup_memory_effective_limit_bytes()
                .and_then(Limit::value)
                .map(|bytes| bytes as f64),
            host_cpus: sample.host_cpus_online().map(|cpus| cpus as f64),
            host_memory_bytes: sample.host_memory_total_bytes().map(|bytes| bytes as f64),
            ..SizingContext::default()
        };
        self.learned.sizing.allocation(pattern, &context)
    }

    /// What kind of work the container does, as far as it can be told from what was observed.
    #[must_use]
    pub fn workload_pattern(&self) -> Recognition {
        self.learned.workload.recognise()
    }

    /// What a rule does not know of a finding: who does it, and what to do.
    pub(super) fn complete(&self, finding: &mut Finding, right: Option<&Right>) {
        finding.culprits = match finding.rule {
            // Who is left is not who was too large.
            "memory.oom_kill" => self.culprits.killed().to_vec(),
            rule if rule.ends_with(".leak") || rule.ends_with(".fill") => {
                self.culprits.growing(&finding.component)
            }
            _ => self.culprits.of(&finding.component),
        };
        let usage = self.usage_held(finding.held_seconds);
        if !blame::is_the_containers(&self.view(usage.as_ref()), finding, &finding.culprits) {
            finding.culprits.clear();
        }
        let answers = self.answers_to(finding, right);
        finding.recommendations = answers.into_iter().map(|answer| answer.title).collect();
    }

    /// What to do about a finding, by what happened while it held.
    pub(super) fn answers_to(&self, finding: &Finding, right: Option<&Right>) -> Vec<Recommendation> {
        let usage = self.usage_held(finding.held_seconds);
        answers_sized(&self.view(usage.as_ref()), finding, right)
    }
}
