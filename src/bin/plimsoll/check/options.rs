//! What `plimsoll check` is told.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use plimsoll::checker::Shard;
use plimsoll::probe::{Auth, HeaderValue, McpOptions, McpTransport, RestOptions, Secret, Target, ToolCall};

use super::fleet::Source;
use super::service::Wanted;
use crate::duration;
use crate::exit::Failure;

/// Check REST endpoints and MCP servers: whether they work, and if not, what is wrong
///
/// Checks the servers of a file again and again, prints what changes, and serves metrics: a service, until
/// it is told to end. Or once, each server of a file (--once), or a single one by its URL or command. A check
/// leaves nothing behind on the server: sessions are ended, commands too. A server that answers 401 is alive
/// and asks for credentials; that is told apart from one that is down.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plimsoll check servers.yaml                  keeps running: prints changes, serves /metrics
  plimsoll check servers.yaml --json           the same, a JSON object for each change
  plimsoll check servers.yaml --once           every server of the file once
  plimsoll check servers.yaml --shard 3/10     of ten that share the servers out, the fourth
  plimsoll check --url https://shop.example/health
  plimsoll check --mcp http://127.0.0.1:8000/mcp --timeout 5s
  plimsoll check --mcp 'npx -y @modelcontextprotocol/server-everything'
  plimsoll check --mcp URL --call add --arguments '{\"a\": 1, \"b\": 2}'
  plimsoll check --mcp URL --bearer env:TOKEN  secrets by reference only
  plimsoll check servers.yaml --once --json | jq '.results[] | select(.status != \"healthy\")'

The service answers on http://127.0.0.1:9469: / for a browser, /metrics for Prometheus, /healthz
(200 while checks are run, 503 if not), /checks (every server with its history, and what to
change) and /diagnosis (this container).

SIGTERM or Ctrl-C ends it, a second one at once. SIGHUP has it read FILE again: servers that
are as they were keep what is known of them; a file with mistakes changes nothing.

Exit codes: 0 fine, 1 one or more are unhealthy, 2 wrong usage or a file that cannot be used,
3 none is unhealthy, but some could not be checked.")]
pub struct Options {
    /// The file that names the servers: YAML or JSON
    #[arg(value_name = "FILE", conflicts_with_all = ["url", "mcp"])]
    file: Option<PathBuf>,

    /// Check every server of FILE once, print what was found, and end; a single server always is
    #[arg(long)]
    once: bool,

    /// Where the service answers HTTP, or `off`. Default: the file's `serve`, or 127.0.0.1:9469
    #[arg(long, value_name = "ADDR", requires = "file", conflicts_with_all = ["once", "url", "mcp"], value_parser = listen)]
    listen: Option<Listen>,

    /// Check a REST endpoint; with --mcp, one server by both paths
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// Check an MCP server: over HTTP, or as a command that speaks over its standard input and output
    #[arg(long, value_name = "URL-OR-COMMAND")]
    mcp: Option<String>,

    /// The deadline of each check, over everything it does: 1ms to 10m. Default: the file's, or 10s
    #[arg(long, value_name = "DURATION", value_parser = duration::deadline)]
    timeout: Option<Duration>,

    /// Apply what FILE says under this name in `environments`
    #[arg(long, value_name = "NAME", requires = "file", conflicts_with_all = ["url", "mcp"])]
    env: Option<String>,

    /// Check only what belongs to this of several shards, counted from 0: 3/10 is the fourth of ten, auto/10 the one whose
    /// number POD_INDEX or the end of the host's name tells, as in a StatefulSet. Default: the file's, or all
    #[arg(long, value_name = "INDEX/COUNT", requires = "file", conflicts_with_all = ["url", "mcp"], value_parser = shard)]
    shard: Option<Shard>,

    /// How many checks run at the same time: 1 to 1024. Default: the file's, or 50
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    concurrent: Option<u16>,

    /// Send this header too: `Name: value`, where the value may be env:NAME or file:PATH, and of Authorization, Cookie,
    /// X-Api-Key and the like has to; may be given again
    #[arg(long, value_name = "HEADER", conflicts_with = "file", help_heading = "A single server")]
    header: Vec<String>,

