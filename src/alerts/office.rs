//! The thread that tells.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::book::Book;
use super::command::Command;
use super::notice::Notice;
use super::options::{AlertHook, AlertOptions};
use super::outbox::Outbox;
use super::statistics::{AlertStatistics, WayStatistics};
use super::webhook::Webhook;
use crate::probe::ProbeContext;

/// How often it is looked whether a silence is over, where one holds something back.
const SILENCE: Duration = Duration::from_secs(1);

/// What the thread shares with those that bring news.
pub(super) struct Office {
    desk: Mutex<Desk>,
    news: Condvar,
    /// The webhook's connections: those of checks may all be in use when it matters.
    pub(super) context: ProbeContext,
}

/// What is looked at under the lock, for moments only.
pub(super) struct Desk {
    pub(super) book: Book,
    pub(super) options: AlertOptions,
    /// There are other options than the thread knows.
    changed: bool,
    /// Something is to be told: since when.
    due_since: Option<Instant>,
    silenced: usize,
    alerts: u64,
    ways: [WayStatistics; 3],
    /// It is to end, and has until then for what is left.
    closing: Option<Instant>,
}

impl Office {
    pub(super) fn new(options: AlertOptions, context: ProbeContext) -> Self {
        let book = Book::with(options.silences.clone());
        Office {
            desk: Mutex::new(Desk {
                book,
                options,
                changed: false,
                due_since: None,
                silenced: 0,
                alerts: 0,
                ways: Default::default(),
                closing: None,
            }),
            news: Condvar::new(),
            context,
        }
    }

    /// Nothing in it is ever half done.
    pub(super) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the thread look after what was written into the book.
    pub(super) fn ring(&self, desk: &mut Desk) {
        desk.due_since.get_or_insert_with(Instant::now);
        self.news.notify_one();
    }

    pub(super) fn change(&self, options: AlertOptions) {
        let mut desk = self.desk();
        desk.book.silences.clone_from(&options.silences);
        desk.options = options;
        desk.changed = true;
        self.ring(&mut desk);
    }

    /// Gives by when it is to end: the first word counts.
    pub(super) fn close(&self, until: Instant) -> Instant {
        let until = *self.desk().closing.get_or_insert(until);
        self.news.notify_one();
        until
    }

    pub(super) fn statistics(&self) -> AlertStatistics {
        let desk = self.desk();
        let [callback, webhook, command] = desk.ways.clone();
        AlertStatistics {
            raised: desk.book.raised(),
            silenced: desk.silenced,
            alerts: desk.alerts,
            callback,
            webhook,
            command,
        }
    }

    /// The thread's life.
    pub(super) fn run(&self) {
        let mut ways = Ways::new(&self.desk().options, [(); 3].map(|()| Outbox::default()));
        loop {
            let closing = self.wait(&mut ways);
            if let Some(notice) = self.take(closing.is_some()) {
                ways.push(&notice);
            }
            self.publish(&ways);
            ways.work(&self.context);
            self.publish(&ways);
            if closing.is_some_and(|until| ways.are_done() || Instant::now() >= until) {
                break;
            }
        }
        ways.give_up();
        self.publish(&ways);
    }

