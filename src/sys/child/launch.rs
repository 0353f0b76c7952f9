//! Making the child: as vfork(2), so that a big host is not copied and its fork handlers do not run.
//!
//! `posix_spawn` would do the same, but cannot close the host's descriptors before glibc 2.34, change the directory
//! before 2.29, or give a pidfd; `std::process::Command` leaves the host's signal mask and ignored signals in place,
//! or forks.

use std::ffi::{c_char, c_int, c_void, CString};
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::ptr;
use std::sync::atomic::{AtomicI32, Ordering};

use super::image::Image;
use crate::sys::descriptor::move_high;

const STACK: usize = 64 * 1024;
/// Every signal there is: the kernel's set, which is larger than what libraries let one block.
const ALL_SIGNALS: u64 = u64::MAX;
const LAST_SIGNAL: c_int = 64;

/// Why a command could not be started.
#[derive(Debug)]
pub(crate) struct LaunchError {
    pub(crate) stage: Stage,
    pub(crate) error: io::Error,
}

impl LaunchError {
    /// Whether it says nothing of the command: there is no process, memory or descriptor for it, or the environment
    /// of this process is larger than the kernel hands on.
    pub(crate) fn is_of_this_machine(&self) -> bool {
        let scarce = [libc::EAGAIN, libc::ENOMEM, libc::EMFILE, libc::ENFILE, libc::E2BIG];
        self.stage == Stage::Prepare
            || self.error.raw_os_error().is_some_and(|number| scarce.contains(&number))
    }
}

/// How far a command came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum Stage {
    /// This machine had no pipe, memory or process for it.
    Prepare = 0,
    /// Its directory could not be entered.
    Directory = 1,
    /// No file that it may be could be executed.
    Execute = 2,
}

pub(super) struct Launched {
    pub(super) pid: libc::pid_t,
    pub(super) pidfd: Option<OwnedFd>,
}

/// What the child reads and writes, in memory that it shares with the thread that waits for it.
struct Birth {
    candidates: *const *const c_char,
    arguments: *const *const c_char,
    environment: *const *const c_char,
    directory: *const c_char,
    stdio: [c_int; 3],
    stage: AtomicI32,
    error: AtomicI32,
}

pub(super) fn launch(image: &Image, stdio: [&OwnedFd; 3]) -> Result<Launched, LaunchError> {
    let preparing = |error: io::Error| LaunchError { stage: Stage::Prepare, error };
    let candidates = pointers(&image.candidates);
    let arguments = pointers(&image.arguments);
    let environment = pointers(&image.environment);
    let birth = Birth {
        candidates: candidates.as_ptr(),
        arguments: arguments.as_ptr(),
        environment: environment.as_ptr(),
        directory: image.directory.as_ref().map_or(ptr::null(), |path| path.as_ptr()),
        stdio: stdio.map(AsRawFd::as_raw_fd),
        stage: AtomicI32::new(Stage::Prepare as i32),
        error: AtomicI32::new(0),
    };
    let stack = Stack::new().map_err(preparing)?;
    let (pid, pidfd) = clone(&birth, &stack).map_err(preparing)?;
    match birth.error.load(Ordering::SeqCst) {
        0 => Ok(Launched { pid, pidfd }),
        error => {
            bury(pid);
            let stage = match birth.stage.load(Ordering::SeqCst) {
                stage if stage == Stage::Directory as i32 => Stage::Directory,
                stage if stage == Stage::Execute as i32 => Stage::Execute,
                _ => Stage::Prepare,
            };
            Err(LaunchError { stage, error: io::Error::from_raw_os_error(error) })
        }
    }
}

/// A list as `execve` takes it: ended by a null pointer.
fn pointers(texts: &[CString]) -> Vec<*const c_char> {
    texts.iter().map(|text| text.as_ptr()).chain([ptr::null()]).collect()
}

