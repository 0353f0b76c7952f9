//! What load tests found, in other forms.

use std::ffi::c_char;

use super::error::PlimError;
use super::guard::Failure;
use super::monitor_options::text;
use super::monitor_verdict::json_of;
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use crate::error::{Error, ErrorKind};
use crate::load::{LoadResult, SCHEMA};

unsafe fn result(name: &'static str, json: *const c_char) -> Result<LoadResult, Failure> {
    let malformed = |why: String| Failure::from(Error::new(ErrorKind::Malformed, format!("`{name}` {why}")));
    let json = text(name, json)?.ok_or(Failure::Null(name))?;
    let result: LoadResult = serde_json::from_str(json)
        .map_err(|error| malformed(format!("is no document of a load test: {error}")))?;
    if result.schema != SCHEMA {
        return Err(malformed(format!("has the schema {}, and {SCHEMA} is known", result.schema)));
    }
    Ok(result)
}

/// Writes what a test found in another form: `html` (a page), `csv` (a line for each interval), `junit` (thresholds as test
/// cases), `markdown` (a summary) or `hdr` (a log of HdrHistogram). `json` is what `plim_load_test_run` gave. Free `written`
/// with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_load_result_write(
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
            "hdr" => result.to_hdr_log(),
            other => {
                let allowed = "allowed are html, csv, junit, markdown, hdr";
                return Err(Error::option("form", format!("`{other}`"), allowed).into());
            }
        };
        written.write(PlimString::new(content));
        Ok(PLIM_OK)
    })
}

/// Adds up what several machines found that put the same servers under load at the same time: so many documents, and one
/// that holds them all, to be freed with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_load_result_merge(
    jsons: *const *const c_char,
    count: usize,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; jsons, json => {
        let results = (0..count).map(|index| result("jsons", jsons.add(index).read()));
        let results = results.collect::<Result<Vec<_>, Failure>>()?;
        json.write(json_of(&LoadResult::merge(&results)?)?);
        Ok(PLIM_OK)
    })
}
