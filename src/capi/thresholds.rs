//! Thresholds of rules, as callers hand them over.

use std::ffi::c_char;
use std::slice;

use super::guard::Failure;
use super::monitor_options::{
    text, PLIM_SEVERITY_CRITICAL, PLIM_SEVERITY_HIGH, PLIM_SEVERITY_LOW, PLIM_SEVERITY_MEDIUM,
};
use crate::dbpool::PoolThresholds;
use crate::error::{self, Error};
use crate::finding::Severity;
use crate::rules::Thresholds;

/// A threshold of a rule that shall be another than the published one.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimThreshold {
    /// The rule, such as `cpu.utilisation`; see docs/thresholds.md. `NULL` is none.
    pub rule: *const c_char,
    /// Raised beyond this value, in the unit of the rule (a share is 0 to 1).
    pub raise: f64,
    /// Cleared where it is back within this one.
    pub clear: f64,
    /// Which of the rule's thresholds: `PLIM_SEVERITY_...`. 0: the rule is disabled.
    pub severity: i32,
    /// 0.
    pub reserved: i32,
}

/// Sets them all. A value must fit between the others of its rule: it may have to wait until they are set.
///
/// # Safety
/// `given` must be as many as it is said, each with a rule that is NULL or ends with a NUL.
pub(super) unsafe fn set(
    given: *const PlimThreshold,
    len: usize,
    mut set: impl FnMut(&Wanted) -> error::Result<()>,
) -> Result<(), Failure> {
    if given.is_null() {
        return if len == 0 { Ok(()) } else { Err(Failure::Null("thresholds")) };
    }
    let given = slice::from_raw_parts(given, len);
    let mut wanted = given.iter().map(|one| one.wanted()).collect::<Result<Vec<_>, _>>()?;
    loop {
        let (before, mut refused) = (wanted.len(), None);
        wanted.retain(|one| match set(one) {
            Ok(()) => false,
            Err(error) => {
                refused.get_or_insert(error);
                true
            }
        });
        match refused {
            None => return Ok(()),
            Some(error) if wanted.len() == before => return Err(error.into()),
            Some(_) => {}
        }
    }
}

/// A threshold, checked as far as it can be by itself; without a severity the rule is disabled.
pub(super) struct Wanted<'a> {
    rule: &'a str,
    severity: Option<Severity>,
    raise: f64,
    clear: f64,
}

impl Wanted<'_> {
    /// Among those of a container.
    pub fn set(&self, thresholds: &mut Thresholds) -> error::Result<()> {
        match self.severity {
            Some(severity) => thresholds.set(self.rule, severity, self.raise, self.clear),
            None => thresholds.disable(self.rule),
        }
    }

    /// Among those of a pool.
    pub fn set_of_pool(&self, thresholds: &mut PoolThresholds) -> error::Result<()> {
        match self.severity {
            Some(severity) => thresholds.set(self.rule, severity, self.raise, self.clear),
            None => thresholds.disable(self.rule),
        }
    }
}

impl PlimThreshold {
    /// # Safety
    /// Unless NULL, `rule` must end with a NUL.
    unsafe fn wanted<'a>(&self) -> Result<Wanted<'a>, Failure> {
        let severity = match self.severity {
            0 => None,
            PLIM_SEVERITY_LOW => Some(Severity::Low),
            PLIM_SEVERITY_MEDIUM => Some(Severity::Medium),
            PLIM_SEVERITY_HIGH => Some(Severity::High),
            PLIM_SEVERITY_CRITICAL => Some(Severity::Critical),
            other => {
                let allowed = "allowed are 0 (disabled) and PLIM_SEVERITY_... (1 to 4)";
                return Err(Error::option("severity", other, allowed).into());
            }
        };
        let rule = text("rule", self.rule)?.ok_or(Failure::Null("rule"))?;
        Ok(Wanted { rule, severity, raise: self.raise, clear: self.clear })
    }
}
