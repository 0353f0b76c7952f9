//! What the environment says: the variables that OpenTelemetry's own libraries obey.
//!
//! <https://opentelemetry.io/docs/specs/otel/protocol/exporter/>,
//! <https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/>

use std::time::Duration;

use crate::config::{OtlpCompression, OtlpProtocol, OtlpSettings};
use crate::error::{Error, Result};
use crate::probe::HeaderValue;

/// Where metrics go by default.
const LOCAL: &str = "http://localhost:4318";
/// What follows the address of a collector.
const PATH: &str = "/v1/metrics";

/// Fills in what the settings leave open. `variable` gives a variable of the environment.
pub(super) fn fill(
    mut settings: OtlpSettings,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<OtlpSettings> {
    // A variable that is empty counts as one that is not there.
    let variable =
        |name: &str| variable(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let either = |rest: &str| {
        let names = [format!("OTEL_EXPORTER_OTLP_METRICS_{rest}"), format!("OTEL_EXPORTER_OTLP_{rest}")];
        names.into_iter().find_map(|name| Some((variable(&name)?, name)))
    };
    let is_said = settings.endpoint.is_some() || settings.metrics_endpoint.is_some();
    if !is_said {
        settings.metrics_endpoint = address("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", variable)?;
        settings.endpoint = address("OTEL_EXPORTER_OTLP_ENDPOINT", variable)?;
    }
    if settings.protocol.is_none() {
        settings.protocol = match either("PROTOCOL") {
            Some((text, _)) if text == "http/protobuf" => Some(OtlpProtocol::Protobuf),
            Some((text, _)) if text == "http/json" => Some(OtlpProtocol::Json),
            Some((text, name)) if !is_said => {
                let advice =
                    "only HTTP is spoken: give `endpoint` the collector's address for it (port 4318)";
                return Err(Error::option(&name, text, advice));
            }
            // Meant for another address than the one that was said.
            _ => None,
        };
    }
    if let Some((text, name)) = either("HEADERS") {
        for (header, value) in pairs(&text).ok_or_else(|| not_pairs(&name))? {
            if !settings.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(&header)) {
                settings.headers.push((header, HeaderValue::Plain(value)));
            }
        }
    }
    if settings.timeout.is_none() {
        if let Some((text, name)) = either("TIMEOUT") {
            settings.timeout = Some(milliseconds(&name, &text)?);
        }
    }
    if settings.compression.is_none() {
        settings.compression = match either("COMPRESSION") {
            None => None,
            Some((text, _)) if text == "gzip" => Some(OtlpCompression::Gzip),
            Some((text, _)) if text == "none" => Some(OtlpCompression::None),
            Some((text, name)) => return Err(Error::option(&name, text, "`gzip` and `none` are allowed")),
        };
    }
    for (file, rest) in [
        (&mut settings.tls.roots, "CERTIFICATE"),
        (&mut settings.tls.client_certificate, "CLIENT_CERTIFICATE"),
        (&mut settings.tls.client_key, "CLIENT_KEY"),
    ] {
        if file.is_none() {
            *file = either(rest).map(|(path, _)| path.into());
        }
    }
    if settings.interval.is_none() {
        let name = "OTEL_METRIC_EXPORT_INTERVAL";
        if let Some(text) = variable(name) {
            settings.interval = Some(milliseconds(name, &text)?);
        }
    }
    // What is said more closely goes before: the settings, then the service's name, then the list.
    if let Some(service) = variable("OTEL_SERVICE_NAME") {
        settings.resource.entry("service.name".to_owned()).or_insert(service);
    }
    let name = "OTEL_RESOURCE_ATTRIBUTES";
    if let Some(text) = variable(name) {
        for (key, value) in pairs(&text).ok_or_else(|| not_pairs(name))? {
            settings.resource.entry(key).or_insert(value);
        }
    }
    Ok(settings)
}

/// A variable that holds an address. What it holds may be a secret, and is not repeated.
fn address(name: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Option<String>> {
    let Some(text) = variable(name) else { return Ok(None) };
    if is_address(&text) {
        return Ok(Some(text));
    }
    Err(Error::option(name, "no address of a collector", "expected http://... or https://..."))
}

/// Whether it is spoken to by HTTP.
pub(super) fn is_address(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}

/// The address that requests go to.
pub(super) fn url(settings: &OtlpSettings) -> String {
    if let Some(exactly) = &settings.metrics_endpoint {
        return exactly.clone();
    }
    let base = settings.endpoint.as_deref().unwrap_or(LOCAL).trim_end_matches('/');
    match base.ends_with(PATH) {
        true => base.to_owned(),
        false => format!("{base}{PATH}"),
    }
}

/// `a=b,c=d`, with `%2C` for what could not stand there otherwise.
fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    entries
        .map(|entry| {
            let (key, value) = entry.split_once('=')?;
            let key = decoded(key.trim())?;
            Some((key, decoded(value.trim())?)).filter(|(key, _)| !key.is_empty())
        })
        .collect()
}

/// Without percent-encoding.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?].map(char::from).map(|digit| digit.to_digit(16));
        bytes.push(u8::try_from(digits[0]? * 16 + digits[1]?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn not_pairs(name: &str) -> Error {
    // What stands there may be a secret.
    Error::option(name, "not a list", "expected `name=value,name=value`, percent-encoded")
}

fn milliseconds(name: &str, text: &str) -> Result<Duration> {
    let number = text.parse().map_err(|_| Error::option(name, text, "expected milliseconds"))?;
    Ok(Duration::from_millis(number))
}
