use std::time::Duration;

use crate::config::fixtures_tests::{right, wrong, Folder};
use crate::config::{load, Config, LoadOptions};

const SECOND: Duration = Duration::from_secs(1);

/// As it is in one of its environments.
fn in_environment(text: &str, name: &str) -> Result<Config, String> {
    let folder = Folder::new(&format!("sections-{:?}", std::thread::current().id()));
    let file = folder.file("file", text);
    let prefix = format!("{}:", file.display());
    load(&file, &LoadOptions::environment(name)).map_err(|error| error.to_string().replace(&prefix, ""))
}

const LAYERS: &str = "gate: {max_memory_usage: 80%, max_waiting: 50}
performance_optimization:
  concurrent_execution: {max_concurrent: 60, retry: {attempts: 3, base: 1s}}
  connection_pools: {idle_age: 2s}
environments:
  large:
    gate: {max_waiting: null}
    performance_optimization:
      resource_limits: {max_concurrent_checks: 90, max_memory_usage_mb: 1024}
      concurrent_execution: {retry: {base: 2s}}
      connection_pools: {keepalive_timeout: 3s}
  small: {performance_optimization: {concurrent_execution: {max_concurrent_per_host: 61}}}
";

#[test]
fn an_environment_overrides_sections_by_whichever_name() {
    let said = wrong(LAYERS);
    assert_eq!(
        said,
        ["12:86: `performance_optimization.concurrent_execution.max_concurrent_per_host` is 61, more than \
          `performance_optimization.concurrent_execution.max_concurrent` (60, in line 3)"]
    );
    let text = LAYERS.replace("61", "6");
    let config = right(&text);
    assert_eq!((config.checker.max_concurrent, config.gate.max_waiting), (60, 50));
    assert_eq!(config.gate.load.max_memory_usage_ratio, Some(0.8));
    let config = in_environment(&text, "large").unwrap();
    assert_eq!((config.checker.max_concurrent, config.gate.max_waiting), (90, 1_000));
    assert_eq!((config.checker.retry.attempts, config.checker.retry.base), (3, 2 * SECOND));
    assert_eq!(config.checker.probe.mcp_pool.idle_age, 3 * SECOND);
    let load = config.gate.load;
    assert_eq!((load.max_memory_usage_bytes, load.max_memory_usage_ratio), (Some(1 << 30), Some(0.9)));
    assert_eq!(in_environment(&text, "small").unwrap().checker.max_concurrent_per_host, 6);
}

#[test]
fn what_includes_lies_over_what_is_included() {
    let folder = Folder::new("sections-include");
    folder.file("base.yaml", "gate: {max_concurrent: 5, max_waiting: 6}\nalerts: {rise: 9}\n");
    let top = folder.file("top.yaml", "include: [base.yaml]\ngate: {max_concurrent: 7}\nperformance_optimization: {concurrent_execution: {rise: 3}}\n");
    let config = load(&top, &LoadOptions::default()).unwrap();
    assert_eq!((config.gate.max_concurrent, config.gate.max_waiting), (7, 6));
    assert_eq!(config.checker.debounce.rise, 3);

    let top = folder.file(
        "top.yaml",
        "include: [base.yaml]\nperformance_optimization: {resource_limits: {max_concurrent_checks: 8}}\n",
    );
    let error = load(&top, &LoadOptions::default()).unwrap_err().to_string();
    let base = folder.path().join("base.yaml");
    let wanted = format!(
        "{}:2:69: `performance_optimization.resource_limits.max_concurrent_checks` is 8, more than \
         `gate.max_concurrent` (5, at {}:1)",
        top.display(),
        base.display()
    );
    assert_eq!(error, wanted);
}

#[test]
fn secrets_that_are_not_there_are_told_with_everything_else() {
    let folder = Folder::new("sections-secrets");
    folder.file("there", "s3cret\n");
    folder.file("empty", "\n");
    folder.file("folder/file", "");
    let text = "servers:
  - {name: a, auth: {bearer: 'env:PLIMSOLL_NO_SUCH_VARIABLE'}, rest: {url: http://a}}
  - {name: b, auth: {basic: {username: u, password: 'file:there'}}, rest: {url: http://a}}
  - {name: c, rest: {url: http://a, headers: {X-Key: 'file:missing'}}}
  - {name: d, enabled: false, auth: {bearer: 'file:missing'}, rest: {url: http://a}}
  - {name: e, timeot: 1s, mcp: {command: x, env: {K: 'file:empty'}}}
mcpServers:
  f: {command: x, disabled: true, env: {K: 'file:missing'}}
  g: {url: http://a, headers: {Authorization: 'file:folder'}}
alerts: {webhook: {url: http://a, headers: {X-Key: 'file:/dev/zero'}}}
serve: {token: 'env:PLIMSOLL_NO_SUCH_VARIABLE'}
environments:
  other: {serve: {token: 'file:missing'}}
";
    let file = folder.file("file.yaml", text);
    let mut options = LoadOptions::default();
    let said = |options: &LoadOptions| -> Vec<String> {
        let error = load(&file, options).unwrap_err().to_string();
        let prefix = format!("{}/", folder.path().display());
        error.lines().map(|line| line.replace(&prefix, "")).collect()
    };
    assert_eq!(said(&options).len(), 1, "only `timeot`");
    options.check_secrets = true;
    let missing = "the environment variable PLIMSOLL_NO_SUCH_VARIABLE is not set, or is not text";
    let gone = "cannot read the secret in missing: No such file or directory (os error 2)";
    let mut wanted = vec![
        format!("file.yaml:2:30: `servers[0].auth.bearer` (a) cannot be had: {missing}"),
        format!("file.yaml:4:54: `servers[2].rest.headers.X-Key` (c) cannot be had: {gone}"),
        "file.yaml:6:15: unknown key `timeot` in `servers[4]` (e): did you mean `timeout`?".to_owned(),
        "file.yaml:6:54: `servers[4].mcp.env.K` (e) cannot be had: the secret in file:empty is empty"
            .to_owned(),
        "file.yaml:9:47: `mcpServers.g.headers.Authorization` cannot be had: folder is a directory"
            .to_owned(),
        format!("file.yaml:11:16: `serve.token` cannot be had: {missing}"),
    ];
    assert_eq!(said(&options), wanted);
    options.environment = Some("other".to_owned());
    wanted[5] = format!("file.yaml:13:26: `serve.token` cannot be had: {gone}");
    assert_eq!(said(&options), wanted);
}

#[test]
fn what_is_strange_is_a_note_and_no_error() {
    let text = "x-d: &d {timeout: 10s, interval: 5s}
servers:
  - {name: a, <<: *d, rest: {url: http://a}}
  - {name: b, <<: *d, rest: {url: http://a}}
  - {name: c, timeout: 1s, connect_timeout: 2s, rest: {url: http://a}}
  - {name: d, interval: 5s, rest: {url: http://a}}
serve: {listen: '[::]:9469'}
environments:
  other: {serve: {listen: '0.0.0.0:9469'}}
";
    let notes: Vec<String> = right(text).notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "file:1:19: `servers[0].timeout` (a) is longer than `interval`: turns are left out while a check still runs",
            "file:5:45: `servers[2].connect_timeout` (c) is longer than `timeout`, which ends the whole check before",
            "file:7:17: `serve.listen` answers everybody who can reach it: give a `token`, unless the network keeps \
             others away",
        ]
    );
}
