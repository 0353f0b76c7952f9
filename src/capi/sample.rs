//! Reading what is in a sample.

use super::error::PlimError;
use super::sized;
use super::status::{Status, PLIM_ABSENT, PLIM_OK};
use super::string::PlimString;
use crate::error::{Error, ErrorKind};
use crate::fields::Sample;

/// Field number `index` of a sample as a `double`, whatever its type; no limit is infinity.
/// `PLIM_ABSENT`, and NaN, where it was not read or there is no such field.
#[no_mangle]
pub unsafe extern "C" fn plim_sample_value(
    sample: *const Sample,
    sample_size: usize,
    index: u32,
    value: *mut f64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sample, value => {
        let sample = sized::take(sample, sample_size, "sample")?;
        let found = sample.value(index as usize);
        value.write(found.map_or(f64::NAN, crate::fields::Value::as_f64));
        Ok(if found.is_some() { PLIM_OK } else { PLIM_ABSENT })
    })
}

/// A sample as a JSON object on one line, keyed by field name: what `plimsoll sample --json` prints.
/// A value that was not read has no key; no limit is the string "max".
#[no_mangle]
pub unsafe extern "C" fn plim_sample_to_json(
    sample: *const Sample,
    sample_size: usize,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sample, json => {
        let sample = sized::take(sample, sample_size, "sample")?;
        let text = serde_json::to_vec(&sample)
            .map_err(|error| Error::new(ErrorKind::Malformed, format!("the sample cannot be written as JSON: {error}")))?;
        json.write(PlimString::new(text));
        Ok(PLIM_OK)
    })
}
