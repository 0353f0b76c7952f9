//! All categories, by name.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::category::{Bytes, Category, CategoryOptions};
use super::store::{Nothing, Store};
use super::{Answer, CacheStatistics, Fetched, Known};
use crate::clock::Clock;
use crate::error::{Error, ErrorKind, Result};
use crate::sys::per_process::PerProcess;

/// Categories of the host's own at most.
const MOST_OWN: usize = 32;
/// Bytes of a category's name at most.
const LONGEST_NAME: usize = 64;
/// Bytes of a key at most.
const LONGEST_KEY: usize = 64 << 10;

/// The options of [`Caches`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheOptions {
    /// Whatever the host configures itself by; the library has nothing in it. 300 s, 1,000 entries.
    pub config: CategoryOptions,
    /// Tokens by OAuth 2.0, each for as long as its server says and not longer than this time. 3,600 s, 1,000 entries.
    pub auth_tokens: CategoryOptions,
    /// Addresses of names: the C library tells no time-to-live, so this is the one. 600 s, 4,096 entries.
    pub dns: CategoryOptions,
    /// Outcomes of checks. 60 s, 10,000 entries.
    pub results: CategoryOptions,
    /// Categories of the host's own, by their names: see [`Caches::create`]. None by default.
    pub own: BTreeMap<String, CategoryOptions>,
    /// How often what has expired is swept out; 60 s. Where nobody sweeps it goes when it is looked at, or makes way.
    pub cleanup_interval: Duration,
}

impl Default for CacheOptions {
    fn default() -> Self {
        let of = |seconds, max_size| CategoryOptions::new(Duration::from_secs(seconds), max_size);
        CacheOptions {
            config: of(300, 1_000),
            auth_tokens: of(3_600, 1_000),
            dns: of(600, 4_096),
            results: of(60, 10_000),
            own: BTreeMap::new(),
            cleanup_interval: Duration::from_secs(60),
        }
    }
}

impl CacheOptions {
    /// # Errors
    ///
    /// Where one is out of range.
    pub(crate) fn judge(&self) -> Result<()> {
        self.config.judge("config")?;
        self.auth_tokens.judge("auth_tokens")?;
        self.dns.judge("dns")?;
        self.results.judge("results")?;
        let interval = self.cleanup_interval;
        if !(Duration::from_millis(100)..=Duration::from_secs(86_400)).contains(&interval) {
            let given = format!("{interval:?}");
            return Err(Error::option("cleanup_interval", given, "100 ms to a day are allowed"));
        }
        Ok(())
    }
}

/// The caches of a context, by category: `config`, `auth_tokens`, `dns`, `results`, and those that the host makes.
/// Clones are the same caches.
///
/// - What a host puts in has names and bytes of its own. It shares a category's room and counts with what the library
///   keeps there itself, but neither can name the other's: a token that the library fetched is not to be had here, nor
///   an outcome of a check.
/// - `dns` is the exception, because a name is a name: its entries are what names are resolved by. [`get`](Caches::get)
///   gives the addresses that are known, one a line; [`set`](Caches::set) takes addresses between line breaks, commas
///   or spaces, and until they expire no name server is asked; absent is a name that does not exist.
/// - After a fork the child begins with empty caches, its own categories still being there.
#[derive(Clone)]
pub struct Caches(Arc<Shared>);

struct Shared {
    /// In the order of [`NAMES`].
    known: [Arc<dyn Category>; 4],
    own: [OnceLock<Own>; MOST_OWN],
    /// Places of `own` that are filled, or about to be.
    taken: AtomicUsize,
    /// Held while one is filled.
    making: PerProcess<Mutex<()>>,
    interval_ns: u64,
    /// When the next round of sweeping begins.
    sweep_at_ns: AtomicU64,
    next_to_sweep: AtomicUsize,
    clock: Arc<dyn Clock>,
}

struct Own {
    name: Box<str>,
    category: Arc<dyn Category>,
}

/// The categories in which the library keeps something.
pub(crate) struct Library {
    pub(crate) auth_tokens: Arc<dyn Category>,
    pub(crate) dns: Arc<dyn Category>,
    pub(crate) results: Arc<dyn Category>,
}

/// Those that there always are.
const NAMES: [&str; 4] = ["config", "auth_tokens", "dns", "results"];

impl fmt::Debug for Caches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.statistics()).finish()
    }
}

