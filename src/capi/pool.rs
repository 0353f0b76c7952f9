//! The pools of connections of a context of probes.

use serde::Serialize;

use super::error::PlimError;
use super::guard::Failure;
use super::monitor_verdict::json_of;
use super::probe_context::PlimProbeContext;
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use crate::error::Error;
use crate::probe::{Pool, PoolStatistics};

/// The pool of connections to MCP servers.
pub const PLIM_POOL_MCP: i32 = 1;
/// The pool of connections to REST endpoints, and to whatever gives tokens.
pub const PLIM_POOL_REST: i32 = 2;

/// Statistics by themselves.
#[derive(Serialize)]
struct Document {
    schema: &'static str,
    pool: Pool,
    #[serde(flatten)]
    statistics: PoolStatistics,
}

pub(super) fn pool(number: i32) -> Result<Pool, Failure> {
    match number {
        PLIM_POOL_MCP => Ok(Pool::Mcp),
        PLIM_POOL_REST => Ok(Pool::Rest),
        other => {
            let allowed = "allowed are PLIM_POOL_MCP (1) and PLIM_POOL_REST (2)";
            Err(Error::option("pool", other, allowed).into())
        }
    }
}

/// What a pool (`PLIM_POOL_...`) has and did in this process, as a JSON document
/// (`"schema": "plimsoll.pool/1"`): `open`, `in_use`, `idle`, `most_in_use`, `waiting`,
/// `created`, `reused`, `closed_idle`, `retried`, `waited`, `waited_for_host` (while the pool as a whole had room),
/// `wait_seconds`, `refused`, and for each host with connections
/// `per_host: [{host, open, in_use, idle, created, reused, waited}]`. Free it with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_pool_statistics(
    context: *const PlimProbeContext,
    pool: i32,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context, json => {
        let pool = self::pool(pool)?;
        let statistics = (*context).shared.with(|context| Ok(context.pool(pool)))?;
        json.write(json_of(&Document { schema: "plimsoll.pool/1", pool, statistics })?);
        Ok(PLIM_OK)
    })
}

/// Closes connections that were idle too long, without waiting for the next probe to do so, and takes what has
/// expired out of the caches. To be called every second or so by who probes seldom; it costs next to nothing.
#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_sweep(
    context: *const PlimProbeContext,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context => {
        (*context).shared.with(|context| {
            context.sweep();
            Ok(())
        })?;
        Ok(PLIM_OK)
    })
}
