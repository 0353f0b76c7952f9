//! Options of a target that rows set.

use plimsoll::probe::{Compare, JsonCheck, Redirects, Target};
use serde_json::json;

fn redirects(target: &mut Target, redirects: Redirects) {
    if let Some(rest) = &mut target.rest {
        rest.redirects = redirects;
    }
}

/// No redirect is followed.
pub fn follow_none(target: &mut Target) {
    redirects(target, Redirects::Off);
}

/// Ten on the same host: the default, said so that a row does not hang on it.
pub fn follow_same_host(target: &mut Target) {
    redirects(target, Redirects::SameHost(10));
}

/// So many, wherever they lead.
pub fn follow(target: &mut Target, most: u8) {
    redirects(target, Redirects::Any(most));
}

/// A JSON body whose `status` is `ok`.
pub fn expect_status_ok(target: &mut Target) {
    if let Some(rest) = &mut target.rest {
        rest.expect.json.push(JsonCheck::new("/status", Compare::Equals(json!("ok"))));
    }
}

/// A body that holds the word `ready`.
pub fn expect_text(target: &mut Target) {
    if let Some(rest) = &mut target.rest {
        rest.expect.contains.push("ready".to_owned());
    }
}
