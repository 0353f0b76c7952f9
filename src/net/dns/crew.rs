//! The threads: two at most, started when there is work, ended when there was none for a while.
//!
//! A thread holds nothing but its share of the crew, so that one that is stuck can be left alone.

use std::convert::Infallible;
use std::io;
use std::mem;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{bounded, Receiver, RecvTimeoutError, SendTimeoutError, Sender};

use crate::sys::signals;

/// One may be stuck for 10 s and more; a second one goes on with other names.
pub(super) const MOST_THREADS: usize = 2;
/// The GNU C library's getaddrinfo touches 24 KiB of it (2.36, hosts file and DNS); the rest is for other name services,
/// and for the thread-local data of the host, which the GNU C library takes from it too.
const STACK_BYTES: usize = 256 * 1024;
/// Each name is in it once. Its memory is taken at once: 64 bytes a place.
const QUEUE: usize = 256;

pub(super) struct Crew<J>(Arc<Shared<J>>);

struct Shared<J> {
    work: Box<dyn Fn(J) + Send + Sync>,
    queue: Receiver<Queued<J>>,
    /// Jobs handed over and not yet done. Counted up before the posts are looked at, and so a thread cannot leave
    /// without having seen it.
    outstanding: Arc<AtomicUsize>,
    idle: Duration,
    closed: AtomicBool,
    posts: Mutex<Posts<J>>,
}

struct Posts<J> {
    /// None once closed: then the threads see the end of the queue.
    door: Option<Sender<Queued<J>>>,
    posts: [Post; MOST_THREADS],
}

#[derive(Default)]
struct Post {
    manned: bool,
    thread: Option<JoinHandle<()>>,
    /// Closed by the thread's end.
    ended: Option<Receiver<Infallible>>,
}

struct Queued<J> {
    job: J,
    _ticket: Ticket,
}

/// Counts a job, wherever it ends.
struct Ticket(Arc<AtomicUsize>);

impl Ticket {
    fn take(outstanding: &Arc<AtomicUsize>) -> Self {
        outstanding.fetch_add(1, Ordering::SeqCst);
        Ticket(Arc::clone(outstanding))
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Why a job was not taken.
#[derive(Debug)]
pub(super) enum Refused<J> {
    Closed,
    /// The queue was full until the deadline.
    Full,
    /// There is no thread and none can be started.
    NoThread(io::Error, J),
}

impl<J: Send + 'static> Crew<J> {
    pub(super) fn new(idle: Duration, work: impl Fn(J) + Send + Sync + 'static) -> Self {
        let (door, queue) = bounded(QUEUE);
        Crew(Arc::new(Shared {
            work: Box::new(work),
            queue,
            outstanding: Arc::default(),
            idle,
            closed: AtomicBool::new(false),
            posts: Mutex::new(Posts { door: Some(door), posts: Default::default() }),
        }))
    }

    /// Queues a job, and sees to it that there is a thread for it. Waits for room in the queue until the deadline.
    pub(super) fn hand_over(&self, job: J, deadline: Instant) -> Result<(), Refused<J>> {
        let shared = &self.0;
        let queued = Queued { job, _ticket: Ticket::take(&shared.outstanding) };
        let door = {
            let mut posts = shared.posts();
            let Some(door) = posts.door.clone() else { return Err(Refused::Closed) };
            if let Err(error) = Shared::man(shared, &mut posts) {
                return Err(Refused::NoThread(error, queued.job));
            }
            door
        };
        let sent = door.send_deadline(queued, deadline);
        if shared.closed.load(Ordering::SeqCst) {
            // What came after `close` had looked is nobody's.
            shared.clear();
        }
        sent.map_err(|refused| match refused {
            SendTimeoutError::Timeout(_) => Refused::Full,
            SendTimeoutError::Disconnected(_) => Refused::Closed,
        })
    }

    /// Takes no more jobs and forgets those queued. Idle threads end. Does not wait.
    pub(super) fn dismiss(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
        drop(self.0.posts().door.take());
        self.0.clear();
    }

    /// After `dismiss`: joins the threads, as far as they end by the deadline. The number of those that do not.
    pub(super) fn join(&self, deadline: Instant) -> usize {
        let mut stuck = 0;
        for post in 0..MOST_THREADS {
            let Some(ended) = self.0.posts().posts[post].ended.clone() else { continue };
            if let Err(RecvTimeoutError::Timeout) = ended.recv_deadline(deadline) {
                stuck += 1;
                continue;
            }
            let thread = self.0.posts().posts[post].thread.take();
            if let Some(Err(payload)) = thread.map(JoinHandle::join) {
                // Dropping it could panic again.
                mem::forget(payload);
            }
        }
        stuck
    }

    pub(super) fn threads(&self) -> usize {
        self.0.posts().manned()
    }

    pub(super) fn outstanding(&self) -> usize {
        self.0.outstanding.load(Ordering::Relaxed)
    }
}

impl<J> Posts<J> {
    fn manned(&self) -> usize {
        self.posts.iter().filter(|post| post.manned).count()
    }
}

impl<J: Send + 'static> Shared<J> {
    fn posts(&self) -> MutexGuard<'_, Posts<J>> {
        // Nothing in it is ever half done.
        self.posts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn clear(&self) {
        while self.queue.try_recv().is_ok() {}
    }

    /// Starts a thread if there are more jobs than threads and one may be started.
    fn man(shared: &Arc<Self>, posts: &mut Posts<J>) -> io::Result<()> {
        let manned = posts.manned();
        if manned >= shared.outstanding.load(Ordering::SeqCst).min(MOST_THREADS) {
            return Ok(());
        }
        let Some(number) = posts.posts.iter().position(|post| !post.manned) else { return Ok(()) };
        let (ends, ended) = bounded(0);
        let own = Arc::clone(shared);
        let thread = thread::Builder::new().name(format!("plimsoll-dns-{number}")).stack_size(STACK_BYTES);
        let started = signals::blocked(|| thread.spawn(move || own.serve(number, ends)));
        match started.and_then(|thread| thread) {
            Ok(thread) => {
                posts.posts[number] = Post { manned: true, thread: Some(thread), ended: Some(ended) };
                Ok(())
            }
            // The other one will come to it.
            Err(_) if manned > 0 => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A thread's life. `_ends` goes last: who sees it go can join the thread without waiting.
    fn serve(self: Arc<Self>, post: usize, _ends: Sender<Infallible>) {
        let own = self;
        loop {
            match own.queue.recv_timeout(own.idle) {
                Ok(_) if own.closed.load(Ordering::SeqCst) => {}
                Ok(Queued { job, _ticket }) => {
                    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| (own.work)(job))) {
                        // Dropping it could panic again.
                        mem::forget(payload);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    own.posts().posts[post].manned = false;
                    return;
                }
                Err(RecvTimeoutError::Timeout) => {
                    let mut posts = own.posts();
                    // A job counted before this sees a thread here, one counted later sees none.
                    if own.outstanding.load(Ordering::SeqCst) == 0 {
                        posts.posts[post].manned = false;
                        return;
                    }
                }
            }
        }
    }
}
