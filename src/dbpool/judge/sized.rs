//! The one place where advice on the size of a pool joins its findings: what they say of it is what advice says.

use std::sync::Arc;

use super::answers::answer;
use super::table::PoolRule;
use crate::dbpool::{DatabasePool, PoolAdvice, PoolSizing, SizeChange, SizeLimit};
use crate::finding::{Action, Category, Effort, Finding, Place, Recommendation};

/// Whether the size of the pool may be what answers a finding of that rule, or is named in what does.
pub(super) fn matters(rule: PoolRule) -> bool {
    use PoolRule::{Churn, DatabaseSaturated, Oversized, Saturated, Timeouts, Waits};
    matches!(rule, Saturated | Waits | Timeouts | Oversized | DatabaseSaturated | Churn)
}

/// Advice on the size with what its owner last told it, asked for once for each observation. Called without the pool's
/// lock.
pub(super) fn asked(pool: &DatabasePool) -> Option<Arc<PoolSizing>> {
    let (known, now) = {
        let state = pool.state();
        (state.advised, state.changes)
    };
    if known != Some(now) {
        pool.advise_again();
        pool.state().advised = Some(now);
    }
    pool.state().sizing.answer.clone()
}

/// What size answers a finding; nothing where the size is not what is wrong, or advice says otherwise.
pub(super) fn sized(
    name: &str,
    rule: PoolRule,
    finding: &Finding,
    advice: Option<&PoolAdvice>,
) -> Option<Recommendation> {
    let wanted = match rule {
        PoolRule::Saturated | PoolRule::Waits | PoolRule::Timeouts => SizeChange::Grow,
        PoolRule::Oversized => SizeChange::Shrink,
        _ => return None,
    };
    let advice = advice.filter(|advice| advice.change == wanted)?;
    let connections = connections(advice);
    let title = match (wanted, advice.limit) {
        (SizeChange::Grow, SizeLimit::Step) => {
            format!("Give pool {name} {connections}, and look again after a while.")
        }
        (SizeChange::Grow, _) => format!("Give pool {name} {connections}."),
        _ => format!("Let pool {name} have no more than {connections}."),
    };
    let effect = if wanted == SizeChange::Grow {
        "Fewer requests wait for a connection."
    } else {
        "The server has memory and connections for others."
    };
    let words = (title, advice.reason.clone(), effect.to_owned());
    Some(answer(finding, Category::Database, Effort::Low, words, settings(advice)))
}

/// The size in words.
pub(super) fn connections(advice: &PoolAdvice) -> String {
    let size = advice.size;
    let noun = if size == 1 { "connection" } else { "connections" };
    match advice.overflow {
        0 => format!("{size} {noun}"),
        overflow => format!("{size} {noun} and an overflow of {overflow}"),
    }
}

/// What to set to it.
pub(super) fn settings(advice: &PoolAdvice) -> Vec<Action> {
    let setting = |target: &str, value: u32| Action::new(Place::Program, target, value.to_string());
    let PoolAdvice { size, overflow, .. } = *advice;
    let mut settings = vec![setting("size (SQLAlchemy pool_size, PgBouncer default_pool_size)", size)];
    if overflow > 0 || advice.current_overflow.is_some_and(|overflow| overflow > 0) {
        settings.push(setting("overflow (SQLAlchemy max_overflow, PgBouncer reserve_pool_size)", overflow));
    }
    let most = size.saturating_add(overflow);
    settings.push(setting(
        "most connections (psycopg_pool max_size, HikariCP maximumPoolSize, r2d2 max_size)",
        most,
    ));
    settings
}

#[cfg(test)]
#[path = "sized_tests.rs"]
mod tests;
