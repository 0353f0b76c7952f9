//! What is shown to a server.

use super::field::Field;
use super::keys;
use super::section::Section;
use super::words;
use crate::probe::{Auth, OAuth2};

/// `auth`: one of `bearer`, `basic`, `header`, `oauth2`.
pub(crate) fn read(field: &Field<'_>) -> Option<Auth> {
    let section = field.section(keys::AUTH)?;
    let kinds = keys::AUTH.iter().copied().filter(|key| section.has(key));
    match kinds.collect::<Vec<_>>()[..] {
        ["bearer"] => words::secret(&section.field("bearer")?).map(Auth::Bearer),
        ["basic"] => basic(&section.section("basic", keys::BASIC)?),
        ["header"] => header(&section.section("header", keys::HEADER)?),
        ["oauth2"] => oauth2(&section.section("oauth2", keys::OAUTH2)?),
        [] => {
            section.lacks("says nothing: expected bearer, basic, header or oauth2", "");
            None
        }
        _ => field.wrong("has several kinds of credentials: a server is shown one"),
    }
}

fn basic(section: &Section<'_>) -> Option<Auth> {
    section.needs("username");
    section.needs("password");
    let username = section.field("username").and_then(|field| {
        let username = field.word()?;
        // RFC 7617, section 2: the colon ends it.
        if username.contains(':') || username.contains(char::is_control) {
            return field.wrong("holds a colon or a control character, which basic credentials do not allow");
        }
        Some(username.to_owned())
    });
    let password = section.field("password").and_then(|field| words::secret(&field));
    Some(Auth::Basic { username: username?, password: password? })
}

fn header(section: &Section<'_>) -> Option<Auth> {
    section.needs("name");
    section.needs("value");
    let name = section.field("name").and_then(|field| words::header_name(&field));
    let value = section.field("value").and_then(|field| words::secret(&field));
    Some(Auth::Header { name: name?, value: value? })
}

fn oauth2(section: &Section<'_>) -> Option<Auth> {
    for key in ["token_url", "client_id", "client_secret"] {
        section.needs(key);
    }
    let token_url = section.field("token_url").and_then(|field| words::url(&field));
    let client_id = section.word("client_id");
    let client_secret = section.field("client_secret").and_then(|field| words::secret(&field));
    let scope = section.word("scope").map(str::to_owned);
    let entries = section.field("parameters").and_then(|field| field.entries()).unwrap_or_default();
    let parameters =
        entries.into_iter().filter_map(|(name, field)| Some((name.to_owned(), field.text()?.to_owned())));
    let parameters = parameters.collect();
    Some(Auth::OAuth2(OAuth2 { scope, parameters, ..OAuth2::new(token_url?, client_id?, client_secret?) }))
}
