use super::*;

fn sample(set: impl FnOnce(&mut Sample)) -> Sample {
    let mut sample = Sample::default();
    sample.set_host_cpus_online(Some(16));
    sample.set_host_memory_total_bytes(Some(64 << 30));
    sample.set_host_memory_available_bytes(Some(32 << 30));
    set(&mut sample);
    sample
}

#[test]
fn threads_are_the_cpus_rounded_up() {
    for (effective, threads_are) in [(0.5, 1), (1.0, 1), (1.2, 2), (8.0, 8), (300.0, 64)] {
        assert_eq!(threads(&sample(|sample| sample.set_cgroup_effective_cpus(Some(effective)))), threads_are);
    }
    let tasks = |limit: u64, used: u64| {
        sample(|sample| {
            sample.set_cgroup_pids_effective_limit(Some(Limit::Value(limit)));
            sample.set_cgroup_pids(Some(used));
        })
    };
    assert_eq!((threads(&tasks(20, 10)), threads(&tasks(10, 10)), threads(&tasks(1000, 10))), (5, 1, 16));
    assert_eq!(threads(&sample(|_| ())), 16);
    assert_eq!(threads(&Sample::default()), 1);
    assert_eq!(levels(1), [1]);
    assert_eq!(levels(2), [1, 2]);
    assert_eq!(levels(6), [1, 2, 4, 6]);
}

#[test]
fn buffers_are_a_small_part_of_the_limit_and_of_what_is_left() {
    assert_eq!(buffer_bytes(&sample(|_| ())), Some(MOST_BUFFER_BYTES));
    let limited = |used: u64| {
        sample(|sample| {
            sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(64 << 20)));
            sample.set_cgroup_memory_working_set_bytes(Some(used));
        })
    };
    // The same whatever is in use, as long as there is room.
    assert_eq!(buffer_bytes(&limited(4 << 20)), Some(2 << 20));
    assert_eq!(buffer_bytes(&limited(30 << 20)), Some(2 << 20));
    assert_eq!(buffer_bytes(&limited(48 << 20)), Some(1 << 20));
    assert_eq!(buffer_bytes(&limited(63 << 20)), None);
    let mut shared = limited(4 << 20);
    shared.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(1 << 30)));
    assert_eq!(buffer_bytes(&shared), Some(32 << 20));
    shared.set_cgroup_memory_binding_depth(Some(1));
    assert_eq!(buffer_bytes(&shared), Some(MOST_SHARED_BYTES));
    shared.set_host_memory_available_bytes(Some(8 << 20));
    assert_eq!(buffer_bytes(&shared), Some(512 << 10));
    assert_eq!(buffer_bytes(&Sample::default()), None);
}

#[test]
fn a_directory_in_memory_is_no_disk() {
    if mount::is_memory(Path::new("/dev/shm")) {
        let why = on_disk(Some(Path::new("/dev/shm")), |_| Ok(())).unwrap_err();
        assert!(why.contains("/dev/shm is held in memory") || why.contains("less than"), "{why}");
    }
    let why = on_disk(Some(Path::new("/no/where")), |_| Ok(())).unwrap_err();
    assert!(why.contains("/no/where cannot be looked at"), "{why}");
}

#[test]
fn a_directory_that_cannot_be_written_to_is_no_reason_to_give_up() {
    let refused = || Err::<(), _>(io::Error::from(io::ErrorKind::ReadOnlyFilesystem));
    let tried = std::cell::RefCell::new(Vec::new());
    let first = on_disk(None, |path| {
        tried.borrow_mut().push(path.to_owned());
        if tried.borrow().len() == 1 {
            refused()
        } else {
            Ok(())
        }
    });
    match first {
        Ok((_, path)) => assert_eq!(tried.borrow()[1], path),
        // Where there is but one disk, that is what is told.
        Err(why) => assert!(why.contains("cannot be written to") || why.contains("in memory"), "{why}"),
    }
    let why = on_disk(Some(Path::new(".")), |_| refused()).unwrap_err();
    assert!(
        why.contains("cannot be written to") || why.contains("in memory") || why.contains("less than"),
        "{why}"
    );
}