impl Caches {
    /// What the library keeps, and what the host has by itself.
    ///
    /// # Errors
    ///
    /// Where a category of the host's own is wrong.
    pub(crate) fn new(options: &CacheOptions, library: Library, clock: Arc<dyn Clock>) -> Result<Self> {
        let config = Arc::new(Store::<Nothing, Nothing>::new(options.config, Arc::clone(&clock)));
        let interval_ns = u64::try_from(options.cleanup_interval.as_nanos()).unwrap_or(u64::MAX);
        let caches = Caches(Arc::new(Shared {
            known: [config, library.auth_tokens, library.dns, library.results],
            own: [const { OnceLock::new() }; MOST_OWN],
            taken: AtomicUsize::new(0),
            making: PerProcess::new(Mutex::default()),
            interval_ns,
            sweep_at_ns: AtomicU64::new(clock.boot_ns().saturating_add(interval_ns)),
            next_to_sweep: AtomicUsize::new(0),
            clock,
        }));
        options.own.iter().try_for_each(|(name, options)| caches.create(name, *options))?;
        Ok(caches)
    }

    /// Makes a category of the host's own. It stays for as long as the caches do.
    ///
    /// # Errors
    ///
    /// Where there is one of that name, the name is not 1 to 64 of `a` to `z`, `0` to `9`, `_`, `-` and `.`, an option is
    /// out of range, or there are 32 already.
    pub fn create(&self, category: &str, options: CategoryOptions) -> Result<()> {
        if !is_category_name(category) {
            let allowed = "1 to 64 of a to z, 0 to 9, `_`, `-` and `.` are allowed";
            return Err(Error::option("category", format_args!("`{}`", category.escape_debug()), allowed));
        }
        options.judge(category)?;
        // Which nobody holds for long, and no thread of a parent's.
        let making = self.0.making.get(Mutex::default);
        let _making = making.lock().unwrap_or_else(PoisonError::into_inner);
        if self.category(category).is_ok() {
            let message = format!("there is a cache category `{category}` already");
            return Err(Error::new(ErrorKind::InvalidArgument, message));
        }
        let place = self.0.taken.load(Ordering::Relaxed);
        let Some(empty) = self.0.own.get(place) else {
            let message = format!("no cache category `{category}`: there are {MOST_OWN} of the host's own");
            return Err(Error::new(ErrorKind::InvalidArgument, message));
        };
        // First, so that a child of a fork in between does not wait for this thread to fill it.
        self.0.taken.store(place + 1, Ordering::Relaxed);
        let store = Store::<Nothing, Nothing>::new(options, Arc::clone(&self.0.clock));
        let own = Own { name: category.into(), category: Arc::new(store) };
        empty.get_or_init(|| own);
        Ok(())
    }

    /// What is known of a key and has not expired; absence, which can be known as well, is nothing here.
    ///
    /// # Errors
    ///
    /// Where there is no such category.
    #[inline]
    pub fn get(&self, category: &str, key: &str) -> Result<Option<Bytes>> {
        Ok(match self.category(category)?.get(key) {
            Some(Known::Found(value)) => Some(value),
            Some(Known::Absent) | None => None,
        })
    }

    /// As [`get`](Caches::get), with absence told from what is not known.
    ///
    /// # Errors
    ///
    /// Where there is no such category.
    pub fn look_up(&self, category: &str, key: &str) -> Result<Option<Known<Bytes>>> {
        Ok(self.category(category)?.get(key))
    }

    /// Puts in a value, for `ttl` or for the category's time, in place of what was there. With a `ttl` of zero nothing
    /// is kept.
    ///
    /// # Errors
    ///
    /// Where there is no such category, the key is empty or beyond 64 KiB, or the value is larger than the category can
    /// hold; in `dns`, where the key is no name or the value no addresses.
    pub fn set(
        &self,
        category: &str,
        key: &str,
        value: impl Into<Bytes>,
        ttl: Option<Duration>,
    ) -> Result<()> {
        self.category(category)?.set(judged(key)?, value.into(), ttl)
    }

    /// Remembers that there is no value, for `ttl` or for the category's time.
    ///
    /// # Errors
    ///
    /// As of [`set`](Caches::set).
    pub fn set_absent(&self, category: &str, key: &str, ttl: Option<Duration>) -> Result<()> {
        self.category(category)?.set_absent(judged(key)?, ttl)
    }

