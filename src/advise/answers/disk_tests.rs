use crate::advise::answers::answers;
use crate::advise::fixtures::*;

use crate::fields::Unit;
use crate::finding::Recommendation;

fn answered(setting: &Setting, rule: &'static str) -> Vec<Recommendation> {
    let &(_, value, unit) = RULES.iter().find(|(name, ..)| *name == rule).unwrap();
    answers(&setting.view(), &finding(rule, value, unit))
}

#[test]
fn a_full_disk_is_cleaned_or_enlarged() {
    let list = answered(&all_known(), "disk_space.used");
    let clean = find(&list, "Find what fills /data, rotate logs and remove temporary files.");
    assert_eq!(clean.actions[0].value, "du -xh --max-depth=2 /data | sort -h | tail");
    assert_eq!(clean.expected_impact, "Removing 15.0 GiB brings it down to 80 %; writes go on.");
    let larger = find(&list, "Enlarge the volume of /data from 100 GiB to 119 GiB.");
    assert_eq!(set(larger, "spec.resources.requests.storage of the PersistentVolumeClaim"), Some("119Gi"));
}

#[test]
fn a_disk_that_fills_is_cleaned_in_time() {
    let mut finding = growing("disk_space.fill", GIB as f64 / 3600.0, Unit::BytesPerSecond);
    finding.culprits.push(culprit("rsyslogd", 1.0, Unit::BytesPerSecond));
    let list = answers(&all_known().view(), &finding);
    let clean = find(&list, "Find what fills /data and remove or rotate it within 4.0 hours.");
    assert!(clean.description.starts_with("It fills at 1.0 GiB an hour and is full in 5.0 hours."));
    assert!(clean.actions.iter().any(|action| action.value == "ls -l /proc/4711/fd"));
    assert!(clean
        .actions
        .iter()
        .any(|action| action.value.starts_with("find /data -xdev -type f -mmin -60")));
}

#[test]
fn inodes_are_cleaned_or_made_anew() {
    let list = answered(&all_known(), "inodes.used");
    let clean = find(&list, "Find the directory of /data with the many small files and clean it.");
    assert_eq!(clean.actions[0].value, "du --inodes -x --max-depth=3 /data | sort -n | tail");
    assert_eq!(clean.expected_impact, "Removing 150 files brings it down to 80 %; new files can be made.");
    find(&list, "Make the filesystem of /data anew with 2048 inodes");
    let list = answers(&all_known().view(), &growing("inodes.fill", 1.0, Unit::PerSecond));
    find(&list, "Find the directory of /data with the many small files and clean it within 4.0 hours.");
}

#[test]
fn waits_for_a_disk_are_answered_by_what_keeps_it_busy() {
    let mut setting = setting();
    let mib = MIB as f64;
    let usage = &mut setting.usage;
    usage.host_disk_busy_ratio = Some(0.2);
    usage.cgroup_io_read_bytes_per_second = Some(mib);
    usage.cgroup_io_written_bytes_per_second = Some(0.0);
    usage.host_disk_read_bytes_per_second = Some(10.0 * mib);
    usage.host_disk_written_bytes_per_second = Some(0.0);
    // The disk is idle: something holds the container back.
    let list = answered(&setting, "disk_io.stalled");
    assert_eq!(titles(&list), ["See whether io.max holds the container back: the disks are only 20 % busy."]);
    assert_eq!((list[0].actions[0].value.as_str(), list[0].gain), ("cat /a/b/io.max", 0.7));
    // Neighbours do most of it.
    setting.usage.host_disk_busy_ratio = Some(0.99);
    let list = answered(&setting, "disk_io.stalled");
    let weight = find(&list, "Move the container or its neighbours to other disks");
    assert_eq!((set(weight, "/a/b/io.weight"), set(weight, "IOWeight=")), (Some("default 200"), Some("200")));
    assert!(weight.description.starts_with("Only 10 % of what the disks read and write"));
    find(&list, "Put the data on a faster volume.");
    // It does most of it itself.
    setting.usage.cgroup_io_written_bytes_per_second = Some(8.0 * mib);
    setting.usage.host_disk_operation_seconds = Some(0.12);
    let mut finding = finding("disk_io.latency", 0.12, Unit::Seconds);
    finding.culprits.push(culprit("postgres", 8.0 * mib, Unit::BytesPerSecond));
    let list = answers(&setting.view(), &finding);
    let less = find(&list, "Read and write less, and in larger pieces: postgres (pid 4711) does 80 % of it.");
    assert!(less.actions.iter().any(|action| action.value == "pidstat -d -p 4711 1 5"));
    let faster = find(&list, "Put the data on a faster volume.");
    assert!(faster.description.starts_with("An operation takes 120 ms now"), "{}", faster.description);
}

#[test]
fn version_1_limits_io_by_blkio() {
    let mut setting = version1(setting());
    setting.usage.host_disk_busy_ratio = Some(0.2);
    let list = answered(&setting, "disk_io.pressure");
    assert!(list[0].title.contains("blkio.throttle"), "{}", list[0].title);
    assert_eq!(set(&list[0], "blkio.throttle.write_bps_device"), Some("MAJ:MIN 0"), "its path is not known");
    setting.context.around.own_io = Some("/io/x".into());
    let list = answered(&setting, "disk_io.pressure");
    assert_eq!(set(&list[0], "/io/x/blkio.throttle.write_bps_device"), Some("MAJ:MIN 0"));
    // Neighbours do most of it: the only weight that version 1 still has.
    let usage = &mut setting.usage;
    usage.host_disk_busy_ratio = Some(0.99);
    (usage.cgroup_io_read_bytes_per_second, usage.cgroup_io_written_bytes_per_second) =
        (Some(1e6), Some(0.0));
    (usage.host_disk_read_bytes_per_second, usage.host_disk_written_bytes_per_second) =
        (Some(1e7), Some(0.0));
    let list = answered(&setting, "disk_io.pressure");
    let weight = find(&list, "Move the container or its neighbours to other disks");
    assert_eq!(
        (set(weight, "/io/x/blkio.bfq.weight"), set(weight, "--blkio-weight")),
        (Some("200"), Some("200"))
    );
}

#[test]
fn what_is_held_in_memory_is_mounted_larger() {
    let mut setting = all_known();
    setting.context.filesystem_is_memory = true;
    setting.sample.set_filesystem_total_bytes(Some(16 * MIB));
    setting.sample.set_filesystem_free_bytes(Some(0));
    setting.sample.set_filesystem_available_bytes(Some(0));
    let list = answered(&setting, "disk_space.used");
    let larger = find(&list, "Enlarge the tmpfs of /data from 16.0 MiB to 20.0 MiB.");
    assert_eq!(larger.actions[0].value, "mount -o remount,size=20m /data");
    assert_eq!(set(larger, "--tmpfs"), Some("/data:size=20m"));
    assert!(larger.description.contains("memory limit"), "{}", larger.description);
    let list = answered(&setting, "inodes.used");
    let more = find(&list, "Allow the tmpfs of /data 2048 inodes.");
    assert_eq!(more.actions[0].value, "mount -o remount,nr_inodes=2048 /data");
    assert!(!titles(&list).iter().any(|title| title.contains("anew")));
}
