//! Load tests of servers and of functions of the caller's own.

use std::ffi::{c_char, c_void};
use std::path::Path;
use std::time::Duration;

use super::error::PlimError;
use super::guard::Failure;
use super::monitor_options::text;
use super::monitor_verdict::json_of;
use super::probe_reasons;
use super::sampler_options::path;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use super::user_data::{Destructor, UserData};
use crate::checker::Cancel;
use crate::config::{self, Config, LoadOptions};
use crate::error::{Error, ErrorKind};
use crate::finding::Reason;
use crate::load::{LoadTest, Part, Progress, Scenario, Turn};

/// How long a call of the caller's own takes at most, where nothing is said.
const OWN_TIMEOUT: Duration = Duration::from_secs(10);

/// A load test: what is asked, of whom, and how much. Made by `plim_load_test_load` or `plim_load_test_parse`, filled by one
/// thread, and then run.
pub struct PlimLoadTest {
    scenario: Scenario,
    cancel: Cancel,
}

/// Which call of the caller's own it is, lent for the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimLoadTurn {
    /// The calls of this user before it.
    pub number: u64,
    /// The user, or the connection of an open model, counted from 0. One user's calls come one after the other, on one
    /// thread.
    pub user: u32,
    /// 0.
    pub reserved: u32,
}

/// A request of the caller's own. It is called on a thread of the test's (`plimsoll-load-N`, all signals blocked), at the
/// same time as itself for other users. 0 is success, `PLIM_REASON_...` why it failed, anything else a failure as well
/// (`reported`). It must return: no exception, no `longjmp`.
pub type LoadCallback =
    Option<unsafe extern "C" fn(turn: *const PlimLoadTurn, user_data: *mut c_void) -> i32>;

/// Something of the caller's own that is put under load.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimLoadOwnOptions {
    /// The name in results; borrowed for the call.
    pub name: *const c_char,
    /// A call that takes longer is timed out, whatever it says, in nanoseconds up to a day. 0: 10 s.
    pub timeout_ns: u64,
    /// How often it is called, beside the servers, which have 1 where nothing else is said. 0: 1.
    pub weight: f64,
    /// Called.
    pub call: LoadCallback,
    /// Given to `call`.
    pub user_data: *mut c_void,
    /// Frees `user_data`, once: with the test, or when `plim_load_test_add_own` fails. May be NULL.
    pub free: Destructor,
}

// SAFETY: integers, a float and pointers without padding; a function pointer is any pointer or NULL.
unsafe impl Plain for PlimLoadOwnOptions {}

/// How a test goes. What is not known is NaN.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimLoadProgress {
    /// Seconds since it began.
    pub elapsed_seconds: f64,
    /// Seconds until it is to end.
    pub remaining_seconds: f64,
    /// Requests per second that are due, or users.
    pub level: f64,
    /// Requests answered as expected in the last second.
    pub per_second: f64,
    /// Half of them took longer.
    pub p50_seconds: f64,
    /// One in a hundred took longer.
    pub p99_seconds: f64,
    /// Requests that failed or timed out in the last second.
    pub errors: u64,
    /// Answered as expected, since it began.
    pub ok: u64,
    /// Failed, since it began.
    pub failed: u64,
    /// Timed out, since it began.
    pub timed_out: u64,
    /// The stage, counted from 0.
    pub stage: u64,
    /// How many stages there are.
    pub stages: u64,
}

/// Called once a second, on the thread that called `plim_load_test_run`; lent for the call. 0 goes on; anything else gives
/// the test up, which then tells what was measured until then. It must return: no exception, no `longjmp`.
pub type LoadProgressCallback =
    Option<unsafe extern "C" fn(progress: *const PlimLoadProgress, user_data: *mut c_void) -> i32>;

impl PlimLoadTest {
    fn of(config: Config, name: Option<&str>) -> Result<Self, Failure> {
        let mut all = config.benchmarking.scenarios;
        let names = || all.iter().map(|scenario| scenario.name.as_str()).collect::<Vec<_>>().join(", ");
        let wrong = |message: String| Err(Error::new(ErrorKind::InvalidArgument, message).into());
        let index = match name {
            Some(name) => match all.iter().position(|scenario| scenario.name == name) {
                Some(index) => index,
                None => return wrong(format!("there is no scenario `{name}`: known are {}", names())),
            },
            None if all.is_empty() => {
                return wrong(
                    "there is no load test: `benchmarking` has neither scenarios nor users".to_owned(),
                )
            }
            None if all.len() > 1 => {
                return wrong(format!("`scenario` is NULL, and there are several: {}", names()))
            }
            None => 0,
        };
        Ok(PlimLoadTest { scenario: all.swap_remove(index), cancel: Cancel::new() })
    }
}

