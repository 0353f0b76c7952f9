//! What a checker is given: servers, and functions of the caller's own.

use std::ffi::{c_char, c_void, CString};
use std::ptr;
use std::time::{Duration, Instant};

use super::checker_token::within;
use super::error::PlimError;
use super::gate::priority_of;
use super::guard::Failure;
use super::monitor_options::text;
use super::probe_outcome::{status_of, PLIM_HEALTH_UNKNOWN};
use super::probe_reasons;
use super::probe_targets::PlimTargets;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_OK};
use super::user_data::{Destructor, UserData};
use crate::checker::{Check, Own, Work};
use crate::error::{Error, ErrorKind};
use crate::finding::{Reason, Status as Health};
use crate::probe::Outcome;

/// How long a check of the caller's own takes at most, where it says nothing.
const OWN_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest time that a check of the caller's own may have.
const LONGEST: Duration = Duration::from_secs(86_400);

/// Room for what a check of the caller's own says.
const MESSAGE_BYTES: usize = 1024;

/// A list of what is to be checked, numbered from 0. Made by `plim_checks_new`, filled by one thread, and then used by
/// any number of checkers; what it holds is copied as it is used.
pub struct PlimChecks {
    pub(super) checks: Vec<Check>,
    names: Vec<CString>,
}

/// What a check of the caller's own is told, lent for the call.
pub struct PlimOwn {
    own: Own,
}

/// What a check of the caller's own answers: filled in by the callback, lent for the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimOwnAnswer {
    /// What it comes to: `PLIM_HEALTH_...`. Comes as `PLIM_HEALTH_UNKNOWN`.
    pub status: i32,
    /// Why: `PLIM_REASON_...`. Comes as 0, which is `ok` where it is healthy, `local` where it is unknown, else
    /// `reported`.
    pub reason: i32,
    /// Why, in a sentence: `message_size` bytes to write text to, UTF-8 that ends with a NUL. Comes empty.
    pub message: *mut c_char,
    /// How many, the NUL among them.
    pub message_size: usize,
}

/// A check of the caller's own. It is called on a thread of the checker's (`plimsoll-check-N`, all signals blocked), at
/// the same time as others and, where it is asked for several times, as itself. It must return, and soon after its time
/// is over: no exception, no `longjmp`; until it does it keeps its thread. A call of its own checker answers
/// `PLIM_E_REENTRANT`.
pub type OwnCallback =
    Option<unsafe extern "C" fn(own: *const PlimOwn, answer: *mut PlimOwnAnswer, user_data: *mut c_void)>;

/// A check of the caller's own.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimOwnOptions {
    /// The name in outcomes; borrowed for the call.
    pub name: *const c_char,
    /// Checks of the same host (`host:port`, or any other word) share its bounds; borrowed for the call. NULL: none.
    pub host: *const c_char,
    /// By when it has to be back, in nanoseconds up to a day; one that is back later is unhealthy (`deadline`), whatever
    /// it answers. 0: 10 s.
    pub timeout_ns: u64,
    /// How often it is run where it is watched, in nanoseconds. 0: as the checker says.
    pub interval_ns: u64,
    /// Which goes first where not everything can be checked at once, -1000 to 1000; the higher the more urgent.
    pub priority: i32,
    /// 0.
    pub reserved: i32,
    /// Called to check.
    pub call: OwnCallback,
    /// Given to `call`.
    pub user_data: *mut c_void,
    /// Frees `user_data`, once: with the last checks, checker or run that has it, or when `plim_checks_add_own` fails;
    /// maybe on a thread of a checker's. May be NULL.
    pub free: Destructor,
    /// Names of checks without which this one cannot work: where they are watched, and while one of them is unhealthy, this
    /// is `unknown` (`dependency`) and `call` is not called; borrowed for the call. NULL: none.
    pub depends_on: *const *const c_char,
    /// How many names.
    pub depends_on_len: usize,
    /// The owner's own words for it: a name and its value, a name and its value; borrowed for the call. NULL: none.
    pub labels: *const *const c_char,
    /// How many pairs.
    pub labels_len: usize,
}

