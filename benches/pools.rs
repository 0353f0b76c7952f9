//! What pools of connections save and cost: CPU time of the calling thread for one check, on the loopback.
//!
//!     cargo bench --features check --bench pools [-- ROUNDS COUNT]
//!
//! The sides take turns, round by round; every figure is the median over the rounds. The servers run on other threads
//! of this process, whose time is not counted.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use plimsoll::finding::Status;
use plimsoll::probe::{probe, Pool, ProbeContext, ProbeOptions, Target};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}";
const HOSTS: usize = 100;
const WARM_UP: u32 = 10;

fn main() {
    let numbers: Vec<u32> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let (rounds, count) = (numbers.first().copied().unwrap_or(7), numbers.get(1).copied().unwrap_or(300));
    let (tls_port, roots) = tls_server();
    let mut tls = Target::rest("tls", format!("https://127.0.0.1:{tls_port}/"));
    tls.tls.roots = Some(roots.0.clone());
    let plain = Target::rest("plain", format!("http://127.0.0.1:{}/", plain_server()));
    let hosts: Vec<Target> = (0..HOSTS)
        .map(|_| Target::rest("one of many", format!("http://127.0.0.1:{}/", plain_server())))
        .collect();

    let (kept, new) = (context(true), context(false));
    let many = context(true);
    let sides: [(&str, &dyn Fn() -> f64); 5] = [
        ("TLS, kept connection", &|| each(&kept, &[&tls], count)),
        ("TLS, new connection", &|| each(&new, &[&tls], count)),
        ("kept connection", &|| each(&kept, &[&plain], count)),
        ("new connection", &|| each(&new, &[&plain], count)),
        ("kept connections to 100 hosts in turn", &|| {
            let cost = each(&many, &hosts.iter().collect::<Vec<_>>(), count);
            assert_eq!(many.pool(Pool::Rest).idle, HOSTS);
            cost
        }),
    ];
    let mut found = vec![Vec::new(); sides.len()];
    for _ in 0..rounds {
        for (side, found) in sides.iter().zip(&mut found) {
            found.push(side.1());
        }
    }
    let medians: Vec<f64> = found.into_iter().map(median).collect();
    println!("| a REST check over a | CPU, µs |");
    println!("|---|--:|");
    for ((name, _), median) in sides.iter().zip(&medians) {
        println!("| {name} | {median:.1} |");
    }
    println!("\nTLS, new against kept: {:.1} times the CPU (must be 3 at least)", medians[1] / medians[0]);
    println!("plain, new against kept: {:.1} times the CPU", medians[3] / medians[2]);
    println!("100 idle connections against one: {:.2} times the CPU", medians[4] / medians[2]);
}

fn context(keep_alive: bool) -> ProbeContext {
    let mut options = ProbeOptions::default();
    options.rest_pool.keep_alive = keep_alive;
    options.rest_pool.idle_age = Duration::from_secs(600);
    ProbeContext::new(options).expect("a context")
}

/// CPU time of this thread for one check, in microseconds.
fn each(context: &ProbeContext, targets: &[&Target], count: u32) -> f64 {
    let check = |number: u32| {
        let outcome = probe(context, targets[number as usize % targets.len()]);
        assert_eq!(outcome.status, Status::Healthy, "{}", outcome.message);
    };
    (0..WARM_UP.max(targets.len() as u32)).for_each(check);
    let before = cpu_time();
    (0..count).for_each(check);
    (cpu_time() - before).as_secs_f64() * 1e6 / f64::from(count)
}

/// What the scheduler gave this thread (`/proc/thread-self/schedstat`, first field, nanoseconds).
fn cpu_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("schedstat");
    Duration::from_nanos(
        text.split_whitespace().next().and_then(|word| word.parse().ok()).expect("nanoseconds"),
    )
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Answers whatever comes as one whole request.
fn serve(mut stream: impl Read + Write) {
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(length @ 1..) => {
                let closes =
                    buffer[..length].windows(17).any(|part| part.eq_ignore_ascii_case(b"connection: close"));
                if stream.write_all(ANSWER).is_err() || closes {
                    return;
                }
            }
            _ => return,
        }
    }
}

fn listen(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let serve = serve.clone();
            thread::spawn(move || {
                let _ = stream.set_nodelay(true);
                serve(stream);
            });
        }
    });
    port
}

fn plain_server() -> u16 {
    listen(serve)
}

/// A file that is removed with the run.
struct Pem(PathBuf);

impl Drop for Pem {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn tls_server() -> (u16, Pem) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
    let certificate = params.self_signed(&key).expect("a certificate");
    let roots = Pem(std::env::temp_dir().join(format!("plimsoll-bench-pools-{}.pem", std::process::id())));
    std::fs::write(&roots.0, certificate.pem()).expect("a file");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.expect("versions").with_no_client_auth();
    let config = Arc::new(builder.with_single_cert(vec![certificate.der().clone()], key).expect("a pair"));
    let port = listen(move |stream| {
        serve(StreamOwned::new(ServerConnection::new(config.clone()).expect("TLS"), stream));
    });
    (port, roots)
}
