//! All that decides whether work may begin, in one word: so that one atomic operation sees all of it, and nothing can
//! change between looking and taking.

use crate::admit::Class;

/// How many go on, how many may, which class is refused, whether somebody waits, whether all is over.
///
/// | bits | what |
/// |---|---|
/// | 0..24 | permits that are out |
/// | 24..48 | the limit |
/// | 48..50 | the highest class that is refused: 0 none, 1 low, 2 normal, 3 high |
/// | 50 | somebody waits |
/// | 51 | closed |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word(pub u64);

const COUNT_BITS: u32 = 24;
const REFUSED_AT: u32 = 2 * COUNT_BITS;
const COUNT: u64 = (1 << COUNT_BITS) - 1;
const REFUSED: u64 = 0b11 << REFUSED_AT;

/// Somebody waits: a permit that comes back is for those who wait, and nobody takes one past them.
pub(crate) const WAITING: u64 = 1 << 50;
/// Nobody gets a permit any more.
pub(crate) const CLOSED: u64 = 1 << 51;
/// The largest limit.
pub(crate) const MOST: u32 = (1 << COUNT_BITS) - 1;

impl Word {
    pub(crate) fn new(limit: u32) -> Self {
        Word(0).with_limit(limit)
    }

    #[allow(clippy::cast_possible_truncation)] // 24 bits.
    pub(crate) fn in_flight(self) -> u32 {
        (self.0 & COUNT) as u32
    }

    #[allow(clippy::cast_possible_truncation)] // 24 bits.
    pub(crate) fn limit(self) -> u32 {
        ((self.0 >> COUNT_BITS) & COUNT) as u32
    }

    pub(crate) fn has_room(self) -> bool {
        self.in_flight() < self.limit()
    }

    pub(crate) fn is_waiting(self) -> bool {
        self.0 & WAITING != 0
    }

    pub(crate) fn is_closed(self) -> bool {
        self.0 & CLOSED != 0
    }

    pub(crate) fn refuses(self, class: Class) -> bool {
        (self.0 & REFUSED) >> REFUSED_AT > class as u64
    }

    /// The highest class that is refused.
    pub(crate) fn refused(self) -> Option<Class> {
        Class::ALL.into_iter().rev().find(|class| self.refuses(*class))
    }

    pub(crate) fn with_limit(self, limit: u32) -> Self {
        Word(self.0 & !(COUNT << COUNT_BITS) | u64::from(limit.min(MOST)) << COUNT_BITS)
    }

    pub(crate) fn with_refused(self, highest: Option<Class>) -> Self {
        let code = highest.map_or(0, |class| class as u64 + 1);
        Word(self.0 & !REFUSED | code << REFUSED_AT)
    }

    /// With one more permit out.
    pub(crate) fn taken(self) -> Self {
        Word(self.0 + 1)
    }
}
