//! What an alerter counts, as metrics.

use super::statistics::AlertStatistics;
use crate::export::{
    Exposition, ALERTS_DROPPED, ALERTS_FAILED, ALERTS_RAISED, ALERTS_RETRIED, ALERTS_SENT, ALERTS_SILENCED,
    ALERTS_TOTAL, ALERTS_WAITING,
};

impl AlertStatistics {
    /// Writes them.
    #[allow(clippy::cast_precision_loss)] // Metrics are floating-point numbers.
    pub fn export(&self, page: &mut Exposition) {
        page.series(&ALERTS_RAISED).add(&[], self.raised as f64);
        page.series(&ALERTS_SILENCED).add(&[], self.silenced as f64);
        page.series(&ALERTS_TOTAL).add(&[], self.alerts as f64);
        let ways = [("callback", &self.callback), ("webhook", &self.webhook), ("command", &self.command)];
        for (family, value) in [
            (&ALERTS_WAITING, (|way| way.waiting as u64) as fn(&super::WayStatistics) -> u64),
            (&ALERTS_SENT, |way| way.sent),
            (&ALERTS_FAILED, |way| way.failed),
            (&ALERTS_DROPPED, |way| way.dropped),
            (&ALERTS_RETRIED, |way| way.retried),
        ] {
            let mut series = page.series(family);
            for (name, way) in ways {
                series.add(&[("way", name)], value(way) as f64);
            }
        }
    }
}
