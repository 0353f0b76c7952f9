//! Memory: the limit, memory.high, protection, swap.

use crate::fields::Unit;
use crate::finding::{quantity, Category, Effort, Place};
use crate::units::{Bytes, Limit};

use super::gain::{memory_waits_won, PART};
use super::levels;
use super::limits::{self, bytes_needed, scaled, whole_mebibytes, Memory, FILL};
use super::places::{self, command, Holder};
use super::process;
use super::{Answer, Case, Remedy};
use crate::advise::right::Right;

/// The kernel killed processes of the container.
pub(super) fn killed(case: &Case, list: &mut Vec<Answer>) {
    let need = bytes_needed(case.view).unwrap_or(0);
    let cost = case.cost();
    match limits::memory(case, need, true) {
        Memory::Raise { now, to } => list.push(
            raise(case, now, to)
                .why(format!(
                    "The limit of {} was too little for what was asked for. {} is what Kubernetes VPA gives after a \
                     kill (a fifth and 100 MiB more, but no more than double), or today's need with a fifth to spare, \
                     whichever is more.{}",
                    Bytes(now),
                    Bytes(to),
                    shared(case, to)
                ))
                .wins(cost, format!("{} more before the kernel kills again.", Bytes(to - now))),
        ),
        Memory::HostShort { wanted, available } => list.push(host_short(case, wanted, available)),
        Memory::None => list.push(protect(case)),
        Memory::Roomy => {}
    }
    list.push(
        find_memory(case, "Find what grew")
            .why(
                "A kill that a larger limit only puts off comes of caches, queues and batches without a bound, or of \
                 a leak.",
            )
            .wins(0.0, "A bound on what grew keeps it below the limit for good."),
    );
}

/// Memory that cannot be taken back is close to the limit.
pub(super) fn used(case: &Case, list: &mut Vec<Answer>) {
    let Some(need) = bytes_needed(case.view) else { return };
    let cost = case.cost();
    match limits::memory(case, need, false) {
        Memory::Raise { now, to } => {
            list.push(
                raise(case, now, to).why(fifth_to_spare(case, need, to)).wins(cost, fills(need, now, to)),
            );
        }
        Memory::HostShort { wanted, available } => list.push(host_short(case, wanted, available)),
        Memory::None | Memory::Roomy => {}
    }
    list.push(less_memory(case, need));
}

/// The container ran into memory.high and is being slowed.
pub(super) fn slowed(case: &Case, list: &mut Vec<Answer>) {
    let view = case.view;
    let cost = case.cost();
    let need = bytes_needed(view).unwrap_or(0);
    // A mark above the limit would mark nothing: where more is needed the limit comes first.
    let fitting = limits::memory(case, need, false);
    let limit = match fitting {
        Memory::Raise { now, to } => {
            list.push(
                raise(case, now, to).why(fifth_to_spare(case, need, to)).wins(cost, fills(need, now, to)),
            );
            Some(to)
        }
        Memory::HostShort { wanted, available } => {
            list.push(host_short(case, wanted, available));
            view.memory_limit()
        }
        Memory::None | Memory::Roomy => view.memory_limit(),
    };
    list.extend(raise_high(case, need, limit, matches!(fitting, Memory::Raise { .. })));
    list.push(less_memory(case, need));
}

