use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Duration;

use crate::checker::CheckerOptions;
use crate::config::fixtures_tests::{right, wrong};
use crate::config::Config;
use crate::gate::GateOptions;
use crate::monitor::MonitorOptions;
use crate::probe::PoolOptions;
use crate::{Severity, Thresholds};

use super::{AlertSettings, ExportSettings, ServeSettings};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn what_is_not_said_is_as_each_part_has_it() {
    let config = right("x-nothing: 1\n");
    let mut gate = GateOptions::default();
    // What is about work of the host's own is not for checks.
    gate.load.load_line = false;
    assert_eq!(config.gate.load, gate.load);
    assert_eq!(
        (config.gate.max_concurrent, config.gate.max_waiting, config.gate.adaptive),
        (gate.max_concurrent, gate.max_waiting, None)
    );
    assert_eq!(format!("{:?}", config.checker), format!("{:?}", CheckerOptions::default()));
    assert!(config.checker.probe.caches.own.is_empty());
    assert_eq!(config.alerts, AlertSettings::default());
    assert_eq!(config.export, ExportSettings::default());
    assert_eq!(config.serve, ServeSettings::default());
    assert_eq!(config.monitor.thresholds, Thresholds::default());
    assert_eq!(config.monitor.window, MonitorOptions::default().window);
    assert!(config.notes.is_empty());
}

/// Both as they stand in the description of the earlier system.
#[test]
fn fragments_for_the_earlier_system_load_unchanged() {
    let production = right(
        "performance_optimization:
  resource_limits:
    max_concurrent_checks: 100
    max_memory_usage_mb: 1024
  connection_pools:
    max_connections: 200
  caching:
    max_cache_size: 2000
",
    );
    let development = right(
        "performance_optimization:
  resource_limits:
    max_concurrent_checks: 10
    max_memory_usage_mb: 256
  connection_pools:
    max_connections: 20
  caching:
    max_cache_size: 100
",
    );
    for (config, checks, mib, connections, per_host, entries) in
        [(production, 100, 1024, 200, 30, 2000), (development, 10, 256, 20, 20, 100)]
    {
        let Config { checker, gate, notes, .. } = config;
        let caching = &checker.probe.caches;
        assert_eq!(checker.max_concurrent, checks);
        assert_eq!(gate.load.max_memory_usage_bytes, Some(mib << 20));
        for pool in [&checker.probe.mcp_pool, &checker.probe.rest_pool] {
            assert_eq!((pool.max_connections, pool.max_connections_per_host), (connections, per_host));
        }
        for category in [caching.config, caching.auth_tokens, caching.dns, caching.results] {
            assert_eq!(category.max_size, entries);
        }
        assert!(notes.is_empty(), "{notes:?}");
    }
}

#[test]
fn every_error_of_the_sections_is_told_at_once() {
    let text = include_str!("wrong.yaml");
    let mut said = wrong(text).join("\n");
    said.push('\n');
    let golden = include_str!("wrong.txt");
    assert_eq!(said, golden, "src/config/sections/wrong.txt");
    // Every line that is wrong says so itself.
    let lines = (1..).zip(text.lines());
    let marked: BTreeSet<usize> =
        lines.filter(|(_, line)| line.contains("# wrong")).map(|(number, _)| number).collect();
    let told = golden.lines().map(|line| line.split(':').next().unwrap().parse().unwrap());
    assert_eq!(told.collect::<BTreeSet<usize>>(), marked);
    assert!(!said.contains("hunter2"), "a secret");
}