    /// Until there is something to do; by when to end, if that is to be.
    fn wait(&self, ways: &mut Ways) -> Option<Instant> {
        let mut desk = self.desk();
        loop {
            if std::mem::take(&mut desk.changed) {
                ways.change(&desk.options);
            }
            if desk.closing.is_some() {
                // Not all at once: what runs is looked after every few milliseconds.
                let pause = ways.next().map(|next| next.saturating_duration_since(Instant::now()));
                let pause = pause.unwrap_or_default().min(Duration::from_millis(20));
                let until = desk.closing;
                drop(desk);
                std::thread::sleep(pause);
                return until;
            }
            let told = desk.due_since.map(|since| since + desk.options.gather);
            let silence = (desk.silenced > 0).then(|| Instant::now() + SILENCE);
            let next = [told, ways.next(), silence].into_iter().flatten().min();
            let (left, timed) = match next {
                Some(next) => (next.saturating_duration_since(Instant::now()), true),
                None => (Duration::MAX, false),
            };
            if left.is_zero() {
                return None;
            }
            if timed {
                let (later, out) = self.news.wait_timeout(desk, left).unwrap_or_else(PoisonError::into_inner);
                if out.timed_out() && later.closing.is_none() && !later.changed {
                    return None;
                }
                desk = later;
            } else {
                desk = self.news.wait(desk).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// What there is to tell, where it was gathered for long enough.
    fn take(&self, at_once: bool) -> Option<Arc<Notice>> {
        let mut desk = self.desk();
        let gather = desk.options.gather;
        let is_due = desk.due_since.is_some_and(|since| at_once || since.elapsed() >= gather);
        if !is_due && (desk.silenced == 0 || desk.due_since.is_some()) {
            return None;
        }
        desk.due_since = None;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let due = desk.book.take(now.as_secs());
        desk.silenced = due.silenced;
        desk.alerts += due.alerts.len() as u64;
        drop(desk);
        (!due.alerts.is_empty()).then(|| Arc::new(Notice::of(due.alerts)))
    }

    fn publish(&self, ways: &Ways) {
        let now = ways.statistics();
        self.desk().ways = now;
    }
}

/// The ways to tell. Those that were not chosen keep what they counted.
struct Ways {
    callback: (Option<AlertHook>, Outbox),
    webhook: Result<Webhook, Outbox>,
    command: Result<Command, Outbox>,
}

impl Ways {
    fn new(options: &AlertOptions, [callback, webhook, command]: [Outbox; 3]) -> Self {
        Ways {
            callback: (options.callback.clone(), callback),
            webhook: match &options.webhook {
                Some(settings) => Ok(Webhook::new(settings.clone(), webhook)),
                None => Err(webhook),
            },
            command: match &options.command {
                Some(words) => Ok(Command::new(words.clone(), options.command_timeout, command)),
                None => Err(command),
            },
        }
    }

    /// What waits goes the new ways; what runs is ended.
    fn change(&mut self, options: &AlertOptions) {
        let webhook = match std::mem::replace(&mut self.webhook, Err(Outbox::default())) {
            Ok(webhook) => webhook.into_outbox(),
            Err(outbox) => outbox,
        };
        let command = match std::mem::replace(&mut self.command, Err(Outbox::default())) {
            Ok(command) => command.into_outbox(),
            Err(outbox) => outbox,
        };
        let callback = std::mem::take(&mut self.callback.1);
        *self = Ways::new(options, [callback, webhook, command]);
    }

    fn push(&mut self, notice: &Arc<Notice>) {
        if self.callback.0.is_some() {
            self.callback.1.push(notice.clone());
        }
        if let Ok(webhook) = &mut self.webhook {
            webhook.outbox.push(notice.clone());
        }
        if let Ok(command) = &mut self.command {
            command.outbox.push(notice.clone());
        }
    }

    /// The quickest first.
    fn work(&mut self, context: &ProbeContext) {
        let (hook, outbox) = &mut self.callback;
        while let Some((hook, notice)) = hook.as_ref().zip(outbox.pop()) {
            match catch_unwind(AssertUnwindSafe(|| hook.take(&notice))) {
                Ok(()) => outbox.statistics.sent += 1,
                Err(payload) => {
                    // Dropping it could panic again.
                    std::mem::forget(payload);
                    outbox.statistics.failed += 1;
                    outbox.statistics.last_error = Some("the callback panicked".to_owned());
                }
            }
        }
        if let Ok(command) = &mut self.command {
            command.work();
        }
        if let Ok(webhook) = &mut self.webhook {
            webhook.work(context);
        }
    }

    fn next(&self) -> Option<Instant> {
        let webhook = self.webhook.as_ref().ok().and_then(Webhook::next);
        let command = self.command.as_ref().ok().and_then(Command::next);
        [webhook, command].into_iter().flatten().min()
    }

    fn are_done(&self) -> bool {
        self.statistics().iter().all(|way| way.waiting == 0)
    }

    fn give_up(&mut self) {
        if let Ok(command) = &mut self.command {
            command.give_up();
        }
        if let Ok(webhook) = &mut self.webhook {
            webhook.give_up();
        }
    }

    fn statistics(&self) -> [WayStatistics; 3] {
        let of = |outbox: &Outbox, waiting| WayStatistics { waiting, ..outbox.statistics.clone() };
        [
            of(&self.callback.1, self.callback.1.len()),
            match &self.webhook {
                Ok(webhook) => of(&webhook.outbox, webhook.waiting()),
                Err(outbox) => of(outbox, 0),
            },
            match &self.command {
                Ok(command) => of(&command.outbox, command.waiting()),
                Err(outbox) => of(outbox, 0),
            },
        ]
    }
}
