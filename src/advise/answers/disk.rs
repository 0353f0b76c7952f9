//! Disks: space, inodes, and operations that are waited for.

use crate::fields::Unit;
use crate::finding::{quantity, Action, Category, Effort, Place};
use crate::units::Bytes;

use super::gain::io_waits_won;
use super::growth::{span, Growth};
use super::limits::{entries_for, scaled, whole_mebibytes, FILL};
use super::places::{self, command};
use super::process;
use super::{weights, Answer, Case, Remedy};

/// A device that is busy for this part of the time has no more to give (Netdata
/// 10min_disk_utilization).
const BUSY: f64 = 0.98;

/// Where the container does less than this part of the disks' traffic, others do most of it.
const HALF: f64 = 0.5;

fn share(value: f64) -> String {
    quantity(value, Unit::Ratio)
}

fn mount<'a>(case: &'a Case) -> &'a str {
    &case.view.context.filesystem
}

/// The filesystem is nearly full.
pub(super) fn space(case: &Case, list: &mut Vec<Answer>) {
    clean(case, None, list);
    enlarge(case, list);
}

/// The filesystem fills.
pub(super) fn filling(case: &Case, list: &mut Vec<Answer>) {
    clean(case, Some(Growth::of(case.finding)), list);
    enlarge(case, list);
}

fn clean(case: &Case, growth: Option<Growth>, list: &mut Vec<Answer>) {
    let mount = mount(case);
    let within = growth.and_then(|growth| growth.act_within());
    let title = match within {
        Some(within) => format!("Find what fills {mount} and remove or rotate it within {}.", span(within)),
        None => format!("Find what fills {mount}, rotate logs and remove temporary files."),
    };
    let mut why =
        "Most often it is logs, temporary files and core dumps. A file that was deleted while a process \
                   still has it open keeps its space until that process closes it."
            .to_owned();
    if let Some(growth) = growth {
        if let Some(left) = growth.left {
            why = format!("It fills{} and is full in {}. {why}", growth.pace(), span(left));
        }
    }
    let mut actions = vec![
        command("what fills it", format!("du -xh --max-depth=2 {mount} | sort -h | tail")),
        command("files deleted but still open", "lsof +L1"),
    ];
    if !case.view.context.filesystem_is_memory {
        // No container's log is kept in memory.
        actions.push(Action::new(Place::Docker, "--log-opt", "max-size=10m --log-opt max-file=3"));
    }
    if growth.is_some() {
        let files = format!("find {mount} -xdev -type f -mmin -60 -size +10M -exec ls -lh {{}} +");
        actions.insert(1, command("files that grew in the last hour", files));
    }
    if let Some(culprit) = process::worst(case) {
        actions.push(command("the files that it writes", format!("ls -l /proc/{}/fd", culprit.pid)));
    }
    let excess = over(case);
    let effect = match excess {
        Some(bytes) => format!("Removing {} brings it down to 80 %; writes go on.", Bytes(bytes)),
        None => "Writes go on.".to_owned(),
    };
    list.push(
        case.answer(Remedy::CleanDisk, Category::Configuration, Effort::Medium, title)
            .why(why)
            .wins(case.cost(), effect)
            .by(actions)
            .amount(within.map_or(0.0, |within| 1.0 / within.max(1.0))),
    );
}

/// Used bytes, and the whole that they are a share of.
fn used(case: &Case) -> Option<(u64, u64)> {
    let sample = case.view.sample;
    let used = sample.filesystem_total_bytes()?.saturating_sub(sample.filesystem_free_bytes()?);
    Some((used, used.saturating_add(sample.filesystem_available_bytes()?)))
}

/// What has to go until 80 % are used.
fn over(case: &Case) -> Option<u64> {
    let (used, whole) = used(case)?;
    used.checked_sub(scaled(whole, FILL)).filter(|bytes| *bytes > 0)
}

