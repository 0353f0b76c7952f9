//! HTTP over `ureq` agents, with connections, names and TLS of our own below them: so that one deadline holds over
//! everything, every phase is timed, and nothing is read from the environment.
//!
//! What a request meets on its way (phases, bytes, certificate, the first thing that went wrong) is written into
//! the [`exchange`] of the calling thread, because `ureq` offers no way to hand anything to a connection.

mod agent;
mod body;
mod buffers;
pub(crate) mod dns;
pub(crate) mod exchange;
mod failure;
mod pool;
pub(crate) mod redirect;
mod request;
mod sockets;
mod tcp;
mod tls;

pub(crate) use agent::{Http, HttpOptions};
pub(crate) use body::Body;
pub use dns::{DnsOptions, DnsStatistics};
pub(crate) use failure::Failure;
pub(crate) use pool::{host_of, Lease, LONGEST_KEPT};
pub use pool::{HostStatistics, PoolOptions, PoolStatistics};
pub use redirect::Redirects;
pub(crate) use request::{Hold, Method, Request, Response};
pub use tcp::IpFamily;
pub use tls::{Certificate, TlsOptions};
