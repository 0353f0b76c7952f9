//! What an exporter counts, as metrics.

use super::statistics::OtlpStatistics;
use crate::export::family::{
    Family, OTLP_DROPPED, OTLP_FAILED, OTLP_REJECTED, OTLP_RETRIED, OTLP_SENT, OTLP_WAITING,
};
use crate::export::Exposition;

impl OtlpStatistics {
    /// Writes them.
    #[allow(clippy::cast_precision_loss)] // Metrics are floating-point numbers.
    pub fn export(&self, page: &mut Exposition) {
        let values: [(&Family, u64); 6] = [
            (&OTLP_WAITING, self.waiting as u64),
            (&OTLP_SENT, self.sent),
            (&OTLP_FAILED, self.failed),
            (&OTLP_DROPPED, self.dropped),
            (&OTLP_RETRIED, self.retried),
            (&OTLP_REJECTED, self.rejected_points),
        ];
        for (family, value) in values {
            page.series(family).add(&[], value as f64);
        }
    }
}
