//! A closed loop: so many threads, each of which asks for a connection again as soon as it was served.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use plimsoll::dbpool::r2d2::{Events, Source};
use r2d2::Pool;

use crate::session::Manager;
use crate::workload::{Chance, Workload};

/// Requests by themselves and the pool that serves them.
pub struct Load {
    pub source: Source<Manager>,
    served: Arc<AtomicU64>,
    failed: Arc<AtomicU64>,
    ends: Arc<AtomicBool>,
    clients: Vec<JoinHandle<()>>,
}

impl Load {
    pub fn start(folder: &str, workload: Workload, clients: u64, size: u32) -> Result<Self, r2d2::Error> {
        let events = Events::new();
        let pool = Pool::builder()
            .max_size(size)
            // Who asks for a connection is not made to wait for a test of it.
            .test_on_check_out(false)
            .event_handler(events.handler())
            .build(Manager::new(folder, workload))?;
        let source = events.source(&pool);
        let (served, failed) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let ends = Arc::new(AtomicBool::new(false));
        let client = |number: u64| {
            let (pool, served, failed, ends) =
                (pool.clone(), Arc::clone(&served), Arc::clone(&failed), Arc::clone(&ends));
            thread::spawn(move || {
                let mut chance = Chance::new(number);
                while !ends.load(Ordering::Relaxed) {
                    let done =
                        pool.get().is_ok_and(|mut session| workload.run(&mut session, &mut chance).is_ok());
                    let counted = if done { &served } else { &failed };
                    counted.fetch_add(1, Ordering::Relaxed);
                }
            })
        };
        let clients = (1..=clients).map(client).collect();
        Ok(Load { source, served, failed, ends, clients })
    }

    /// Requests served per second for as long; between, `each` is called so often.
    pub fn measure(&self, time: Duration, every: Duration, mut each: impl FnMut()) -> f64 {
        let (began, before) = (Instant::now(), self.served.load(Ordering::Relaxed));
        let mut next = every;
        while next < time {
            thread::sleep(next.saturating_sub(began.elapsed()));
            each();
            next += every;
        }
        thread::sleep(time.saturating_sub(began.elapsed()));
        (self.served.load(Ordering::Relaxed) - before) as f64 / began.elapsed().as_secs_f64()
    }

    /// Ends all and says how many requests failed.
    pub fn end(self) -> u64 {
        self.ends.store(true, Ordering::Relaxed);
        for client in self.clients {
            // A client that panicked has said so.
            let _ = client.join();
        }
        self.failed.load(Ordering::Relaxed)
    }
}
