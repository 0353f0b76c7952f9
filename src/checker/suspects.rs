//! Whose trouble a failure is: that of a check, or of one that it depends on.
//!
//! What fails because its parent does may fail first, or be looked at first. So an outcome that would show a check to be
//! worse is kept until everything that it depends on was looked at since, ahead of its time if need be. It counts if
//! nothing was found there; otherwise the check is `unknown` (`dependency`), as it will be once its parent is shown to be
//! unhealthy.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::shared::{Errand, Shared};
use super::watched::{Look, Watched};
use crate::finding::Reason;
use crate::probe::Outcome;
use crate::sched::Pass;

/// Beyond the time that parents may take, for their turn to come.
const PATIENCE: Duration = Duration::from_secs(5);

/// An outcome that is kept.
pub(super) struct Suspect {
    over: Over,
    /// All that it depends on.
    above: Vec<Arc<Watched>>,
    since_ns: u64,
    /// Then it counts, whatever is known of the others.
    until_ns: u64,
}

/// What a turn came to.
pub(super) struct Over {
    pub(super) watched: Arc<Watched>,
    pub(super) pass: Option<Pass>,
    pub(super) late: Option<Duration>,
    pub(super) outcome: Arc<Outcome>,
}

impl Shared {
    /// Gives an outcome back that counts at once; others are kept for [`Shared::weigh`].
    pub(super) fn unless_suspect(&self, over: Over) -> Option<Over> {
        let watched = &over.watched;
        if watched.check.depends_on.is_empty() || !watched.worsens(&over.outcome) {
            return Some(over);
        }
        let above = self.set().above(&watched.name);
        let longest = above.iter().map(|above| above.check.timeout()).max().unwrap_or_default();
        // A turn that is under way may be too old to tell; then there is another one.
        let most = longest.saturating_mul(2).saturating_add(PATIENCE);
        let since_ns = self.now_ns();
        let until_ns = since_ns.saturating_add(u64::try_from(most.as_nanos()).unwrap_or(u64::MAX));
        let suspect = Suspect { over, above, since_ns, until_ns };
        self.suspects.lock().unwrap_or_else(PoisonError::into_inner).push(suspect);
        None
    }

    /// Lets those outcomes count of which it is known by now whose trouble they are, and has those looked at on which
    /// others wait.
    pub(super) fn weigh(&self) {
        loop {
            let (mut due, mut ready) = (Vec::new(), None);
            {
                let mut suspects = self.suspects.lock().unwrap_or_else(PoisonError::into_inner);
                suspects.retain(|suspect| !suspect.over.watched.cancel.is_cancelled());
                let now_ns = self.now_ns();
                let is_ready = |suspect: &Suspect| suspect.is_ready(now_ns, &mut due);
                if let Some(place) = suspects.iter().position(is_ready) {
                    ready = Some(suspects.swap_remove(place));
                }
            }
            for watched in due {
                self.timer.at(Instant::now(), Errand::Turn(watched));
            }
            let Some(Suspect { mut over, above, .. }) = ready else { return };
            if let Some(parent) = above.iter().find(|above| above.is_broken()) {
                let why = format!(
                    "it failed ({}), and so did `{}`, which it depends on",
                    over.outcome.reason, parent.name
                );
                over.outcome = Arc::new(over.watched.check.not_run(Reason::Dependency, why));
            }
            self.conclude(over);
        }
    }
}

impl Suspect {
    /// Whether enough is known; those are added to `due` that have to be looked at.
    fn is_ready(&self, now_ns: u64, due: &mut Vec<Arc<Watched>>) -> bool {
        let mut all_over = true;
        for above in &self.above {
            match above.look(self.since_ns, now_ns) {
                Look::Over if above.is_broken() => return true,
                Look::Over => {}
                Look::Pending => all_over = false,
                Look::Due => {
                    all_over = false;
                    due.push(above.clone());
                }
            }
        }
        all_over || now_ns >= self.until_ns
    }
}