impl PlimLoadProgress {
    fn of(progress: &Progress) -> Self {
        let seconds = |time: Option<Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64());
        PlimLoadProgress {
            elapsed_seconds: progress.elapsed.as_secs_f64(),
            remaining_seconds: progress.remaining.as_secs_f64(),
            level: progress.level,
            per_second: progress.per_second,
            p50_seconds: seconds(progress.p50),
            p99_seconds: seconds(progress.p99),
            errors: progress.errors,
            ok: progress.so_far.ok,
            failed: progress.so_far.failed,
            timed_out: progress.so_far.timed_out,
            stage: progress.stage as u64,
            stages: progress.stages as u64,
        }
    }
}

impl PlimLoadOwnOptions {
    /// # Safety
    /// Unless NULL, texts must end with a NUL.
    unsafe fn part(&self, data: UserData) -> Result<Part, Failure> {
        const LONGEST: Duration = Duration::from_secs(86_400);
        let name = text("name", self.name)?.ok_or(Failure::Null("name"))?.to_owned();
        let call = self.call.ok_or(Failure::Null("call"))?;
        let timeout = match self.timeout_ns {
            0 => OWN_TIMEOUT,
            given => Duration::from_nanos(given),
        };
        if timeout > LONGEST {
            return Err(Error::option("timeout_ns", self.timeout_ns, "up to a day is allowed").into());
        }
        let part = Part::own(name, timeout, move |turn: &Turn| {
            let turn = PlimLoadTurn { number: turn.number, user: turn.user, reserved: 0 };
            // SAFETY: given by the caller to be called so.
            match unsafe { call(&raw const turn, data.get()) } {
                0 => Reason::Ok,
                other => probe_reasons::reason(other).unwrap_or(Reason::Reported),
            }
        });
        Ok(part.weighing(if self.weight == 0.0 { 1.0 } else { self.weight }))
    }
}

/// Makes the load test of a configuration (docs/load-tests.md), to be freed with `plim_load_test_free`. `path` is bytes;
/// `environment` names one of the file's `environments`, NULL for none; `scenario` one of `benchmarking.scenarios`, NULL where
/// there is only one. Where something is wrong, `PLIM_E_CONFIGURATION` has a line for each problem.
#[no_mangle]
pub unsafe extern "C" fn plim_load_test_load(
    path: *const c_char,
    path_len: usize,
    environment: *const c_char,
    scenario: *const c_char,
    test: *mut *mut PlimLoadTest,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; path, test => {
        let path = self::path("path", path, path_len)?.unwrap_or_default();
        let environment = text("environment", environment)?.map(str::to_owned);
        let options = LoadOptions { environment, ..LoadOptions::default() };
        let made = PlimLoadTest::of(config::load(&path, &options)?, text("scenario", scenario)?)?;
        test.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Reads a text, in YAML or JSON, instead of a file. Relative paths in it begin in the current directory. To be freed with
/// `plim_load_test_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_load_test_parse(
    config: *const c_char,
    scenario: *const c_char,
    test: *mut *mut PlimLoadTest,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; config, test => {
        let config = text("config", config)?.unwrap_or_default();
        let config = config::parse(config, Path::new("configuration"))?;
        let made = PlimLoadTest::of(config, text("scenario", scenario)?)?;
        test.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Has a function of the caller's own called as well, beside the servers of the scenario, or alone where there are none.
#[no_mangle]
pub unsafe extern "C" fn plim_load_test_add_own(
    test: *mut PlimLoadTest,
    options: *const PlimLoadOwnOptions,
    options_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; test, options => {
        let options = sized::take(options, options_size, "options")?;
        let part = options.part(UserData::new(options.user_data, options.free))?;
        (*test).scenario.parts.push(part);
        Ok(PLIM_OK)
    })
}

/// Runs the test on threads of its own and waits for its end; `json` is the document `plimsoll.load/1` (docs/load-tests.md), to
/// be freed with `plim_string_free`. `progress` is called once a second and may be NULL. `PLIM_E_NOT_FOUND` where a target does
/// not work before it begins, `PLIM_E_INVALID_ARGUMENT` where the scenario makes no sense. What goes wrong later is in the
/// document.
#[no_mangle]
pub unsafe extern "C" fn plim_load_test_run(
    test: *const PlimLoadTest,
    progress: LoadProgressCallback,
    user_data: *mut c_void,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; test, json => {
        let cancel = &(*test).cancel;
        let load = LoadTest::new((*test).scenario.clone())?;
        let result = load.run_with(cancel, |state| {
            let state = PlimLoadProgress::of(state);
            // SAFETY: given by the caller to be called so.
            if progress.is_some_and(|progress| unsafe { progress(&raw const state, user_data) } != 0) {
                cancel.cancel();
            }
        })?;
        json.write(json_of(&result)?);
        Ok(PLIM_OK)
    })
}

/// Gives up the run under way, from any thread: it tells what was measured until then. A later run of the same test ends at
/// once. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_load_test_cancel(test: *const PlimLoadTest) {
    export!(or () => {
        if let Some(test) = test.as_ref() {
            test.cancel.cancel();
        }
    });
}

/// Frees a test, which no thread may be running. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_load_test_free(test: *mut PlimLoadTest) {
    export!(or () => {
        if !test.is_null() {
            drop(Box::from_raw(test));
        }
    });
}
