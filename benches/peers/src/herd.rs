//! A herd of idle processes in a pid namespace of its own, so that a list of processes has a known length
//! and nothing can be left behind: when the namespace's first process dies, the kernel ends all others.
//! Without the right to make a namespace they are plain children, which end with their parent.

use std::io::{Read, Write};

/// Keeps `size` processes until standard input closes. Prints `ready PID namespace` or `ready PID children`:
/// PID is the process whose namespaces a reader must enter to see the herd.
pub fn keep(size: usize) {
    // SAFETY: single-threaded; each call's result is looked at.
    unsafe {
        let separate = libc::unshare(libc::CLONE_NEWPID | libc::CLONE_NEWNS) == 0;
        let (from_leader, to_keeper) = std::io::pipe().expect("a pipe");
        let leader = libc::fork();
        assert!(leader >= 0, "fork: {}", std::io::Error::last_os_error());
        if leader == 0 {
            drop(from_leader);
            lead(size, separate, to_keeper);
        }
        drop(to_keeper);
        let mut from_leader = from_leader;
        let mut word = [0; 1];
        let ready = from_leader.read(&mut word).is_ok_and(|length| length == 1);
        if ready {
            let kind = if separate { "namespace" } else { "children" };
            println!("ready {leader} {kind}");
            let _ = std::io::stdout().flush();
            let _ = std::io::stdin().read(&mut word);
        }
        libc::kill(leader, libc::SIGKILL);
        libc::waitpid(leader, std::ptr::null_mut(), 0);
        assert!(ready, "the herd could not be made");
    }
}

/// The first process of the namespace: mounts its /proc, makes the others, waits to be killed.
unsafe fn lead(size: usize, separate: bool, mut to_keeper: std::io::PipeWriter) -> ! {
    end_with_parent();
    if separate {
        let nothing = std::ptr::null();
        let propagation = libc::MS_REC | libc::MS_PRIVATE;
        let private = libc::mount(nothing, c"/".as_ptr(), nothing, propagation, nothing.cast());
        let proc = libc::mount(c"proc".as_ptr(), c"/proc".as_ptr(), c"proc".as_ptr(), 0, nothing.cast());
        if private != 0 || proc != 0 {
            libc::_exit(1);
        }
    }
    // This process is one of the herd.
    for _ in 1..size {
        match libc::fork() {
            0 => {
                end_with_parent();
                close_all();
                wait_for_ever();
            }
            -1 => libc::_exit(1),
            _ => {}
        }
    }
    let told = to_keeper.write_all(b".").is_ok();
    drop(to_keeper);
    close_all();
    if !told {
        libc::_exit(1);
    }
    wait_for_ever()
}

unsafe fn end_with_parent() {
    libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
}

unsafe fn wait_for_ever() -> ! {
    loop {
        libc::pause();
    }
}

/// Pipes to the harness would stay open in every process of the herd.
unsafe fn close_all() {
    (0..64).for_each(|descriptor| {
        libc::close(descriptor);
    });
}
