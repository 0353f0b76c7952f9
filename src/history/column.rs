//! The points of one signal, and how neighbours become one.

/// Mean and maximum for each point; NaN where the value is missing, which never leaves this module.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub means: Vec<f32>,
    /// Of the first points, which may be merged ones. All others are one observation each, whose mean is its maximum:
    /// the newer half is never merged, which saves a quarter of the memory.
    pub maxima: Vec<f32>,
}

impl Column {
    /// A column that is missing at the first `points`.
    pub fn new(capacity: usize, points: usize) -> Self {
        let mut means = Vec::with_capacity(capacity);
        means.resize(points, f32::NAN);
        Column { means, maxima: Vec::with_capacity(capacity / 2) }
    }

    pub fn push(&mut self, value: Option<f32>) {
        let value = value.filter(|value| value.is_finite()).unwrap_or(f32::NAN);
        self.means.push(value);
    }

    /// Mean and maximum at a point.
    pub fn get(&self, at: usize) -> Option<(f32, f32)> {
        let mean = *self.means.get(at)?;
        let max = *self.maxima.get(at).unwrap_or(&mean);
        (!mean.is_nan() && !max.is_nan()).then_some((mean, max))
    }

    /// The maxima of all points; NaN where the value is missing.
    pub fn all_maxima(&self) -> impl Iterator<Item = f32> + '_ {
        self.maxima.iter().chain(self.means.iter().skip(self.maxima.len())).copied()
    }

    /// Merges points; only those of the older half ever are.
    pub fn fold(&mut self, merges: &[bool], counts: &[u32]) {
        let older = self.means.len() / 2;
        let known = self.maxima.len().min(older);
        self.maxima.extend_from_slice(&self.means[known..older]);
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
