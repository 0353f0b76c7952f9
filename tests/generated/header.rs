//! The C header.

use std::path::Path;

/// What the header is read from, in its order.
const SOURCES: &[&str] = &[
    "src/capi/version.rs",
    "src/capi/status.rs",
    "src/capi/error.rs",
    "src/capi/string.rs",
    "src/capi/groups.rs",
    "src/capi/cgroup_layout.rs",
    "src/capi/fields.rs",
    "src/capi/field_numbers.rs",
    "src/fields/sample.rs",
    "src/capi/sample.rs",
    "src/capi/sampler_options.rs",
    "src/capi/sampler.rs",
    "src/sample/detail.rs",
    "src/sample/filesystems.rs",
    "src/sample/processes.rs",
    "src/capi/details.rs",
    "src/capi/user_data.rs",
    "src/capi/thresholds.rs",
    "src/capi/monitor_options.rs",
    "src/capi/monitor.rs",
    "src/capi/monitor_verdict.rs",
    "src/capi/gate_options.rs",
    "src/capi/gate.rs",
    "src/capi/seat.rs",
    "src/capi/dbpool_stats.rs",
    "src/capi/dbpool.rs",
    "src/capi/dbpool_advice.rs",
    "src/capi/database_rows.rs",
    "src/capi/database_reader.rs",
    "src/capi/pool_options.rs",
    "src/capi/cache_options.rs",
    "src/capi/probe_options.rs",
    "src/capi/probe_context.rs",
    "src/capi/pool.rs",
    "src/capi/cache.rs",
    "src/capi/cache_fetch.rs",
    "src/capi/probe_targets.rs",
    "src/capi/probe_reasons.rs",
    "src/capi/probe_outcome.rs",
    "src/capi/probe.rs",
    "src/capi/request_options.rs",
    "src/capi/request.rs",
    "src/capi/checker_options.rs",
    "src/capi/checker.rs",
    "src/capi/checker_checks.rs",
    "src/capi/checker_run.rs",
    "src/capi/checker_stream.rs",
    "src/capi/checker_watch.rs",
    "src/capi/checker_alerts.rs",
    "src/capi/metrics.rs",
    "src/capi/exporter.rs",
    "src/capi/load_test.rs",
    "src/capi/load_result.rs",
    "src/capi/benchmark.rs",
];

/// Members that are text: bytes in Rust, `char` in C, so that they print without a cast.
const TEXTS: &[&str] = &[
    "name",
    "mount_point",
    "kind",
    "resource",
    "headroom_unit",
    "headroom_name",
    "headroom_scope",
    "unit",
    "message",
];

/// `include/plimsoll.h`.
pub fn c() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    let extra = config.after_includes.take().unwrap();
    config.after_includes = Some(extra.replace("@VERSION@", env!("CARGO_PKG_VERSION")));
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(root.join(source));
    }
    let mut out = Vec::new();
    builder.generate().unwrap().write(&mut out);
    let mut header = String::from_utf8(out).unwrap();
    for member in TEXTS {
        header = header.replace(&format!("uint8_t {member}["), &format!("char {member}["));
    }
    // cbindgen closes `#ifdef __cplusplus` with a comment that C89 does not have.
    header
        .replace("#endif // __cplusplus", "#endif /* __cplusplus */")
        .replace("#endif  // __cplusplus", "#endif /* __cplusplus */")
}
