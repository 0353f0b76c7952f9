//! The workers: a private rayon pool, each of whose threads runs one loop over one bounded channel for its whole life.
//!
//! A rayon job for each check would cost eight times the CPU of a check handed over by the channel.

use std::convert::Infallible;
use std::io;
use std::mem;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Instant;

use crossbeam_channel::{bounded, Receiver, RecvTimeoutError, Sender, TryRecvError};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::idle::Idle;
use crate::sys::signals;

/// A check by TLS takes less than 160 KiB of it in a debug build, and some 40 KiB as released; the rest is for the host's own functions and for thread-local data, which
/// the GNU C library takes from it too. Only what was touched takes memory.
pub(crate) const STACK_BYTES: usize = 512 * 1024;

pub(crate) struct Crew<J> {
    /// None once dismissed.
    door: Option<Door<J>>,
    pool: Option<ThreadPool>,
    posts: Vec<Post>,
    queue: Receiver<J>,
}

/// By which jobs come in.
pub(crate) struct Door<J> {
    jobs: Sender<J>,
    idle: Arc<Idle>,
}

impl<J> Clone for Door<J> {
    fn clone(&self) -> Self {
        Door { jobs: self.jobs.clone(), idle: self.idle.clone() }
    }
}

impl<J> Door<J> {
    /// Hands a job to the worker that became idle last: what it needs is still at hand. Gives the job back where there is
    /// a job for each worker already, or none of them works any more.
    pub(crate) fn hand_over(&self, job: J) -> Result<(), J> {
        if self.idle.is_closed() {
            return Err(job);
        }
        self.jobs.try_send(job).map_err(|refused| refused.into_inner())?;
        self.idle.wake_one();
        Ok(())
    }
}

struct Post {
    thread: Option<JoinHandle<()>>,
    /// Closed by the thread's end.
    ended: Receiver<Infallible>,
}

impl<J: Send + 'static> Crew<J> {
    /// Starts so many threads, which call `work` with what comes in by the door. All of them, or none.
    pub(crate) fn start(workers: usize, work: impl Fn(J) + Send + Sync + 'static) -> io::Result<Self> {
        let (door, queue) = bounded::<J>(workers);
        let mut posts = Vec::with_capacity(workers);
        let idle = Arc::new(Idle::default());
        let door = Door { jobs: door, idle: idle.clone() };
        let taking = queue.clone();
        let serving = move |_| serve(&taking, &idle, &work);
        let built = signals::blocked(|| {
            ThreadPoolBuilder::new()
                .num_threads(workers)
                .panic_handler(mem::forget)
                // A job of the pool would keep all its threads until the last one has ended.
                .start_handler(serving)
                .spawn_handler(|worker| {
                    let (ends, ended) = bounded(0);
                    let name = format!("plimsoll-check-{}", worker.index());
                    let thread =
                        thread::Builder::new().name(name).stack_size(STACK_BYTES).spawn(move || {
                            // Goes last: who sees it go can join the thread without waiting.
                            let _ends: Sender<Infallible> = ends;
                            worker.run();
                        })?;
                    posts.push(Post { thread: Some(thread), ended });
                    Ok(())
                })
                .build()
        })?;
        // Where one thread is not to be had, the door goes, and with it those that were started.
        let pool = built.map_err(io::Error::other)?;
        Ok(Crew { door: Some(door), pool: Some(pool), posts, queue })
    }

    /// By which jobs come in. There is room for one job for each worker.
    pub(crate) fn door(&self) -> Option<Door<J>> {
        self.door.clone()
    }

    /// Takes no more jobs. Idle threads end, the others after what they are at. Does not wait.
    pub(crate) fn dismiss(&mut self) {
        if let Some(door) = self.door.take() {
            door.idle.close();
        }
        self.pool = None;
    }

    /// After `dismiss`: joins the threads, as far as they end by the deadline. The number of those that do not.
    pub(crate) fn join(&mut self, deadline: Instant) -> usize {
        let mut stuck = 0;
        for post in &mut self.posts {
            if post.thread.is_none() {
                continue;
            }
            if let Err(RecvTimeoutError::Timeout) = post.ended.recv_deadline(deadline) {
                stuck += 1;
                continue;
            }
            if let Some(Err(payload)) = post.thread.take().map(JoinHandle::join) {
                // Dropping it could panic again.
                mem::forget(payload);
            }
        }
        stuck
    }

    /// After `dismiss`: what was handed over while the workers left.
    pub(crate) fn left(&self) -> Vec<J> {
        self.queue.try_iter().collect()
    }

    pub(crate) fn workers(&self) -> usize {
        self.posts.len()
    }
}

/// A worker's life. The channel is asked, and not waited for: whoever waits at a channel spins and yields at first, which
/// costs a check's worth of CPU where checks are far between, and is woken in turn with all others.
fn serve<J>(queue: &Receiver<J>, idle: &Idle, work: &impl Fn(J)) {
    let me = idle.worker();
    loop {
        let job = match queue.try_recv() {
            Ok(job) => job,
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) if idle.is_closed() => return,
            Err(TryRecvError::Empty) => {
                idle.wait(&me, || !queue.is_empty());
                continue;
            }
        };
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| work(job))) {
            mem::forget(payload);
        }
    }
}

#[cfg(test)]
#[path = "crew_tests.rs"]
mod tests;