/// A higher mark, below the limit.
fn raise_high(case: &Case, need: u64, limit: Option<u64>, limit_rises: bool) -> Option<Answer> {
    let view = case.view;
    let cost = case.cost();
    let mark = view.sample.cgroup_memory_high_bytes().and_then(Limit::value)?;
    let charged = view.sample.cgroup_memory_usage_bytes().unwrap_or(need);
    let fitting = scaled(need, 1.0 / FILL);
    // What is charged up to the mark was wanted, also where little of it is needed, as page cache.
    let wanted = if fitting > mark { fitting } else { scaled(charged.max(mark), 1.0 / FILL) };
    // Below the limit, or it would mark nothing; not below what is needed.
    let most = limit.map_or(u64::MAX, |limit| scaled(limit, places::HIGH_OF_LIMIT).max(need).min(limit));
    let to = whole_mebibytes(wanted).min(most >> 20 << 20);
    if to <= mark {
        return None;
    }
    let mut actions = places::memory_high(view, to);
    if limit_rises {
        // Kubernetes makes the mark from the limit, which is another answer.
        actions.retain(|action| action.place != Place::Kubernetes);
    }
    let title = format!("Raise memory.high from {} to {}.", Bytes(mark), Bytes(to));
    Some(
        case.answer(Remedy::MemoryHigh, Category::Resource, Effort::Low, title)
            .why(format!(
                "{} are charged, {} of which cannot be taken back. memory.high is a brake, not a limit: what must not \
                 be exceeded is for memory.max. Kubernetes sets it from the limit, with MemoryQoS.",
                Bytes(charged),
                Bytes(need)
            ))
            .wins(cost, format!("It is no longer put to sleep for what it needs. {}", memory_waits_won(case)))
            .by(actions)
            .amount(to as f64),
    )
}

/// Tasks wait for memory although the limit is not close.
pub(super) fn stalled(case: &Case, list: &mut Vec<Answer>) {
    let view = case.view;
    let cost = case.cost();
    let charged = view.sample.cgroup_memory_usage_bytes().unwrap_or(0);
    match limits::memory(case, charged, false) {
        Memory::Raise { now, to } => list.push(
            raise(case, now, to)
                .why(format!(
                    "{} of {} are charged, page cache included: what is taken back is soon asked for again.{}",
                    Bytes(charged),
                    Bytes(now),
                    shared(case, to)
                ))
                .wins(cost, memory_waits_won(case)),
        ),
        Memory::HostShort { wanted, available } => list.push(host_short(case, wanted, available)),
        // There is room below the limit: it is the host, or an ancestor, that is short.
        Memory::None | Memory::Roomy => list.push(protect(case)),
    }
    if let Some(need) = bytes_needed(view) {
        list.push(less_memory(case, need));
    }
}

/// The host swaps, and the container takes part in it.
pub(super) fn swapping(case: &Case, list: &mut Vec<Answer>) {
    let view = case.view;
    let cost = case.cost();
    let swapped = view.sample.cgroup_swap_usage_bytes().unwrap_or(0);
    let need = bytes_needed(view).unwrap_or(0).saturating_add(swapped);
    match limits::memory(case, need, false) {
        Memory::Raise { now, to } if swapped > 0 => list.push(
            raise(case, now, to)
                .why(format!(
                    "{} of it lie in swap and {} in memory that cannot be taken back: together they fit into {}.{}",
                    Bytes(swapped),
                    Bytes(need - swapped),
                    Bytes(to),
                    shared(case, to)
                ))
                .wins(cost, memory_waits_won(case)),
        ),
        Memory::HostShort { wanted, available } if swapped > 0 => list.push(host_short(case, wanted, available)),
        _ => list.push(protect(case)),
    }
    list.push(less_swapping(case, cost));
}

/// Page cache is dropped before anything is swapped out. On version 1 every cgroup has a swappiness of
/// its own, and the host's is that of the root alone.
fn less_swapping(case: &Case, cost: f64) -> Answer {
    let (title, whose, mut actions) = if case.view.unified() {
        (
            "Let the host drop page cache before it swaps: vm.swappiness = 10.",
            "The setting is the host's, and helps",
            vec![command("on the host", "sysctl -w vm.swappiness=10")],
        )
    } else {
        (
            "Let the kernel drop the container's page cache before it swaps: memory.swappiness = 10.",
            "With cgroup version 1 the setting is the cgroup's own, whatever the host's vm.swappiness says. It helps",
            places::swappiness(case.view, 10),
        )
    };
    actions.push(command("what is swapped, by the second", "vmstat 1 10"));
    case.answer(Remedy::Swappiness, Category::Configuration, Effort::Low, title)
        .why(format!(
            "The default of 60 swaps out idle memory to keep files cached. {whose} only while there is page cache to \
             drop."
        ))
        .wins(cost * PART, "Less of what the processes hold goes to the disk and back.")
        .by(actions)
}

