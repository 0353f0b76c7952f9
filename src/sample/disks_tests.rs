use std::fs;

use super::*;

/// A `/sys/block` of these disks, gone with it.
struct Machine {
    roots: Roots,
}

impl Machine {
    fn new(name: &str) -> Self {
        let sys = std::env::temp_dir().join(format!("plimsoll-disks-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&sys);
        fs::create_dir_all(sys.join("block")).unwrap();
        Machine { roots: Roots { proc: sys.join("proc"), sys } }
    }

    fn plug(&self, name: &str, dev: &str) {
        fs::create_dir_all(self.roots.sys.join("block").join(name).join("device")).unwrap();
        fs::write(self.roots.sys.join("block").join(name).join("dev"), dev).unwrap();
    }

    fn unplug(&self, name: &str) {
        fs::remove_dir_all(self.roots.sys.join("block").join(name)).unwrap();
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.roots.sys);
    }
}

fn names(disks: &RealDisks) -> Vec<&str> {
    disks.list().iter().map(|disk| disk.name.as_str()).collect()
}

#[test]
fn loop_ram_zram_and_what_has_no_device_are_no_disks() {
    let machine = Machine::new("kinds");
    machine.plug("vda", "254:0\n");
    machine.plug("nvme0n1", "8:0\n");
    for name in ["loop0", "ram3", "zram0", "sr0"] {
        machine.plug(name, "9:9\n");
    }
    // One path of a multipath disk.
    let path = machine.roots.sys.join("block/nvme0c0n1");
    fs::create_dir_all(path.join("device")).unwrap();
    fs::write(path.join("hidden"), "1\n").unwrap();
    fs::create_dir_all(machine.roots.sys.join("block/dm-0")).unwrap();
    let mut problems = Problems::default();
    let disks = RealDisks::open(&machine.roots, 0, &mut problems);
    assert_eq!(names(&disks), ["nvme0n1", "vda"]);
    assert!(disks.is_whole() && problems.list().is_empty());
    assert!(disks.contains(254, 0) && disks.is_known(8, 0) && !disks.contains(9, 9));
}

#[test]
fn a_disk_that_comes_or_goes_is_noticed_in_time() {
    let machine = Machine::new("plug");
    machine.plug("vda", "254:0\n");
    let mut problems = Problems::default();
    let mut disks = RealDisks::open(&machine.roots, 0, &mut problems);
    let mut buffer = [0; 4096];
    machine.plug("vdb", "254:16\n");
    disks.refresh(CHECK_EVERY_NS - 1, &mut buffer, &mut problems);
    assert!(!disks.take_changed(), "too early");
    disks.refresh(CHECK_EVERY_NS, &mut buffer, &mut problems);
    assert!(disks.take_changed() && !disks.take_changed(), "said once");
    assert_eq!(names(&disks), ["vda", "vdb"]);
    machine.unplug("vda");
    disks.expire();
    disks.refresh(CHECK_EVERY_NS + 1, &mut buffer, &mut problems);
    assert!(disks.take_changed(), "known to have gone");
    assert_eq!(names(&disks), ["vdb"]);
}

#[test]
fn a_disk_of_unknown_number_makes_the_list_a_part_and_is_said() {
    let machine = Machine::new("unknown");
    machine.plug("vda", "254:0\n");
    machine.plug("vdb", "what\n");
    let mut problems = Problems::default();
    let disks = RealDisks::open(&machine.roots, 0, &mut problems);
    assert!(!disks.is_whole());
    assert!(problems.list()[0].path.ends_with("vdb/dev"));
    // What is not known to be no disk may be one, but for those that are surely none.
    assert!(disks.contains(254, 16) && !disks.contains(7, 0) && !disks.contains(1, 0));
}

#[test]
fn where_disks_cannot_be_seen_it_is_said() {
    let machine = Machine::new("unseen");
    fs::remove_dir(machine.roots.sys.join("block")).unwrap();
    let mut problems = Problems::default();
    let disks = RealDisks::open(&machine.roots, 0, &mut problems);
    assert!(!disks.is_whole() && disks.list().is_empty());
    assert_eq!(problems.list().len(), 1);
}
