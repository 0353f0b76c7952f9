//! An answer while it is being worded, and answers that are one and the same.

use crate::finding::{Action, Category, Effort, Finding, Recommendation};

use super::gain::ratio;

/// What is done. Two answers with the same remedy are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::advise) enum Remedy {
    Quota,
    Burst,
    Threads,
    LessWork,
    Replicas,
    MoreCpus,
    LessCrowded,
    ProfileCpu,
    Steal,
    MemoryLimit,
    MemoryHost,
    MemoryHigh,
    MemoryLow,
    LessMemory,
    Swappiness,
    FileAccess,
    Heap,
    Restart,
    CleanDisk,
    LargerDisk,
    CleanInodes,
    MoreInodes,
    DiskLimit,
    DiskWeight,
    LessIo,
    FasterDisk,
    Link,
    Buffers,
    Path,
    Traffic,
    CloseDescriptors,
    DescriptorLimit,
    BoundTasks,
    TaskLimit,
    HostTasks,
    HostIo,
    Metric,
    MetricGrowth,
    LowerQuota,
    LowerMemory,
}

impl Remedy {
    /// Whether it is done for each metric apart.
    fn is_of_metric(self) -> bool {
        matches!(self, Remedy::Metric | Remedy::MetricGrowth)
    }
}

/// A recommendation, and what it takes to tell it from others.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::advise) struct Answer {
    remedy: Remedy,
    /// Of two with the same remedy the words of the larger are kept: the larger limit, the sooner
    /// restart.
    amount: f64,
    /// What has to be said whosever words are kept.
    caveat: Option<String>,
    pub what: Recommendation,
}

impl Answer {
    pub(in crate::advise) fn new(
        finding: &Finding,
        remedy: Remedy,
        category: Category,
        effort: Effort,
        title: String,
    ) -> Self {
        let what = Recommendation {
            component: finding.component.clone(),
            category,
            priority: finding.severity,
            rule: finding.rule,
            title,
            description: String::new(),
            expected_impact: String::new(),
            gain: 0.0,
            effort,
            actions: Vec::new(),
            evidence: finding.evidence.clone(),
        };
        Answer { remedy, amount: 0.0, caveat: None, what }
    }

    /// One that answers no finding.
    pub(in crate::advise) fn of(remedy: Remedy, what: Recommendation) -> Self {
        Answer { remedy, amount: 0.0, caveat: None, what }
    }

    /// Why, and what to look out for.
    pub(super) fn why(mut self, description: impl Into<String>) -> Self {
        self.what.description = description.into();
        self
    }

    /// What will change, and the part of the work that it wins back.
    pub(super) fn wins(mut self, gain: f64, expected_impact: impl Into<String>) -> Self {
        self.what.gain = ratio(gain);
        self.what.expected_impact = expected_impact.into();
        self
    }

    pub(super) fn by(mut self, actions: Vec<Action>) -> Self {
        self.what.actions = actions;
        self
    }

    pub(super) fn amount(mut self, amount: f64) -> Self {
        self.amount = amount;
        self
    }

    /// Something to look out for that is said even where another answer takes the place of this one.
    pub(super) fn but(mut self, caveat: impl Into<String>) -> Self {
        self.caveat = Some(caveat.into());
        self
    }

    /// With its caveat.
    fn told(mut self) -> Recommendation {
        if let Some(caveat) = self.caveat {
            if !self.what.description.is_empty() {
                self.what.description.push(' ');
            }
            self.what.description.push_str(&caveat);
        }
        self.what
    }

    fn is_same(&self, other: &Answer) -> bool {
        self.remedy == other.remedy
            && (!self.remedy.is_of_metric() || self.what.component == other.what.component)
    }

    /// Two answers with the same remedy, as one: the larger one's words, the higher priority, the
    /// evidence of both.
    fn join(&mut self, mut other: Answer) {
        if other.amount > self.amount {
            std::mem::swap(self, &mut other);
        }
        self.caveat = self.caveat.take().or(other.caveat);
        let Answer { what, .. } = self;
        what.priority = what.priority.max(other.what.priority);
        what.gain = what.gain.max(other.what.gain);
        if what.rule != other.what.rule {
            what.description.push_str(" It answers ");
            what.description.push_str(other.what.rule);
            what.description.push_str(" as well.");
        }
        for reading in other.what.evidence.readings {
            if !what.evidence.readings.iter().any(|known| known.name == reading.name) {
                what.evidence.readings.push(reading);
            }
        }
    }
}

/// Each remedy once; by priority, then by what it wins for its effort.
pub(in crate::advise) fn merged(answers: Vec<Answer>) -> Vec<Recommendation> {
    let mut distinct: Vec<Answer> = Vec::with_capacity(answers.len());
    for answer in answers {
        match distinct.iter_mut().find(|known| known.is_same(&answer)) {
            Some(known) => known.join(answer),
            None => distinct.push(answer),
        }
    }
    let mut list: Vec<Recommendation> = distinct.into_iter().map(Answer::told).collect();
    sort(&mut list);
    list
}

/// By priority, then by what it wins for its effort.
pub(in crate::advise) fn sort(list: &mut [Recommendation]) {
    // Stable: what is as good stays in the order in which it was thought of.
    list.sort_by(|a, b| b.priority.cmp(&a.priority).then(worth(b).total_cmp(&worth(a))));
}

/// What it wins for its effort: each step of effort counts as much again as the first.
fn worth(what: &Recommendation) -> f64 {
    what.gain
        / match what.effort {
            Effort::Low => 1.0,
            Effort::Medium => 2.0,
            Effort::High => 3.0,
        }
}
