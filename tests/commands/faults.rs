//! Commands that are no good servers: the exact verdict on each, in time, and nothing left.

use std::fs;
use std::time::Duration;

use plimsoll::finding::Reason;
use plimsoll::probe::{HeaderValue, McpTransport, Secret, Target};

use super::common::isolation::isolated;
use super::{check, server, shell, within};

fn judged(target: Target, milliseconds: u64) -> (Reason, String) {
    let outcome = check(&within(target, Duration::from_millis(milliseconds)));
    assert_eq!(outcome.status, outcome.reason.status(), "{outcome:?}");
    (outcome.reason, outcome.message)
}

#[track_caller]
fn assert_judged(target: Target, milliseconds: u64, reason: Reason, words: &str) {
    let (found, message) = judged(target, milliseconds);
    assert_eq!(found, reason, "{message}");
    assert!(message.contains(words), "{message}");
}

#[test]
fn a_command_that_is_not_there() {
    let missing = |command: &str| Target::mcp_command("missing", command, Vec::<String>::new());
    let reason = Reason::CommandMissing;
    assert_judged(missing("no-such-command-here"), 1000, reason, "there is no such command in PATH");
    assert_judged(missing("/no/such/command"), 1000, reason, "there is no such file");
    assert_judged(missing("/etc/passwd"), 1000, reason, "it may not be executed");
    assert_judged(missing("/etc"), 1000, reason, "it may not be executed");
    assert_judged(missing(""), 1000, Reason::Config, "the command is empty");
}

#[test]
fn a_directory_that_is_not_there() {
    let mut target = server("", "", "", "");
    if let Some(McpTransport::Command(command)) = target.mcp.as_mut().map(|mcp| &mut mcp.transport) {
        command.directory = Some("/no/such/directory".into());
    }
    assert_judged(target, 1000, Reason::CommandMissing, "its directory /no/such/directory cannot be entered");
}

#[test]
fn a_command_that_ends() {
    let exited = Reason::CommandExited;
    assert_judged(
        shell("echo 'no module named x' >&2; exit 3"),
        2000,
        exited,
        "with exit code 3; its standard error says: no module named x",
    );
    assert_judged(shell("kill -9 $$"), 2000, exited, "with signal 9");
    assert_judged(shell("exit 0"), 2000, exited, "with exit code 0");
    assert_judged(shell("printf '{\"jsonrpc\":\"2.0\",'; exit 5"), 2000, exited, "with exit code 5");
    let outcome = check(&server("", "", "echo bye >&2; exit 7", ""));
    assert_eq!((outcome.reason, outcome.alive), (exited, Some(true)), "{outcome:?}");
    assert!(outcome.message.contains("exit code 7"), "{}", outcome.message);
    assert_eq!(outcome.mcp.unwrap().stderr_tail.as_deref(), Some("bye"));
}

#[test]
fn an_answer_that_comes_with_the_end_counts() {
    let last = r#"case $line in *discover*) ;; *'"ping"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{}}' "$id"; exit 0 ;; esac; first=yes"#;
    let outcome = check(&server("", last, "", ""));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
}

#[test]
fn a_command_that_never_answers() {
    assert_judged(shell("sleep 100"), 500, Reason::Deadline, "runs and has not read the request");
    assert_judged(shell("cat > /dev/null"), 1000, Reason::Deadline, "runs and has read the request");
    assert_judged(shell("exec >&-; sleep 100"), 1000, Reason::Closed, "closed its standard output");
    assert_judged(shell("exec <&-; sleep 100"), 500, Reason::Deadline, "before the deadline");
}

#[test]
fn rubbish() {
    let protocol = Reason::Protocol;
    assert_judged(shell("echo Hello; sleep 100"), 500, protocol, "the first: `Hello`");
    assert_judged(shell("yes"), 2000, protocol, "101 lines that are no JSON-RPC");
    assert_judged(shell("cat /dev/urandom | base64"), 2000, protocol, "no JSON-RPC");
    assert_judged(shell("cat"), 1000, Reason::Deadline, "before the deadline");
    let outcome = check(&server("echo Server 1.0; echo; echo '{\"level\":\"info\"}'", "", "", ""));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    let note =
        "the command printed 2 lines that are no JSON-RPC, which its standard output is for: `Server 1.0`";
    assert_eq!(outcome.notes, [note]);
}

