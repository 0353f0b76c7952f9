//! Queues for locks: who waits for whom.

use std::collections::HashMap;

use crate::dbpool::Blocked;

/// The most that are told.
const MOST: usize = 10;

/// Puts in place of each session's blocker the one at the head of the queue, which waits for nobody that is known; the
/// longest wait first.
pub(super) fn to_heads(mut blocked: Vec<Blocked>) -> Vec<Blocked> {
    let known: HashMap<u64, (Option<u64>, Option<String>)> =
        blocked.iter().map(|row| (row.session, (row.blocked_by, row.holder_state.clone()))).collect();
    for row in &mut blocked {
        // As many steps as there are sessions: a deadlock goes in a circle.
        for _ in 0..known.len() {
            let Some((Some(next), state)) = row.blocked_by.and_then(|blocker| known.get(&blocker)) else {
                break;
            };
            row.blocked_by = Some(*next);
            row.holder_state.clone_from(state);
        }
    }
    blocked.sort_by(|one, other| other.seconds.total_cmp(&one.seconds));
    blocked.truncate(MOST);
    blocked
}
