//! What hold times at different concurrency say: how long a request takes alone, and what the database lets through.

use super::closed::Centre;
use super::trial::Trial;

/// Hold times are off by about this by chance, as a share, even of many requests.
const NOISE: f64 = 0.01;
const STEPS: usize = 40;
const HALVINGS: usize = 18;
/// The database is taken to do so many things at once, where it does as many: that shapes the knee a little.
const SERVERS: f64 = 2.0;

/// A database that takes so long for a request alone, and lets one through each `bottleneck_seconds` at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    pub idle_seconds: f64,
    /// 0 where no limit shows.
    pub bottleneck_seconds: f64,
}

/// The fit that explains the trials: no limit where none is needed, else the nearest. Trials count the more, the nearer
/// their concurrency is to the present one: far beyond the knee hold times tell of contention.
pub(super) fn fit(trials: &[Trial], in_use: f64) -> Option<Fit> {
    let fastest = trials.iter().map(|trial| trial.served_per_second).reduce(f64::max)?;
    let shortest = trials.iter().map(|trial| trial.use_seconds).reduce(f64::min)?;
    let fewest = trials.iter().map(|trial| trial.requests).reduce(f64::min)?;
    let weight = |trial: &Trial| {
        let far = (trial.in_use / in_use.max(0.1)).ln();
        trial.requests.min(5000.0) * (-far * far).exp()
    };
    let weights: f64 = trials.iter().map(weight).sum();
    let mean = |of: &dyn Fn(f64) -> f64, fit: Fit| {
        let log = |trial: &Trial| (fit.hold_time(trial.in_use) / trial.use_seconds).ln();
        trials.iter().map(|trial| weight(trial) * of(log(trial))).sum::<f64>() / weights
    };
    let error = |fit: Fit| mean(&|log| log * log, fit).sqrt();
    let matched = |bottleneck_seconds: f64| {
        let (mut low, mut high) = (bottleneck_seconds, shortest.max(bottleneck_seconds) * 1.5);
        for _ in 0..HALVINGS {
            let idle_seconds = (low + high) / 2.0;
            if mean(&|log| log, Fit { idle_seconds, bottleneck_seconds }) < 0.0 {
                low = idle_seconds;
            } else {
                high = idle_seconds;
            }
        }
        Fit { idle_seconds: (low + high) / 2.0, bottleneck_seconds }
    };
    let fits: Vec<(f64, Fit)> = (0..=STEPS)
        .map(|step| matched(1.02 / fastest * (step as f64 / STEPS as f64).sqrt()))
        .map(|fit| (error(fit), fit))
        .collect();
    let best = fits.iter().min_by(|(a, _), (b, _)| a.total_cmp(b))?;
    let enough = (1.15 * best.0).max(NOISE + fewest.sqrt().recip());
    Some(if fits[0].0 <= enough { fits[0].1 } else { best.1 })
}

impl Fit {
    /// The database as it stands behind the hold times.
    pub fn centre(&self) -> Centre {
        let servers = (self.idle_seconds / self.bottleneck_seconds.max(1e-12)).clamp(1.0, SERVERS);
        let work_seconds = servers * self.bottleneck_seconds;
        Centre { delay_seconds: (self.idle_seconds - work_seconds).max(0.0), work_seconds, servers }
    }

    fn hold_time(&self, connections: f64) -> f64 {
        if self.bottleneck_seconds <= 0.0 {
            return self.idle_seconds;
        }
        self.centre().hold_time(connections)
    }
}
