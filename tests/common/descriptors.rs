//! The descriptors of this process, and foreign ones that notice if somebody touches them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

/// Every open descriptor but the one that lists them.
pub fn open_numbers() -> BTreeSet<RawFd> {
    let listed: Vec<RawFd> = fs::read_dir("/proc/self/fd")
        .expect("/proc/self/fd")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    // The listing's own descriptor is closed by now.
    listed.into_iter().filter(|number| is_open(*number)).collect()
}

pub fn is_open(number: RawFd) -> bool {
    // SAFETY: asks only.
    unsafe { libc::fcntl(number, libc::F_GETFD) >= 0 }
}

/// Closes a number, whoever has it: as a host does that tidies up.
pub fn close(number: RawFd) {
    // SAFETY: the tests that do this own the process.
    unsafe { libc::close(number) };
}

/// Closes everything but the standard streams, as daemons do.
pub fn close_all() {
    // SAFETY: as above; nothing of the test's own is kept open across it.
    let closed = unsafe { libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, 0) };
    assert_eq!(closed, 0, "close_range: {}", std::io::Error::last_os_error());
}

/// Which file a number means.
pub fn identity(number: RawFd) -> (u64, u64) {
    // SAFETY: plain data, for which zero is valid.
    let mut status: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: a valid place for the answer.
    let result = unsafe { libc::fstat(number, &mut status) };
    assert_eq!(result, 0, "descriptor {number}: {}", std::io::Error::last_os_error());
    (status.st_dev, status.st_ino)
}

/// A descriptor of the host's on a given number. [`check`](Self::check) fails if somebody read it,
/// wrote to it, moved its offset or closed it.
pub struct Foreign {
    number: RawFd,
    identity: (u64, u64),
    kind: Kind,
}

enum Kind {
    /// One end of a connection with words in both directions.
    Socket { peer: UnixStream },
    /// A TCP connection.
    Tcp { peer: std::net::TcpStream },
    /// The end of a pipe that has words in it.
    Pipe { writer: File },
    /// A file at an offset, watched for reading.
    Regular { path: PathBuf, watch: File },
    /// A file that says what a kernel's file says.
    Null,
}

const WORDS: &[u8] = b"the host's own words";
const OFFSET: u64 = 5;

impl Foreign {
    /// Puts a descriptor on `number`, of a kind that changes with the number.
    pub fn on(number: RawFd) -> Self {
        match number % 5 {
            0 => Self::socket(number),
            1 => Self::tcp(number),
            2 => Self::pipe(number),
            3 => Self::regular(number),
            _ => Self::null(number),
        }
    }

    pub fn socket(number: RawFd) -> Self {
        let (mut peer, mut ours) = UnixStream::pair().expect("socketpair");
        ours.write_all(WORDS).expect("words for the peer");
        peer.write_all(WORDS).expect("words to be read later");
        peer.set_nonblocking(true).expect("fcntl");
        Self::place(number, ours.into(), Kind::Socket { peer })
    }

