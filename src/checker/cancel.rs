//! Giving up what is under way.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::probe::Stop;

/// A word to give up, which any number of threads can look at. Clones are the same word.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Word>);

#[derive(Default)]
struct Word {
    given: AtomicBool,
    /// Who is told at once.
    hearers: Mutex<Vec<Weak<dyn Hear>>>,
}

impl Stop for Word {
    fn is_given(&self) -> bool {
        self.given.load(Ordering::SeqCst)
    }
}

/// Somebody who is told when a word is given.
pub(super) trait Hear: Send + Sync {
    fn hear(&self);
}

impl Cancel {
    /// Not given yet.
    #[must_use]
    pub fn new() -> Self {
        Cancel::default()
    }

    /// Gives it. May be called again.
    pub fn cancel(&self) {
        if self.0.given.swap(true, Ordering::SeqCst) {
            return;
        }
        let hearers = std::mem::take(&mut *self.0.hearers.lock().unwrap_or_else(PoisonError::into_inner));
        hearers.iter().filter_map(Weak::upgrade).for_each(|hearer| hearer.hear());
    }

    /// Whether it was given.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.is_given()
    }

    /// For those who only look.
    pub(crate) fn stop(&self) -> Arc<dyn Stop> {
        self.0.clone()
    }

    /// Has somebody told, at once if it was given already.
    pub(super) fn tell(&self, hearer: Weak<dyn Hear>) {
        let mut hearers = self.0.hearers.lock().unwrap_or_else(PoisonError::into_inner);
        hearers.retain(|known| known.strong_count() > 0);
        hearers.push(hearer.clone());
        drop(hearers);
        // It may have been given while nobody was on the list.
        if self.is_cancelled() {
            if let Some(hearer) = hearer.upgrade() {
                hearer.hear();
            }
        }
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cancel").field(&self.is_cancelled()).finish()
    }
}
