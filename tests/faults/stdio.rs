//! Commands that are no good MCP servers.

use std::time::Duration;

use plimsoll::finding::Reason;

use crate::row::{fault, Draft, Fault, Kind, Row};

/// Functions for the scripts: `serve` is a good server of 2025-11-25.
pub const FUNCTIONS: &str = r#"
say() { printf '{"jsonrpc":"2.0","id":%s,%s}\n' "$id" "$1"; }
answer() {
    rest=${line#*'"id":'}; id=${rest%%[,\}]*}
    case $line in
    *'"method":"initialize"'*) say '"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"faults","version":"1.0"}}' ;;
    *'"method":"tools/list"'*) say '"result":{"tools":[{"name":"echo","inputSchema":{"type":"object"}}]}' ;;
    *'"method":"ping"'*) say '"result":{}' ;;
    *'"method":"notifications/'*) ;;
    *) say '"error":{"code":-32601,"message":"Method not found"}' ;;
    esac
}
serve() { while IFS= read -r line; do answer; done; }
"#;

pub fn rows() -> Vec<Row> {
    let mut rows = starting();
    rows.extend(noisy());
    rows.extend(silent());
    rows.extend(wrong());
    rows.extend(clinging());
    rows
}

fn starting() -> Vec<Row> {
    vec![
        script("stdio-good", "answers as it should", "serve").healthy(),
        command("stdio-missing", "is a path that does not exist", &["/nowhere/server"])
            .unhealthy(Reason::CommandMissing),
        command("stdio-missing-name", "is a name that is nowhere in `PATH`", &["no-such-mcp-server"])
            .unhealthy(Reason::CommandMissing),
        command("stdio-not-executable", "is a file that may not be executed", &["/etc/passwd"])
            .unhealthy(Reason::CommandMissing),
        command("stdio-directory", "is a directory", &["/tmp"]).unhealthy(Reason::CommandMissing),
        script("stdio-exits", "exits at once with 0", "exit 0").unhealthy(Reason::CommandExited),
        script(
            "stdio-exits-with-code",
            "complains and exits at once with 3",
            "echo 'no licence' >&2; exit 3",
        )
        .unhealthy(Reason::CommandExited),
        script("stdio-killed", "is killed by a signal", "kill -9 $$").unhealthy(Reason::CommandExited),
        script(
            "stdio-exits-after-initialize",
            "exits with 4 after it has answered `initialize`",
            r#"while IFS= read -r line; do answer; case $line in *'"initialize"'*) exit 4 ;; esac; done"#,
        )
        .unhealthy(Reason::CommandExited),
        script(
            "stdio-half-an-answer",
            "exits in the middle of its answer",
            r#"read -r line; printf '{"jsonrpc":"2.0",'; exit 0"#,
        )
        .unhealthy(Reason::CommandExited)
        .because("that it ended says more than half a message"),
        script("stdio-slow-start", "takes half a second to start", "sleep 0.5; serve").healthy(),
    ]
}

fn noisy() -> Vec<Row> {
    vec![
        script(
            "stdio-floods-stderr",
            "writes 100 MB to standard error, then answers",
            "head -c 100000000 /dev/zero >&2; serve",
        )
        .set(|target| target.timeout = Duration::from_secs(4))
        .healthy(),
        script(
            "stdio-floods-stderr-endlessly",
            "writes to standard error without end beside its answers",
            "cat /dev/zero >&2 & serve",
        )
        .healthy(),
        script(
            "stdio-floods-stderr-silently",
            "writes to standard error without end and never answers",
            "cat /dev/zero >&2; :",
        )
        .deadline(),
        script(
            "stdio-rubbish-first",
            "prints a banner to standard output, then answers",
            "echo 'Welcome!'; echo; echo '[info] ready'; serve",
        )
        .healthy()
        .because("real servers do it and real clients pass over it"),
        script("stdio-rubbish-only", "prints rubbish and never an answer", "echo 'Welcome!'; exec sleep 60")
            .unhealthy(Reason::Protocol)
            .at_the_deadline()
            .because("it did say something in time, and that was no JSON-RPC"),
        script("stdio-rubbish-endless", "prints lines of rubbish without end", "exec yes 'and more rubbish'")
            .unhealthy(Reason::Protocol)
            .because("a hundred such lines are no banner any more"),
        script(
            "stdio-notifications-endless",
            "prints notifications without end",
            r#"exec yes '{"jsonrpc":"2.0","method":"notifications/progress"}'"#,
        )
        .unhealthy(Reason::TooLarge),
        script("stdio-line-endless", "prints one line that never ends", "yes more | tr -d '\\n'")
            .unhealthy(Reason::TooLarge),
        script("stdio-empty-lines-endless", "prints empty lines without end", "exec yes ''")
            .unhealthy(Reason::TooLarge),
        script("stdio-binary", "prints bytes that are no text, without end", "exec cat /dev/urandom")
            .unhealthy(Reason::Protocol),
        script(
            "stdio-escapes",
            "complains in escape sequences of terminals and exits",
            r"printf '\033[2J\033]0;owned\007boo\r\n' >&2; exit 1",
        )
        .unhealthy(Reason::CommandExited),
    ]
}