#[test]
fn wrong_answers() {
    let answers = |text: &str| shell(&format!("read -r line; printf '%s\\n' '{text}'; sleep 100"));
    let protocol = Reason::Protocol;
    let cases = [
        (r#"{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}"#, protocol, "both"),
        (r#"{"jsonrpc":"1.0","id":1,"result":{}}"#, protocol, "not JSON-RPC 2.0"),
        (r#"{"id":1,"result":{}}"#, protocol, "not JSON-RPC 2.0"),
        (r#"{"jsonrpc":"2.0","id":77,"result":{}}"#, protocol, "nobody made: id 77"),
        (r#"{"jsonrpc":"2.0","id":1,"result":{}"#, protocol, "not JSON"),
        (r#"{"jsonrpc":"2.0","id":1,"result":{}}"#, protocol, "supportedVersions"),
    ];
    for (text, reason, words) in cases {
        assert_judged(answers(text), 2000, reason, words);
    }
    let deep = format!(r#"{{"jsonrpc":"2.0","id":1,"result":{}{}}}"#, "[".repeat(1000), "]".repeat(1000));
    assert_judged(answers(&deep), 2000, Reason::TooLarge, "deep");
}

#[test]
fn notifications_and_requests_of_the_server_are_passed_over_up_to_the_cap() {
    let noise = r#"echo '{"jsonrpc":"2.0","method":"notifications/message"}'; echo '{"jsonrpc":"2.0","id":0,"method":"roots/list"}'"#;
    let outcome = check(&server(noise, noise, noise, noise));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    let endless = r#"yes '{"jsonrpc":"2.0","method":"notifications/message"}'"#;
    assert_judged(shell(endless), 3000, Reason::TooLarge, "more than 1000 messages");
}

#[test]
fn floods_are_cut_off_and_cost_little_memory() {
    isolated("faults::floods_are_cut_off_and_cost_little_memory", || {
        check(&server("", "", "", ""));
        let before = peak_kib();
        let outcome = check(&server("head -c 100000000 /dev/zero >&2; echo last >&2", "", "exit 9", ""));
        assert_eq!(outcome.reason, Reason::CommandExited, "{outcome:?}");
        let tail = outcome.mcp.unwrap().stderr_tail.unwrap();
        assert!(tail.ends_with("last") && tail.len() <= 4096, "{tail:?}");
        let outcome = check(&server("head -c 100000000 /dev/zero >&2", "", "", ""));
        assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
        assert_judged(shell("head -c 100000000 /dev/zero"), 5000, Reason::TooLarge, "a line of more than");
        assert_judged(shell("yes | tr -d '\\n'"), 5000, Reason::TooLarge, "a line of more than");
        assert_judged(shell("cat /dev/zero >&2"), 1000, Reason::Deadline, "before the deadline");
        let grown = peak_kib() - before;
        println!("peak memory grew by {grown} KiB");
        assert!(grown < 8 * 1024, "{grown} KiB");
    });
}

#[test]
fn a_command_that_cannot_be_ended_by_asking() {
    let outcome = check(&server("trap '' TERM INT HUP", "", "", "while :; do sleep 1; done"));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    let total = outcome.phases.total.as_millis();
    assert!((450..1500).contains(&total), "graces of 300 and 200 ms: {total}");
    let target = within(server("trap '' TERM", "sleep 100", "", "sleep 100"), Duration::from_millis(300));
    assert_eq!(check(&target).reason, Reason::Deadline);
}

#[test]
fn secrets_are_handed_on_and_not_shown() {
    let path = std::env::temp_dir().join(format!("plimsoll-commands-secret-{}", std::process::id()));
    fs::write(&path, "hunter2hunter2\n").unwrap();
    let mut target = shell("echo \"token is $TOKEN\" >&2; exit 1");
    let set = |target: &mut Target, secret: Secret| {
        if let Some(McpTransport::Command(command)) = target.mcp.as_mut().map(|mcp| &mut mcp.transport) {
            command.environment = vec![("TOKEN".to_owned(), HeaderValue::Secret(secret))];
        }
    };
    set(&mut target, Secret::File(path.clone()));
    let outcome = check(&target);
    fs::remove_file(&path).unwrap();
    assert!(!format!("{outcome:?}").contains("hunter2"), "{outcome:?}");
    assert_eq!(outcome.mcp.unwrap().stderr_tail.as_deref(), Some("token is [secret]"));
    set(&mut target, Secret::File(path));
    assert_eq!(judged(target, 1000).0, Reason::SecretMissing);
}

#[test]
fn an_environment_that_is_too_large_is_this_machines_fault() {
    let mut target = server("", "", "", "");
    if let Some(McpTransport::Command(command)) = target.mcp.as_mut().map(|mcp| &mut mcp.transport) {
        let large = HeaderValue::Plain("x".repeat(100_000));
        command.environment = (0..10).map(|n| (format!("LARGE{n}"), large.clone())).collect();
    }
    assert_eq!(judged(target.clone(), 2000).0, Reason::Ok, "a megabyte is fine");
    if let Some(McpTransport::Command(command)) = target.mcp.as_mut().map(|mcp| &mut mcp.transport) {
        command.environment[0].1 = HeaderValue::Plain("x".repeat(200_000));
    }
    assert_judged(target, 2000, Reason::Local, "this machine cannot start");
}

/// The highest resident size so far.
fn peak_kib() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
