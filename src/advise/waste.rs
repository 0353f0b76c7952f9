//! What is set aside for the container and not used.

use serde::Serialize;

use super::answers::gain::ratio;
use super::answers::limits::{bytes_needed, cpus_for, cpus_needed, scaled, whole_mebibytes, FILL};
use super::answers::places::{cpu_quota, kubernetes_size, memory_limit, Holder, LEAST_OF_DOCKER};
use super::answers::{Answer, Remedy};
use super::prices::{Prices, HOURS_PER_MONTH};
use super::right::{positive, Right, CONFIDENT_OF_WASTE};
use crate::fields::{Scope, Unit};
use crate::finding::{
    quantity, Action, Category, Component, Effort, Evidence, Finding, Measure, Place, Recommendation,
    Severity,
};
use crate::rules::View;
use crate::units::Bytes;

/// A limit of which less than this part is used is too large (awesome-prometheus-alerts
/// `ContainerLowCpuUtilization` and `ContainerLowMemoryUsage`: below 20 % for 7 days). How
/// long it was watched, the confidence of the advised size tells: see [`CONFIDENT_OF_WASTE`].
const WASTED_BELOW: f64 = 0.20;

/// What is set aside for the container and not used.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Waste {
    /// In CPUs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Wasted>,
    /// In bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<Wasted>,
    /// What it costs, where prices were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// How sure the advised size is, 0..1; [`CONFIDENT_OF_WASTE`] or more.
    pub confidence: f64,
}

/// A limit that is too large.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Wasted {
    /// The limit.
    pub limit: f64,
    /// A limit that is enough, with a fifth of it free.
    pub enough: f64,
    /// The difference.
    pub wasted: f64,
}

/// What something costs if the whole of a limit is paid for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cost {
    /// For an hour.
    pub per_hour: f64,
    /// For a month of 730 hours.
    pub per_month: f64,
    /// In this currency.
    pub currency: String,
}

impl Waste {
    /// Nothing where limits fit, where it is not sure enough that they do not, or where something is
    /// found that the resource is short of.
    pub(super) fn of(
        view: &View,
        findings: &[Finding],
        right: Option<&Right>,
        prices: Option<&Prices>,
    ) -> Option<Self> {
        let right = right.filter(|right| right.confidence >= CONFIDENT_OF_WASTE)?;
        let free_of = |component: Component| !findings.iter().any(|finding| finding.component == component);
        let cpu = cpu(view, right).filter(|_| free_of(Component::Cpu));
        let memory = memory(view, right).filter(|_| free_of(Component::Memory));
        if cpu.is_none() && memory.is_none() {
            return None;
        }
        let wasted = |of: Option<Wasted>| of.map_or(0.0, |of| of.wasted);
        let cost = prices.map(|prices| {
            let per_hour = prices.of(wasted(cpu), wasted(memory));
            let currency = prices.currency().to_owned();
            Cost { per_hour, per_month: per_hour * HOURS_PER_MONTH, currency }
        });
        Some(Waste { cpu, memory, cost, confidence: right.confidence.min(1.0) })
    }

    /// What to lower, and to what.
    pub(super) fn answers(&self, view: &View, right: Option<&Right>, prices: Option<&Prices>) -> Vec<Answer> {
        let cpu = self.cpu.map(|of| self.lower_quota(view, of, right, prices));
        let memory = self.memory.map(|of| self.lower_memory(view, of, right, prices));
        cpu.into_iter().chain(memory).collect()
    }

