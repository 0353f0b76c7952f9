//! `performance_optimization.caching`: what is kept, for how long, and how much of it.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::synonyms;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::probe::{is_category_name, CacheOptions, CategoryOptions};

const SIZES: RangeInclusive<u64> = 1..=1_000_000;
const BYTES: RangeInclusive<u64> = 4 << 10..=1 << 30;
const LIVES: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(30 * 86_400);
const SWEEPS: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(86_400);
/// Categories of the host's own.
const MOST_OWN: usize = 32;

/// The caches that there always are, and the host's own by their names.
pub(super) fn read(root: &Field<'_>, performance: Option<&Section<'_>>) -> CacheOptions {
    let mut options = CacheOptions::default();
    let section = performance.and_then(|section| section.section("caching", keys::CACHING));
    let Some(section) = section else { return options };
    let every = synonyms::agreed(root, synonyms::CACHE_SIZE, |_, field| size(field)).map(|size| size.value);
    let category = |category: &mut CategoryOptions, section: Option<Section<'_>>| {
        category.max_size = every.unwrap_or(category.max_size);
        let Some(section) = section else { return };
        category.ttl = section.duration("ttl", LIVES).unwrap_or(category.ttl);
        let own = section.field("max_size").and_then(|field| size(&field));
        category.max_size = own.unwrap_or(category.max_size);
        let bytes = section.bytes("max_bytes", BYTES).and_then(|bytes| usize::try_from(bytes).ok());
        category.max_bytes = bytes.unwrap_or(category.max_bytes);
    };
    category(&mut options.config, section.section("config", keys::CATEGORY));
    category(&mut options.auth_tokens, section.section("auth_tokens", keys::CATEGORY));
    category(&mut options.dns, section.section("dns", keys::CATEGORY));
    category(&mut options.results, section.section("results", keys::CATEGORY));
    let own = section.field("categories").and_then(|field| field.entries()).unwrap_or_default();
    for (name, field) in own {
        if keys::CACHING.contains(&name) {
            field.wrong::<()>("is a category of its own: write it beside `categories`");
            continue;
        }
        if !is_category_name(name) {
            field.wrong::<()>("has a name that is not 1 to 64 of a to z, 0 to 9, `_`, `-` and `.`");
            continue;
        }
        if options.own.len() == MOST_OWN {
            field.wrong::<()>(format_args!("is one category more than {MOST_OWN}"));
            break;
        }
        let mut one = CategoryOptions::new(Duration::from_secs(300), 1_000);
        category(&mut one, field.section(keys::CATEGORY));
        options.own.insert(name.to_owned(), one);
    }
    if let Some(interval) = section.duration("cleanup_interval", SWEEPS) {
        options.cleanup_interval = interval;
    }
    options
}

fn size(field: &Field<'_>) -> Option<usize> {
    usize::try_from(field.count(SIZES)?).ok()
}
