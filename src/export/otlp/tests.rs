//! Names, translation, and what is found out: without a collector.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::decoder_tests::{decode, Decoded};
use super::message::KeyValue;
use super::names::{self, Instrument, Translated};
use super::outbox::{Outbox, Page, MOST, MOST_BYTES};
use super::translator::Translator;
use super::{environment, page, resource};
use crate::config::{ExportSettings, OtlpCompression, OtlpProtocol, OtlpSettings};
use crate::dbpool::{DatabaseValues, ValueKind};
use crate::export::{Exposition, FamilyKind, FAMILIES};
use crate::fields::{Kind, FIELDS};
use crate::monitor::{Monitor, MonitorOptions};

fn page_of(text: &str, at_unix_ns: u64) -> Page {
    Page { at_unix_ns, text: text.to_owned(), prefix: "plimsoll".to_owned() }
}

fn translator(resource: Vec<KeyValue<'static>>) -> Translator {
    Translator::new(resource, OtlpProtocol::Protobuf)
}

fn translated(translator: &mut Translator, text: &str, at: u64) -> BTreeMap<String, Decoded> {
    decode(&translator.body(&page_of(text, at)).unwrap()).1
}

/// Every name that Prometheus is told, with what it is.
fn all_names() -> Vec<(String, FamilyKind)> {
    let own = FAMILIES.iter().map(|family| (family.name.to_owned(), family.kind));
    let fields = FIELDS.iter().map(|field| match field.kind {
        Kind::Counter => (format!("plimsoll_{}_total", field.name), FamilyKind::Counter),
        Kind::Gauge => (format!("plimsoll_{}", field.name), FamilyKind::Gauge),
    });
    let values = DatabaseValues::FIELDS.iter().map(|field| match field.kind {
        ValueKind::Counter => (format!("plimsoll_database_{}_total", field.name), FamilyKind::Counter),
        _ => (format!("plimsoll_database_{}", field.name), FamilyKind::Gauge),
    });
    own.chain(fields).chain(values).collect()
}

#[test]
fn every_metric_has_a_name_of_its_own() {
    let mut points = BTreeSet::new();
    let mut metrics: HashMap<String, (Instrument, &str)> = HashMap::new();
    for (name, kind) in all_names() {
        let theirs = Translated::of(&name, kind);
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c);
        assert!(theirs.name.chars().all(is_name), "{name}: {}", theirs.name);
        assert!(points.insert((theirs.name.to_string(), theirs.attributes)), "{name}: {theirs:?}");
        let same = metrics.entry(theirs.name.to_string()).or_insert((theirs.instrument, theirs.unit));
        assert_eq!(*same, (theirs.instrument, theirs.unit), "{name}");
        if kind == FamilyKind::Gauge {
            assert_ne!(theirs.instrument, Instrument::Counter, "{name}");
        }
        // Ours are marked, and have no unit in their names.
        match theirs.description {
            None => assert!(theirs.name.starts_with("plimsoll."), "{name}"),
            Some(_) => assert!(!theirs.name.starts_with("plimsoll."), "{name}"),
        }
        assert!(kind == FamilyKind::Gauge || !theirs.name.ends_with("_total"), "{name}");
        let ends = ["_seconds", "_bytes", "_ratio"];
        assert!(!ends.iter().any(|end| theirs.name.ends_with(end)), "{name}: {}", theirs.name);
    }
}

#[test]
fn every_row_of_the_table_is_one_of_ours() {
    let ours: BTreeSet<String> = all_names().into_iter().map(|(name, _)| name).collect();
    for (name, theirs) in names::rows() {
        let is_ours = [format!("plimsoll_{name}"), format!("plimsoll_{name}_total")];
        assert!(is_ours.iter().any(|name| ours.contains(name)), "{name}");
        let kind = if ours.contains(&is_ours[1]) { FamilyKind::Counter } else { FamilyKind::Gauge };
        assert_eq!(Translated::of_rest(name, kind).name, theirs, "{theirs} is not among the metrics");
    }
}

#[test]
fn the_page_lists_every_name() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/opentelemetry.md")).unwrap();
    assert!(page.contains(&format!("version {}", super::CONVENTIONS)));
    let listed: Vec<&str> =
        page.lines().filter(|line| line.starts_with("| `") && line.contains("| sum")).collect();
    assert_eq!(listed, names::rows().map(|(ours, _)| row(ours)).collect::<Vec<_>>());
    for (part, dotted) in names::parts() {
        let dotted = dotted.trim_end_matches('.');
        assert!(page.contains(&format!("`{dotted}`")), "{part} is not among the parts");
    }
}