    /// What is known of a key, or else what `fetch` brings: it is called by one of all who ask at the same time, on that
    /// one's thread, and the others wait, each until its own deadline ([`Answer::Waited`]). A fetch that fails
    /// is not remembered; all who waited for it get its error. It must not ask for its own key.
    ///
    /// # Errors
    ///
    /// Where there is no such category, or the key is empty or beyond 64 KiB.
    pub fn fetch(
        &self,
        category: &str,
        key: &str,
        deadline: Instant,
        fetch: impl FnOnce() -> std::result::Result<Fetched<Bytes>, Arc<str>>,
    ) -> Result<Answer<Bytes, Arc<str>>> {
        let mut fetch = Some(fetch);
        let mut once = || match fetch.take() {
            Some(fetch) => fetch(),
            None => Err("it was called already".into()),
        };
        Ok(self.category(category)?.fetch(judged(key)?, deadline, &mut once))
    }

    /// How long a category keeps what is given no time of its own.
    ///
    /// # Errors
    ///
    /// Where there is no such category.
    pub fn ttl(&self, category: &str) -> Result<Duration> {
        Ok(self.category(category)?.ttl())
    }

    /// Takes out what is known of a key. Whether there was something.
    ///
    /// # Errors
    ///
    /// Where there is no such category.
    pub fn remove(&self, category: &str, key: &str) -> Result<bool> {
        Ok(self.category(category)?.remove(key))
    }

    /// Takes out everything of a category, the library's own with it.
    ///
    /// # Errors
    ///
    /// Where there is no such category.
    pub fn clear(&self, category: &str) -> Result<()> {
        self.category(category)?.clear();
        Ok(())
    }

    /// Takes out everything that has expired, and gives how many entries that were. A category in which nothing can have
    /// expired costs next to nothing; of the others every entry is looked at.
    pub fn sweep(&self) -> usize {
        self.all().map(|(_, category)| category.sweep()).sum()
    }

    /// One step of sweeping in time: one category of a round, of which one begins in each interval.
    pub(crate) fn sweep_on(&self) -> usize {
        let shared = &*self.0;
        let next = shared.next_to_sweep.load(Ordering::Relaxed);
        let now_ns = shared.clock.boot_ns();
        if next == 0 && now_ns < shared.sweep_at_ns.load(Ordering::Relaxed) {
            return 0;
        }
        // Two that come at the same time sweep the same one, which does no harm.
        let Some((_, category)) = self.all().nth(next) else {
            shared.sweep_at_ns.store(now_ns.saturating_add(shared.interval_ns), Ordering::Relaxed);
            shared.next_to_sweep.store(0, Ordering::Relaxed);
            return 0;
        };
        shared.next_to_sweep.store(next + 1, Ordering::Relaxed);
        category.sweep()
    }

    /// What happened in each category so far, in this process: the library's first, then the host's in the order in
    /// which they were made.
    #[must_use]
    pub fn statistics(&self) -> Vec<(String, CacheStatistics)> {
        self.all().map(|(name, category)| (name.to_owned(), category.statistics())).collect()
    }

    fn all(&self) -> impl Iterator<Item = (&str, &dyn Category)> {
        let known = NAMES.into_iter().zip(&self.0.known);
        let own = self.0.own.iter().filter_map(OnceLock::get).map(|own| (&*own.name, &own.category));
        known.chain(own).map(|(name, category)| (name, &**category))
    }

    fn category(&self, name: &str) -> Result<&dyn Category> {
        let shared = &*self.0;
        let category = match name {
            "config" => &shared.known[0],
            "auth_tokens" => &shared.known[1],
            "dns" => &shared.known[2],
            "results" => &shared.known[3],
            _ => {
                let mut own = shared.own[..shared.taken.load(Ordering::Relaxed)].iter();
                match own.find_map(|own| own.get().filter(|own| *own.name == *name)) {
                    Some(own) => &own.category,
                    None => return Err(self.unknown(name)),
                }
            }
        };
        Ok(&**category)
    }

    #[cold]
    fn unknown(&self, name: &str) -> Error {
        let names: Vec<&str> = self.all().map(|(name, _)| name).collect();
        let shown: String = name.chars().take(LONGEST_NAME).collect();
        let message = format!("no cache category `{}`: there are {}", shown.escape_debug(), names.join(", "));
        Error::new(ErrorKind::NotFound, message)
    }
}

/// Whether a category can be called so.
pub(crate) fn is_category_name(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-.".contains(&byte);
    (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_word)
}

fn judged(key: &str) -> Result<&str> {
    match key.len() {
        0 => Err(Error::option("key", "empty", "1 byte to 64 KiB are allowed")),
        1..=LONGEST_KEY => Ok(key),
        long => Err(Error::option("key", format_args!("{long} bytes long"), "1 byte to 64 KiB are allowed")),
    }
}

#[cfg(test)]
#[path = "caches_tests.rs"]
mod tests;
