//! The parts of the score: each a curve over facts, 0 to 100. Every corner of a curve names who
//! published it.

use super::seen::EfficiencyFacts;

/// Straight lines between corners; level before the first and after the last.
struct Curve(&'static [(f64, f64)]);

impl Curve {
    fn at(&self, value: f64) -> f64 {
        let corners = self.0;
        let (Some(first), Some(last)) = (corners.first(), corners.last()) else { return 0.0 };
        if value <= first.0 {
            return first.1;
        }
        for pair in corners.windows(2) {
            let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
            if value <= x1 {
                return y0 + (y1 - y0) * (value - x0) / (x1 - x0);
            }
        }
        last.1
    }

    fn of(&self, value: Option<f64>) -> Option<f64> {
        value.map(|value| self.at(value))
    }
}

// Too low. 50 %: what the walkthrough of the Kubernetes horizontal autoscaler aims at. 20 %:
// awesome-prometheus-alerts calls less than 20 % of a limit a waste.
const LADEN: Curve = Curve(&[(0.0, 0.0), (0.2, 25.0), (0.5, 100.0)]);
// Too high, as the rules `cpu.utilisation` and `memory.used` say: CPU high at 80 %, memory at 85 %, both
// critical at 95 %. Autoscaling/v1 aims at 80 % of CPU by default.
const CPU_RESERVE: Curve = Curve(&[(0.80, 100.0), (0.95, 25.0), (1.0, 0.0)]);
const MEMORY_RESERVE: Curve = Curve(&[(0.85, 100.0), (0.95, 25.0), (1.0, 0.0)]);

// The Kubernetes autoscaler lets 10 % of deviation pass as none. 0.5: as much as a reading between
// nothing and the mark can deviate.
const STEADINESS: Curve = Curve(&[(0.1, 100.0), (0.5, 0.0)]);
// Each failure halves it: `memory.oom_kill` is a critical finding, the only part of the scale that
// is ours is the half.
const LEFT_AFTER_FAILURE: f64 = 0.5;

// Kubernetes VPA: what is needed, and 15 % of margin.
const MARGIN: f64 = 1.15;
// 20 %: awesome-prometheus-alerts, as above. 1: the reservation is what VPA would advise.
const RESERVED_USED: Curve = Curve(&[(0.2, 0.0), (1.0, 100.0)]);

// systemd PRESSURE: 100 ms stalled per second is where it sends a notice; systemd-oomd: at 60 % it
// kills.
const STALLED: Curve = Curve(&[(0.0, 100.0), (0.1, 50.0), (0.6, 0.0)]);
// systemd PRESSURE, as above; kubernetes-mixin CPUThrottlingHigh: 25 %.
const THROTTLED: Curve = Curve(&[(0.0, 100.0), (0.1, 50.0), (0.25, 0.0)]);
// 1.25: the demand equals what there is (the mark of CPU is at 80 %), so that more has to queue. Two
// and three times that: our own, after the rule `load.per_cpu`.
const QUEUED: Curve = Curve(&[(1.25, 100.0), (2.5, 50.0), (3.75, 0.0)]);

/// Laden, but with something in reserve: the most laden reservation must be laden enough, and none
/// too much.
pub(super) fn utilisation(facts: &EfficiencyFacts) -> Option<f64> {
    let most = largest([facts.cpu_reserved_ratio, facts.memory_ratio]);
    smallest([LADEN.of(most), CPU_RESERVE.of(facts.cpu_p95_ratio), MEMORY_RESERVE.of(facts.memory_p95_ratio)])
}

/// Even load and no failures.
pub(super) fn stability(facts: &EfficiencyFacts) -> Option<f64> {
    let steady = STEADINESS.of(facts.load_deviation);
    match (steady, facts.failures) {
        (None, None) => None,
        (steady, failures) => {
            Some(steady.unwrap_or(100.0) * LEFT_AFTER_FAILURE.powf(failures.unwrap_or(0.0).min(64.0)))
        }
    }
}

/// What is reserved and never used, mean over CPU and memory.
pub(super) fn waste(facts: &EfficiencyFacts) -> Option<f64> {
    let used = |p99: Option<f64>| RESERVED_USED.of(p99.map(|share| share * MARGIN));
    let cpu = facts.cpu_reserved_ratio.and_then(|_| used(facts.cpu_p99_ratio));
    let memory = used(facts.memory_p99_ratio);
    match (cpu, memory) {
        (Some(cpu), Some(memory)) => Some(f64::midpoint(cpu, memory)),
        (one, other) => one.or(other),
    }
}

/// What had to wait: the worst of all.
pub(super) fn saturation(facts: &EfficiencyFacts) -> Option<f64> {
    smallest([
        THROTTLED.of(facts.cpu_throttled_ratio),
        STALLED.of(facts.cpu_pressure_ratio),
        STALLED.of(facts.memory_pressure_ratio),
        STALLED.of(facts.io_pressure_ratio),
        QUEUED.of(facts.load_line),
    ])
}

fn smallest<const N: usize>(of: [Option<f64>; N]) -> Option<f64> {
    of.into_iter().flatten().reduce(f64::min)
}

fn largest<const N: usize>(of: [Option<f64>; N]) -> Option<f64> {
    of.into_iter().flatten().reduce(f64::max)
}
