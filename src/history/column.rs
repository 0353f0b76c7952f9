//! The points of one signal, and how neighbours become one.

/// Mean and maximum for each point; NaN where the value is missing, which never leaves this module.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub means: Vec<f32>,
    pub maxima: Vec<f32>,
}

impl Column {
    /// A column that is missing at the first `points`.
    pub fn new(capacity: usize, points: usize) -> Self {
        let missing = || {
            let mut values = Vec::with_capacity(capacity);
            values.resize(points, f32::NAN);
            values
        };
        Column { means: missing(), maxima: missing() }
    }

    pub fn push(&mut self, value: Option<f32>) {
        let value = value.filter(|value| value.is_finite()).unwrap_or(f32::NAN);
        self.means.push(value);
        self.maxima.push(value);
    }

    /// Mean and maximum at a point.
    pub fn get(&self, at: usize) -> Option<(f32, f32)> {
        let (mean, max) = (*self.means.get(at)?, *self.maxima.get(at)?);
        (!mean.is_nan() && !max.is_nan()).then_some((mean, max))
    }

    pub fn fold(&mut self, merges: &[bool], counts: &[u32]) {
        fold(&mut self.means, merges, |at, a, b| mean(a, counts[at], b, counts[at + 1]));
        // `max` takes the other one where one is NaN.
        fold(&mut self.maxima, merges, |_, a, b| a.max(b));
    }

    pub fn clear(&mut self) {
        self.means.clear();
        self.maxima.clear();
    }
}

/// Makes one value of each two where `merges` says so of the first.
pub(super) fn fold<T: Copy>(values: &mut Vec<T>, merges: &[bool], join: impl Fn(usize, T, T) -> T) {
    let (mut read, mut write) = (0, 0);
    while read < values.len() {
        if merges[read] {
            values[write] = join(read, values[read], values[read + 1]);
            read += 2;
        } else {
            values[write] = values[read];
            read += 1;
        }
        write += 1;
    }
    values.truncate(write);
}

/// The mean of two points by the observations in them. Where one is missing the other stands for both; a point that
/// missed some of its observations counts in full, which spares a count for each value.
#[allow(clippy::cast_possible_truncation)] // Back to where it came from.
fn mean(a: f32, count_a: u32, b: f32, count_b: u32) -> f32 {
    if a.is_nan() {
        return b;
    }
    if b.is_nan() {
        return a;
    }
    let (weight_a, weight_b) = (f64::from(count_a), f64::from(count_b));
    ((f64::from(a) * weight_a + f64::from(b) * weight_b) / (weight_a + weight_b)) as f32
}
