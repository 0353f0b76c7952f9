//! A network and a view of the files of our own, in which /etc/resolv.conf names our name server.

use std::env;
use std::ffi::CString;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::{dns, harness};

/// Tells a process that it is in the bed.
const VARIABLE: &str = "PLIMSOLL_FAULTS_BED";
/// One question, two seconds for its answer: longer than a probe waits, and short enough that the thread that asks
/// is gone when the test ends.
const RESOLVER: &str = "nameserver 127.0.0.1\noptions timeout:2 attempts:1\n";
/// The same on every machine: no multicast, no cache, no resolver of systemd's.
const SOURCES: &str = "hosts: files dns\n";

/// Runs the body in the bed: this test again, in namespaces of its own.
pub fn in_bed(test: &str, body: impl FnOnce()) {
    if env::var_os(VARIABLE).is_some() {
        // The prober comes here as well, with the bed made.
        if env::var_os(harness::JOBS).is_none() {
            make().expect("the bed");
        }
        return body();
    }
    let mut unshare = Command::new("unshare");
    // SAFETY: gives a number.
    if unsafe { libc::geteuid() } != 0 {
        unshare.args(["--user", "--map-root-user"]);
    }
    unshare.args(["--mount", "--net"]);
    let mut trial = Command::new("unshare");
    trial.args(unshare.get_args()).arg("true");
    if !trial.status().is_ok_and(|status| status.success()) {
        println!("skipped: this machine allows no namespaces");
        return;
    }
    unshare.arg(env::current_exe().expect("the test binary"));
    unshare.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(VARIABLE, "1");
    let (out, succeeded) = harness::run(unshare);
    print!("{out}");
    assert!(succeeded && out.contains("1 passed"), "the test failed in its bed");
}

fn make() -> io::Result<()> {
    loopback_up()?;
    let directory = env::temp_dir().join(format!("plimsoll-faults-bed-{}", std::process::id()));
    fs::create_dir_all(&directory)?;
    for (text, over) in [(RESOLVER, "/etc/resolv.conf"), (SOURCES, "/etc/nsswitch.conf")] {
        let file = directory.join(Path::new(over).file_name().unwrap_or_default());
        fs::write(&file, text)?;
        if Path::new(over).exists() {
            bind(&file, Path::new(over))?;
        }
    }
    // What is mounted needs no name any more.
    fs::remove_dir_all(&directory)?;
    dns::serve_names()
}

fn bind(from: &Path, to: &Path) -> io::Result<()> {
    let text = |path: &Path| CString::new(path.as_os_str().as_encoded_bytes()).map_err(io::Error::other);
    let (from, to) = (text(from)?, text(to)?);
    // SAFETY: two texts that end with NUL; neither type nor data is read for a bind mount.
    let answer =
        unsafe { libc::mount(from.as_ptr(), to.as_ptr(), std::ptr::null(), libc::MS_BIND, std::ptr::null()) };
    if answer == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// A fresh network has a loopback interface that is down.
fn loopback_up() -> io::Result<()> {
    // SAFETY: all bytes of an ifreq may be zero.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    request.ifr_name[0] = b'l' as libc::c_char;
    request.ifr_name[1] = b'o' as libc::c_char;
    request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as libc::c_short;
    // SAFETY: makes a descriptor, checked below.
    let socket = unsafe { libc::socket(libc::AF_INET, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0) };
    if socket < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor is open, the request lives through the call.
    let answer = unsafe { libc::ioctl(socket, libc::SIOCSIFFLAGS as _, &raw const request) };
    let error = io::Error::last_os_error();
    // SAFETY: opened above, closed once.
    unsafe { libc::close(socket) };
    if answer == 0 {
        Ok(())
    } else {
        Err(error)
    }
}
