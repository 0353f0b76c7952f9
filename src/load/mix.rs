//! Which target the next request goes to: each by its weight, well mixed, and always in the same order.

/// The longest cycle.
const MOST: usize = 1000;

/// For each number of targets, the order in which they are asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mix {
    /// The first one is for one target, the last for all.
    cycles: Vec<Vec<u32>>,
}

impl Mix {
    /// From the weights of the targets; what is asked in a cycle comes as near to them as a thousand requests can.
    pub(super) fn new(weights: &[f64]) -> Self {
        Mix { cycles: (1..=weights.len()).map(|count| cycle(&weights[..count])).collect() }
    }

    /// For the request of that number, among the first `targets` of them.
    pub(super) fn choose(&self, number: u64, targets: Option<usize>) -> usize {
        let count = targets.unwrap_or(usize::MAX).clamp(1, self.cycles.len());
        let cycle = &self.cycles[count - 1];
        cycle[(number % cycle.len() as u64) as usize] as usize
    }
}

/// Smooth weighted round robin: each time all gain their weight, and who has most is asked and pays for all.
fn cycle(weights: &[f64]) -> Vec<u32> {
    let total: f64 = weights.iter().sum();
    let least = weights.iter().copied().filter(|weight| *weight > 0.0).fold(f64::INFINITY, f64::min);
    let alike = weights.iter().all(|weight| *weight == weights[0]);
    let length =
        if alike { weights.len() } else { ((total / least).ceil() as usize * 10).clamp(weights.len(), MOST) };
    let mut credit = vec![0.0; weights.len()];
    let mut order = Vec::with_capacity(length);
    for _ in 0..length {
        let mut best = 0;
        for (index, weight) in weights.iter().enumerate() {
            credit[index] += weight;
            if credit[index] > credit[best] {
                best = index;
            }
        }
        credit[best] -= total;
        order.push(best as u32);
    }
    order
}

#[cfg(test)]
#[path = "mix_tests.rs"]
mod tests;
