//! The C library's resolver against name servers of the test, by a `resolv.conf` of its own.

use std::ffi::CString;
use std::fs;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::fixtures_tests::isolation::isolated;
use super::fixtures_tests::*;
use super::lookup::SystemLookup;
use super::{DnsErrorKind, Lookup, Resolver, ResolverOptions};

/// Response codes of RFC 1035, section 4.1.1.
const NO_ERROR: u8 = 0;
const SERVER_FAILURE: u8 = 2;
const NAME_ERROR: u8 = 3;

/// The types of RFC 1035 and RFC 3596.
const A: u16 = 1;
const AAAA: u16 = 28;

/// An address of this machine's loopback network that no other test uses.
fn own_address() -> IpAddr {
    let [_, high, middle, low] = std::process::id().to_be_bytes();
    // Not 127.0.0.0/16, where others listen.
    IpAddr::from([127, 0x80 | high << 6 | middle >> 2, middle << 6 | low >> 2, 1 | low << 6])
}

/// A name server's socket. The port is the only one that the C library asks.
fn name_server() -> UdpSocket {
    let address = SocketAddr::new(own_address(), 53);
    UdpSocket::bind(address).unwrap_or_else(|error| panic!("{address}: {error}"))
}

/// Makes this process, and no other, ask the test's name server.
fn ask_only(server: &UdpSocket, options: &str) {
    let text = |text: &[u8]| CString::new(text).unwrap();
    // SAFETY: this child has one thread.
    let result = unsafe { libc::unshare(libc::CLONE_NEWNS) };
    assert_eq!(result, 0, "unshare: {}", std::io::Error::last_os_error());
    let mount = |source: &Path, point: &Path, flags: libc::c_ulong| {
        let (from, to) = (text(source.as_os_str().as_bytes()), text(point.as_os_str().as_bytes()));
        // SAFETY: NUL-terminated strings; the mount namespace is this child's own.
        let result =
            unsafe { libc::mount(from.as_ptr(), to.as_ptr(), std::ptr::null(), flags, std::ptr::null()) };
        assert_eq!(result, 0, "mount on {}: {}", point.display(), std::io::Error::last_os_error());
    };
    mount(Path::new("none"), Path::new("/"), libc::MS_REC | libc::MS_PRIVATE);
    let own = std::env::temp_dir().join(format!("plimsoll-resolv-{}", std::process::id()));
    let address = server.local_addr().unwrap().ip();
    fs::write(&own, format!("nameserver {address}\noptions {options}\n")).unwrap();
    mount(&own, Path::new("/etc/resolv.conf"), libc::MS_BIND);
    // The mount keeps it.
    fs::remove_file(&own).unwrap();
}

/// How much of the calling thread's stack was ever touched, the test's own part included.
fn stack_touched_kib() -> u64 {
    let local = 0_u8;
    let here = std::ptr::from_ref(&local).addr();
    let smaps = fs::read_to_string("/proc/self/smaps").unwrap();
    let mut within = false;
    for line in smaps.lines() {
        let range = line.split(' ').next().and_then(|range| range.split_once('-'));
        if let Some((Ok(start), Ok(end))) =
            range.map(|(a, b)| (usize::from_str_radix(a, 16), usize::from_str_radix(b, 16)))
        {
            within = (start..end).contains(&here);
        } else if let Some(rss) = line.strip_prefix("Rss:").filter(|_| within) {
            return rss.trim().trim_end_matches(" kB").parse().unwrap();
        }
    }
    panic!("no mapping holds this thread's stack");
}

/// Answers every question by what `answer` makes of name and type: a response code and addresses. Ends with the
/// process.
fn serve(server: UdpSocket, answer: impl Fn(&str, u16) -> (u8, Vec<IpAddr>) + Send + 'static) {
    thread::spawn(move || {
        let mut packet = [0; 512];
        loop {
            let (length, from) = server.recv_from(&mut packet).unwrap();
            let (name, end) = question(&packet[..length]);
            let kind = u16::from_be_bytes([packet[end], packet[end + 1]]);
            let (code, addresses) = answer(&name, kind);
            let mut reply = packet[..2].to_vec();
            // A response, recursion desired and available, one question, no authority, nothing additional.
            reply.extend([0x81, 0x80 | code, 0, 1, 0, addresses.len() as u8, 0, 0, 0, 0]);
            reply.extend(&packet[12..end + 4]);
            for address in addresses {
                let bytes = match address {
                    IpAddr::V4(address) => address.octets().to_vec(),
                    IpAddr::V6(address) => address.octets().to_vec(),
                };
                // The name of the question, the type, the Internet, 60 s.
                reply.extend([0xc0, 12, 0, kind as u8, 0, 1, 0, 0, 0, 60, 0, bytes.len() as u8]);
                reply.extend(bytes);
            }
            server.send_to(&reply, from).unwrap();
        }
    });
}

