//! The checks that are watched, all together.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::watched::Watched;
use super::{Check, CheckerOptions, Reloaded, Work};
use crate::error::{Error, ErrorKind, Result};
use crate::sched::{Breaker, Circle, Debounce, Dependencies, Phases, Schedule, ScheduleOptions};

const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);
/// How far apart the first checks of new targets are, if their interval leaves the time: fifty a second.
const APART: Duration = Duration::from_millis(20);

/// The checks that are watched.
#[derive(Default)]
pub(super) struct Set {
    pub(super) list: Vec<Arc<Watched>>,
    by_name: HashMap<Arc<str>, usize>,
    dependencies: Dependencies,
}

/// A new set, and what is to be done about it.
pub(super) struct Change {
    pub(super) set: Set,
    pub(super) fresh: Vec<Arc<Watched>>,
    pub(super) gone: Vec<Arc<Watched>>,
    pub(super) reloaded: Reloaded,
}

impl Set {
    pub(super) fn find(&self, name: &str) -> Option<&Arc<Watched>> {
        self.by_name.get(name).map(|place| &self.list[*place])
    }

    /// What keeps a check from being worth the while.
    pub(super) fn broken(&self, name: &str) -> Option<&Arc<Watched>> {
        let place = *self.by_name.get(name)?;
        let broken = self.dependencies.broken(place, |place| self.list[place].shown())?;
        self.list.get(broken)
    }

    /// All that it depends on, directly or through others.
    pub(super) fn above(&self, name: &str) -> Vec<Arc<Watched>> {
        let above = self.by_name.get(name).map(|place| self.dependencies.above(*place)).unwrap_or_default();
        above.into_iter().filter_map(|place| self.list.get(place).cloned()).collect()
    }

    /// The set of these checks, with what is known of those that are as they were.
    pub(super) fn change(
        &self,
        checks: &[Arc<Check>],
        options: &CheckerOptions,
        phases: &mut Phases,
        now_ns: u64,
    ) -> Change {
        let is_kept = |check: &Arc<Check>| {
            self.find(check.name()).filter(|known| is_same(&known.check, check)).cloned()
        };
        let kept: Vec<Option<Arc<Watched>>> = checks.iter().map(is_kept).collect();
        let mut reloaded = Reloaded::default();
        // Their phases are free for those that are new.
        let mut gone = Vec::new();
        let names: HashMap<&str, usize> =
            checks.iter().enumerate().map(|(place, check)| (check.name(), place)).collect();
        for known in &self.list {
            match names.get(&*known.name) {
                Some(&place) if kept[place].is_some() => reloaded.kept += 1,
                Some(_) => reloaded.changed.push(known.name.to_string()),
                None => reloaded.removed.push(known.name.to_string()),
            }
            if names.get(&*known.name).is_none_or(|place| kept[*place].is_none()) {
                phases.give_back(known.phase);
                gone.push(known.clone());
            }
        }
        let news = u32::try_from(checks.len() - reloaded.kept).unwrap_or(u32::MAX);
        let mut fresh = Vec::new();
        let mut list = Vec::with_capacity(checks.len());
        for (check, kept) in checks.iter().zip(kept) {
            let watched = kept.unwrap_or_else(|| {
                if self.find(check.name()).is_none() {
                    reloaded.added.push(check.name().to_owned());
                }
                let host = check.host();
                let phase = phases.take(host.as_deref().unwrap_or_else(|| check.name()));
                let interval = check.interval.unwrap_or(options.interval);
                let schedule = ScheduleOptions {
                    interval,
                    jitter: options.jitter,
                    unhealthy_interval: options.unhealthy_interval,
                    first_within: APART.saturating_mul(news),
                };
                let watched = Arc::new(Watched::new(
                    check.clone(),
                    phase,
                    Schedule::new(&schedule, phase, now_ns),
                    Breaker::new(options.breaker.within(interval)),
                    Debounce::new(options.debounce),
                ));
                fresh.push(watched.clone());
                watched
            });
            list.push(watched);
        }
        let by_name = list.iter().enumerate().map(|(place, watched)| (watched.name.clone(), place)).collect();
        let set = Set { list, by_name, dependencies: Dependencies::new(parents(checks)).unwrap_or_default() };
        Change { set, fresh, gone, reloaded }
    }
}

/// Whether these can be watched together; the message has a line for each thing that is wrong.
pub(super) fn validate(checks: &[Arc<Check>]) -> Result<()> {
    let mut wrong = Vec::new();
    let mut names: HashMap<&str, usize> = HashMap::new();
    for check in checks {
        *names.entry(check.name()).or_default() += 1;
    }
    let mut twice: Vec<_> = names.iter().filter(|(_, count)| **count > 1).collect();
    twice.sort();
    for (name, count) in twice {
        wrong.push(format!("{count} checks are called `{name}`: names have to differ"));
    }
    for check in checks {
        let name = check.name();
        if check.interval.is_some_and(|interval| !(SHORTEST..=LONGEST).contains(&interval)) {
            wrong.push(format!(
                "the interval of `{name}` is {:?}: 100 ms to 7 days are allowed",
                check.interval.unwrap_or_default()
            ));
        }
        for parent in check.depends_on.iter().filter(|parent| !names.contains_key(parent.as_str())) {
            wrong.push(format!("`{name}` depends on `{parent}`, and no check is called so"));
        }
    }
    if wrong.is_empty() {
        if let Err(Circle(circle)) = Dependencies::new(parents(checks)) {
            let names: Vec<_> = circle
                .iter()
                .chain(circle.first())
                .map(|place| format!("`{}`", checks[*place].name()))
                .collect();
            wrong.push(format!("checks depend on each other in a circle: {}", names.join(" on ")));
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Error::new(ErrorKind::InvalidArgument, wrong.join("\n"))),
    }
}

/// The numbers of those that each depends on. Who is not among them is nobody's parent.
pub(super) fn parents<C: Borrow<Check>>(checks: &[C]) -> Vec<Vec<usize>> {
    if checks.iter().all(|check| check.borrow().depends_on.is_empty()) {
        return vec![Vec::new(); checks.len()];
    }
    let names: HashMap<&str, usize> =
        checks.iter().enumerate().map(|(place, check)| (check.borrow().name(), place)).collect();
    let parents_of = |check: &C| {
        check.borrow().depends_on.iter().filter_map(|parent| names.get(parent.as_str()).copied()).collect()
    };
    checks.iter().map(parents_of).collect()
}

/// Whether what is known of one check holds for the other.
fn is_same(one: &Check, other: &Check) -> bool {
    let work = match (&one.work, &other.work) {
        (Work::Target(one), Work::Target(other)) => Arc::ptr_eq(one, other) || one == other,
        (
            Work::Own { name, host, timeout, call },
            Work::Own { name: name2, host: host2, timeout: timeout2, call: call2 },
        ) => name == name2 && host == host2 && timeout == timeout2 && Arc::ptr_eq(call, call2),
        _ => false,
    };
    work && one.priority == other.priority
        && one.interval == other.interval
        && one.depends_on == other.depends_on
        && one.labels == other.labels
}