/// Returns when the child has executed its program or has ended.
fn clone(birth: &Birth, stack: &Stack) -> io::Result<(libc::pid_t, Option<OwnedFd>)> {
    // A handler of the host's that ran in the child would run on the host's own memory.
    let _blocked = AllBlocked::begin();
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
    // Kernels before 5.2 ignore the flag and leave the number alone.
    let mut pidfd: c_int = -1;
    let mut pid = raw_clone(birth, stack, flags | libc::CLONE_PIDFD, &mut pidfd);
    if pid < 0 && io::Error::last_os_error().raw_os_error() == Some(libc::EINVAL) {
        // A sandbox that stands in for the kernel and does not know it.
        pid = raw_clone(birth, stack, flags, &mut pidfd);
    }
    if pid < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: just made by the kernel, and nobody else's.
    let pidfd = (pidfd >= 0).then(|| unsafe { OwnedFd::from_raw_fd(move_high(pidfd)) });
    Ok((pid, pidfd))
}

fn raw_clone(birth: &Birth, stack: &Stack, flags: c_int, pidfd: &mut c_int) -> libc::pid_t {
    let birth: *const Birth = birth;
    // SAFETY: the stack is mapped, ends at `top` and is used by nobody else. The child runs `be_born` on it, which
    // keeps to what may be done after vfork(2); this thread stands still meanwhile, so that what `birth` points to
    // stays.
    unsafe {
        libc::clone(
            be_born,
            stack.top(),
            flags,
            birth.cast_mut().cast::<c_void>(),
            ptr::from_mut(pidfd),
            ptr::null_mut::<c_void>(),
            ptr::null_mut::<c_int>(),
        )
    }
}

/// Runs in the child, in the memory of the host: system calls only, nothing allocated, no lock taken, no panic.
extern "C" fn be_born(birth: *mut c_void) -> c_int {
    // SAFETY: the parent waits, and keeps it in place.
    let birth = unsafe { &*birth.cast::<Birth>() };
    let error = prepare_and_execute(birth);
    birth.error.store(error, Ordering::SeqCst);
    // SAFETY: ends the child without anything of the host's being run.
    unsafe { libc::_exit(127) }
}

/// Gives the error number; returns only where something failed.
fn prepare_and_execute(birth: &Birth) -> c_int {
    default_signals();
    // SAFETY: system calls on numbers and texts that the parent keeps in place.
    unsafe {
        if libc::setpgid(0, 0) != 0 {
            return last_error();
        }
        for (target, source) in (0..).zip(birth.stdio) {
            // All sources are above 2, so that none is overwritten before its turn.
            if libc::dup2(source, target) < 0 {
                return last_error();
            }
        }
        birth.stage.store(Stage::Directory as i32, Ordering::SeqCst);
        if !birth.directory.is_null() && libc::chdir(birth.directory) != 0 {
            return last_error();
        }
        birth.stage.store(Stage::Execute as i32, Ordering::SeqCst);
        close_others();
        set_mask(0);
        execute(birth)
    }
}

/// Tries one file after the other, as execvp(3) does.
unsafe fn execute(birth: &Birth) -> c_int {
    let mut worst = libc::ENOENT;
    let mut next = birth.candidates;
    // SAFETY: lists that end with a null pointer, of texts that end with a NUL.
    unsafe {
        while !(*next).is_null() {
            libc::execve(*next, birth.arguments, birth.environment);
            match last_error() {
                libc::ENOENT | libc::ENOTDIR | libc::ENODEV | libc::ESTALE | libc::ETIMEDOUT => {}
                // There is one that may not be executed; a later one may.
                libc::EACCES => worst = libc::EACCES,
                other => return other,
            }
            next = next.add(1);
        }
    }
    worst
}

/// Ignored signals stay ignored by a new program; a host may ignore `SIGPIPE`, `SIGCHLD` or `SIGINT`.
fn default_signals() {
    // The kernel's own structure, larger than it is anywhere, all of it zero: default, no flags, nothing masked. The
    // library's function takes locks.
    let default = [0_u64; 8];
    for signal in 1..=LAST_SIGNAL {
        // SAFETY: a valid structure; SIGKILL, SIGSTOP and numbers that do not exist are refused. The child has a table
        // of its own.
        unsafe {
            libc::syscall(
                libc::SYS_rt_sigaction,
                signal,
                default.as_ptr(),
                ptr::null_mut::<c_void>(),
                8_usize,
            );
        }
    }
}