fn enlarge(case: &Case, list: &mut Vec<Answer>) {
    const GIBIBYTE: u64 = 1 << 30;
    let Some((used, whole)) = used(case) else { return };
    if case.view.context.filesystem_is_memory {
        return list.extend(enlarge_in_memory(case, used, whole));
    }
    let gibibytes = scaled(used, 1.0 / FILL).div_ceil(GIBIBYTE);
    let to = gibibytes.saturating_mul(GIBIBYTE);
    if to <= whole {
        return;
    }
    let mount = mount(case);
    list.push(
        case.answer(
            Remedy::LargerDisk,
            Category::Resource,
            Effort::Medium,
            format!("Enlarge the volume of {mount} from {} to {gibibytes} GiB.", Bytes(whole)),
        )
        .why(format!("{} are used; a fifth of the new size stays free.", Bytes(used)))
        .wins(case.cost(), format!("{} more before writes fail.", Bytes(to - whole)))
        .by(vec![
            Action::new(
                Place::Kubernetes,
                "spec.resources.requests.storage of the PersistentVolumeClaim",
                format!("{gibibytes}Gi"),
            ),
            command("which device it is", format!("findmnt --target {mount}")),
        ])
        .amount(to as f64),
    );
}

/// What is held in memory is mounted with a size, and charged to whoever writes it.
fn enlarge_in_memory(case: &Case, used: u64, whole: u64) -> Option<Answer> {
    let to = whole_mebibytes(scaled(used, 1.0 / FILL));
    if to <= whole {
        return None;
    }
    let (mount, mebibytes) = (mount(case), to >> 20);
    let docker = match mount {
        "/dev/shm" => Action::new(Place::Docker, "--shm-size", format!("{mebibytes}m")),
        _ => Action::new(Place::Docker, "--tmpfs", format!("{mount}:size={mebibytes}m")),
    };
    Some(
        case.answer(
            Remedy::LargerDisk,
            Category::Configuration,
            Effort::Low,
            format!("Enlarge the tmpfs of {mount} from {} to {}.", Bytes(whole), Bytes(to)),
        )
        .why(format!(
            "{} are used; a fifth of the new size stays free. It is held in memory, and counts against the memory \
             limit of the container that writes it.",
            Bytes(used)
        ))
        .wins(case.cost(), format!("{} more before writes fail.", Bytes(to - whole)))
        .by(vec![
            command("at once, where it is mounted", format!("mount -o remount,size={mebibytes}m {mount}")),
            docker,
            Action::new(
                Place::Kubernetes,
                "emptyDir.sizeLimit of the volume with medium: Memory",
                format!("{mebibytes}Mi"),
            ),
        ])
        .amount(to as f64),
    )
}

