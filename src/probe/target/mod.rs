//! What is checked, and what is expected of it.

mod auth;
mod dual;
mod limits;
mod mcp;
mod rest;

use std::fmt;
use std::time::Duration;

pub use auth::{Auth, OAuth2};
pub use dual::DualOptions;
pub use limits::ProbeLimits;
pub use mcp::{Era, McpCommand, McpOptions, McpTransport, ToolCall};
pub use rest::{Compare, Expect, HeaderValue, HealthDocument, JsonCheck, RestOptions, StatusRange};

use super::{Kind, Pool};
use crate::net::{IpFamily, TlsOptions};

/// One server with a REST path, an MCP path, or both.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Target {
    /// Its name in outcomes.
    pub name: String,
    /// The deadline over everything that one check does; 10 s by default, 1 ms to a day.
    pub timeout: Duration,
    /// The most that one connection may take to be made, all addresses together; 5 s by default.
    pub connect_timeout: Duration,
    /// What is shown to the server. Sent to its own host only, also after redirects.
    pub auth: Auth,
    /// How its certificate is judged.
    pub tls: TlsOptions,
    /// Which addresses of its name are tried.
    pub ip: IpFamily,
    /// `http://[user:password@]host:port` of an HTTP proxy (CONNECT). None is taken from the environment.
    pub proxy: Option<String>,
    /// What is read at most.
    pub limits: ProbeLimits,
    /// The REST path.
    pub rest: Option<RestOptions>,
    /// The MCP path.
    pub mcp: Option<Box<McpOptions>>,
    /// How the two paths are weighed, where there are two.
    pub dual: DualOptions,
}

/// Without the proxy's credentials.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = self.proxy.as_deref().map(|url| url.rsplit_once('@').map_or(url, |(_, host)| host));
        f.debug_struct("Target")
            .field("name", &self.name)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("auth", &self.auth)
            .field("tls", &self.tls)
            .field("ip", &self.ip)
            .field("proxy", &proxy)
            .field("limits", &self.limits)
            .field("rest", &self.rest)
            .field("mcp", &self.mcp)
            .field("dual", &self.dual)
            .finish()
    }
}

impl Target {
    /// A target with neither path yet.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Target {
            name: name.into(),
            timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(5),
            auth: Auth::None,
            tls: TlsOptions::default(),
            ip: IpFamily::default(),
            proxy: None,
            limits: ProbeLimits::default(),
            rest: None,
            mcp: None,
            dual: DualOptions::default(),
        }
    }

    /// What is checked: by one path, or by both.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match (&self.rest, &self.mcp) {
            (Some(_), Some(_)) => Kind::Dual,
            (None, Some(_)) => Kind::Mcp,
            _ => Kind::Rest,
        }
    }

    /// Where it is: `host:port`, in lower case; missing where it is a command, or its URL makes no sense. Of a server
    /// with two paths it is that of the REST path.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        let url = match (&self.rest, self.mcp.as_ref().map(|mcp| &mcp.transport)) {
            (Some(rest), _) => &rest.url,
            (None, Some(McpTransport::Http { url, .. })) => url,
            _ => return None,
        };
        crate::net::host_of(url)
    }

    /// The host whose connections a check of it uses in a pool.
    pub(crate) fn host_in(&self, pool: Pool) -> Option<String> {
        let url = match (pool, self.mcp.as_ref().map(|mcp| &mcp.transport)) {
            (Pool::Rest, _) => &self.rest.as_ref()?.url,
            (Pool::Mcp, Some(McpTransport::Http { url, .. })) => url,
            (Pool::Mcp, _) => return None,
        };
        crate::net::host_of(url)
    }

    /// A REST endpoint: a GET that has to answer with 2xx.
    #[must_use]
    pub fn rest(name: impl Into<String>, url: impl Into<String>) -> Self {
        Target { rest: Some(RestOptions::new(url)), ..Target::new(name) }
    }

    /// An MCP server over HTTP, of whichever era.
    #[must_use]
    pub fn mcp(name: impl Into<String>, url: impl Into<String>) -> Self {
        Target { mcp: Some(Box::new(McpOptions::http(url))), ..Target::new(name) }
    }

    /// An MCP server that is started as a command and spoken to over its standard input and output.
    #[must_use]
    pub fn mcp_command<A: Into<String>>(
        name: impl Into<String>,
        command: impl Into<String>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Target { mcp: Some(Box::new(McpOptions::command(command, arguments))), ..Target::new(name) }
    }
}
