//! What is exported beside the fields of a sample: every name, once.

/// What a metric family is, as `# TYPE` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FamilyKind {
    /// Only grows, until its process begins anew. Its name ends in `_total`.
    Counter,
    /// A reading of the moment.
    Gauge,
}

impl FamilyKind {
    /// `counter` or `gauge`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FamilyKind::Counter => "counter",
            FamilyKind::Gauge => "gauge",
        }
    }
}

/// A metric family: one name, whatever its labels. Names are stable; new ones may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Family {
    /// The whole name.
    pub name: &'static str,
    /// What it is.
    pub kind: FamilyKind,
    /// Its labels. None can have more values than the configuration has names, or than the documentation lists.
    pub labels: &'static [&'static str],
    /// What it says, in a sentence or two.
    pub help: &'static str,
}

macro_rules! families {
    ($($constant:ident $kind:ident $name:literal [$($label:literal)*] $help:literal;)+) => {
        $(pub(crate) static $constant: Family =
            Family { name: $name, kind: FamilyKind::$kind, labels: &[$($label),*], help: $help };)+

        /// Every family but those of the sample's fields, in the order of the documentation.
        pub static FAMILIES: &[&Family] = &[$(&$constant),+];
    };
}

#[rustfmt::skip]
families! {
    BUILD Gauge "plimsoll_build_info" ["version"]
        "Always 1; the label tells which Plimsoll this is.";
    SAMPLE_TIME Gauge "plimsoll_sample_timestamp_seconds" []
        "When the sample was taken, in seconds since 1970-01-01 UTC.";
    SAMPLE_TOOK Gauge "plimsoll_sample_took_seconds" []
        "What reading the sample cost, in elapsed time.";

    LEVEL Gauge "plimsoll_level" ["level"]
        "1 at the level of the container (optimal, good, degraded, poor), 0 at the others; missing where nothing could be measured.";
    LOAD_LINE Gauge "plimsoll_load_line_ratio" []
        "How laden the container is: 0 empty, 1 laden to the mark, more than 1 overladen.";
    LOAD_ADVICE Gauge "plimsoll_load_advice" ["advice"]
        "1 at what to do with work that comes in (accept, slow, refuse), 0 at the others.";
    RESOURCE_LOAD Gauge "plimsoll_resource_load_line_ratio" ["resource" "scope"]
        "The demand for a resource against the mark at which work begins to suffer; 1 is at the mark.";
    RESOURCE_USED Gauge "plimsoll_resource_used_ratio" ["resource" "scope"]
        "What is used of a resource, of its limit.";
    BOTTLENECKS Gauge "plimsoll_bottlenecks" ["component" "severity"]
        "Findings of a component that have this severity; 0 where there is none.";

    SERVE_REQUESTS Counter "plimsoll_serve_requests_total" []
        "Requests to this HTTP server, whatever came of them.";
    SERVE_FAILED Counter "plimsoll_serve_requests_failed_total" []
        "Requests to this HTTP server that were answered with a status of 400 or above.";
    SERVE_CONNECTIONS Gauge "plimsoll_serve_connections" []
        "Connections to this HTTP server that are open.";
    SERVE_ACCEPTED Counter "plimsoll_serve_connections_accepted_total" []
        "Connections to this HTTP server that were accepted.";
    SERVE_DISPLACED Counter "plimsoll_serve_connections_displaced_total" []
        "Connections that were closed because there were too many: they had been open for the longest.";
    SERVE_EXPIRED Counter "plimsoll_serve_connections_expired_total" []
        "Connections that were closed because the client was too slow.";
}