    fn lower_quota(&self, view: &View, of: Wasted, right: Option<&Right>, prices: Option<&Prices>) -> Answer {
        let holder = Holder::of_cpu(view);
        let mut actions = cpu_quota(holder, of.enough);
        if let Some(request) = right.and_then(|right| positive(right.cpu_request)) {
            // Not above the limit, which Kubernetes would refuse.
            let millicores = (request.min(of.enough) * 1e3).ceil();
            actions.push(Action::new(
                Place::Kubernetes,
                "resources.requests.cpu",
                format!("{millicores:.0}m"),
            ));
        }
        let now = quantity(of.limit, Unit::Count);
        let what = self.recommendation(
            Component::Cpu,
            "allocation.cpu",
            format!(
                "Lower the CPU quota{} from {now} to {}.",
                holder.named(),
                quantity(of.enough, Unit::Cpus)
            ),
            of,
            format!("It sets {} free{}.", quantity(of.wasted, Unit::Cpus), saving(prices, of.wasted, 0.0)),
        );
        Answer::of(Remedy::LowerQuota, with(what, actions, measures("cpu_quota", of, Unit::Cpus)))
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Whole bytes, below 2^53.
    fn lower_memory(
        &self,
        view: &View,
        of: Wasted,
        right: Option<&Right>,
        prices: Option<&Prices>,
    ) -> Answer {
        let bytes = |value: f64| Bytes(value as u64);
        let mut actions = memory_limit(view, of.enough as u64);
        if let Some(request) = right.and_then(|right| positive(right.memory_request)) {
            let request = kubernetes_size(whole_mebibytes(request.min(of.enough) as u64));
            actions.push(Action::new(Place::Kubernetes, "resources.requests.memory", request));
        }
        let what = self.recommendation(
            Component::Memory,
            "allocation.memory",
            format!(
                "Lower the memory limit{} from {} to {}.",
                Holder::of_memory(view).named(),
                bytes(of.limit),
                bytes(of.enough)
            ),
            of,
            format!("It sets {} free{}.", bytes(of.wasted), saving(prices, 0.0, of.wasted)),
        );
        Answer::of(Remedy::LowerMemory, with(what, actions, measures("memory_limit", of, Unit::Bytes)))
    }

    fn recommendation(
        &self,
        component: Component,
        rule: &'static str,
        title: String,
        of: Wasted,
        expected_impact: String,
    ) -> Recommendation {
        Recommendation {
            component,
            category: Category::Resource,
            priority: Severity::Low,
            rule,
            title,
            description: format!(
                "Less than {} of the limit is used. What its history needs fits into the new one with room to spare \
                 (confidence {}).",
                quantity(WASTED_BELOW, Unit::Ratio),
                quantity(self.confidence, Unit::Ratio)
            ),
            expected_impact,
            gain: ratio(of.wasted / of.limit),
            effort: Effort::Low,
            actions: Vec::new(),
            evidence: Evidence::default(),
        }
    }
}

fn with(mut what: Recommendation, actions: Vec<Action>, readings: Vec<Measure>) -> Recommendation {
    what.actions = actions;
    what.evidence.readings = readings;
    what
}

fn measures(kind: &str, of: Wasted, unit: Unit) -> Vec<Measure> {
    let end = if unit == Unit::Bytes { "bytes" } else { "cpus" };
    vec![
        Measure::new(format!("{kind}_{end}"), of.limit, unit, Scope::Cgroup),
        Measure::new(format!("advised_{kind}_{end}"), of.enough, unit, Scope::Cgroup),
    ]
}

/// `: 0.05 EUR an hour, 37 EUR a month`.
fn saving(prices: Option<&Prices>, cpus: f64, bytes: f64) -> String {
    prices
        .map_or_else(String::new, |prices| format!(": {}", money(prices.of(cpus, bytes), prices.currency())))
}

/// An amount for an hour and for a month.
pub(super) fn money(per_hour: f64, currency: &str) -> String {
    format!("{per_hour:.3} {currency} an hour, {:.2} {currency} a month", per_hour * HOURS_PER_MONTH)
}

/// The container's own quota, where it binds and is far too large.
fn cpu(view: &View, right: &Right) -> Option<Wasted> {
    // An ancestor's is not the container's to lower, nor the host's CPUs.
    if !view.quota_binds() || Holder::of_cpu(view).above || view.context.cpu_is_hosts {
        return None;
    }
    let limit = view.quota()?;
    let typical = positive(right.cpu_request).or(positive(right.cpu_limit))?;
    let now = cpus_needed(view).unwrap_or(0.0);
    let advised = positive(right.cpu_limit).unwrap_or(typical / FILL);
    let enough = ((advised * 10.0 - 1e-9).ceil() / 10.0).max(cpus_for(now));
    too_large(limit, typical.max(now), enough)
}

/// The container's own memory limit, where it is far too large.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Below 2^53.
fn memory(view: &View, right: &Right) -> Option<Wasted> {
    if Holder::of_memory(view).above || view.context.memory_is_hosts {
        return None;
    }
    let limit = view.memory_limit()?;
    let typical = positive(right.memory_request).or(positive(right.memory_limit))?;
    let now = bytes_needed(view)?;
    let advised = positive(right.memory_limit).unwrap_or(typical / FILL);
    let enough = whole_mebibytes((advised as u64).max(scaled(now, 1.0 / FILL)).max(LEAST_OF_DOCKER));
    too_large(limit as f64, typical.max(now as f64), enough as f64)
}

fn too_large(limit: f64, used: f64, enough: f64) -> Option<Wasted> {
    (used < WASTED_BELOW * limit && enough < limit).then_some(Wasted {
        limit,
        enough,
        wasted: limit - enough,
    })
}

#[cfg(test)]
#[path = "waste_tests.rs"]
mod tests;
