//! The benchmark of the container: what it can do, and what watching it costs.

use std::ffi::{c_char, c_void};

use super::error::PlimError;
use super::guard::Failure;
use super::monitor_options::text;
use super::monitor_verdict::json_of;
use super::sampler_options::path;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use crate::bench::{BenchProfile, BenchProgress, BenchResult, Benchmark};
use crate::checker::Cancel;
use crate::error::Error;

/// A benchmark of the container that the process runs in. Made by `plim_benchmark_new`.
pub struct PlimBenchmark {
    benchmark: Benchmark,
    cancel: Cancel,
}

/// What is measured. All zero are the defaults.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimBenchmarkOptions {
    /// `quick` (10 s), `standard` (60 s), `full` (5 min), or how long, up to an hour: `30s`. NULL: `standard`. Borrowed for the
    /// call.
    pub profile: *const c_char,
    /// Where to write to the disk; bytes, borrowed for the call. NULL: the first of `/var/tmp`, `/tmp` and the current
    /// directory that is on one.
    pub directory: *const c_char,
    /// How long `directory` is.
    pub directory_len: usize,
    /// Not 0: the disk is left alone.
    pub without_disk: u64,
}

// SAFETY: integers and pointers without padding.
unsafe impl Plain for PlimBenchmarkOptions {}

/// How a benchmark goes. What is not known is NaN.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimBenchmarkProgress {
    /// Seconds since it began.
    pub elapsed_seconds: f64,
    /// Seconds until it is to end.
    pub remaining_seconds: f64,
    /// The share of the CPU quota's periods in which the container was throttled so far.
    pub throttled_ratio: f64,
    /// Rounds that are over.
    pub rounds: u64,
}

/// Called a few times a second, between two slices, on the thread that called `plim_benchmark_run`; lent for the call. 0 goes
/// on; anything else gives it up, and it tells what was measured until then. It must return: no exception, no `longjmp`.
pub type BenchmarkProgressCallback =
    Option<unsafe extern "C" fn(progress: *const PlimBenchmarkProgress, user_data: *mut c_void) -> i32>;

impl PlimBenchmarkProgress {
    fn of(progress: &BenchProgress) -> Self {
        PlimBenchmarkProgress {
            elapsed_seconds: progress.elapsed.as_secs_f64(),
            remaining_seconds: progress.remaining.as_secs_f64(),
            throttled_ratio: progress.throttled_ratio.unwrap_or(f64::NAN),
            rounds: progress.rounds as u64,
        }
    }
}

impl PlimBenchmarkOptions {
    /// # Safety
    /// Unless NULL, texts must end with a NUL, and the path be so long.
    unsafe fn benchmark(&self) -> Result<Benchmark, Failure> {
        let profile = match text("profile", self.profile)? {
            Some(name) => name.parse()?,
            None => BenchProfile::default(),
        };
        let mut benchmark = Benchmark::new(profile);
        if let Some(directory) = path("directory", self.directory, self.directory_len)? {
            benchmark = benchmark.directory(directory);
        }
        if self.without_disk != 0 {
            benchmark = benchmark.without_disk();
        }
        Ok(benchmark)
    }
}

unsafe fn result(name: &'static str, json: *const c_char) -> Result<BenchResult, Failure> {
    let json = text(name, json)?.ok_or(Failure::Null(name))?;
    Ok(BenchResult::from_json(json.as_bytes())?)
}

/// Makes a benchmark, to be freed with `plim_benchmark_free`; `options` may be NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_new(
    options: *const PlimBenchmarkOptions,
    options_size: usize,
    benchmark: *mut *mut PlimBenchmark,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; benchmark => {
        let made = if options.is_null() {
            Benchmark::new(BenchProfile::default())
        } else {
            sized::take(options, options_size, "options")?.benchmark()?
        };
        benchmark.write(Box::into_raw(Box::new(PlimBenchmark { benchmark: made, cancel: Cancel::new() })));
        Ok(PLIM_OK)
    })
}

/// Measures, on the calling thread and on threads of its own that end with it; `json` is the document `plimsoll.bench/1`
/// (docs/benchmark.md), to be freed with `plim_string_free`. `progress` may be NULL. What cannot be measured on its own is left
/// out of the document, which says why.
#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_run(
    benchmark: *const PlimBenchmark,
    progress: BenchmarkProgressCallback,
    user_data: *mut c_void,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; benchmark, json => {
        let cancel = &(*benchmark).cancel;
        let result = (*benchmark).benchmark.run_with(cancel, |state| {
            let state = PlimBenchmarkProgress::of(state);
            // SAFETY: given by the caller to be called so.
            if progress.is_some_and(|progress| unsafe { progress(&raw const state, user_data) } != 0) {
                cancel.cancel();
            }
        })?;
        json.write(json_of(&result)?);
        Ok(PLIM_OK)
    })
}

/// Gives up the run under way, from any thread: it tells what was measured until then. A later run of the same benchmark ends at
/// once. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_cancel(benchmark: *const PlimBenchmark) {
    export!(or () => {
        if let Some(benchmark) = benchmark.as_ref() {
            benchmark.cancel.cancel();
        }
    });
}

/// Frees a benchmark, which no thread may be running. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_free(benchmark: *mut PlimBenchmark) {
    export!(or () => {
        if !benchmark.is_null() {
            drop(Box::from_raw(benchmark));
        }
    });
}

/// Compares what a benchmark found with an earlier one: both are documents of `plim_benchmark_run`, and `json` is the first with
/// `comparison` in it, to be freed with `plim_string_free`. `PLIM_E_UNLIKE_SAMPLES` where the machines are not alike, unless
/// `any_machine` is not 0.
#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_compare(
    now: *const c_char,
    baseline: *const c_char,
    any_machine: i32,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; now, baseline, json => {
        let (mut now, baseline) = (result("now", now)?, result("baseline", baseline)?);
        let comparison =
            if any_machine == 0 { now.against(&baseline)? } else { now.against_any(&baseline) };
        now.comparison = Some(comparison);
        json.write(json_of(&now)?);
        Ok(PLIM_OK)
    })
}

/// Writes what a benchmark found in another form: `html` (a page), `csv` (a line for each measure), `junit` (scores and changes as
/// test cases) or `markdown` (a summary). `json` is what `plim_benchmark_run` or `plim_benchmark_compare` gave. Free `written`
/// with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_write(
    json: *const c_char,
    form: *const c_char,
    written: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; json, form, written => {
        let result = result("json", json)?;
        let content = match text("form", form)?.unwrap_or_default() {
            #[cfg(feature = "report")]
            "html" => result.to_html(),
            #[cfg(not(feature = "report"))]
            "html" => return Err(Failure::NotBuilt("report")),
            "csv" => result.to_csv(),
            "junit" => result.to_junit(),
            "markdown" => result.to_markdown(),
            other => {
                let allowed = "allowed are html, csv, junit, markdown";
                return Err(Error::option("form", format!("`{other}`"), allowed).into());
            }
        };
        written.write(PlimString::new(content));
        Ok(PLIM_OK)
    })
}