/// Inodes run out, or are about to.
pub(super) fn inodes(case: &Case, list: &mut Vec<Answer>) {
    let mount = mount(case);
    let growth = Growth::of(case.finding);
    let sample = case.view.sample;
    let title = match growth.act_within() {
        Some(within) => format!(
            "Find the directory of {mount} with the many small files and clean it within {}.",
            span(within)
        ),
        None => format!("Find the directory of {mount} with the many small files and clean it."),
    };
    let mut why = "Sessions, caches and mail queues keep one file for each entry.".to_owned();
    if let Some(left) = growth.left {
        why = format!("They grow{} and run out in {}. {why}", growth.pace(), span(left));
    }
    let used = sample
        .filesystem_inodes()
        .zip(sample.filesystem_inodes_free())
        .map(|(all, free)| (all - free.min(all), all));
    let effect =
        match used.and_then(|(used, all)| used.checked_sub(scaled(all, FILL))).filter(|files| *files > 0) {
            Some(files) => format!("Removing {files} files brings it down to 80 %; new files can be made."),
            None => "New files can be made.".to_owned(),
        };
    list.push(
        case.answer(Remedy::CleanInodes, Category::Configuration, Effort::Medium, title)
            .why(why)
            .wins(case.cost(), effect)
            .by(vec![command(
                "directories by number of files",
                format!("du --inodes -x --max-depth=3 {mount} | sort -n | tail"),
            )])
            .amount(growth.act_within().map_or(0.0, |within| 1.0 / within.max(1.0))),
    );
    if let Some((used, _)) = used.filter(|_| case.view.context.filesystem_is_memory) {
        let to = entries_for(used);
        list.push(
            case.answer(
                Remedy::MoreInodes,
                Category::Configuration,
                Effort::Low,
                format!("Allow the tmpfs of {mount} {to} inodes."),
            )
            .why("A tmpfs is mounted with a number of inodes: by default half as many as the host has pages of memory.")
            .wins(case.cost(), format!("{used} files are then at most 80 % of the inodes."))
            .by(vec![
                command("at once, where it is mounted", format!("mount -o remount,nr_inodes={to} {mount}")),
                Action::new(Place::Docker, "--tmpfs", format!("{mount}:nr_inodes={to}")),
            ])
            .amount(used as f64),
        );
    } else if let Some((used, _)) = used {
        list.push(
            case.answer(
                Remedy::MoreInodes,
                Category::Resource,
                Effort::High,
                format!("Make the filesystem of {mount} anew with {} inodes, or as XFS.", entries_for(used)),
            )
            .why("On ext4 their number is fixed when the filesystem is made; XFS makes them as they are needed.")
            .wins(case.cost(), format!("{used} files are then at most 80 % of the inodes."))
            .by(vec![command("makes it anew and empty", format!("mkfs.ext4 -N {} DEVICE", entries_for(used)))])
            .amount(used as f64),
        );
    }
}

/// Operations wait for the disk.
pub(super) fn waiting(case: &Case, list: &mut Vec<Answer>) {
    let busy = case.view.rate(|usage| usage.host_disk_busy_ratio);
    let own = own_share(case);
    let idle = busy.is_some_and(|busy| busy < HALF);
    let felt = matches!(case.finding.rule, "disk_io.stalled" | "disk_io.pressure");
    if felt && idle {
        // The disks have time to spare: something holds the container back from them.
        list.push(limit_of_its_own(case, busy.unwrap_or(0.0)));
    } else if own.is_some_and(|own| own < HALF) {
        list.push(less_crowded(case, own.unwrap_or(0.0)));
    } else {
        list.push(less_io(case, own));
    }
    let slow = busy.is_some_and(|busy| busy >= BUSY) || case.finding.rule == "disk_io.latency";
    if slow || !(felt && idle) {
        list.push(faster(case, busy));
    }
}

/// The container's part of what the disks read and write.
fn own_share(case: &Case) -> Option<f64> {
    let usage = case.view.usage?;
    let own = usage.cgroup_io_read_bytes_per_second? + usage.cgroup_io_written_bytes_per_second?;
    let all = usage.host_disk_read_bytes_per_second? + usage.host_disk_written_bytes_per_second?;
    (all > 0.0).then(|| (own / all).min(1.0))
}

fn looking(case: &Case) -> Vec<Action> {
    let mut actions = vec![command("busy, queue and latency of each disk", "iostat -x 1 5")];
    match process::worst(case) {
        Some(culprit) => {
            actions.push(command("what it reads and writes", format!("pidstat -d -p {} 1 5", culprit.pid)))
        }
        None => actions.push(command("which process reads and writes", "pidstat -d 1 5")),
    }
    actions
}

