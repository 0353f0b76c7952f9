//! What grows without end, as the trends see it.

/// Growth of a stock, with the limit that it grows towards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Growing {
    /// How much it grows a second.
    pub per_second: f64,
    /// The value now.
    pub value: f64,
    /// Where it ends, in the unit of the value.
    pub limit: Option<f64>,
    /// When it gets there at that rate, in seconds.
    pub seconds_to_limit: Option<f64>,
    /// The same at the fastest rate within the confidence interval.
    pub seconds_to_limit_low: Option<f64>,
    /// The same at the slowest.
    pub seconds_to_limit_high: Option<f64>,
    /// Over how much time it was seen to grow, in seconds.
    pub observed_seconds: f64,
    /// How likely such a growth would be by chance (Mann-Kendall test).
    pub p_value: f64,
}

/// Every stock that is followed; nothing for one that does not grow, or not for certain.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Growths {
    /// Anonymous memory, in bytes.
    pub memory: Option<Growing>,
    /// Space of the filesystem in use, in bytes.
    pub disk_space: Option<Growing>,
    /// Inodes in use.
    pub inodes: Option<Growing>,
    /// Open descriptors of the process.
    pub descriptors: Option<Growing>,
    /// Processes and threads of the container.
    pub pids: Option<Growing>,
}
