use super::run;

#[test]
fn help_teaches_by_examples() {
    for arguments in [
        &["--help"][..],
        &["diagnose", "--help"],
        &["sample", "--help"],
        &["watch", "--help"],
        &["rules", "--help"],
        &["check", "--help"],
        &["check", "-h"],
        &["db", "--help"],
        &["db", "-h"],
        &["sample", "-h"],
        &["bench", "--help"],
        &["bench", "-h"],
    ] {
        let said = run(arguments);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
        assert!(said.out.contains("Examples:\n  plimsoll "), "{}", said.out);
        assert!(said.out.contains("Usage: plimsoll"), "{}", said.out);
        assert!(said.out.lines().all(|line| line.chars().count() <= 100), "{}", said.out);
    }
    assert!(run(&["--help"]).out.contains("Exit codes: 0 fine, 1 a finding"));
    assert!(run(&["--version"]).out.starts_with("plimsoll 0."));
}

#[test]
fn a_wrong_command_line_is_exit_code_2_and_says_what_is_allowed() {
    for (arguments, words) in [
        (&["diagnose", "--for", "0s"][..], &["--for", "'0s'", "100ms to 1h"][..]),
        (&["diagnose", "--for", "soon"], &["--for", "'soon'", "5s, 200ms"]),
        (&["diagnose", "--fail-on", "bad"], &["--fail-on", "'bad'", "critical"]),
        (&["diagnose", "--pid", "0"], &["--pid", "'0'"]),
        (&["diagnose", "--pid", "1", "--cgroup", "/x"], &["--pid", "--cgroup"]),
        (&["diagnose", "--cgroup", "x"], &["target", "\"x\"", "begins with `/`"]),
        (&["sample", "--interval", "1ms"], &["--interval", "'1ms'", "10ms to 1h"]),
        (&["sample", "--count", "0"], &["--count", "'0'", "1.."]),
        (&["sample", "--groups", "cpu,frobs"], &["--groups", "'frobs'", "cgroup_memory"]),
        (&["sample", "--processes", "0"], &["--processes", "'0'", "1..=1000"]),
        (&["watch", "--interval", "2h"], &["--interval", "'2h'", "100ms to 1m"]),
        (&["diagnose", "--threshold", "cpu.utilisation.high=70"], &["--threshold", "raise is 70", "0 to 1"]),
        (&["diagnose", "--threshold", "cpu.frobs.high=70%"], &["`cpu.frobs`", "cpu.utilisation, "]),
        (&["diagnose", "--threshold", "cpu.utilisation.high=99%"], &["--threshold", "values must rise"]),
        (&["watch", "--threshold", "cpu.utilisation.bad=70%"], &["`bad`", "low, medium, high, critical"]),
        (&["diagnose", "--price-core-hour", "-1"], &["-1"]),
        (&["diagnose", "--pattern", "bursty"], &["`bursty`", "io_intensive, burst"]),
        (&["diagnose", "--fresh"], &["--state"]),
        (&["diagnose", "--keep-baseline"], &["--state"]),
        (&["diagnose", "--html", "/no/where/page.html"], &["/no/where/page.html cannot be written"]),
        (&["diagnose", "--state", "/no/where/state"], &["/no/where/state cannot be written"]),
        (&["rules", "frobs"], &["`frobs`"]),
        (&["db"], &["--stats"]),
        (&["db", "--stats", "x", "--pattern", "reads"], &["`reads`", "read_heavy"]),
        (&["db", "--stats", "x", "--replicas", "0"], &["--replicas", "'0'"]),
        (&["db", "--stats", "x", "--threads", "0"], &["--threads", "'0'"]),
        (&["db", "--stats", "x", "--database-cpus", "0"], &["--database-cpus", "write it as 4 or 0.5"]),
        (&["db", "--stats", "x", "--target-wait", "soon"], &["--target-wait", "5s, 200ms"]),
        (&["db", "--stats", "x", "--settings", "dbcp"], &["'dbcp'", "psycopg_pool", "hikaricp"]),
        (&["db", "--stats", "/no/where/pools.jsonl"], &["/no/where/pools.jsonl cannot be read"]),
        (&["bench", "--profile", "long"], &["--profile", "quick, standard, full"]),
        (&["bench", "--seconds", "0"], &["--seconds", "1..=3600"]),
        (&["bench", "--any-machine"], &["--baseline"]),
        (&["bench", "--save", "/no/where/result.json"], &["/no/where/result.json cannot be written"]),
        (&["bench", "--baseline", "/no/where/result.json"], &["/no/where/result.json cannot be read"]),
        (&["frobnicate"], &["frobnicate"]),
        (&[], &["Usage:"]),
    ] {
        let said = run(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {}", said.err);
        for word in words {
            assert!(said.err.contains(word), "{word} is not in: {}", said.err);
        }
        assert_eq!(said.out, "");
    }
}