fn silent() -> Vec<Row> {
    vec![
        script("stdio-never", "never answers", "exec sleep 60").deadline(),
        script("stdio-reads-only", "reads everything and never answers", "while read -r line; do :; done").deadline(),
        script("stdio-stops-itself", "stops itself by SIGSTOP", "kill -STOP $$").deadline(),
        script("stdio-closes-stdout", "closes its standard output and lives on", "exec >&-; exec sleep 60")
            .unhealthy(Reason::Closed),
        script(
            "stdio-never-after-initialize",
            "answers `initialize` and nothing more",
            r#"while IFS= read -r line; do case $line in *'tools/list'*|*'"ping"'*) ;; *) answer ;; esac; done"#,
        )
        .deadline(),
    ]
}

fn wrong() -> Vec<Row> {
    vec![
        script(
            "stdio-wrong-id",
            "answers with another id",
            r#"while IFS= read -r line; do printf '{"jsonrpc":"2.0","id":4711,"result":{}}\n'; done"#,
        )
        .unhealthy(Reason::Protocol),
        script(
            "stdio-errors",
            "answers everything with an internal error",
            r#"while IFS= read -r line; do rest=${line#*'"id":'}; id=${rest%%[,\}]*}; say '"error":{"code":-32603,"message":"Internal error"}'; done"#,
        )
        .unhealthy(Reason::ServerError),
        script(
            "stdio-both",
            "answers with a result and an error",
            r#"while IFS= read -r line; do rest=${line#*'"id":'}; id=${rest%%[,\}]*}; say '"result":{},"error":{"code":1,"message":"x"}'; done"#,
        )
        .unhealthy(Reason::Protocol),
    ]
}

fn clinging() -> Vec<Row> {
    vec![
        script(
            "stdio-ignores-end",
            "answers, then ignores the end of its input and SIGTERM",
            "trap '' TERM HUP INT; serve; while :; do sleep 1; done",
        )
        .healthy()
        .whenever()
        .because("it did all that was asked; it is killed, and nothing of it is left"),
        script("stdio-forks", "answers, and forks children that outlive it", "sleep 60 & sleep 60 & serve")
            .healthy()
            .whenever(),
        script(
            "stdio-forks-stubbornly",
            "answers, and forks children that ignore SIGTERM",
            "(trap '' TERM; sleep 60; sleep 60) & serve",
        )
        .healthy()
        .whenever(),
        script(
            "stdio-forks-and-exits",
            "exits at once and leaves its standard output to a child",
            "sleep 60 & exit 0",
        )
        .unhealthy(Reason::CommandExited),
        script(
            "stdio-forks-endlessly",
            "answers, and starts a new child every 50 ms",
            "while :; do sleep 60 & sleep 0.05; done & serve",
        )
        .healthy()
        .whenever(),
    ]
}

fn script(id: &'static str, does: &'static str, script: &'static str) -> Draft {
    fault(id, Kind::Stdio, does, Fault::Script(script))
}

fn command(id: &'static str, does: &'static str, command: &'static [&'static str]) -> Draft {
    fault(id, Kind::Stdio, does, Fault::Command(command))
}
