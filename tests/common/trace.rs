//! Counting the system calls of a stretch of code with ptrace(2). Only from an isolated test.

use std::collections::BTreeMap;
use std::ffi::c_void;
use std::fs;

use super::children;

/// What one stretch between two markers asked of the kernel.
#[derive(Debug, Clone, Default)]
pub struct Calls {
    pub total: usize,
    /// `pread64 /proc/stat` and so on: the call, and the file behind its first argument.
    pub by_file: BTreeMap<String, usize>,
}

/// A call that nothing else makes: it separates the stretches.
pub fn mark() {
    // SAFETY: asks for the parent's pid; changes nothing.
    unsafe { libc::syscall(libc::SYS_getppid) };
}

/// Runs `body` in a traced child, and gives the calls between each two of its marks.
pub fn calls_between_marks(body: impl FnOnce()) -> Vec<Calls> {
    let child = children::spawn(|| {
        // SAFETY: asks to be traced by the parent, then waits for it.
        unsafe {
            libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0);
            libc::raise(libc::SIGSTOP);
        }
        body();
    });
    let pid = child.pid() as libc::pid_t;
    let mut stretches: Vec<Calls> = Vec::new();
    let mut status = wait(pid);
    assert!(libc::WIFSTOPPED(status), "the child did not stop: {status:#x}");
    // SAFETY: the child is ours, stopped, and traced.
    unsafe {
        let options = libc::PTRACE_O_TRACESYSGOOD | libc::PTRACE_O_EXITKILL;
        libc::ptrace(libc::PTRACE_SETOPTIONS, pid, 0, options);
    }
    loop {
        // SAFETY: as above.
        let resumed = unsafe { libc::ptrace(libc::PTRACE_SYSCALL, pid, 0, 0) };
        assert_eq!(resumed, 0, "PTRACE_SYSCALL: {}", std::io::Error::last_os_error());
        status = wait(pid);
        if libc::WIFEXITED(status) || libc::WIFSIGNALED(status) {
            break;
        }
        let is_call = libc::WIFSTOPPED(status) && libc::WSTOPSIG(status) == libc::SIGTRAP | 0x80;
        let Some((number, arguments)) = is_call.then(|| entry(pid)).flatten() else { continue };
        if number == libc::SYS_getppid {
            stretches.push(Calls::default());
        } else if let Some(calls) = stretches.last_mut() {
            calls.total += 1;
            *calls.by_file.entry(describe(pid, number, arguments)).or_default() += 1;
        }
    }
    // Waited for above.
    std::mem::forget(child);
    assert_eq!(status, 0, "the traced child failed (wait status {status:#x})");
    // What comes after the last mark is the end of the process.
    stretches.pop();
    stretches
}

fn wait(pid: libc::pid_t) -> i32 {
    let mut status = 0;
    // SAFETY: a valid place for the status of our own child.
    let waited = unsafe { libc::waitpid(pid, &mut status, 0) };
    assert_eq!(waited, pid, "waitpid: {}", std::io::Error::last_os_error());
    status
}

/// Number and arguments if the child stands before a call, nothing if it stands behind one.
fn entry(pid: libc::pid_t) -> Option<(libc::c_long, [u64; 6])> {
    const ENTRY: u8 = 1; // PTRACE_SYSCALL_INFO_ENTRY
                         // SAFETY: plain data, for which zero is valid.
    let mut info: libc::ptrace_syscall_info = unsafe { std::mem::zeroed() };
    let place: *mut libc::ptrace_syscall_info = &mut info;
    // SAFETY: the kernel writes at most the size given.
    let size = unsafe {
        libc::ptrace(libc::PTRACE_GET_SYSCALL_INFO, pid, size_of_val(&info), place.cast::<c_void>())
    };
    assert!(size > 0, "PTRACE_GET_SYSCALL_INFO (Linux 5.3): {}", std::io::Error::last_os_error());
    if info.op != ENTRY {
        return None;
    }
    // SAFETY: `op` says that this is the part that was written.
    let entry = unsafe { info.u.entry };
    Some((entry.nr as libc::c_long, entry.args))
}

fn describe(pid: libc::pid_t, number: libc::c_long, arguments: [u64; 6]) -> String {
    let (name, has_descriptor) = name(number);
    if !has_descriptor {
        return name;
    }
    let link = format!("/proc/{pid}/fd/{}", arguments[0] as i32);
    let file = fs::read_link(link).map_or_else(|_| "?".into(), |path| path.display().to_string());
    // The child's own directory has another name in every run.
    format!("{name} {}", file.replace(&format!("/proc/{pid}/"), "/proc/self/"))
}

/// The call's name, and whether its first argument is a descriptor.
fn name(number: libc::c_long) -> (String, bool) {
    let (name, has_descriptor) = match number {
        libc::SYS_pread64 => ("pread64", true),
        libc::SYS_read => ("read", true),
        libc::SYS_fstat => ("fstat", true),
        libc::SYS_newfstatat => ("newfstatat", true),
        libc::SYS_statx => ("statx", true),
        libc::SYS_fstatfs => ("fstatfs", true),
        libc::SYS_lseek => ("lseek", true),
        libc::SYS_getdents64 => ("getdents64", true),
        libc::SYS_close => ("close", true),
        libc::SYS_fcntl => ("fcntl", true),
        libc::SYS_sendto => ("sendto", true),
        libc::SYS_recvfrom => ("recvfrom", true),
        libc::SYS_recvmsg => ("recvmsg", true),
        libc::SYS_preadv => ("preadv", true),
        libc::SYS_statfs => ("statfs", false),
        libc::SYS_openat => ("openat", false),
        libc::SYS_getrusage => ("getrusage", false),
        libc::SYS_prlimit64 => ("prlimit64", false),
        libc::SYS_sysinfo => ("sysinfo", false),
        libc::SYS_sched_getaffinity => ("sched_getaffinity", false),
        libc::SYS_clock_gettime => ("clock_gettime", false),
        libc::SYS_getpid => ("getpid", false),
        libc::SYS_brk => ("brk", false),
        libc::SYS_mmap => ("mmap", false),
        libc::SYS_munmap => ("munmap", false),
        other => return (format!("call {other}"), false),
    };
    (name.to_owned(), has_descriptor)
}
