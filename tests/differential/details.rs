use plimsoll::{Order, Sampler};
use procfs::process::all_processes;
use procfs::CurrentSI;

use super::host::real_disks;

/// Whether ours lies between the two readings of the oracle, give or take what rounding loses.
fn between(before: f64, ours: f64, after: f64, what: &str) {
    let (low, high) = (before.min(after), before.max(after));
    assert!((low - 0.0101..=high + 0.0101).contains(&ours), "{what}: {ours}, not {low} to {high}");
}

#[test]
fn cores() {
    let mut sampler = Sampler::builder().build().unwrap();
    let mut cores = Vec::new();
    let before = procfs::KernelStats::current().unwrap();
    sampler.cores(&mut cores).unwrap();
    let after = procfs::KernelStats::current().unwrap();
    assert_eq!(cores.len(), before.cpu_time.len());
    let seconds = |ticks: u64| ticks as f64 / procfs::ticks_per_second() as f64;
    for ((core, before), after) in cores.iter().zip(&before.cpu_time).zip(&after.cpu_time) {
        between(seconds(before.user), core.user_seconds, seconds(after.user), "user");
        between(seconds(before.nice), core.nice_seconds, seconds(after.nice), "nice");
        between(seconds(before.system), core.system_seconds, seconds(after.system), "system");
        between(seconds(before.idle), core.idle_seconds, seconds(after.idle), "idle");
        let (low, high) = (before.softirq.unwrap(), after.softirq.unwrap());
        between(seconds(low), core.softirq_seconds, seconds(high), "softirq");
        between(seconds(before.steal.unwrap()), core.steal_seconds, seconds(after.steal.unwrap()), "steal");
    }
}

#[test]
fn disks() {
    let mut sampler = Sampler::builder().build().unwrap();
    let mut disks = Vec::new();
    let before = procfs::diskstats().unwrap();
    sampler.disks(&mut disks).unwrap();
    let after = procfs::diskstats().unwrap();
    assert_eq!(
        disks.iter().map(|disk| disk.name().to_owned()).collect::<Vec<_>>(),
        Vec::from_iter(real_disks())
    );
    for disk in &disks {
        let find = |all: &[procfs::DiskStat]| all.iter().find(|one| one.name == disk.name()).unwrap().clone();
        let (before, after) = (find(&before), find(&after));
        assert_eq!((disk.major, disk.minor), (before.major as u32, before.minor as u32));
        assert!((before.reads..=after.reads).contains(&disk.reads));
        assert!((before.sectors_read..=after.sectors_read).contains(&(disk.read_bytes / 512)));
        assert!((before.writes..=after.writes).contains(&disk.writes));
        assert!((before.sectors_written..=after.sectors_written).contains(&(disk.written_bytes / 512)));
        let seconds = |milliseconds: u64| milliseconds as f64 / 1e3;
        between(seconds(before.time_reading), disk.read_seconds, seconds(after.time_reading), "reading");
        between(seconds(before.time_in_progress), disk.busy_seconds, seconds(after.time_in_progress), "busy");
    }
}

#[test]
fn interfaces() {
    let mut sampler = Sampler::builder().build().unwrap();
    let mut interfaces = Vec::new();
    let before = procfs::net::dev_status().unwrap();
    sampler.interfaces(&mut interfaces).unwrap();
    let after = procfs::net::dev_status().unwrap();
    assert_eq!(interfaces.len(), before.len());
    for ours in &interfaces {
        let (before, after) = (&before[ours.name()], &after[ours.name()]);
        assert!((before.recv_bytes..=after.recv_bytes).contains(&ours.received_bytes), "{}", ours.name());
        assert!((before.recv_packets..=after.recv_packets).contains(&ours.received_packets));
        assert!((before.recv_errs..=after.recv_errs).contains(&ours.receive_errors));
        assert!((before.recv_drop..=after.recv_drop).contains(&ours.receive_drops));
        assert!((before.sent_bytes..=after.sent_bytes).contains(&ours.sent_bytes));
        assert!((before.sent_packets..=after.sent_packets).contains(&ours.sent_packets));
        assert!((before.sent_errs..=after.sent_errs).contains(&ours.send_errors));
        assert!((before.sent_drop..=after.sent_drop).contains(&ours.send_drops));
    }
}

#[test]
fn processes() {
    let mut sampler = Sampler::builder().build().unwrap();
    let mut listed = Vec::new();
    let stats =
        || -> Vec<_> { all_processes().unwrap().filter_map(|process| process.ok()?.stat().ok()).collect() };
    let before = stats();
    sampler.processes(&mut listed).unwrap();
    let after = stats();
    assert!(listed.iter().any(|process| process.pid == std::process::id()), "the own process is among them");
    let seconds = |ticks: u64| ticks as f64 / procfs::ticks_per_second() as f64;
    let mut compared = 0;
    for ours in &listed {
        let find = |all: &[procfs::process::Stat]| all.iter().find(|one| one.pid == ours.pid as i32).cloned();
        let (Some(before), Some(after)) = (find(&before), find(&after)) else { continue };
        if before.starttime != after.starttime || before.comm != after.comm {
            continue;
        }
        compared += 1;
        assert_eq!(ours.name(), before.comm);
        assert!(ours.ppid == before.ppid as u32 || ours.ppid == after.ppid as u32);
        assert!((ours.start_time_seconds - seconds(before.starttime)).abs() < 1e-6, "{}", ours.name());
        between(seconds(before.utime), ours.user_seconds, seconds(after.utime), ours.name());
        between(seconds(before.stime), ours.system_seconds, seconds(after.stime), ours.name());
        if before.vsize == after.vsize {
            assert_eq!(ours.virtual_bytes, before.vsize, "{}", ours.name());
        }
        if before.rss == after.rss {
            assert_eq!(ours.resident_bytes, before.rss * procfs::page_size(), "{}", ours.name());
        }
        if before.num_threads == after.num_threads {
            assert_eq!(u64::from(ours.threads), before.num_threads as u64);
        }
        if before.state == after.state && before.state != 'R' && before.state != 'S' {
            assert_eq!(char::from(ours.state), before.state);
        }
    }
    assert!(compared > 2, "{compared} of {} compared", listed.len());
    plimsoll::top(&mut listed, 3, Order::Memory);
    assert!(listed.len() == 3 && listed[0].resident_bytes >= listed[2].resident_bytes);
}
