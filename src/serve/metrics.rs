//! What a server counts, as metrics.

use super::server::ServeStatistics;
use crate::export::{
    Exposition, SERVE_ACCEPTED, SERVE_CONNECTIONS, SERVE_DISPLACED, SERVE_EXPIRED, SERVE_FAILED,
    SERVE_REQUESTS,
};

impl ServeStatistics {
    /// Writes them.
    #[allow(clippy::cast_precision_loss)] // Metrics are floating-point numbers.
    pub fn export(&self, page: &mut Exposition) {
        for (family, value) in [
            (&SERVE_REQUESTS, self.requests),
            (&SERVE_FAILED, self.failed),
            (&SERVE_CONNECTIONS, self.connections as u64),
            (&SERVE_ACCEPTED, self.accepted),
            (&SERVE_DISPLACED, self.displaced),
            (&SERVE_EXPIRED, self.expired),
        ] {
            page.series(family).add(&[], value as f64);
        }
    }
}