/// Closes everything above 2: a host in C seldom marks its descriptors as close-on-exec.
unsafe fn close_others() {
    // SAFETY: the child has a table of its own.
    unsafe {
        if libc::syscall(libc::SYS_close_range, 3_u32, u32::MAX, 0_u32) != 0 {
            close_listed();
        }
    }
}

/// Before Linux 5.9, or where a filter of system calls refuses: one by one.
unsafe fn close_listed() {
    // SAFETY: as above; the buffer is valid for its length and aligned for what the kernel puts there.
    unsafe {
        let flags = libc::O_RDONLY | libc::O_DIRECTORY | libc::O_CLOEXEC;
        let listing = libc::open(c"/proc/self/fd".as_ptr(), flags);
        if listing < 0 {
            // No /proc: what a descriptor table holds by default.
            for number in 3..4096 {
                libc::close(number);
            }
            return;
        }
        let mut buffer = [0_u64; 256];
        loop {
            let size = size_of_val(&buffer);
            let read = libc::syscall(libc::SYS_getdents64, listing, buffer.as_mut_ptr(), size);
            let Ok(read) = usize::try_from(read) else { break };
            if read == 0 {
                break;
            }
            let bytes = std::slice::from_raw_parts(buffer.as_ptr().cast::<u8>(), read.min(size));
            crate::sys::directory::each_record(bytes, &mut |name, _| {
                if let Some(number) = number(name).filter(|number| *number > 2 && *number != listing) {
                    libc::close(number);
                }
            });
        }
        libc::close(listing);
    }
}

fn number(name: &[u8]) -> Option<c_int> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| c_int::from(byte - b'0'));
    name.iter().try_fold(0_i32, |number, byte| number.checked_mul(10)?.checked_add(digit(byte)?))
}

fn last_error() -> c_int {
    // SAFETY: this thread's own; the child shares it with the thread that waits.
    unsafe { *libc::__errno_location() }
}

/// Takes the remains of a child that executed nothing.
fn bury(pid: libc::pid_t) {
    loop {
        // SAFETY: our own child, which has ended or is about to. Where the host ignores SIGCHLD there is nothing to
        // take.
        let result = unsafe { libc::waitpid(pid, ptr::null_mut(), libc::__WALL) };
        if result >= 0 || io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            return;
        }
    }
}

/// The child's stack, with a page below it that nothing may touch.
struct Stack {
    start: *mut c_void,
    size: usize,
}

impl Stack {
    fn new() -> io::Result<Self> {
        let page = crate::sys::machine::page_size();
        let size = STACK + page;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_STACK;
        // SAFETY: a fresh mapping; nothing else is touched.
        let start =
            unsafe { libc::mmap(ptr::null_mut(), size, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0) };
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let stack = Stack { start, size };
        // SAFETY: the first page of the mapping made above.
        match unsafe { libc::mprotect(start, page, libc::PROT_NONE) } {
            0 => Ok(stack),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// Stacks grow down. Page-aligned, which is more than any machine asks for.
    fn top(&self) -> *mut c_void {
        self.start.wrapping_byte_add(self.size)
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // SAFETY: mapped by `new`; the child, if it was one, has left it.
        unsafe { libc::munmap(self.start, self.size) };
    }
}

/// Blocks every signal on this thread until it is dropped, also those that the C library keeps to itself.
struct AllBlocked {
    before: u64,
}

impl AllBlocked {
    fn begin() -> Self {
        AllBlocked { before: set_mask(ALL_SIGNALS) }
    }
}

impl Drop for AllBlocked {
    fn drop(&mut self) {
        set_mask(self.before);
    }
}

/// Sets this thread's mask and gives the one before.
fn set_mask(mask: u64) -> u64 {
    let mut before = 0_u64;
    // SAFETY: two sets of the kernel's size, 64 signals.
    unsafe {
        libc::syscall(libc::SYS_rt_sigprocmask, libc::SIG_SETMASK, &raw const mask, &raw mut before, 8_usize);
    }
    before
}

#[cfg(test)]
#[path = "launch_tests.rs"]
mod tests;