/// As it stands in the table.
fn row(ours: &str) -> String {
    let metric = Translated::of_rest(ours, FamilyKind::Gauge);
    let kind = match metric.instrument {
        Instrument::Counter => "sum",
        Instrument::UpDownCounter => "sum, up and down",
        Instrument::Gauge => "gauge",
    };
    let fixed = metric.attributes.iter().map(|(key, value)| format!("`{key}`: `{value}`"));
    let told = match ours {
        // Of its labels.
        "db_client_connections" => vec!["`db.client.connection.state`: `idle`, `used`".to_owned()],
        _ => fixed.collect(),
    };
    format!("| `{}` | {kind} | `{}` | {} | `{ours}` |", metric.name, metric.unit, told.join(", "))
}

#[test]
fn both_encodings_say_the_same() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    monitor.observe().unwrap();
    let mut exposition = Exposition::new();
    exposition.build();
    exposition.sample(monitor.sample().unwrap());
    exposition.diagnosis(&monitor.diagnose());
    let said = BTreeMap::from([("empty".to_owned(), String::new()), ("word".to_owned(), "ä\n".repeat(100))]);
    let [(resource, metrics), other] = [OtlpProtocol::Protobuf, OtlpProtocol::Json].map(|protocol| {
        let resource = resource::attributes(&said, "/proc".as_ref());
        let page = page_of(exposition.text(), 1_700_000_000_000_000_000);
        decode(&Translator::new(resource, protocol).body(&page).unwrap())
    });
    assert!(metrics.len() > 50, "{}", metrics.len());
    assert_eq!((resource, metrics), other);
}

#[test]
fn a_real_page_is_translated_whole() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    monitor.observe().unwrap();
    let mut exposition = Exposition::new();
    exposition.build();
    exposition.sample(monitor.sample().unwrap());
    exposition.diagnosis(&monitor.diagnose());
    let mut translator = translator(Vec::new());
    let metrics = translated(&mut translator, exposition.text(), 7);
    let mut lines = 0;
    page::read(exposition.text(), "plimsoll", |line| lines += usize::from(line.value.is_finite()));
    let written = exposition.text().lines().filter(|line| !line.starts_with('#') && !line.ends_with("Inf"));
    assert_eq!(lines, written.count());
    assert_eq!(metrics.values().map(|metric| metric.points.len()).sum::<usize>(), lines);
    let user = metrics["system.cpu.time"].point(&[("cpu.mode", "user")]);
    assert!(user.value > 0.0 && user.time == 7 && user.start == Some(7));
    assert_eq!((metrics["system.cpu.time"].kind, &*metrics["system.cpu.time"].unit), ("sum", "s"));
    assert_eq!(metrics["process.memory.usage"].kind, "updown");
    assert_eq!(metrics["plimsoll.level"].kind, "gauge");
    let version = [("plimsoll.version", env!("CARGO_PKG_VERSION"))];
    assert_eq!(metrics["plimsoll.build_info"].point(&version).value, 1.0);
}

#[test]
fn sums_say_since_when_and_begin_anew_after_a_reset() {
    let text = |forks: u32, threads: u32| {
        format!(
            "# HELP plimsoll_host_forks_total F.\n# TYPE plimsoll_host_forks_total counter\n\
             plimsoll_host_forks_total {forks}\n# HELP plimsoll_process_threads T.\n\
             # TYPE plimsoll_process_threads gauge\nplimsoll_process_threads {threads}\n"
        )
    };
    let mut translator = translator(Vec::new());
    let mut at = |time, forks, threads| {
        let metrics = translated(&mut translator, &text(forks, threads), time);
        let start = |name: &str| metrics[name].point(&[]).start.unwrap();
        assert_eq!(metrics["plimsoll.host.forks"].description, "F.");
        (start("plimsoll.host.forks"), start("process.thread.count"))
    };
    assert_eq!(at(10, 100, 5), (10, 10));
    assert_eq!(at(20, 100, 4), (10, 10));
    assert_eq!(at(30, 90, 4), (20, 10), "it began anew after the point before");
    assert_eq!(at(40, 95, 9), (20, 10));
    // One that was away begins like a new one.
    assert!(translated(&mut translator, "", 50).is_empty());
    let metrics = translated(&mut translator, &text(96, 1), 60);
    assert_eq!(metrics["plimsoll.host.forks"].point(&[]).start, Some(60));
}