#[test]
fn the_gate_is_read() {
    let gate = right(
        "gate:
  max_concurrent: 30
  adaptive: {initial_limit: 10, min_limit: 2, tolerance: 2, smoothing: 0.5}
  max_waiting: 7
  max_memory_usage: 512MiB
  max_cpu_usage: 80%
  max_throttled: off
  max_memory_pressure: 0.1
  max_cpu_pressure: 60%
  max_io_pressure: 50 %
  load_line: true
  release_after: 3s
",
    )
    .gate;
    assert_eq!((gate.max_concurrent, gate.max_waiting), (30, 7));
    let adaptive = gate.adaptive.unwrap();
    assert_eq!((adaptive.initial_limit, adaptive.min_limit), (10, 2));
    assert_eq!((adaptive.tolerance, adaptive.smoothing), (2.0, 0.5));
    let load = gate.load;
    assert_eq!(load.max_memory_usage_bytes, Some(512 << 20));
    // A number of bytes is one more limit: the container's own still holds.
    assert_eq!(load.max_memory_usage_ratio, Some(0.9));
    assert_eq!((load.max_cpu_usage_ratio, load.max_throttled_ratio), (Some(0.8), None));
    assert_eq!((load.max_memory_pressure_ratio, load.max_cpu_pressure_ratio), (Some(0.1), Some(0.6)));
    assert_eq!((load.max_io_pressure_ratio, load.load_line), (Some(0.5), true));
    assert_eq!(load.release_after, 3 * SECOND);

    let load = right("gate: {adaptive: off, max_memory_usage: 85%, max_cpu_usage_percent: 75}\n").gate;
    assert_eq!((load.adaptive, load.load.max_memory_usage_ratio), (None, Some(0.85)));
    assert_eq!(load.load.max_cpu_usage_ratio, Some(0.75));
    assert_eq!(right("gate: {max_memory_usage: off}\n").gate.load.max_memory_usage_ratio, None);
    assert!(right("gate: {adaptive: on}\n").gate.adaptive.is_some());
}

#[test]
fn the_gate_lets_through_as_many_as_are_wanted() {
    let checks =
        |most| format!("performance_optimization: {{resource_limits: {{max_concurrent_checks: {most}}}}}\n");
    assert_eq!(right(&checks(200)).gate.max_concurrent, 200);
    assert_eq!(right(&checks(20)).gate.max_concurrent, 100);
    assert_eq!(right(&format!("{}gate: {{max_concurrent: 20}}\n", checks(20))).gate.max_concurrent, 20);
}

#[test]
fn checks_are_read() {
    let checker = right(
        "performance_optimization:
  concurrent_execution:
    max_concurrent: 80
    max_concurrent_per_host: 8
    queue: 500
    interval: 30s
    jitter: 20%
    unhealthy_interval: 5s
    admission_wait: 1s
    retry: {attempts: 3, base: 50ms, most: 2s}
    breaker: {failures: 4, open_for: 10s, longest_open: 1m, half_open: 2}
    rise: 1
    fall: 2
  batch_processing: {batch_size: 20, batch_timeout: 2}
",
    )
    .checker;
    assert_eq!((checker.max_concurrent, checker.max_concurrent_per_host, checker.queue), (80, 8, 500));
    assert_eq!((checker.interval, checker.unhealthy_interval), (30 * SECOND, Some(5 * SECOND)));
    assert_eq!((checker.jitter, checker.admission_wait), (0.2, SECOND));
    let retry = checker.retry;
    assert_eq!((retry.attempts, retry.base, retry.most), (3, SECOND / 20, 2 * SECOND));
    let breaker = checker.breaker;
    assert_eq!((breaker.failures, breaker.half_open), (4, 2));
    assert_eq!((breaker.open_for, breaker.longest_open), (10 * SECOND, 60 * SECOND));
    assert_eq!((checker.debounce.rise, checker.debounce.fall), (1, 2));
    assert_eq!((checker.batch.size, checker.batch.age), (20, 2 * SECOND));
    // What is not written follows what is.
    let few =
        right("performance_optimization: {concurrent_execution: {max_concurrent: 4, queue: 5}}\n").checker;
    assert_eq!((few.max_concurrent_per_host, few.batch.size), (4, 5));
}

