//! A few pages over HTTP: metrics, health, the diagnosis.
//!
//! A [`Server`] answers `GET` and `HEAD` from one thread of its own, `plimsoll-serve`. It is made for a scraper and a
//! probe, and for surviving everybody else: heads of 8 KiB at most, a bounded number of connections of which the
//! oldest makes way, time limits for everything, one request a connection. It speaks no TLS: it listens on loopback
//! unless told otherwise, and beyond that belongs behind something that does, or within a network that is trusted.
//!
//! ```
//! use plimsoll::config::ServeSettings;
//! use plimsoll::serve::{Response, Server};
//!
//! let mut settings = ServeSettings::default();
//! settings.listen = "127.0.0.1:0".parse().unwrap(); // any free port
//! let server = Server::start(&settings, |request| match request.path() {
//!     "/healthz" => Response::json(200, "{\"status\":\"ok\"}"),
//!     _ => Response::not_found(),
//! })?;
//! println!("listening on http://{}", server.address());
//! server.close();
//! # Ok::<(), plimsoll::Error>(())
//! ```

mod connection;
mod desk;
mod head;
mod metrics;
mod request;
mod response;
mod server;
mod token;

pub use request::Request;
pub use response::Response;
pub use server::{ServeStatistics, Server};

#[cfg(test)]
mod tests;
