//! What is suspected, and for how long.

use crate::finding::Component;
use crate::sample::Activity;

/// So long a suspicion lasts if nobody renews it: twice the default window of rates, so that what comes and goes with
/// the window stays watched.
const LASTS_SECONDS: f64 = 10.0;

/// What can be told by process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Cpu,
    Memory,
    Io,
    Writes,
    Descriptors,
    Threads,
}

impl Kind {
    const ALL: [Kind; 6] =
        [Kind::Cpu, Kind::Memory, Kind::Io, Kind::Writes, Kind::Descriptors, Kind::Threads];

    pub(super) fn of(component: &Component) -> Option<Self> {
        Some(match component {
            Component::Cpu | Component::Load => Kind::Cpu,
            Component::Memory => Kind::Memory,
            Component::DiskIo => Kind::Io,
            Component::DiskSpace => Kind::Writes,
            Component::Descriptors => Kind::Descriptors,
            Component::Pids => Kind::Threads,
            Component::Inodes
            | Component::Network
            | Component::Metric(_)
            | Component::Checker
            | Component::ConnectionPool(_)
            | Component::Cache(_)
            | Component::DatabasePool(_)
            | Component::DatabaseQueries(_)
            | Component::Target(_) => return None,
        })
    }

    fn activity(self) -> Activity {
        match self {
            Kind::Cpu | Kind::Threads => Activity::empty(),
            Kind::Memory => Activity::MEMORY,
            Kind::Io | Kind::Writes => Activity::IO,
            Kind::Descriptors => Activity::DESCRIPTORS,
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Suspicion {
    /// Since the last look at the clock.
    is_renewed: bool,
    /// Boot time; none while not suspected.
    until: Option<f64>,
    /// It began, and no walk has been made since.
    has_begun: bool,
}

#[derive(Debug, Default)]
pub(super) struct Suspicions([Suspicion; Kind::ALL.len()]);

impl Suspicions {
    pub(super) fn renew(&mut self, kind: Kind) {
        self.0[kind as usize].is_renewed = true;
    }

    /// What has to be read of each process; none if nothing is suspected.
    pub(super) fn at(&mut self, now: f64) -> Option<Activity> {
        let mut what = None;
        for (kind, suspicion) in Kind::ALL.into_iter().zip(&mut self.0) {
            if std::mem::take(&mut suspicion.is_renewed) {
                suspicion.has_begun |= suspicion.until.is_none_or(|until| now > until);
                suspicion.until = Some(now + LASTS_SECONDS);
            } else if suspicion.until.is_some_and(|until| now > until || until > now + LASTS_SECONDS) {
                // Over; or time went back.
                *suspicion = Suspicion::default();
            }
            if suspicion.until.is_some() {
                what = Some(what.unwrap_or(Activity::empty()) | kind.activity());
            }
        }
        what
    }

    /// The kinds whose suspicion began since the last walk.
    pub(super) fn take_begun(&mut self) -> impl Iterator<Item = Kind> + '_ {
        Kind::ALL
            .into_iter()
            .zip(&mut self.0)
            .filter_map(|(kind, suspicion)| std::mem::take(&mut suspicion.has_begun).then_some(kind))
    }
}
