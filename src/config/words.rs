//! Texts that stand for something: addresses, paths, headers, secrets.

use std::path::{self, Path, PathBuf};

use http::uri::Scheme;
use http::Uri;
use regex::{Regex, RegexBuilder};

use super::field::Field;
use super::tree::Quoted;
use crate::probe::{HeaderValue, Secret};

/// Bytes that a compiled expression may take.
const LARGEST_REGEX: usize = 1 << 20;

/// Headers that are made of `auth`, so that no secret needs to stand in a file.
const OF_AUTH: [&str; 3] = ["authorization", "proxy-authorization", "cookie"];

/// Whose values may stand in headers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Literals {
    /// Credentials have to be references, or stand in `auth`.
    NoCredentials,
    /// Credentials have to be references, and there is no `auth`.
    NoCredentialsNorAuth,
    /// The file belongs to another program, which has them so.
    Any,
}

/// `http://` or `https://`, without credentials. Never shown in messages: it might hold some.
pub(crate) fn url(field: &Field<'_>) -> Option<String> {
    let text = field.word()?;
    if let Some((_, rest)) = text.split_once("://") {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return field.wrong("has credentials in it, which belong into `auth` as env:NAME or file:PATH");
        }
    }
    let Ok(uri) = text.parse::<Uri>() else {
        return field.wrong("is no URL: expected http://... or https://...");
    };
    let is_http = uri.scheme() == Some(&Scheme::HTTP) || uri.scheme() == Some(&Scheme::HTTPS);
    if !is_http || uri.host().is_none_or(str::is_empty) {
        return field.wrong("is no URL of a server: expected http://... or https://...");
    }
    if uri.authority().is_some_and(|authority| authority.as_str().ends_with(':')) {
        return field.wrong("has no port behind its colon");
    }
    if uri.port_u16() == Some(0) || (uri.port().is_none() && has_port(&uri)) {
        return field.wrong("has a port that does not exist: allowed are 1 to 65535");
    }
    Some(text.to_owned())
}

/// Whether there is a colon behind the host, whatever follows.
fn has_port(uri: &Uri) -> bool {
    let Some((authority, host)) = uri.authority().zip(uri.host()) else { return false };
    authority.as_str().len() > host.len()
}

/// A path, absolute, so that it means the same when the process changes its directory.
pub(crate) fn file(field: &Field<'_>) -> Option<PathBuf> {
    located(field, field.word()?)
}

/// `env:NAME` or `file:PATH`. What stands there instead is not shown: it may be the secret itself.
pub(crate) fn secret(field: &Field<'_>) -> Option<Secret> {
    let Some(text) = field.node.as_text() else { return field.expected("env:NAME or file:PATH") };
    let secret = match Secret::parse(text.trim()) {
        Some(Secret::Env(name)) if name.contains(['=', '\0']) => {
            return field.wrong("does not name an environment variable: expected env:NAME")
        }
        Some(Secret::File(path)) => Secret::File(located(field, path.to_str()?)?),
        Some(secret) => secret,
        None => return field.wrong("must not be the secret itself: expected env:NAME or file:PATH"),
    };
    if field.sink.check_secrets() {
        if let Some(why) = absent(&secret) {
            field.wrong::<()>(format_args!("cannot be had: {why}"));
        }
    }
    Some(secret)
}

/// Why a secret cannot be read, if it cannot. A file that gives what it holds only once, such as a pipe, is left alone.
fn absent(secret: &Secret) -> Option<String> {
    if let Secret::File(path) = secret {
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => return Some(format!("{} is a directory", path.display())),
            Ok(metadata) if !metadata.is_file() => return None,
            _ => {}
        }
    }
    secret.reveal().err().map(|failure| failure.message)
}

/// A name of a header (RFC 9110, section 5.1).
pub(crate) fn header_name(field: &Field<'_>) -> Option<String> {
    let name = field.word()?;
    match http::HeaderName::try_from(name) {
        Ok(_) => Some(name.to_owned()),
        Err(_) => field.wrong(format_args!("is {}, which cannot be the name of a header", Quoted(name))),
    }
}

/// A mapping of headers.
pub(crate) fn headers(field: &Field<'_>, literals: Literals) -> Option<Vec<(String, HeaderValue)>> {
    let mut headers = Vec::new();
    for (name, field) in field.entries()? {
        if http::HeaderName::try_from(name).is_err() {
            field.wrong::<()>("cannot be the name of a header");
            continue;
        }
        let Some(value) = value(&field) else { continue };
        if let HeaderValue::Plain(text) = &value {
            let instead = match literals {
                Literals::NoCredentials => Some("use `auth`, or env:NAME or file:PATH as its value"),
                Literals::NoCredentialsNorAuth => {
                    Some("write env:NAME or file:PATH in their place, and put there all that is to be sent")
                }
                Literals::Any => None,
            };
            if let Some(instead) = instead.filter(|_| OF_AUTH.contains(&&*name.to_ascii_lowercase())) {
                field.wrong::<()>(format_args!("holds credentials: {instead}"));
                continue;
            }
            if http::HeaderValue::try_from(text).is_err() {
                field.wrong::<()>("holds a character that cannot stand in a header");
                continue;
            }
        }
        headers.push((name.to_owned(), value));
    }
    Some(headers)
}

/// A mapping of environment variables for a command.
pub(crate) fn variables(field: &Field<'_>) -> Option<Vec<(String, HeaderValue)>> {
    let mut variables = Vec::new();
    for (name, field) in field.entries()? {
        if name.is_empty() || name.contains(['=', '\0']) {
            field.wrong::<()>("cannot be the name of an environment variable");
            continue;
        }
        if let Some(value) = value(&field) {
            variables.push((name.to_owned(), value));
        }
    }
    Some(variables)
}

/// Text as it is, or a secret's reference.
fn value(field: &Field<'_>) -> Option<HeaderValue> {
    let text = argument(field)?;
    match Secret::parse(&text) {
        Some(_) => secret(field).map(HeaderValue::Secret),
        None => Some(HeaderValue::Plain(text)),
    }
}

/// Text for a command, which cannot hold a NUL.
pub(crate) fn argument(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if text.contains('\0') {
        return field.wrong("holds a NUL character");
    }
    Some(text.to_owned())
}

/// The syntax of the crate `regex`.
pub(crate) fn regex(field: &Field<'_>) -> Option<Regex> {
    let text = field.text()?;
    match RegexBuilder::new(text).size_limit(LARGEST_REGEX).build() {
        Ok(regex) => Some(regex),
        Err(error) => {
            // The message draws the expression over several lines; the last one says what is wrong.
            let message = error.to_string();
            let last = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            field.wrong(format_args!("is no regular expression: {last}"))
        }
    }
}

/// A path beside the file in which it is written.
pub(crate) fn located(field: &Field<'_>, text: &str) -> Option<PathBuf> {
    if text == "~" || text.starts_with("~/") {
        return field.wrong("begins with `~`, which only a shell knows: write the whole path");
    }
    if text.contains('\0') {
        return field.wrong("holds a NUL character");
    }
    let folder = Path::new(&*field.node.place.file).parent().unwrap_or(Path::new(""));
    match path::absolute(folder.join(text)) {
        Ok(path) => Some(path),
        Err(error) => field.wrong(format_args!("cannot be made an absolute path: {error}")),
    }
}