fn limit_of_its_own(case: &Case, busy: f64) -> Answer {
    let view = case.view;
    let own = places::own(view, "io");
    let mut actions = if view.unified() {
        let file = places::file(own, "io.max");
        vec![
            command("what limits it now", format!("cat {file}")),
            Action::new(Place::Cgroup, file, "MAJ:MIN rbps=max wbps=max riops=max wiops=max"),
        ]
    } else {
        let file = places::file(own, "blkio.throttle.write_bps_device");
        vec![
            command(
                "what limits it now",
                "grep . blkio.throttle.*_device (in its directory of the blkio hierarchy)",
            ),
            Action::new(Place::Cgroup, file, "MAJ:MIN 0"),
        ]
    };
    actions.push(Action::new(Place::Docker, "--device-read-bps, --device-write-bps", "leave out, or raise"));
    actions.push(Action::new(
        Place::Systemd,
        "IOReadBandwidthMax=, IOWriteBandwidthMax=",
        "leave out, or raise",
    ));
    actions.extend(looking(case));
    case.answer(
        Remedy::DiskLimit,
        Category::Configuration,
        Effort::Low,
        format!("See whether {} holds the container back: the disks are only {} busy.", if view.unified() { "io.max" } else { "blkio.throttle" }, share(busy)),
    )
    .why(
        "It waits for I/O while the disks have time to spare. That is so with a limit on its I/O, with a network \
         filesystem, and with a cloud volume that is held to so many operations or bytes a second.",
    )
    .wins(case.cost(), io_waits_won(case))
    .by(actions)
}

fn less_crowded(case: &Case, own: f64) -> Answer {
    let view = case.view;
    let mut actions = weights::of_io(view);
    actions.extend(looking(case));
    case.answer(
        Remedy::DiskWeight,
        Category::Resource,
        Effort::Medium,
        "Move the container or its neighbours to other disks, or double its weight.",
    )
    .why(format!(
        "Only {} of what the disks read and write is this container's. The weight counts only with an I/O scheduler or \
         controller that knows it (BFQ, io.cost).",
        share(own)
    ))
    .wins(case.cost(), io_waits_won(case))
    .by(actions)
}

fn less_io(case: &Case, own: Option<f64>) -> Answer {
    let who = match process::worst(case) {
        Some(culprit) => format!("{} does {} of it", process::name(case), share(culprit.share)),
        None => "see which process does most of it".to_owned(),
    };
    let mut actions = looking(case);
    actions.push(places::program(
        "",
        "write in larger blocks, fsync once for many records, keep what is read often in memory",
    ));
    let mut answer = case
        .answer(
            Remedy::LessIo,
            Category::Application,
            Effort::High,
            format!("Read and write less, and in larger pieces: {who}."),
        )
        .why(match own {
            Some(own) => format!("{} of what the disks read and write is this container's.", share(own)),
            None => "Whose I/O it is cannot be told here: no I/O of the cgroup's own is counted.".to_owned(),
        })
        .wins(case.cost(), io_waits_won(case))
        .by(actions);
    answer.what.evidence.readings.extend(process::worst(case).map(|culprit| culprit.used.clone()));
    answer
}

fn faster(case: &Case, busy: Option<f64>) -> Answer {
    let took = case.view.rate(|usage| usage.host_disk_operation_seconds);
    let mut why = match took {
        Some(took) => {
            format!("An operation takes {} now; an SSD takes less than 1 ms.", quantity(took, Unit::Seconds))
        }
        None => "How long an operation takes is not known here: iostat tells.".to_owned(),
    };
    if let Some(busy) = busy {
        why.push_str(&format!(" The disks are {} busy.", share(busy)));
    }
    case.answer(Remedy::FasterDisk, Category::Resource, Effort::Medium, "Put the data on a faster volume.")
        .why(why)
        .wins(case.cost(), io_waits_won(case))
        .by(vec![
            Action::new(
                Place::Kubernetes,
                "spec.storageClassName of a new PersistentVolumeClaim",
                "a class with more operations a second",
            ),
            command("latency of each disk, columns r_await and w_await", "iostat -x 1 5"),
        ])
}

#[cfg(test)]
#[path = "disk_tests.rs"]
mod tests;