#[test]
fn labels_are_attributes_of_their_owners() {
    let text = "# HELP fleet_check_status S.\n# TYPE fleet_check_status gauge\n\
        fleet_check_status{name=\"a \\\"b\\\" \\\\ c\\nd\",status=\"unhealthy\",team=\"blue\"} 1\n\
        # HELP fleet_database_deadlocks_total D.\n# TYPE fleet_database_deadlocks_total counter\n\
        fleet_database_deadlocks_total{pool=\"orders\",system=\"postgresql\"} 2\n\
        # HELP fleet_db_client_connections C.\n# TYPE fleet_db_client_connections gauge\n\
        fleet_db_client_connections{pool=\"orders\",state=\"used\"} 3\n\
        # HELP fleet_pool_connections P.\n# TYPE fleet_pool_connections gauge\n\
        fleet_pool_connections{pool=\"mcp\",state=\"idle\"} 4\n\
        # HELP fleet_cgroup_memory_limit_bytes L.\n# TYPE fleet_cgroup_memory_limit_bytes gauge\n\
        fleet_cgroup_memory_limit_bytes +Inf\nother_series 5\nbroken{ 6\n";
    let page = Page { at_unix_ns: 1, text: text.to_owned(), prefix: "fleet".to_owned() };
    let (_, metrics) = decode(&translator(Vec::new()).body(&page).unwrap());
    let value = |name: &str, attributes: &[(&str, &str)]| metrics[name].point(attributes).value;
    let status = [("plimsoll.name", "a \"b\" \\ c\nd"), ("plimsoll.status", "unhealthy"), ("team", "blue")];
    assert_eq!(value("plimsoll.check.status", &status), 1.0);
    let pool = ("db.client.connection.pool.name", "orders");
    assert_eq!(value("plimsoll.database.deadlocks", &[pool, ("db.system.name", "postgresql")]), 2.0);
    assert_eq!(value("db.client.connection.count", &[pool, ("db.client.connection.state", "used")]), 3.0);
    assert_eq!(
        value("plimsoll.pool.connections", &[("plimsoll.pool", "mcp"), ("plimsoll.state", "idle")]),
        4.0
    );
    assert_eq!(metrics.len(), 4, "no limit has no number: {:?}", metrics.keys());
}

#[test]
fn pages_that_wait_are_bounded_and_the_latest_stay() {
    let mut outbox = Outbox::default();
    let displaced: u64 = (0..20).map(|at| outbox.push(page_of("a", at))).sum();
    assert_eq!((displaced, outbox.len()), (4, MOST));
    assert_eq!(outbox.pop().unwrap().at_unix_ns, 4);
    // One that is larger than all may be stays alone.
    let huge = "x".repeat(MOST_BYTES + 1);
    assert_eq!(outbox.push(page_of(&huge, 99)), MOST as u64 - 1);
    assert_eq!(outbox.push(page_of("a", 100)), 1);
    assert_eq!((outbox.clear(), outbox.len()), (1, 0));
}

fn filled(settings: OtlpSettings, variables: &[(&str, &str)]) -> Result<OtlpSettings, String> {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    let read = |name: &str| variables.get(name).map(|text| (*text).to_owned());
    environment::fill(settings, read).map_err(|error| error.to_string())
}