// SAFETY: integers and pointers in an order without padding; a function pointer is any pointer or NULL.
unsafe impl Plain for PlimOwnOptions {}

impl PlimChecks {
    pub(super) fn of(checks: impl IntoIterator<Item = Check>) -> Self {
        let mut made = PlimChecks { checks: Vec::new(), names: Vec::new() };
        checks.into_iter().for_each(|check| made.add(check));
        made
    }

    fn add(&mut self, check: Check) {
        // A NUL could only come from a name of the caller's own, which ends with one.
        let name = check.name().bytes().filter(|byte| *byte != 0).collect::<Vec<_>>();
        self.names.push(CString::new(name).unwrap_or_default());
        self.checks.push(check);
    }

    /// The check at that place.
    pub(super) fn check(&self, index: usize) -> Result<&Check, Failure> {
        self.checks.get(index).ok_or_else(|| {
            let count = self.checks.len();
            let message = format!("`index` is {index}: there are {count} checks, numbered from 0");
            Error::new(ErrorKind::InvalidArgument, message).into()
        })
    }
}

impl PlimOwnOptions {
    /// # Safety
    /// Unless NULL, texts must end with a NUL.
    unsafe fn check(&self, data: UserData) -> Result<Check, Failure> {
        let name = text("name", self.name)?.ok_or(Failure::Null("name"))?.to_owned();
        let given = text("host", self.host)?.map(Into::into);
        let call = self.call.ok_or(Failure::Null("call"))?;
        let timeout = match self.timeout_ns {
            0 => OWN_TIMEOUT,
            given => Duration::from_nanos(given),
        };
        if timeout > LONGEST {
            return Err(Error::option("timeout_ns", self.timeout_ns, "up to a day is allowed").into());
        }
        let mut check = Check::own(name, timeout, move |own| answered(call, own, &data));
        if let Work::Own { host, .. } = &mut check.work {
            *host = given;
        }
        check.priority = priority_of(self.priority)?;
        check.depends_on = texts("depends_on", self.depends_on, self.depends_on_len)?;
        let labels = texts("labels", self.labels, self.labels_len.saturating_mul(2))?;
        check.labels = labels.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
        check.interval = (self.interval_ns != 0).then(|| Duration::from_nanos(self.interval_ns));
        Ok(check)
    }
}

/// An array of strings of the caller's.
///
/// # Safety
/// Unless NULL, `array` must hold so many strings, each of which ends with a NUL.
unsafe fn texts(name: &'static str, array: *const *const c_char, len: usize) -> Result<Vec<String>, Failure> {
    if array.is_null() && len != 0 {
        return Err(Failure::Null(name));
    }
    (0..len)
        .map(|index| Ok(text(name, array.add(index).read())?.ok_or(Failure::Null(name))?.to_owned()))
        .collect()
}

/// Calls a check of the caller's own.
fn answered(
    call: unsafe extern "C" fn(*const PlimOwn, *mut PlimOwnAnswer, *mut c_void),
    own: &Own,
    data: &UserData,
) -> Outcome {
    let mut message = [0_u8; MESSAGE_BYTES];
    let mut answer = PlimOwnAnswer {
        status: PLIM_HEALTH_UNKNOWN,
        reason: 0,
        message: message.as_mut_ptr().cast(),
        message_size: message.len(),
    };
    let told = PlimOwn { own: own.clone() };
    // SAFETY: given by the caller to be called so.
    within(own, || unsafe { call(&raw const told, &raw mut answer, data.get()) });
    let said = message.split(|byte| *byte == 0).next().unwrap_or_default();
    let said = String::from_utf8_lossy(said);
    let Some(status) = status_of(answer.status) else {
        let why = format!("the function of this check answered the status {}, which is none", answer.status);
        return Outcome::own(&*own.name, Health::Unknown, why);
    };
    let mut outcome = Outcome::own(&*own.name, status, said);
    if let Some(reason) = probe_reasons::reason(answer.reason) {
        outcome.reason = reason;
    } else if answer.reason != 0 {
        outcome = Outcome::own(
            &*own.name,
            Health::Unknown,
            format!("the function of this check answered the reason {}, which is none", answer.reason),
        );
    }
    if outcome.reason == Reason::Local && outcome.message.is_empty() {
        outcome.message = "the function of this check gave no answer".to_owned();
    }
    outcome
}