    pub fn tcp(number: RawFd) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("bind");
        let mut ours =
            std::net::TcpStream::connect(listener.local_addr().expect("address")).expect("connect");
        let (mut peer, _) = listener.accept().expect("accept");
        ours.write_all(WORDS).expect("words for the peer");
        peer.write_all(WORDS).expect("words to be read later");
        // On loopback they have arrived when the peer can see them.
        let mut seen = [0; WORDS.len()];
        while peer.peek(&mut seen).expect("peek") < WORDS.len() {}
        while ours.peek(&mut seen).expect("peek") < WORDS.len() {}
        peer.set_nonblocking(true).expect("fcntl");
        Self::place(number, ours.into(), Kind::Tcp { peer })
    }

    pub fn pipe(number: RawFd) -> Self {
        let mut ends = [0; 2];
        // SAFETY: a valid place for two numbers.
        assert_eq!(unsafe { libc::pipe(ends.as_mut_ptr()) }, 0, "pipe");
        // SAFETY: two descriptors that were just made.
        let (reader, mut writer) = unsafe { (OwnedFd::from_raw_fd(ends[0]), File::from_raw_fd(ends[1])) };
        writer.write_all(WORDS).expect("words in the pipe");
        Self::place(number, reader, Kind::Pipe { writer })
    }

    pub fn regular(number: RawFd) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-foreign-{}-{number}", std::process::id()));
        fs::write(&path, WORDS).expect("a file of the host's");
        let mut file = File::options().read(true).write(true).open(&path).expect("open");
        file.seek(SeekFrom::Start(OFFSET)).expect("seek");
        // SAFETY: makes a descriptor.
        let watch = unsafe { libc::inotify_init1(libc::IN_NONBLOCK | libc::IN_CLOEXEC) };
        assert!(watch >= 0, "inotify: {}", std::io::Error::last_os_error());
        // SAFETY: just made, and nobody else's.
        let watch = unsafe { File::from_raw_fd(watch) };
        let c_path = std::ffi::CString::new(path.to_str().expect("UTF-8")).expect("no NUL");
        let events = libc::IN_ACCESS | libc::IN_MODIFY;
        // SAFETY: a NUL-terminated path.
        let watched = unsafe { libc::inotify_add_watch(watch.as_raw_fd(), c_path.as_ptr(), events) };
        assert!(watched >= 0, "inotify: {}", std::io::Error::last_os_error());
        Self::place(number, file.into(), Kind::Regular { path, watch })
    }

    pub fn null(number: RawFd) -> Self {
        Self::place(number, File::open("/dev/null").expect("/dev/null").into(), Kind::Null)
    }

    fn place(number: RawFd, made: OwnedFd, kind: Kind) -> Self {
        assert!(made.as_raw_fd() < number, "the numbers of the sampler are high ones");
        // SAFETY: the host may do with its numbers as it likes; this test plays the host.
        let placed = unsafe { libc::dup2(made.as_raw_fd(), number) };
        assert_eq!(placed, number, "dup2: {}", std::io::Error::last_os_error());
        Foreign { number, identity: identity(number), kind }
    }

    /// Nobody but the host has touched it.
    pub fn check(mut self) {
        let number = self.number;
        assert!(is_open(number), "the host's descriptor {number} was closed");
        assert_eq!(identity(number), self.identity, "the host's descriptor {number} is another file now");
        // SAFETY: open, and the test's own; the copy leaves the number in place.
        let copy = unsafe { libc::dup(number) };
        // SAFETY: just made.
        let mut ours = unsafe { File::from_raw_fd(copy) };
        let mut words = [0; 64];
        match &mut self.kind {
            Kind::Socket { peer } => {
                let sent = peer.read(&mut words).expect("the words sent to the peer");
                assert_eq!(&words[..sent], WORDS, "somebody wrote to the host's socket {number}");
                let kept = ours.read(&mut words).expect("the words that wait");
                assert_eq!(&words[..kept], WORDS, "somebody read from the host's socket {number}");
            }
            Kind::Tcp { peer } => {
                let sent = peer.read(&mut words).expect("the words sent to the peer");
                assert_eq!(&words[..sent], WORDS, "somebody wrote to the host's connection {number}");
                let kept = ours.read(&mut words).expect("the words that wait");
                assert_eq!(&words[..kept], WORDS, "somebody read from the host's connection {number}");
            }
            Kind::Pipe { writer } => {
                writer.write_all(b"!").expect("the pipe is open");
                let kept = ours.read(&mut words).expect("the words that wait");
                assert_eq!(&words[..kept - 1], WORDS, "somebody read from the host's pipe {number}");
            }
            Kind::Regular { path, watch } => {
                let offset = ours.stream_position().expect("seek");
                assert_eq!(offset, OFFSET, "somebody moved the offset of the host's file {number}");
                let event = watch.read(&mut words);
                assert!(event.is_err(), "somebody read or wrote the host's file {number}");
                let _ = fs::remove_file(path);
            }
            Kind::Null => {}
        }
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        if let Kind::Regular { path, .. } = &self.kind {
            let _ = fs::remove_file(path);
        }
        close(self.number);
    }
}