#[test]
fn the_environment_says_what_settings_leave_open() {
    let nothing = filled(OtlpSettings::default(), &[("OTEL_EXPORTER_OTLP_ENDPOINT", " ")]).unwrap();
    assert_eq!(nothing, OtlpSettings::default());
    assert_eq!(environment::url(&nothing), "http://localhost:4318/v1/metrics");

    let all = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/base/"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Basic%20YQ%3D%3D, X-Team=blue"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "2500"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", "/etc/roots.pem"),
        ("OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", "gzip"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
        ("OTEL_RESOURCE_ATTRIBUTES", "service.name=listed,deployment.environment.name=a%2Cb"),
        ("OTEL_SERVICE_NAME", "named"),
    ];
    let settings = filled(OtlpSettings::default(), &all).unwrap();
    assert_eq!(environment::url(&settings), "http://collector:4318/base/v1/metrics");
    assert_eq!(settings.compression, Some(OtlpCompression::Gzip));
    assert_eq!(settings.protocol, Some(OtlpProtocol::Json));
    assert_eq!(settings.tls.roots.as_deref(), Some("/etc/roots.pem".as_ref()));
    assert_eq!(settings.timeout.unwrap().as_millis(), 2500);
    assert_eq!(settings.interval.unwrap().as_millis(), 1000);
    assert_eq!(
        (&*settings.resource["service.name"], &*settings.resource["deployment.environment.name"]),
        ("named", "a,b")
    );
    let names: Vec<&str> = settings.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Authorization", "X-Team"]);
    assert!(!format!("{settings:?}").contains("YQ"), "credentials are not shown");

    // One of its own for metrics is taken as it is, and what the settings say goes before both.
    let own = [all[0], ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://other:9/path/")];
    assert_eq!(environment::url(&filled(OtlpSettings::default(), &own).unwrap()), "http://other:9/path/");
    let said =
        OtlpSettings { endpoint: Some("http://said/v1/metrics".to_owned()), ..OtlpSettings::default() };
    assert_eq!(environment::url(&filled(said.clone(), &own).unwrap()), "http://said/v1/metrics");
    // What is meant for another address says nothing of this one.
    let grpc = [("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")];
    assert_eq!(filled(said, &grpc).unwrap().protocol, None);
}

#[test]
fn variables_that_are_wrong_are_named_without_secrets() {
    for (name, value) in [
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "soon"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "hunter2"),
        ("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "a=%zzhunter2"),
        ("OTEL_RESOURCE_ATTRIBUTES", "=x"),
    ] {
        let why = filled(OtlpSettings::default(), &[(name, value)]).unwrap_err();
        assert!(why.contains(name) && !why.contains("hunter2"), "{why}");
    }
}

#[test]
fn a_container_is_found_by_its_cgroup_or_its_mounts() {
    let id = "0123456789abcdef".repeat(4);
    for path in [
        format!("12:cpu:/docker/{id}\n"),
        format!("0::/system.slice/docker-{id}.scope\n"),
        format!("0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-{id}.scope\n"),
        format!("1:name=systemd:/\n0::/kubepods/besteffort/pod1/{id}\n"),
    ] {
        assert_eq!(resource::of_cgroup(&path).as_deref(), Some(&*id), "{path}");
    }
    assert_eq!(resource::of_cgroup("0::/\n"), None);
    assert_eq!(resource::of_cgroup("0::/user.slice/session-1.scope\n"), None);
    let mounts = format!(
        "700 600 0:5 / /proc rw - proc proc rw\n\
         701 600 8:1 /var/lib/docker/containers/{id}/hostname /etc/hostname rw - ext4 /dev/sda1 rw\n"
    );
    assert_eq!(resource::of_mounts(&mounts).as_deref(), Some(&*id));
    assert_eq!(resource::of_mounts("700 600 0:5 / /etc/hostname rw - ext4 x rw\n"), None);
}

#[test]
fn what_is_said_of_the_resource_goes_before_what_is_found() {
    let said = BTreeMap::from([("service.name".to_owned(), "orders".to_owned())]);
    let found = resource::attributes(&said, "/proc".as_ref());
    let (attributes, _) = decode(&translator(found).body(&page_of("", 1)).unwrap());
    assert_eq!(attributes["service.name"], "orders");
    assert_eq!(attributes["process.pid"], std::process::id().to_string());
    assert_eq!(attributes["os.type"], "linux");
    let found = resource::attributes(&BTreeMap::new(), "/nowhere".as_ref());
    let (attributes, _) = decode(&translator(found).body(&page_of("", 1)).unwrap());
    assert_eq!(attributes["service.name"], "unknown_service");
    assert!(!attributes.contains_key("host.name"));
}

#[test]
fn a_file_says_where_to_send() {
    let text = "export:\n  otlp:\n    endpoint: http://collector:4318\n    \
        headers: {authorization: \"env:OTLP_TOKEN\", X-Team: blue}\n    interval: 5s\n    compression: gzip\n    \
        protocol: http/json\n    tls: {roots: /etc/roots.pem}\n    \
        resource: {service.name: orders}\n";
    let config = crate::config::parse(text, "file.yaml".as_ref()).unwrap();
    let otlp = config.export.otlp.unwrap();
    assert_eq!(environment::url(&otlp), "http://collector:4318/v1/metrics");
    assert_eq!((otlp.headers.len(), otlp.interval.unwrap().as_secs()), (2, 5));
    assert_eq!((otlp.timeout, otlp.compression), (None, Some(OtlpCompression::Gzip)));
    assert_eq!(otlp.protocol, Some(OtlpProtocol::Json));
    assert_eq!(otlp.tls.roots.as_deref(), Some("/etc/roots.pem".as_ref()));
    let config = crate::config::parse("export: {otlp: {}}\n", "file.yaml".as_ref()).unwrap();
    assert_eq!(config.export.otlp, Some(OtlpSettings::default()));
    assert_eq!(ExportSettings::default().otlp, None);
    for (wrong, told) in [
        ("headers: {Authorization: hunter2}", "env:NAME or file:PATH"),
        ("endpoint: collector:4317", "http://"),
        ("compression: zstd", "gzip"),
        ("protocol: grpc", "http/protobuf"),
        ("interval: 1ms", "interval"),
        ("enpoint: http://a", "did you mean `endpoint`"),
    ] {
        let text = format!("export: {{otlp: {{{wrong}}}}}\n");
        let why = crate::config::parse(&text, "file.yaml".as_ref()).unwrap_err().to_string();
        assert!(why.contains(told) && !why.contains("hunter2"), "{why}");
    }
}

#[test]
fn a_variable_that_is_no_address_is_named() {
    let variable =
        |name: &str| (name == "OTEL_EXPORTER_OTLP_ENDPOINT").then(|| "user:secret@nowhere".to_owned());
    let error = environment::fill(OtlpSettings::default(), variable).unwrap_err().to_string();
    assert!(error.contains("OTEL_EXPORTER_OTLP_ENDPOINT") && !error.contains("secret"), "{error}");
}