    /// Send a bearer token, which is read from env:NAME or file:PATH
    #[arg(long, value_name = "SECRET", conflicts_with = "file", help_heading = "A single server")]
    bearer: Option<String>,

    /// Expect this tool of the MCP server; may be given again
    #[arg(long, value_name = "NAME", requires = "mcp", help_heading = "A single server")]
    tool: Vec<String>,

    /// Call this tool of the MCP server, which should change nothing there
    #[arg(long, value_name = "NAME", requires = "mcp", help_heading = "A single server")]
    call: Option<String>,

    /// The arguments of --call, as a JSON object
    #[arg(
        long,
        value_name = "JSON",
        requires = "call",
        default_value = "{}",
        help_heading = "A single server"
    )]
    arguments: String,

    /// Accept any certificate, whoever it belongs to
    #[arg(long, conflicts_with = "file", help_heading = "A single server")]
    insecure: bool,

    /// Exit with 1 at this status or a worse one; the service exits with 0 when it is told to end
    #[arg(long, value_name = "STATUS", value_enum, default_value_t = FailOn::Unhealthy)]
    fail_on: FailOn,

    /// Print one JSON document (plimsoll.check/1); the service prints a line for each change (plimsoll.event/1)
    #[arg(long)]
    pub json: bool,
}

/// What is to be checked.
pub enum Asked {
    /// One server, once.
    Single(Box<Target>),
    /// Those of a file, once.
    Once(Source),
    /// Those of a file, again and again.
    Service(Source),
}

/// Where the service listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listen {
    Off,
    At(SocketAddr),
}

pub fn listen(text: &str) -> Result<Listen, String> {
    match text {
        "off" => Ok(Listen::Off),
        address => parsed(address).map(Listen::At).ok_or_else(|| {
            "expected an address and a port, such as 127.0.0.1:9469, localhost:9469, 0.0.0.0:9469 or [::1]:0, or `off`"
                .to_owned()
        }),
    }
}

/// Other names could be those of other machines, and mean another address tomorrow.
fn parsed(address: &str) -> Option<SocketAddr> {
    match address.strip_prefix("localhost:") {
        Some(port) => Some((Ipv4Addr::LOCALHOST, port.parse().ok()?).into()),
        None => address.parse().ok(),
    }
}

/// One of several shards.
pub fn shard(text: &str) -> Result<Shard, String> {
    text.parse().map_err(|error: plimsoll::Error| error.to_string())
}

/// From which status on the exit code is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Degraded,
    Unhealthy,
}

impl Options {
    /// What is to be checked.
    pub fn asked(&self) -> Result<Asked, Failure> {
        let Some(path) = &self.file else {
            if self.url.is_some() || self.mcp.is_some() {
                return Ok(Asked::Single(Box::new(self.single()?)));
            }
            return Err(Failure::Usage(
                "nothing to check: name a file (`plimsoll check servers.yaml`, with --once to check each of its servers \
                 once and end) or a server (`--url URL`, `--mcp URL-OR-COMMAND`)"
                    .to_owned(),
            ));
        };
        let source = Source {
            path: Some(path.clone()),
            must_check: true,
            environment: self.env.clone(),
            timeout: self.timeout,
            concurrent: self.concurrent,
            shard: self.shard.clone(),
        };
        Ok(if self.once { Asked::Once(source) } else { Asked::Service(source) })
    }

    /// What is wanted of the service.
    pub fn wanted(&self) -> Wanted {
        Wanted { listen: self.listen, json: self.json, ..Wanted::default() }
    }

    /// Whether a single server is looked at, so that there is room for details.
    pub fn details(&self) -> bool {
        self.file.is_none()
    }

    pub fn fails_on_degraded(&self) -> bool {
        self.fail_on == FailOn::Degraded
    }

