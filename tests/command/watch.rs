//! `watch` on a real terminal: script(1) makes one, and a terminal emulator reads what is drawn.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{channel, Receiver};
use std::time::{Duration, Instant};

use super::run;

/// However busy the machine is.
const PATIENCE: Duration = Duration::from_secs(20);

struct Session {
    script: Child,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    drawn: Vec<u8>,
}

impl Session {
    /// Starts `watch` on a terminal of that size, prints its pid before.
    fn start(rows: u16, columns: u16, arguments: &str) -> Self {
        let plimsoll = env!("CARGO_BIN_EXE_plimsoll");
        let command =
            format!("stty rows {rows} cols {columns}; echo pid=$$; exec {plimsoll} watch {arguments}");
        let mut script = Command::new("script")
            .args(["--quiet", "--return", "--command", &command, "/dev/null"])
            .env("TERM", "xterm-256color")
            .env("SHELL", "/bin/sh")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("script(1) of util-linux");
        let mut out = script.stdout.take().unwrap();
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length) = out.read(&mut buffer) {
                if length == 0 || sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Session { script, bytes, screen: vt100::Parser::new(rows, columns, 0), drawn: Vec::new() }
    }

    /// Waits until the screen shows it.
    fn wait_for(&mut self, text: &str) {
        let start = Instant::now();
        while !self.screen.screen().contents().contains(text) {
            assert!(start.elapsed() < PATIENCE, "{text} is not on:\n{}", self.screen.screen().contents());
            if let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(100)) {
                self.screen.process(&bytes);
                self.drawn.extend(bytes);
            }
        }
    }

    fn pid(&self) -> String {
        let drawn = String::from_utf8_lossy(&self.drawn).into_owned();
        let (_, rest) = drawn.split_once("pid=").unwrap();
        rest.chars().take_while(char::is_ascii_digit).collect()
    }

    /// Waits for its end; the exit code and whether the terminal was given back.
    fn end(mut self) -> (Option<i32>, bool) {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.script.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        };
        while let Ok(bytes) = self.bytes.recv() {
            self.drawn.extend(bytes);
        }
        let drawn = String::from_utf8_lossy(&self.drawn);
        let left = drawn.rfind("\x1b[?1049l") > drawn.rfind("\x1b[?1049h");
        let cursor = drawn.rfind("\x1b[?25h") > drawn.rfind("\x1b[?25l");
        (status.code(), left && cursor)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // After a failed assertion; script takes its child along.
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}

#[test]
fn the_screen_fits_and_shows_what_matters() {
    for (rows, columns) in [(24, 80), (40, 120), (10, 40)] {
        let mut session = Session::start(rows, columns, "--interval 100ms");
        session.wait_for("q quits");
        if rows >= 24 {
            for text in [
                "plimsoll",
                "Load line",
                "CPU",
                "Memory",
                "Network",
                "What limits it",
                "Processes by CPU",
                "┃",
            ] {
                session.wait_for(text);
            }
            // A second reading has been judged.
            session.wait_for(" % ");
            let contents = session.screen.screen().contents();
            assert!(contents.matches("CPU wait").count() <= 1, "{contents}");
        }
        session.script.stdin.as_mut().unwrap().write_all(b"q").unwrap();
        assert_eq!(session.end(), (Some(0), true), "{rows}x{columns}");
    }
}

#[test]
fn signals_and_control_c_give_the_terminal_back() {
    for signal in ["-TERM", "-INT", "key"] {
        let mut session = Session::start(24, 80, "");
        session.wait_for("q quits");
        if signal == "key" {
            session.script.stdin.as_mut().unwrap().write_all(b"\x03").unwrap();
        } else {
            assert!(Command::new("kill").args([signal, &session.pid()]).status().unwrap().success());
        }
        assert_eq!(session.end(), (Some(0), true), "{signal}");
    }
}

#[test]
fn a_terminal_that_is_gone_ends_it() {
    // Readings far apart: it must notice while it waits for keys, and not when it next draws.
    let mut session = Session::start(24, 80, "--interval 1m");
    session.wait_for("q quits");
    let stat = format!("/proc/{}/stat", session.pid());
    session.script.kill().unwrap();
    session.script.wait().unwrap();
    let runs = || std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z "));
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(5);
    while runs() && std::time::Instant::now() < patience {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(!runs(), "it goes on without a terminal");
}

#[test]
fn what_ends_is_said_after_the_terminal_is_given_back() {
    let mut sleeper = Command::new("sleep").arg("60").spawn().unwrap();
    let mut session = Session::start(24, 80, &format!("--interval 100ms --pid {}", sleeper.id()));
    session.wait_for("q quits");
    sleeper.kill().unwrap();
    sleeper.wait().unwrap();
    assert_eq!(session.end(), (Some(3), true));
}

#[test]
fn without_a_terminal_it_says_what_to_use_instead() {
    let said = run(&["watch"]);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("plimsoll watch --events"), "{}", said.err);
}

#[test]
fn findings_are_wrapped_where_rows_are_free() {
    let tree = super::tree::Tree::host(30);
    let mut session = Session::start(40, 90, &format!("--interval 100ms {}", tree.options().join(" ")));
    session.wait_for("The container has no memory limit");
    session.wait_for("is 4.0 KiB.");
    session.wait_for("→ ");
    session.wait_for("% sure");
    session.wait_for("Lately");
    session.wait_for(" ago");
    session.script.stdin.as_mut().unwrap().write_all(b"q").unwrap();
    assert_eq!(session.end(), (Some(0), true));
}