/// Pages are read back from storage all the time.
pub(super) fn faulting(case: &Case, list: &mut Vec<Answer>) {
    let view = case.view;
    let cost = case.cost();
    // Where the limit is not close, a higher one would keep no more pages.
    let charged = view.sample.cgroup_memory_usage_bytes();
    let tight = charged.zip(view.memory_limit()).filter(|(used, limit)| *used > scaled(*limit, FILL));
    if let Some((charged, _)) = tight {
        match limits::memory(case, charged, false) {
            Memory::Raise { now, to } => list.push(
                raise(case, now, to)
                    .why(format!(
                        "{} of {} are charged: pages of files and programs are dropped for want of room, and read again.{}",
                        Bytes(charged),
                        Bytes(now),
                        shared(case, to)
                    ))
                    .wins(cost, "The pages stay in memory: nanoseconds instead of milliseconds each."),
            ),
            Memory::HostShort { wanted, available } => list.push(host_short(case, wanted, available)),
            Memory::None | Memory::Roomy => {}
        }
    }
    let who = process::name(case);
    list.push(
        case.answer(
            Remedy::FileAccess,
            Category::Application,
            Effort::High,
            format!("Let {who} map and read less at random, or read ahead what it needs."),
        )
        .why("A fault that reads from storage comes of a file mapped into memory, of program code, or of swap.")
        .wins(0.0, "Each fault less saves a wait for the disk.")
        .by(vec![
            command("majflt/s: which process faults", "pidstat -r 1 5"),
            places::program("", "madvise(MADV_WILLNEED) or sequential reads instead of random access to mapped files"),
        ]),
    );
}

/// The host's memory runs out, and the container has no limit.
pub(super) fn host(case: &Case, list: &mut Vec<Answer>) {
    let view = case.view;
    let cost = case.cost();
    let own = bytes_needed(view).filter(|own| *own > 0 && !view.context.memory_is_hosts);
    if let Some(own) = own {
        let total = view.sample.host_memory_total_bytes().unwrap_or(u64::MAX);
        let to = whole_mebibytes(scaled(own, 1.0 / FILL)).min(total);
        list.push(
            case.answer(
                Remedy::MemoryLimit,
                Category::Resource,
                Effort::Low,
                format!("Give the container a memory limit of {}.", Bytes(to)),
            )
            .why(format!(
                "It needs {}, a fifth stays free. With a limit the kernel kills in the container that grew, not what it \
                 finds largest on the host. Give its neighbours one too.",
                Bytes(own)
            ))
            .wins(cost, "Growth of one container can no longer take the memory of all.")
            .by(places::memory_limit(view, to))
            .amount(to as f64),
        );
    }
    list.push(protect(case));
    list.push(
        case.answer(
            Remedy::MemoryHost,
            Category::Resource,
            Effort::Medium,
            "Free memory on the host, or move the container to one with more.",
        )
        .why(match view.sample.host_memory_available_bytes() {
            Some(left) => format!("{} are left on the host for everything that runs there.", Bytes(left)),
            None => "What is left on the host is left for everything that runs there.".to_owned(),
        })
        .wins(cost, "The kernel has no need to reclaim, or to kill.")
        .by(vec![command("what holds most", "ps -eo pid,comm,rss --sort=-rss | head")]),
    );
}

/// A higher limit.
pub(super) fn raise(case: &Case, now: u64, to: u64) -> Answer {
    let title = format!(
        "Raise the memory limit{} from {} to {}.",
        Holder::of_memory(case.view).named(),
        Bytes(now),
        Bytes(to)
    );
    case.answer(Remedy::MemoryLimit, Category::Resource, Effort::Low, title)
        .by(levels::of_memory(case.view, to).before(places::memory_limit(case.view, to)))
        .amount(to as f64)
}

/// Why the limit is raised by as much.
pub(super) fn fifth_to_spare(case: &Case, need: u64, to: u64) -> String {
    format!(
        "{} cannot be taken back by the kernel; a fifth of the new limit stays free.{}",
        Bytes(need),
        shared(case, to)
    )
}