    fn single(&self) -> Result<Target, Failure> {
        let name = self.url.as_ref().or(self.mcp.as_ref()).cloned().unwrap_or_default();
        let mut target = Target::new(name);
        if let Some(url) = &self.url {
            check_url("--url", url)?;
            target.rest = Some(RestOptions::new(url));
        }
        if let Some(mcp) = &self.mcp {
            target.mcp = Some(Box::new(self.mcp(mcp)?));
        }
        let headers = self.header.iter().map(|header| parse_header(header)).collect::<Result<Vec<_>, _>>()?;
        if let Some(rest) = &mut target.rest {
            rest.headers.clone_from(&headers);
        }
        if let Some(McpTransport::Http { headers: own, .. }) =
            target.mcp.as_mut().map(|mcp| &mut mcp.transport)
        {
            own.clone_from(&headers);
        }
        if let Some(reference) = &self.bearer {
            target.auth = Auth::Bearer(Secret::parse(reference).ok_or_else(|| {
                // What was given may be the secret itself: it is not repeated.
                Failure::Usage("--bearer takes env:NAME or file:PATH, never the secret itself".to_owned())
            })?);
        }
        target.tls.verify = !self.insecure;
        target.timeout = self.timeout.unwrap_or(target.timeout);
        Ok(target)
    }

    fn mcp(&self, text: &str) -> Result<McpOptions, Failure> {
        let mut options = if text.contains("://") && !text.contains(char::is_whitespace) {
            check_url("--mcp", text)?;
            McpOptions::http(text)
        } else {
            let mut words = shlex::split(text).filter(|words| !words.is_empty()).ok_or_else(|| {
                Failure::Usage(format!(
                    "--mcp takes http://..., https://... or a command with its quotes closed, not: `{text}`"
                ))
            })?;
            let command = words.remove(0);
            McpOptions::command(command, words)
        };
        options.expected_tools.clone_from(&self.tool);
        if let Some(tool) = &self.call {
            let arguments = serde_json::from_str(&self.arguments)
                .ok()
                .filter(serde_json::Value::is_object)
                .ok_or_else(|| {
                Failure::Usage(format!(
                    "--arguments takes a JSON object, such as '{{\"a\": 1}}', not: {}",
                    self.arguments
                ))
            })?;
            options.call = Some(ToolCall::new(tool, arguments));
        }
        Ok(options)
    }
}

/// Ours alone to judge, and to be wrong about before anything is asked. What may be a secret is not repeated.
pub fn check_url(option: &str, url: &str) -> Result<(), Failure> {
    let Some((scheme, rest)) =
        url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
    else {
        return Err(Failure::Usage(format!("{option}: a URL begins with http:// or https://")));
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(Failure::Usage(format!(
            "{option}: credentials do not stand in a URL, where everybody sees them: \
             use --bearer, or --header 'Authorization: env:NAME'"
        )));
    }
    match authority.is_empty() {
        true => Err(Failure::Usage(format!("{option}: there is no host behind {scheme}://"))),
        false => Ok(()),
    }
}

/// A header of the command line; secrets by reference only.
pub fn parse_header(header: &str) -> Result<(String, HeaderValue), Failure> {
    let (name, value) = header.split_once(':').ok_or_else(|| {
        Failure::Usage("--header takes `Name: value`, with a colon between them".to_owned())
    })?;
    let value = value.trim();
    let value = match Secret::parse(value) {
        Some(secret) => HeaderValue::Secret(secret),
        None if is_for_credentials(name) => {
            // What was given may be the secret itself: it is not repeated.
            return Err(Failure::Usage(format!(
                "--header takes env:NAME or file:PATH as the value of {}, never the secret itself, which everybody on \
                 this machine could see: put all of it into a variable, or use --bearer env:NAME",
                name.trim()
            )));
        }
        None => HeaderValue::Plain(value.to_owned()),
    };
    Ok((name.trim().to_owned(), value))
}

/// Whether a header of this name carries credentials: `Authorization`, `Cookie`, `X-Api-Key`, `X-Auth-Token`.
fn is_for_credentials(name: &str) -> bool {
    const WORDS: [&str; 8] =
        ["authorization", "auth", "cookie", "token", "secret", "password", "apikey", "credentials"];
    let name = name.trim().to_ascii_lowercase().replace('_', "-");
    let is_a_key = ["api-key", "access-key", "auth-key"].iter().any(|key| name.ends_with(key));
    is_a_key || name.split('-').any(|word| WORDS.contains(&word))
}