#[test]
fn what_is_said_of_pools_is_true_of_each_that_says_nothing_else() {
    let text = "
servers:
  - {name: a, rest: {url: http://a}}
  - {name: b, connect_timeout: 3s, rest: {url: http://b}}
performance_optimization:
  connection_pools:
    max_connections: 50
    max_connections_per_host: 5
    keep_alive: false
    idle_age: 2s
    connect_timeout: 8s
    cleanup_interval: 10s
    mcp_pool: {max_connections: 20, keepalive_timeout: 3s}
    rest_pool: {keep_alive: true, read_timeout: 20s, connect_timeout: 6s}
";
    let Config { checker, servers, .. } = right(text);
    let mut mcp = PoolOptions::default();
    (mcp.max_connections, mcp.max_connections_per_host, mcp.keep_alive) = (20, 5, false);
    (mcp.idle_age, mcp.connect_timeout, mcp.cleanup_interval) = (3 * SECOND, 8 * SECOND, 10 * SECOND);
    assert_eq!(checker.probe.mcp_pool, mcp);
    let mut rest = PoolOptions::default();
    (rest.max_connections, rest.max_connections_per_host, rest.read_timeout) = (50, 5, 20 * SECOND);
    (rest.idle_age, rest.connect_timeout, rest.cleanup_interval) = (2 * SECOND, 6 * SECOND, 10 * SECOND);
    assert_eq!(checker.probe.rest_pool, rest);
    // A server's own word is the last: each pool has its own bound beside.
    let timeouts: Vec<_> = servers.iter().map(|server| server.target.connect_timeout).collect();
    assert_eq!(timeouts, [8 * SECOND, 3 * SECOND]);
}

#[test]
fn caches_are_read() {
    let Config { checker, .. } = right(
        "performance_optimization:
  caching:
    max_size: 50
    cleanup_interval: 30s
    auth_tokens: {ttl: 10m}
    results: {ttl: 5s, max_size: 70, max_bytes: 1MiB}
    categories: {mine: {ttl: 1h}}
",
    );
    let caching = checker.probe.caches;
    assert_eq!((caching.auth_tokens.ttl, caching.auth_tokens.max_size), (600 * SECOND, 50));
    let results = caching.results;
    assert_eq!((results.ttl, results.max_size, results.max_bytes), (5 * SECOND, 70, 1 << 20));
    assert_eq!((caching.dns.ttl, caching.dns.max_size), (600 * SECOND, 50));
    let mine = caching.own["mine"];
    assert_eq!((mine.ttl, mine.max_size), (3600 * SECOND, 50));
    assert_eq!(caching.cleanup_interval, 30 * SECOND);
}

#[test]
fn the_monitor_is_read() {
    let monitor = right(
        "monitor:
  window: 10s
  history: 500
  thresholds:
    load.per_cpu: off
    cpu.utilisation: {high: 96%, critical: {raise: 0.99, clear: 97%}}
    memory.leak: {medium: 1day}
  prices: {core_hour: 0.04, currency: EUR}
",
    )
    .monitor;
    assert_eq!((monitor.window, monitor.history), (10 * SECOND, 500));
    let mut thresholds = Thresholds::default();
    thresholds.disable("load.per_cpu").unwrap();
    let step = |severity, raise, clear| crate::rules::Step { severity, raise, clear };
    // Cleared as far below as published: at 75 of 80 %.
    let steps = [step(Severity::High, 0.96, 0.96 * (0.75 / 0.80)), step(Severity::Critical, 0.99, 0.97)];
    thresholds.set_steps("cpu.utilisation", &steps).unwrap();
    thresholds.set("memory.leak", Severity::Medium, 86_400.0, 86_400.0 * (432_000.0 / 345_600.0)).unwrap();
    assert_eq!(monitor.thresholds, thresholds);
    let prices = monitor.prices.unwrap();
    assert_eq!((prices.per_core_hour(), prices.per_gibibyte_hour(), prices.currency()), (0.04, 0.0, "EUR"));
}

#[test]
fn alerts_export_and_serve_are_read() {
    let config = right(
        "servers: [{name: orders, rest: {url: http://a}}]
alerts:
  rise: 4
  silences:
    - {name: orders, until: 2027-01-31, why: moved}
    - {labels: {team: shop}, times: ['22:00-06:00', 'sat,sun 00:00-24:00']}
  webhook: {url: https://hooks.example/x, headers: {Authorization: env:HOOK}, timeout: 3s}
  command: [notify, --now]
  own_limits: off
export: {prefix: shop_, labels: {site: north}, server_labels: false}
serve:
  {listen: '0.0.0.0:80', token: env:TOKEN, open: [/metrics], max_connections: 5, textfile: /tmp/a.prom, textfile_interval: 5s}
",
    );
    let alerts = config.alerts;
    assert_eq!(config.checker.debounce.rise, 4);
    assert_eq!((alerts.silences.len(), alerts.own_limits, config.checker.own_limits), (2, None, None));
    assert_eq!(
        (alerts.silences[0].until_unix_s, alerts.silences[0].why.as_str()),
        (Some(1_801_353_600), "moved")
    );
    let webhook = alerts.webhook.unwrap();
    assert_eq!((webhook.url.as_str(), webhook.timeout), ("https://hooks.example/x", 3 * SECOND));
    assert_eq!(webhook.headers.len(), 1);
    assert_eq!(alerts.command.unwrap(), ["notify", "--now"]);
    assert_eq!((config.export.prefix.as_str(), config.export.server_labels), ("shop", false));
    assert_eq!(config.export.labels["site"], "north");
    assert_eq!(config.serve.open, ["/metrics"]);
    assert_eq!(config.serve.listen, SocketAddr::from(([0, 0, 0, 0], 80)));
    assert_eq!(
        (config.serve.token.unwrap().to_string().as_str(), config.serve.max_connections),
        ("env:TOKEN", 5)
    );
    let (path, interval) = (config.serve.textfile.unwrap(), config.serve.textfile_interval);
    assert_eq!((path.to_str(), interval), (Some("/tmp/a.prom"), 5 * SECOND));
    // Nobody would read it.
    assert_eq!(
        wrong("serve: {textfile: /tmp/metrics.txt}"),
        ["1:19: `serve.textfile` is `/tmp/metrics.txt`: expected a path that ends in .prom, since collectors read no others"]
    );
}

#[test]
fn credentials_of_a_webhook_are_references() {
    assert_eq!(
        wrong("alerts: {webhook: {url: http://a, headers: {Authorization: 'Bearer hunter2'}}}"),
        [
            "1:60: `alerts.webhook.headers.Authorization` holds credentials: write env:NAME or file:PATH in their place, \
             and put there all that is to be sent"
        ]
    );
}

#[test]
fn a_silence_is_of_its_servers_at_its_times() {
    let silences = "servers: [{name: orders, rest: {url: http://a}}]
alerts:
  silences:
    - {name: orders, until: 2027-01-31T18:00:00Z}
    - {labels: {team: shop, tier: low}, times: ['fri-sat 22:00-06:00']}
    - {all: true, times: 'mon 24:00-24:00'}
";
    let said = wrong(silences);
    assert_eq!(said.len(), 1, "{said:?}");
    let silences = right(&silences.replace("mon 24:00-24:00", "00:00-24:00")).alerts.silences;
    let labels = |list: &[(&str, &str)]| -> BTreeMap<String, String> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let none = labels(&[]);
    let end = 1_801_418_400;
    assert!(silences[0].covers("orders", &none, end - 1));
    assert!(!silences[0].covers("orders", &none, end));
    assert!(!silences[0].covers("others", &none, end - 1));
    // 2027-01-29 is a Friday.
    let friday = 1_801_180_800;
    let (both, one) = (labels(&[("team", "shop"), ("tier", "low"), ("x", "y")]), labels(&[("team", "shop")]));
    let hour = 3600;
    for (at, is) in [
        (friday + 21 * hour, false),
        (friday + 22 * hour, true),
        (friday + 24 * hour, true),
        (friday + 30 * hour - 1, true),
        (friday + 30 * hour, false),
        (friday + 53 * hour, true),
        (friday + 54 * hour, false),
        (friday + 72 * hour, false),
        (friday + 5 * hour, false),
    ] {
        assert_eq!(silences[1].covers("a", &both, at), is, "{}", (at - friday) / hour);
    }
    assert!(!silences[1].covers("a", &one, friday + 23 * hour));
    assert!(silences[2].covers("whoever", &none, friday));
}

#[test]
fn alerts_are_read_by_themselves() {
    let mut options = CheckerOptions::default();
    let text = r#"{"silences": [{"name": "whoever", "until": "2027-01-31"}], "fall": 7, "own_limits": "60%",
"command": ["notify"]
}"#;
    let settings = crate::config::parse_alerts(text, &mut options).unwrap();
    assert_eq!((settings.silences.len(), settings.command.unwrap().len()), (1, 1));
    assert_eq!((options.debounce.rise, options.debounce.fall, options.own_limits), (2, 7, Some(0.6)));
    let wrong =
        |text| crate::config::parse_alerts(text, &mut CheckerOptions::default()).unwrap_err().to_string();
    assert_eq!(
        wrong("{webhok: {url: 'http://x/'}}"),
        "alerts:1:2: unknown key `webhok` in `alerts`: did you mean `webhook`?"
    );
    assert!(wrong("[]").contains("alerts"), "{}", wrong("[]"));
    assert!(!wrong("").is_empty());
}

const THREE: &str = "servers:\n- {name: a, rest: {url: http://a}}\n- {name: orders, depends_on: [a], rest: {url: http://o}}\n\
                     - {name: search, depends_on: [a], enabled: false, rest: {url: http://s}}\n";

#[test]
fn each_shard_checks_its_own_part() {
    let names = |shard: &str| {
        let checks = right(&format!("{THREE}{shard}")).checks();
        checks.into_iter().map(|check| (check.name().to_owned(), check.depends_on)).collect::<Vec<_>>()
    };
    let (a, orders) = (("a".to_owned(), vec![]), "orders".to_owned());
    assert_eq!(names(""), [a.clone(), (orders.clone(), vec!["a".to_owned()])]);
    assert_eq!(names("shard: {index: 0, of: 3}\n"), std::slice::from_ref(&a));
    assert_eq!(names("shard: {index: 1, of: 3}\n"), []);
    // Nobody waits for what another shard checks.
    assert_eq!(names("shard: {index: 2, of: 3}\n"), [(orders.clone(), vec![])]);
    // What others would have is taken over, with what it depends on.
    let all = [a, (orders, vec!["a".to_owned()])];
    assert_eq!(names("shard: {index: 1, of: 3, without: [0, 2]}\n"), all);
    assert_eq!(names("shard: {index: 0, of: 3, without: [0, 2]}\n"), []);
}

#[test]
fn a_shard_that_cannot_be_is_told() {
    assert_eq!(
        wrong("shard: {index: 3, of: 3}\n"),
        ["1:8: `shard` cannot be: there is no shard 3 of 3: shards count from 0, so the last one is 2/3"]
    );
    assert_eq!(wrong("shard: {index: 0}\n"), ["1:8: `shard` has no `of`"]);
    assert_eq!(
        wrong("shard: {index: first, of: 3}\n"),
        ["1:16: `shard.index` is `first`: expected a number from 0 up, or `auto`"]
    );
    assert_eq!(
        wrong("shard: {index: 0, of: 2, without: [0, 1]}\n"),
        ["1:8: `shard` cannot be: all 2 shards are left out: who is to check?"]
    );
    assert_eq!(wrong("shard: {index: 0, of: 2000}\n"), ["1:23: `shard.of` is 2000: allowed are 1 to 1024"]);
}

#[test]
fn which_shard_it_is_in_a_cluster_is_asked_only_there() {
    // Wherever this runs, the last environment is not chosen.
    let config =
        right("shard: {index: 1, of: 2}\nenvironments: {cluster: {shard: {index: auto, of: 1024}}}\n");
    assert_eq!(config.shard.unwrap().to_string(), "1/2");
}
