//! `plimsoll serve`: the container, and with a file its servers, over HTTP and as a file for collectors.

use std::path::PathBuf;

use clap::Args;
use plimsoll::checker::Shard;
use plimsoll::config::ServeSettings;
use plimsoll::probe::Secret;

use crate::check::service::{self, Wanted};
use crate::check::{listen, shard, Listen, Source};
use crate::exit::Failure;
use crate::target::TargetOptions;

/// Serve what is known of the container: a live page for a browser, metrics for Prometheus
///
/// With a FILE as `plimsoll check` has it, its servers are checked as well, and its sections (`serve`, `export`,
/// `monitor`, ...) count. Listens on loopback, unless told otherwise: a diagnosis names paths and processes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plimsoll serve                                open http://127.0.0.1:9469 in a browser
  plimsoll serve --pid 4242                     the container of another process
  plimsoll serve --cgroup /system.slice/orders.service
  plimsoll serve servers.yaml                   with the checks of that file
  plimsoll serve servers.yaml --shard 3/10      of ten that share the servers out, the fourth
  plimsoll serve --listen 0.0.0.0:9469 --token file:secrets/scrape
                                                for others, who have to show the token
  plimsoll serve --listen off --textfile /var/lib/node_exporter/plimsoll.prom
                                                through node_exporter, without a port of its own

Pages: / (live: verdict, findings, advice, charts of the last hour), /metrics (Prometheus text,
or OpenMetrics for those who ask for it), /healthz (200 while all goes on, 503 if not),
/diagnosis (JSON), and with a FILE /checks (JSON).

A token is shown as `Authorization: Bearer TOKEN`. A browser asks for a name and a password: any
name will do, the password is the token. /healthz is open (`serve.open` in the file). It speaks
no TLS: beyond loopback it belongs behind a proxy that does, or into a network that is trusted.

SIGTERM or Ctrl-C ends it. SIGHUP has it read FILE again.

Exit codes: 0 ended as told, 2 wrong usage or a file that cannot be used, 3 could not measure,
or what was looked at is gone.")]
pub struct Options {
    /// The file that names servers and says what is to be different: YAML or JSON
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// Where it answers HTTP, or `off`. Default: the file's `serve`, or 127.0.0.1:9469
    #[arg(long, value_name = "ADDR", value_parser = listen)]
    listen: Option<Listen>,

    /// What clients have to show, read from env:NAME or file:PATH. Default: the file's, or nothing
    #[arg(long, value_name = "SECRET")]
    token: Option<String>,

    /// Write metrics to this file as well, every 15 s, for the textfile collector of node_exporter; its name ends in
    /// .prom. It is replaced as a whole, and removed at the end
    #[arg(long, value_name = "PATH", value_parser = textfile)]
    textfile: Option<PathBuf>,

    /// Apply what FILE says under this name in `environments`
    #[arg(long, value_name = "NAME", requires = "file")]
    env: Option<String>,

    /// Check only what belongs to this of several shards, as `plimsoll check` does: 3/10, or auto/10. Default: the file's,
    /// or all
    #[arg(long, value_name = "INDEX/COUNT", requires = "file", value_parser = shard)]
    shard: Option<Shard>,

    /// Print a line of JSON for each change (plimsoll.event/1)
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    target: TargetOptions,
}

fn secret(text: &str) -> Result<Secret, Failure> {
    // What was given may be the secret itself: it is not repeated, as a message of clap's would.
    Secret::parse(text).ok_or_else(|| {
        Failure::Usage("--token takes env:NAME or file:PATH, never the secret itself".to_owned())
    })
}

fn textfile(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match ServeSettings::is_collected(&path) {
        true => Ok(path),
        false => Err("expected a path that ends in .prom, since collectors read no others".to_owned()),
    }
}

/// Serves until a signal asks for the end.
pub fn run(options: Options) -> Result<u8, Failure> {
    let Options { file, listen, token, textfile, env, shard, json, target } = options;
    let source =
        Source { path: file, must_check: false, environment: env, timeout: None, concurrent: None, shard };
    let token = token.as_deref().map(secret).transpose()?;
    let wanted = Wanted { listen, token, textfile, json, target: Some(target) };
    if !wanted.is_something(&source) {
        return Err(Failure::Usage(
            "`--listen off` leaves nothing to do: name a file to write metrics to (`--textfile PATH.prom`), or one that \
             names servers to check"
                .to_owned(),
        ));
    }
    service::run(source, &wanted)
}
