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
    SAMPLE_UNREAD Gauge "plimsoll_sample_unread" []
        "Sources of a sample that cannot be read, so that their values are missing; `/diagnosis` names them with the reason.";

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

    DB_CONNECTIONS Gauge "plimsoll_db_client_connections" ["pool" "state"]
        "Connections of an attached pool of database connections that are idle or used.";
    DB_MAX Gauge "plimsoll_db_client_connection_max" ["pool"]
        "Connections that the pool can have, overflow included.";
    DB_IDLE_MIN Gauge "plimsoll_db_client_connection_idle_min" ["pool"]
        "Connections that the pool keeps open even when idle.";
    DB_PENDING Gauge "plimsoll_db_client_connection_pending_requests" ["pool"]
        "Requests that wait for a connection.";
    DB_OLDEST Gauge "plimsoll_db_client_connection_oldest_use_seconds" ["pool"]
        "For how long the connection that was handed out first of those in use has been.";
    DB_REQUESTS Counter "plimsoll_db_client_connection_requests_total" ["pool"]
        "Requests for a connection that were served.";
    DB_WAITS Counter "plimsoll_db_client_connection_waits_total" ["pool"]
        "Requests that had to wait because no connection was free, those that gave up included.";
    DB_TIMEOUTS Counter "plimsoll_db_client_connection_timeouts_total" ["pool"]
        "Requests that gave up waiting.";
    DB_WAIT_TIME Counter "plimsoll_db_client_connection_wait_time_seconds_total" ["pool"]
        "How long requests waited for a connection, together.";
    DB_USE_TIME Counter "plimsoll_db_client_connection_use_time_seconds_total" ["pool"]
        "How long connections were handed out, together, counted when they are given back.";
    DB_CREATE_TIME Counter "plimsoll_db_client_connection_create_time_seconds_total" ["pool"]
        "How long opening connections took, together.";
    DB_CREATED Counter "plimsoll_db_client_connection_created_total" ["pool"]
        "Connections that were opened.";
    DB_CLOSED Counter "plimsoll_db_client_connection_closed_total" ["pool"]
        "Connections that were closed, for whatever reason.";
    DB_LOST Counter "plimsoll_db_client_connection_lost_total" ["pool"]
        "Connections that were found broken.";
    DB_ERRORS Counter "plimsoll_db_client_connection_errors_total" ["pool"]
        "Connections that could not be opened.";
    DB_ADVISED Gauge "plimsoll_db_client_connection_advised_size" ["pool"]
        "Connections that the pool should keep, as was advised last; missing where nobody asked or too little is known.";
    DB_ADVISED_OVERFLOW Gauge "plimsoll_db_client_connection_advised_overflow" ["pool"]
        "Connections beyond that, opened under load and closed again.";
    DB_ADVICE_SURE Gauge "plimsoll_db_client_connection_advice_confidence_ratio" ["pool"]
        "How sure that advice is.";

    CHECK_STATUS Gauge "plimsoll_check_status" ["name" "status"]
        "1 at the status that is shown of a check (healthy, degraded, unhealthy, unknown), 0 at the others.";
    CHECK_SINCE Gauge "plimsoll_check_status_since_timestamp_seconds" ["name"]
        "When the status that is shown began, in seconds since 1970-01-01 UTC.";
    CHECK_LAST Gauge "plimsoll_check_last_timestamp_seconds" ["name"]
        "When the latest check began, in seconds since 1970-01-01 UTC; or when its latest turn was left out, and why is in the outcomes.";
    CHECK_INTERVAL Gauge "plimsoll_check_interval_seconds" ["name"]
        "How often it is checked while all is well; missing where it has no interval of its own and the default was not filled in.";
    CHECK_DURATION Gauge "plimsoll_check_duration_seconds" ["name"]
        "How long the latest check took; missing where nothing was asked.";
    CHECK_ALIVE Gauge "plimsoll_check_alive" ["name"]
        "1 where anything answered in the protocol at the latest check, 0 where nothing did; missing where nothing was asked.";
    CHECK_AVAILABILITY Gauge "plimsoll_check_availability_ratio" ["name" "window"]
        "The part of the time in which it was found working, over 5m, 1h, 1d and 7d; missing where nothing is known.";
    CHECK_RESPONSE Gauge "plimsoll_check_response_seconds" ["name" "percentile"]
        "Response times: the percentiles 50, 90 and 99, in which what is old fades, and 100, the longest of the last hours.";
    CHECK_RUNS Counter "plimsoll_check_runs_total" ["name"]
        "Checks of it in all.";
    CHECK_OUTCOMES Counter "plimsoll_check_outcomes_total" ["name" "reason"]
        "Outcomes by reason, those of checks that were not run included.";
    CHECK_BREAKER Gauge "plimsoll_check_breaker" ["name" "state"]
        "1 at the state of its circuit breaker (closed, open, half_open), 0 at the others.";
    CHECK_CERTIFICATE Gauge "plimsoll_check_certificate_expiry_timestamp_seconds" ["name"]
        "When the certificate that it showed expires, in seconds since 1970-01-01 UTC.";

    CHECKER_WATCHED Gauge "plimsoll_checker_watched" []
        "Checks that are watched.";
    CHECKER_SERVERS Gauge "plimsoll_checker_servers" []
        "Servers of the file that are enabled, those that other shards check among them.";
    CHECKER_SHARD Gauge "plimsoll_checker_shard" []
        "Which shard this checker is, counted from 0; missing where the servers are not shared out, and of one that is left out.";
    CHECKER_SHARDS Gauge "plimsoll_checker_shards" []
        "Shards that the servers are shared out to, without those that are left out; 1 where they are not shared out.";
    CHECKER_QUEUE Gauge "plimsoll_checker_queue_length" []
        "Checks that wait for a worker.";
    CHECKER_CAPACITY Gauge "plimsoll_checker_queue_capacity" []
        "Checks that may wait at most.";
    CHECKER_REFUSED Counter "plimsoll_checker_refused_total" []
        "Checks that were refused because the queue was full.";
    CHECKER_WORKERS Gauge "plimsoll_checker_workers" []
        "Workers.";
    CHECKER_RUNNING Gauge "plimsoll_checker_running" []
        "Checks that run.";
    CHECKER_CHECKED Counter "plimsoll_checker_checks_total" []
        "Checks that were run.";
    CHECKER_NOT_ADMITTED Counter "plimsoll_checker_not_admitted_total" []
        "Checks that were not run because they were not admitted.";
    CHECKER_MISSED Counter "plimsoll_checker_missed_total" []
        "Turns of watched checks that were left out because the one before still ran or waited.";
    CHECKER_RETRIED Counter "plimsoll_checker_retried_total" []
        "Attempts that failed and were made again.";
    CHECKER_CUT_SHORT Counter "plimsoll_checker_cut_short_total" []
        "Attempts that were ended before their time because others needed the worker, and were made again.";
    CHECKER_LATENESS Gauge "plimsoll_checker_lateness_seconds" ["percentile"]
        "How late watched checks begin: the percentiles 50, 99 and 100.";

    POOL_CONNECTIONS Gauge "plimsoll_pool_connections" ["pool" "state"]
        "Connections of the pools mcp and rest that are in_use or idle.";
    POOL_WAITING Gauge "plimsoll_pool_waiting" ["pool"]
        "Requests that wait for a connection.";
    POOL_CREATED Counter "plimsoll_pool_connections_created_total" ["pool"]
        "Connections that were made.";
    POOL_REUSED Counter "plimsoll_pool_connections_reused_total" ["pool"]
        "Requests that went over a connection that was kept.";
    POOL_CLOSED_IDLE Counter "plimsoll_pool_connections_closed_idle_total" ["pool"]
        "Kept connections that were closed unused.";
    POOL_WAITED Counter "plimsoll_pool_waits_total" ["pool"]
        "Requests that had to wait for a connection.";
    POOL_WAIT_TIME Counter "plimsoll_pool_wait_seconds_total" ["pool"]
        "How long requests waited for a connection, together.";
    POOL_REFUSED Counter "plimsoll_pool_refused_total" ["pool"]
        "Requests that were given up without a connection.";

    CACHE_HITS Counter "plimsoll_cache_hits_total" ["category"]
        "Looks into a category of the caches that found something, known absence included.";
    CACHE_MISSES Counter "plimsoll_cache_misses_total" ["category"]
        "Looks that found nothing, or something expired.";
    CACHE_FETCHES Counter "plimsoll_cache_fetches_total" ["category"]
        "Fetches that were begun for what was not found.";
    CACHE_EVICTIONS Counter "plimsoll_cache_evictions_total" ["category"]
        "Entries that made way for others.";
    CACHE_EXPIRIES Counter "plimsoll_cache_expiries_total" ["category"]
        "Entries that expired.";
    CACHE_ENTRIES Gauge "plimsoll_cache_entries" ["category"]
        "Entries.";
    CACHE_BYTES Gauge "plimsoll_cache_bytes" ["category"]
        "Bytes of keys and values, more or less.";

    GATE_LIMIT Gauge "plimsoll_gate_limit" []
        "How much may go on at once, as it was adapted.";
    GATE_MAX Gauge "plimsoll_gate_max_concurrent" []
        "How much may go on at once at most, as configured.";
    GATE_IN_FLIGHT Gauge "plimsoll_gate_in_flight" []
        "How much goes on.";
    GATE_WAITING Gauge "plimsoll_gate_waiting" []
        "How many wait for a permit.";
    GATE_LOAD Gauge "plimsoll_gate_load_ratio" []
        "How laden the container is as the gate sees it; 1 is at the mark from which on normal work is refused.";
    GATE_SIGNAL Gauge "plimsoll_gate_signal_ratio" ["signal"]
        "Each signal of load against its mark for normal work: memory, cpu, throttled, pressure, load_line.";
    GATE_STALE Gauge "plimsoll_gate_load_stale" []
        "1 where the load was read too long ago and is ignored, else 0.";
    GATE_REFUSING Gauge "plimsoll_gate_refusing" ["class"]
        "1 for each class of work (low, normal, high) that is refused for the load, else 0.";
    GATE_GRANTED Counter "plimsoll_gate_granted_total" []
        "Permits that were given.";
    GATE_REFUSED Counter "plimsoll_gate_refused_total" ["reason"]
        "Refusals by reason.";
    GATE_WAITED Counter "plimsoll_gate_wait_seconds_total" []
        "How long was waited for permits, together.";

    ALERTS_RAISED Gauge "plimsoll_alerts_raised" []
        "Checks and limits of the checker's own that are in trouble and were told to be.";
    ALERTS_SILENCED Gauge "plimsoll_alerts_silenced" []
        "Changes that a silence holds back.";
    ALERTS_TOTAL Counter "plimsoll_alerts_total" []
        "Alerts that were told, whatever became of the messages.";
    ALERTS_WAITING Gauge "plimsoll_alert_notices_waiting" ["way"]
        "Messages that wait or are under way: callback, webhook, command.";
    ALERTS_SENT Counter "plimsoll_alert_notices_sent_total" ["way"]
        "Messages that were taken.";
    ALERTS_FAILED Counter "plimsoll_alert_notices_failed_total" ["way"]
        "Messages that were not taken, however often it was tried.";
    ALERTS_DROPPED Counter "plimsoll_alert_notices_dropped_total" ["way"]
        "Messages that made way for later ones because too many waited.";
    ALERTS_RETRIED Counter "plimsoll_alert_notices_retried_total" ["way"]
        "Attempts that were made again.";

    RELOAD_OK Gauge "plimsoll_config_last_reload_successful" []
        "Whether the file could be used when it was read last; 0 where everything goes on with what was read before.";
    RELOAD_TIME Gauge "plimsoll_config_last_reload_success_timestamp_seconds" []
        "When the file that counts was read, in seconds since 1970-01-01 UTC.";

    OTLP_WAITING Gauge "plimsoll_otlp_pages_waiting" []
        "Pages for a collector of OpenTelemetry that wait or are under way.";
    OTLP_SENT Counter "plimsoll_otlp_pages_sent_total" []
        "Pages that the collector took.";
    OTLP_FAILED Counter "plimsoll_otlp_pages_failed_total" []
        "Pages that the collector did not take, however often it was tried.";
    OTLP_DROPPED Counter "plimsoll_otlp_pages_dropped_total" []
        "Pages that made way for later ones because too many waited.";
    OTLP_RETRIED Counter "plimsoll_otlp_pages_retried_total" []
        "Attempts that were made again.";
    OTLP_REJECTED Counter "plimsoll_otlp_points_rejected_total" []
        "Points of pages that were taken which the collector says it rejected.";

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