/// The name that is asked for, and where it ends in the packet.
fn question(packet: &[u8]) -> (String, usize) {
    let (mut name, mut at) = (String::new(), 12);
    while packet[at] != 0 {
        let length = packet[at] as usize;
        name += std::str::from_utf8(&packet[at + 1..=at + length]).unwrap();
        name.push('.');
        at += length + 1;
    }
    (name, at + 1)
}

#[test]
fn a_silent_name_server_holds_nobody_beyond_the_deadline() {
    isolated("net::dns::name_server_tests::a_silent_name_server_holds_nobody_beyond_the_deadline", || {
        let silent = name_server();
        ask_only(&silent, "timeout:5 attempts:2");
        let resolver = Resolver::new(ResolverOptions::default());
        assert!(ask_for(&resolver, "localhost", SECOND).is_ok(), "the hosts file says that");
        for (number, millis) in [200, 50, 0, 300, 10].into_iter().enumerate() {
            let time = Duration::from_millis(millis);
            let error = ask_for(&resolver, &format!("host-{number}.test"), time).unwrap_err();
            assert_eq!(error.kind, DnsErrorKind::TimedOut, "{error}");
            assert_eq!(ask_for(&resolver, "127.0.0.1", time).unwrap().addresses.len(), 1);
        }
        assert_prompt(&resolver);
        let mut question_bytes = [0; 512];
        let (length, _) = silent.recv_from(&mut question_bytes).unwrap();
        assert_eq!(question(&question_bytes[..length]).0, "host-0.test.", "it was asked, and is silent");
        assert_eq!(resolver.statistics().threads, 2);
        assert_eq!(resolver.close(Duration::from_millis(100)), 2, "both are stuck");
        let begin = Instant::now();
        drop(resolver);
        assert!(begin.elapsed() < SECOND);
        assert_eq!(threads().len(), 2);
    });
}

#[test]
fn what_the_c_library_gives_up_is_a_time_out_and_is_remembered() {
    isolated(
        "net::dns::name_server_tests::what_the_c_library_gives_up_is_a_time_out_and_is_remembered",
        || {
            let silent = name_server();
            ask_only(&silent, "timeout:1 attempts:1");
            let resolver = Resolver::new(ResolverOptions::default());
            let error = resolver.resolve("silent.test", soon()).unwrap_err();
            assert_eq!(error.kind, DnsErrorKind::TimedOut);
            assert!(error.message.contains("silent.test"), "{error}");
            assert_eq!(ask_for(&resolver, "silent.test", Duration::ZERO), Err(error));
            let statistics = resolver.statistics();
            assert_eq!((statistics.lookups, statistics.failures, statistics.hits), (1, 1, 1));
            assert_eq!(resolver.close(SECOND), 0, "nothing is stuck any more");
        },
    );
}

#[test]
fn a_name_server_s_answers_are_told_apart() {
    isolated("net::dns::name_server_tests::a_name_server_s_answers_are_told_apart", || {
        let server = name_server();
        ask_only(&server, "timeout:2 attempts:2");
        serve(server, |name, kind| match (name, kind) {
            ("both.test.", A) => (NO_ERROR, vec![address(1), address(2)]),
            ("both.test.", AAAA) => (NO_ERROR, vec!["2001:db8::7".parse().unwrap()]),
            ("many.test.", A) => (NO_ERROR, (1..=25).map(address).collect()),
            ("broken.test.", _) => (SERVER_FAILURE, vec![]),
            ("many.test." | "empty.test.", _) => (NO_ERROR, vec![]),
            _ => (NAME_ERROR, vec![]),
        });
        let deepest = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&deepest);
        let lookup = By(move |host: &str| {
            let found = SystemLookup.lookup(host);
            seen.fetch_max(stack_touched_kib(), Ordering::Relaxed);
            found
        });
        let resolver =
            Resolver::new(ResolverOptions { lookup: Arc::new(lookup), ..ResolverOptions::default() });
        let mut both = resolver.resolve("Both.test", soon()).unwrap().addresses.to_vec();
        both.sort();
        assert_eq!(both, [address(1), address(2), "2001:db8::7".parse().unwrap()]);
        assert_eq!(resolver.resolve("many.test", soon()).unwrap().addresses.len(), 25);
        for (host, kind) in [
            ("none.test", DnsErrorKind::NotFound),
            ("empty.test", DnsErrorKind::NotFound),
            ("broken.test", DnsErrorKind::TimedOut),
        ] {
            let error = resolver.resolve(host, soon()).unwrap_err();
            assert_eq!(error.kind, kind, "{error}");
            assert!(error.message.contains(host), "{error}");
        }
        assert_eq!(resolver.close(SECOND), 0);
        let deepest = deepest.load(Ordering::Relaxed);
        println!("KiB of the stack touched: {deepest}");
        assert!((4..128).contains(&deepest), "{deepest} KiB of a stack of 256 were touched");
    });
}