/// Where the limit comes from, if not from what is needed now; a word of care where it is an
/// ancestor's.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Whole bytes.
fn shared(case: &Case, to: u64) -> String {
    let mut words = String::new();
    let history = case.right.and_then(Right::confident).and_then(Right::bytes);
    if history.is_some_and(|bytes| whole_mebibytes(bytes as u64) == to) {
        words.push_str(" The new limit is what its history asks for.");
    }
    if Holder::of_memory(case.view).above {
        words.push_str(" The limit is that of an ancestor, and everything below it has a part in it.");
    }
    words.push_str(&levels::of_memory(case.view, to).words);
    words
}

fn fills(need: u64, now: u64, to: u64) -> String {
    let part = |whole: u64| quantity(need as f64 / whole.max(1) as f64, Unit::Ratio);
    format!("The same use fills {} of the limit instead of {}.", part(to), part(now))
}

/// The limit should be higher, but the host has not as much.
fn host_short(case: &Case, wanted: u64, available: u64) -> Answer {
    case.answer(
        Remedy::MemoryHost,
        Category::Resource,
        Effort::Medium,
        format!("Move the container to a host that can give it {}.", Bytes(wanted)),
    )
    .why(format!(
        "Its limit should be {}, but this host has only {} more to give: a higher limit here would only move the kill \
         from the container to the host.",
        Bytes(wanted),
        Bytes(available)
    ))
    .wins(case.cost(), "There is memory behind the limit.")
    .by(places::memory_limit(case.view, wanted))
    .amount(wanted as f64)
}

/// What the container needs is taken from others first.
fn protect(case: &Case) -> Answer {
    let view = case.view;
    let need = bytes_needed(view).filter(|need| *need > 0 && !view.context.memory_is_hosts);
    let cost = case.cost();
    match need {
        Some(need) => {
            let bytes = whole_mebibytes(need);
            case.answer(
                Remedy::MemoryLow,
                Category::Configuration,
                Effort::Low,
                format!("Protect the {} that the container needs from being taken back.", Bytes(bytes)),
            )
            .why(
                "Its own limit is not what is short, the memory around it is. While others have memory above their \
                 protection the kernel takes theirs first; every ancestor needs the same protection.",
            )
            .wins(cost, memory_waits_won(case))
            .by(places::memory_low(view, bytes))
            .amount(bytes as f64)
        }
        None => case
            .answer(
                Remedy::MemoryHost,
                Category::Resource,
                Effort::Medium,
                "Free memory on the host, or move the container to one with more.",
            )
            .why("No limit of the container's own is what is short: the host's memory is.")
            .wins(cost, memory_waits_won(case))
            .by(vec![command("what holds most", "ps -eo pid,comm,rss --sort=-rss | head")]),
    }
}

/// So much less as brings the use down to 80 % of the limit.
fn less_memory(case: &Case, need: u64) -> Answer {
    let over = case
        .view
        .memory_limit()
        .and_then(|limit| need.checked_sub(scaled(limit, FILL)))
        .filter(|over| *over > 0);
    let title = match over {
        Some(over) => format!("Use {} less", Bytes(over)),
        None => "Use less memory at a time".to_owned(),
    };
    let answer = find_memory(case, &title).why(
        "Smaller batches, caches and pools hold less; so do fewer workers, as each has a heap of its own.",
    );
    match over {
        Some(_) => answer.wins(case.cost(), "A fifth of the limit is free again."),
        None => answer.wins(0.0, "What is not allocated need not be waited for."),
    }
}

/// Where to look for memory to be saved.
fn find_memory(case: &Case, title: &str) -> Answer {
    let title = match process::worst(case) {
        Some(culprit) => format!("{title}: {} holds most, {}.", process::name(case), culprit.used),
        None => format!("{title}: see which process holds most."),
    };
    let mut actions = vec![command("the largest processes", "plimsoll sample --processes 5")];
    if process::worst(case).is_some() {
        actions.push(process::profile_heap(case));
    }
    case.answer(Remedy::LessMemory, Category::Application, Effort::High, title).by(actions)
}

#[cfg(test)]
#[path = "memory_tests.rs"]
mod tests;