/// Makes an empty list of checks, to be freed with `plim_checks_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_checks_new(checks: *mut *mut PlimChecks, err: *mut *mut PlimError) -> Status {
    export!(err; checks => {
        checks.write(Box::into_raw(Box::new(PlimChecks::of([]))));
        Ok(PLIM_OK)
    })
}

/// Adds all targets that are enabled, in their order, each with the interval, the priority, the dependencies and the
/// labels of its configuration. The targets may be freed before the checks.
#[no_mangle]
pub unsafe extern "C" fn plim_checks_add_targets(
    checks: *mut PlimChecks,
    targets: *const PlimTargets,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checks, targets => {
        for index in 0..(*targets).count() {
            if (*targets).is_enabled(index) {
                (*checks).add((*targets).check(index)?);
            }
        }
        Ok(PLIM_OK)
    })
}

/// Adds target number `index`, enabled or not.
#[no_mangle]
pub unsafe extern "C" fn plim_checks_add_target(
    checks: *mut PlimChecks,
    targets: *const PlimTargets,
    index: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checks, targets => {
        (*checks).add((*targets).check(index)?);
        Ok(PLIM_OK)
    })
}

/// Adds a check of the caller's own. Its `user_data` belongs to the library as soon as this is called: where it fails,
/// it has been freed.
#[no_mangle]
pub unsafe extern "C" fn plim_checks_add_own(
    checks: *mut PlimChecks,
    own: *const PlimOwnOptions,
    own_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; own => {
        // First, so that it is freed whatever is wrong.
        let known = sized::head(own, own_size);
        let data = UserData::new(known.user_data, known.free);
        if checks.is_null() {
            return Err(Failure::Null("checks"));
        }
        let given = sized::take(own, own_size, "own")?;
        (*checks).add(given.check(data)?);
        Ok(PLIM_OK)
    })
}

/// How many checks there are. 0 for NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_checks_count(checks: *const PlimChecks) -> usize {
    export!(or 0 => { checks.as_ref().map_or(0, |checks| checks.checks.len()) })
}

/// The name of a check. Belongs to the checks. NULL beyond the last, and for NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_checks_name(checks: *const PlimChecks, index: usize) -> *const c_char {
    export!(or ptr::null() => {
        let name = checks.as_ref().and_then(|checks| checks.names.get(index));
        name.map_or(ptr::null(), |name| name.as_ptr())
    })
}

/// Frees checks, which no thread may be using or use again. What was begun with them goes on. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_checks_free(checks: *mut PlimChecks) {
    export!(or () => {
        if !checks.is_null() {
            drop(Box::from_raw(checks));
        }
    });
}

/// How long a check of the caller's own has yet, in nanoseconds; 0 where its time is over, and for NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_own_left_ns(own: *const PlimOwn) -> u64 {
    export!(or 0 => {
        let left = own.as_ref().map_or(Duration::ZERO, |told| {
            told.own.deadline.saturating_duration_since(Instant::now())
        });
        u64::try_from(left.as_nanos()).unwrap_or(u64::MAX)
    })
}

/// Whether nobody wants to know any more what a check of the caller's own comes to: 1, else 0.
#[no_mangle]
pub unsafe extern "C" fn plim_own_is_cancelled(own: *const PlimOwn) -> i32 {
    export!(or 0 => { own.as_ref().map_or(0, |told| i32::from(told.own.cancel.is_cancelled())) })
}
