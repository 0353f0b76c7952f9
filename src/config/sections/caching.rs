//! `performance_optimization.caching`: what is kept, for how long, and how much of it.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::synonyms;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;

const SIZES: RangeInclusive<u64> = 1..=1_000_000;
const BYTES: RangeInclusive<u64> = 4 << 10..=1 << 30;
const LIVES: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(30 * 86_400);
const SWEEPS: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(86_400);
/// Categories of the host's own.
const MOST_OWN: usize = 32;
/// Bytes of a category's name.
const LONGEST_NAME: usize = 64;

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CachingSettings {
    /// What the host configures itself by; 300 s, 1,000 entries.
    pub config: CategorySettings,
    /// Tokens, never kept longer than the server that gives them says; 3,600 s, 1,000 entries.
    pub auth_tokens: CategorySettings,
    /// Addresses of names; 600 s, 4,096 entries.
    pub dns: CategorySettings,
    /// Outcomes of checks; 60 s, 10,000 entries.
    pub results: CategorySettings,
    /// The host's own categories, by name; 300 s, 1,000 entries.
    pub categories: BTreeMap<String, CategorySettings>,
    /// How often what is too old is taken out; 100 ms to 1 day, 60 s by default.
    pub cleanup_interval: Duration,
}

/// One category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CategorySettings {
    /// How long an entry is kept that is given no time of its own; 1 ms to 30 days.
    pub ttl: Duration,
    /// Entries at most; 1 to 1,000,000.
    pub max_size: usize,
    /// Bytes of keys and values at most; 4 KiB to 1 GiB, 16 MiB by default.
    pub max_bytes: usize,
}

impl CategorySettings {
    const fn new(ttl_s: u64, max_size: usize) -> Self {
        CategorySettings { ttl: Duration::from_secs(ttl_s), max_size, max_bytes: 16 << 20 }
    }
}

impl Default for CachingSettings {
    fn default() -> Self {
        CachingSettings {
            config: CategorySettings::new(300, 1_000),
            auth_tokens: CategorySettings::new(3_600, 1_000),
            dns: CategorySettings::new(600, 4_096),
            results: CategorySettings::new(60, 10_000),
            categories: BTreeMap::new(),
            cleanup_interval: Duration::from_secs(60),
        }
    }
}

pub(super) fn read(root: &Field<'_>, performance: Option<&Section<'_>>) -> CachingSettings {
    let mut settings = CachingSettings::default();
    let section = performance.and_then(|section| section.section("caching", keys::CACHING));
    let Some(section) = section else { return settings };
    let every = synonyms::agreed(root, synonyms::CACHE_SIZE, |_, field| size(field)).map(|size| size.value);
    let category = |category: &mut CategorySettings, section: Option<Section<'_>>| {
        category.max_size = every.unwrap_or(category.max_size);
        let Some(section) = section else { return };
        category.ttl = section.duration("ttl", LIVES).unwrap_or(category.ttl);
        let own = section.field("max_size").and_then(|field| size(&field));
        category.max_size = own.unwrap_or(category.max_size);
        let bytes = section.bytes("max_bytes", BYTES).and_then(|bytes| usize::try_from(bytes).ok());
        category.max_bytes = bytes.unwrap_or(category.max_bytes);
    };
    category(&mut settings.config, section.section("config", keys::CATEGORY));
    category(&mut settings.auth_tokens, section.section("auth_tokens", keys::CATEGORY));
    category(&mut settings.dns, section.section("dns", keys::CATEGORY));
    category(&mut settings.results, section.section("results", keys::CATEGORY));
    let own = section.field("categories").and_then(|field| field.entries()).unwrap_or_default();
    for (name, field) in own {
        if keys::CACHING.contains(&name) {
            field.wrong::<()>("is a category of its own: write it beside `categories`");
            continue;
        }
        if name.is_empty() || name.len() > LONGEST_NAME {
            field.wrong::<()>(format_args!("has a name that is empty or longer than {LONGEST_NAME} bytes"));
            continue;
        }
        if settings.categories.len() == MOST_OWN {
            field.wrong::<()>(format_args!("is one category more than {MOST_OWN}"));
            break;
        }
        let mut one = CategorySettings::new(300, 1_000);
        category(&mut one, field.section(keys::CATEGORY));
        settings.categories.insert(name.to_owned(), one);
    }
    if let Some(interval) = section.duration("cleanup_interval", SWEEPS) {
        settings.cleanup_interval = interval;
    }
    settings
}

fn size(field: &Field<'_>) -> Option<usize> {
    usize::try_from(field.count(SIZES)?).ok()
}
