//! `performance_optimization.caching`: what is kept, for how long, and how much of it.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::synonyms;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;

const SIZES: RangeInclusive<u64> = 1..=10_000_000;
const LIVES: RangeInclusive<Duration> = Duration::ZERO..=Duration::from_secs(7 * 86_400);
const SWEEPS: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(86_400);

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CachingSettings {
    /// What servers say of themselves and what is read of configurations; 300 s by default.
    pub config: CategorySettings,
    /// Tokens; 3,600 s by default, and never longer than the server that gives them says.
    pub auth_tokens: CategorySettings,
    /// Addresses of names; 600 s by default.
    pub dns: CategorySettings,
    /// Outcomes of checks; 60 s by default.
    pub results: CategorySettings,
    /// The host's own categories, by name.
    pub categories: BTreeMap<String, CategorySettings>,
    /// How often what is too old is taken out; 1 s to 1 day, 60 s by default.
    pub cleanup_interval: Duration,
}

/// One category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CategorySettings {
    /// How long an entry lives that does not say so itself; 0 to 7 days, 0 for not at all.
    pub ttl: Duration,
    /// Entries at most; 1 to 10,000,000, 1,000 by default.
    pub max_size: usize,
}

impl Default for CachingSettings {
    fn default() -> Self {
        let category = |seconds| CategorySettings { ttl: Duration::from_secs(seconds), max_size: 1_000 };
        CachingSettings {
            config: category(300),
            auth_tokens: category(3_600),
            dns: category(600),
            results: category(60),
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
        let mut settings_of = CategorySettings { ttl: Duration::from_secs(300), max_size: 1_000 };
        category(&mut settings_of, field.section(keys::CATEGORY));
        settings.categories.insert(name.to_owned(), settings_of);
    }
    if let Some(interval) = section.duration("cleanup_interval", SWEEPS) {
        settings.cleanup_interval = interval;
    }
    settings
}

fn size(field: &Field<'_>) -> Option<usize> {
    usize::try_from(field.count(SIZES)?).ok()
}
