//! The rule of the Kubernetes VPA recommender, as its documentation and the names and values of its
//! flags describe it (kubernetes/autoscaler, vertical-pod-autoscaler, 1.x): one container in the pod,
//! every flag at its default. Written anew for this comparison.

const DAY_SECONDS: f64 = 86_400.0;
/// `cpu-histogram-decay-half-life`, `memory-histogram-decay-half-life`.
const HALF_LIFE_SECONDS: f64 = DAY_SECONDS;
/// Buckets grow by this.
const GROWTH: f64 = 1.05;
/// Weight of a CPU sample; a memory peak weighs 1.
const CPU_SAMPLE_WEIGHT: f64 = 0.1;
/// A bucket below this is empty.
const EPSILON: f64 = 0.001 * CPU_SAMPLE_WEIGHT;
/// `target-cpu-percentile`, `target-memory-percentile`.
const TARGET_PERCENTILE: f64 = 0.9;
/// `recommendation-lower-bound-*-percentile`.
const LOWER_PERCENTILE: f64 = 0.5;
/// `recommendation-upper-bound-*-percentile`.
const UPPER_PERCENTILE: f64 = 0.95;
/// `recommendation-margin-fraction`.
const MARGIN: f64 = 1.15;
/// `pod-recommendation-min-cpu-millicores`.
const LEAST_CPUS: f64 = 0.025;
/// `pod-recommendation-min-memory-mb`.
const LEAST_BYTES: f64 = 250.0 * 1024.0 * 1024.0;
/// `memory-aggregation-interval`.
const PEAK_INTERVAL_SECONDS: f64 = DAY_SECONDS;
/// `oom-bump-up-ratio` and `oom-min-bump-up-bytes`.
const OOM_RATIO: f64 = 1.2;
const OOM_BYTES: f64 = 100.0 * 1024.0 * 1024.0;

/// What it recommends for one resource.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    pub lower: f64,
    pub target: f64,
    pub upper: f64,
}

/// The recommender's state of one container.
pub struct Vpa {
    cpu: Histogram,
    memory: Histogram,
    window_end: Option<f64>,
    memory_peak: f64,
    oom_peak: f64,
    first: Option<f64>,
    last: f64,
    samples: f64,
}

impl Vpa {
    pub fn new() -> Self {
        Vpa {
            cpu: Histogram::new(1000.0, 0.001),
            memory: Histogram::new(1e12, 1e7),
            window_end: None,
            memory_peak: 0.0,
            oom_peak: 0.0,
            first: None,
            last: 0.0,
            samples: 0.0,
        }
    }

    /// One reading of the metrics server, which it takes once a minute.
    pub fn observe(&mut self, seconds: f64, cpus: f64, bytes: f64) {
        self.first.get_or_insert(seconds);
        self.last = seconds;
        self.samples += 1.0;
        self.cpu.add(cpus, CPU_SAMPLE_WEIGHT, seconds);
        self.memory_sample(seconds, bytes, false);
    }

    /// The container was killed for want of memory while its request was `request`.
    pub fn out_of_memory(&mut self, seconds: f64, request: f64) {
        let used = request.max(self.memory_peak);
        self.memory_sample(seconds, (used + OOM_BYTES).max(used * OOM_RATIO), true);
    }

    /// Only the peak of each interval counts, dated by the interval's end.
    fn memory_sample(&mut self, seconds: f64, bytes: f64, oom: bool) {
        let mut end = *self.window_end.get_or_insert(seconds);
        let before = self.memory_peak.max(self.oom_peak);
        if seconds < end {
            if bytes <= before {
                return;
            }
            self.memory.subtract(before, 1.0, end);
        } else {
            let whole = ((seconds - end) / PEAK_INTERVAL_SECONDS).floor() + 1.0;
            end += whole * PEAK_INTERVAL_SECONDS;
            self.window_end = Some(end);
            (self.memory_peak, self.oom_peak) = (0.0, 0.0);
        }
        self.memory.add(bytes, 1.0, end);
        *(if oom { &mut self.oom_peak } else { &mut self.memory_peak }) = bytes;
    }

    pub fn cpu(&self) -> Bounds {
        self.bounds(&self.cpu, LEAST_CPUS)
    }

    pub fn memory(&self) -> Bounds {
        self.bounds(&self.memory, LEAST_BYTES)
    }

    fn bounds(&self, histogram: &Histogram, least: f64) -> Bounds {
        let days = (self.last - self.first.unwrap_or(self.last)) / DAY_SECONDS;
        let confidence = days.min(self.samples / 1440.0);
        let of =
            |percentile, multiplier: f64| (histogram.percentile(percentile) * MARGIN * multiplier).max(least);
        Bounds {
            lower: of(LOWER_PERCENTILE, (1.0 + 0.001 / confidence).powi(-2)),
            target: of(TARGET_PERCENTILE, 1.0),
            upper: of(UPPER_PERCENTILE, 1.0 + 1.0 / confidence),
        }
    }
}

/// Exponentially growing buckets whose weights fall by half every half-life.
struct Histogram {
    first_bucket: f64,
    weights: Vec<f64>,
    reference: f64,
}

impl Histogram {
    fn new(most: f64, first_bucket: f64) -> Self {
        let buckets = (most * (GROWTH - 1.0) / first_bucket + 1.0).log(GROWTH).ceil() as usize + 1;
        Histogram { first_bucket, weights: vec![0.0; buckets], reference: 0.0 }
    }

    fn start_of(&self, bucket: usize) -> f64 {
        self.first_bucket * (GROWTH.powi(bucket as i32) - 1.0) / (GROWTH - 1.0)
    }

    fn bucket_of(&self, value: f64) -> usize {
        if value < self.first_bucket {
            return 0;
        }
        let bucket = (value * (GROWTH - 1.0) / self.first_bucket + 1.0).log(GROWTH) as usize;
        bucket.min(self.weights.len() - 1)
    }

    fn factor(&mut self, seconds: f64) -> f64 {
        // Only so that the numbers stay in range: percentiles do not change.
        if seconds - self.reference > 100.0 * HALF_LIFE_SECONDS {
            let scale = ((self.reference - seconds) / HALF_LIFE_SECONDS).exp2();
            self.weights.iter_mut().for_each(|weight| *weight *= scale);
            self.reference = seconds;
        }
        ((seconds - self.reference) / HALF_LIFE_SECONDS).exp2()
    }

    fn add(&mut self, value: f64, weight: f64, seconds: f64) {
        let factor = self.factor(seconds);
        let bucket = self.bucket_of(value);
        self.weights[bucket] += weight * factor;
    }

    fn subtract(&mut self, value: f64, weight: f64, seconds: f64) {
        let factor = self.factor(seconds);
        let bucket = self.bucket_of(value);
        let left = self.weights[bucket] - weight * factor;
        self.weights[bucket] = if left < EPSILON { 0.0 } else { left };
    }

    /// The end of the bucket that holds the percentile.
    fn percentile(&self, percentile: f64) -> f64 {
        let threshold = percentile * self.weights.iter().sum::<f64>();
        let Some(last) = self.weights.iter().rposition(|weight| *weight >= EPSILON) else { return 0.0 };
        let mut sum = 0.0;
        for (bucket, weight) in self.weights.iter().enumerate().take(last) {
            sum += weight;
            if sum >= threshold {
                return self.start_of(bucket + 1);
            }
        }
        self.start_of((last + 1).min(self.weights.len() - 1))
    }
}
