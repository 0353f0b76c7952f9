//! What CPUs and memory cost, as the caller says.

use serde::Serialize;

use crate::error::{Error, Result};

/// What a CPU and a gibibyte cost for an hour.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prices {
    per_core_hour: f64,
    per_gibibyte_hour: f64,
    currency: String,
}

/// Hours of a month: a year of 365 days has 8,760, a twelfth of it is what cloud providers bill by.
pub(super) const HOURS_PER_MONTH: f64 = 730.0;

const GIBIBYTE: f64 = 1_073_741_824.0;

impl Prices {
    /// The price of one CPU for an hour and of one GiB of memory for an hour, both from 0 up, in a
    /// currency, such as `EUR`.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument), naming the price that is negative or
    /// no number, or the currency if it is empty.
    pub fn new(per_core_hour: f64, per_gibibyte_hour: f64, currency: impl Into<String>) -> Result<Self> {
        for (name, price) in [("per_core_hour", per_core_hour), ("per_gibibyte_hour", per_gibibyte_hour)] {
            if !price.is_finite() || price < 0.0 {
                return Err(Error::option(name, price, "allowed is a finite number from 0 up"));
            }
        }
        let currency = currency.into();
        if currency.trim().is_empty() {
            return Err(Error::option("currency", "empty", "name one, such as EUR"));
        }
        Ok(Prices { per_core_hour, per_gibibyte_hour, currency })
    }

    /// One CPU for an hour.
    #[must_use]
    pub fn per_core_hour(&self) -> f64 {
        self.per_core_hour
    }

    /// One GiB of memory for an hour.
    #[must_use]
    pub fn per_gibibyte_hour(&self) -> f64 {
        self.per_gibibyte_hour
    }

    /// The currency of both.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// So many CPUs and bytes for an hour.
    pub(super) fn of(&self, cpus: f64, bytes: f64) -> f64 {
        cpus * self.per_core_hour + bytes / GIBIBYTE * self.per_gibibyte_hour
    }
}
