//! Which library this is.

use std::ffi::c_char;

/// The ABI's number, the one in the shared library's name. Another number is another ABI.
pub const PLIM_ABI_VERSION: u32 = 0;

/// Feature: samples and details of the kernel's numbers. Always there.
pub const PLIM_FEATURE_SAMPLING: u64 = 1 << 0;
/// Feature: the monitor, which says what limits the container.
pub const PLIM_FEATURE_DIAGNOSIS: u64 = 1 << 1;
/// Feature: reports as HTML pages.
pub const PLIM_FEATURE_REPORT: u64 = 1 << 2;
/// Feature: probes of REST endpoints and MCP servers, and the configuration that names them.
pub const PLIM_FEATURE_CHECK: u64 = 1 << 3;
/// Feature: load tests, and the benchmark of the container.
pub const PLIM_FEATURE_LOAD: u64 = 1 << 4;
/// Feature: metrics as text for Prometheus.
pub const PLIM_FEATURE_EXPORT: u64 = 1 << 5;
/// Feature: metrics sent to a collector of OpenTelemetry.
pub const PLIM_FEATURE_OTLP: u64 = 1 << 6;

/// The library's version, such as "0.1.0". A static string.
#[no_mangle]
pub extern "C" fn plim_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    export!(or VERSION.as_ptr().cast() => { VERSION.as_ptr().cast() })
}

/// The ABI that the library speaks. A program compares it with the `PLIM_ABI_VERSION` of the header
/// that it was built with; they must be equal.
#[no_mangle]
pub extern "C" fn plim_abi_version() -> u32 {
    export!(or PLIM_ABI_VERSION => { PLIM_ABI_VERSION })
}

/// What the library was built with, as `PLIM_FEATURE_...` bits. Functions of a feature that is not
/// there exist all the same and answer `PLIM_E_NOT_BUILT`.
#[no_mangle]
pub extern "C" fn plim_features() -> u64 {
    export!(or 0 => {
        let diagnosis = if cfg!(feature = "diagnosis") { PLIM_FEATURE_DIAGNOSIS } else { 0 };
        let report = if cfg!(feature = "report") { PLIM_FEATURE_REPORT } else { 0 };
        let check = if cfg!(feature = "check") { PLIM_FEATURE_CHECK } else { 0 };
        let load = if cfg!(feature = "load") { PLIM_FEATURE_LOAD } else { 0 };
        let export = if cfg!(feature = "export") { PLIM_FEATURE_EXPORT } else { 0 };
        let otlp = if cfg!(feature = "otlp") { PLIM_FEATURE_OTLP } else { 0 };
        PLIM_FEATURE_SAMPLING | diagnosis | report | check | load | export | otlp
    })
}
