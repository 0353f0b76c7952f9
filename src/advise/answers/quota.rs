//! The CPU quota: larger, saved up for bursts, or CPUs beyond what it can give.

use crate::fields::Unit;
use crate::finding::{quantity, Action, Category, Effort, Place};

use super::levels;
use super::limits::{self, cpus_at_hand, cpus_needed, Raise, FILL};
use super::places::{self, Holder};
use super::{Answer, Case, Remedy};

/// What a measured need can be off by: clocks of window and cgroup are not read at once.
pub(super) const ROUNDING: f64 = 0.02;

/// CPUs for people.
pub(super) fn cpus(value: f64) -> String {
    quantity(value, Unit::Cpus)
}

/// Without the word, as the first number of two.
pub(super) fn number(value: f64) -> String {
    quantity(value, Unit::Count)
}

/// A share for people.
pub(super) fn share(value: f64) -> String {
    quantity(value, Unit::Ratio)
}

/// The quota is too small for what is used and refused.
pub(super) fn raise_quota(case: &Case, raise: Raise) -> Answer {
    let Raise { now, to, need, wanted } = raise;
    let holder = Holder::of_cpu(case.view);
    let used = case.view.rate(|usage| usage.cgroup_cpu_usage_cpus).unwrap_or(need);
    let mut why = if need - used > need * ROUNDING {
        format!(
            "It needs {}: {} that it uses and {} that the quota refuses.",
            cpus(need),
            number(used),
            number(need - used)
        )
    } else {
        format!("It uses {}.", cpus(used))
    };
    if wanted > limits::cpus_for(need) {
        why.push_str(&format!(" Its history asks for {}.", cpus(wanted)));
    }
    if to < wanted {
        why.push_str(&format!(
            " {} would leave a fifth free, but it may run on no more than {}.",
            number(wanted),
            cpus(to)
        ));
    } else {
        why.push_str(" At least a fifth of the new quota stays free for peaks.");
    }
    if holder.above {
        why.push_str(" The quota is that of an ancestor, and everything below it has a part in it.");
    }
    let others = levels::of_cpu(case.view, to);
    why.push_str(&others.words);
    let title = format!("Raise the CPU quota{} from {} to {}.", holder.named(), number(now), cpus(to));
    case.answer(Remedy::Quota, Category::Resource, Effort::Low, title)
        .why(why)
        .by(others.before(places::cpu_quota(holder, to)))
        .amount(to)
}

/// The quota suffices on average and yet throttles: work comes in bursts.
pub(super) fn burst(case: &Case, quota: f64, cost: f64, stopped: f64) -> Answer {
    let holder = Holder::of_cpu(case.view);
    let most = [cpus_at_hand(case.view), levels::next_quota(case.view)];
    let twice = most.into_iter().flatten().fold(2.0 * quota, f64::min);
    let mut actions = places::cpu_burst(holder, quota);
    // Neither Docker nor Kubernetes nor systemd has a setting for bursts.
    let elsewhere = twice > quota && limits::crowded(case.view, twice - quota).is_none();
    if elsewhere {
        let files = |action: &Action| action.place == Place::Cgroup;
        actions.extend(places::cpu_quota(holder, twice).into_iter().filter(|action| !files(action)));
    }
    let need = cpus_needed(case.view).unwrap_or(quota);
    case.answer(
        Remedy::Burst,
        Category::Configuration,
        Effort::Low,
        format!("Let it save up unused quota{} for bursts.", holder.named()),
    )
    .why(format!(
        "It needs {} of its {} on average, and is throttled because the work comes in bursts shorter than the \
         quota's period. Linux 5.14 and later can carry unused quota over.{}",
        cpus(need),
        cpus(quota),
        if elsewhere {
            format!(
                " Docker, Kubernetes and systemd have no setting for it: there a quota of {} does the same.",
                cpus(twice)
            )
        } else {
            String::new()
        }
    ))
    .wins(cost, format!("Bursts of up to twice the quota run through: up to the {} of time throttled is won back.", share(stopped)))
    .by(actions)
    .amount(quota)
}

/// It is throttled, but no quota can be seen from here.
pub(super) fn quota_out_of_sight(case: &Case, cost: f64, stopped: f64) -> Option<Answer> {
    let need = cpus_needed(case.view)?;
    let to = cpus_at_hand(case.view).map_or(limits::cpus_for(need), |most| limits::cpus_for(need).min(most));
    let actions = places::cpu_quota(Holder::of_cpu(case.view), to);
    let outside = |action: &Action| action.place != Place::Cgroup;
    Some(
        case.answer(
            Remedy::Quota,
            Category::Resource,
            Effort::Low,
            format!(
                "Raise the CPU quota to {} where it is set: it cannot be seen from inside the container.",
                cpus(to)
            ),
        )
        .why(format!("It needs {}, what was refused included.", cpus(need)))
        .wins(cost, format!("It removes the {} of time throttled.", share(stopped)))
        .by(actions.into_iter().filter(outside).collect())
        .amount(to),
    )
}

/// The CPUs that the container may run on are all in use.
pub(super) fn more_cpus(case: &Case, now: f64) -> Answer {
    let view = case.view;
    let cost = case.cost();
    let need = cpus_needed(view).unwrap_or(now);
    let wanted = (need / FILL - 1e-9).ceil().max(now.floor() + 1.0);
    let online = view.sample.host_cpus_online().map(|cpus| cpus as f64);
    let confined = view.sample.cgroup_cpuset_cpus().map(|cpus| cpus as f64).zip(online);
    // There the quota of today would be what limits it.
    let quota = view.quota().filter(|quota| *quota < limits::cpus_for(need));
    let quota_text = quota.map_or_else(String::new, |_| {
        format!(" The quota has to become {} with it.", cpus(limits::cpus_for(need)))
    });
    let effect = format!(
        "The same work uses {} of {} instead of {} of {}.",
        share(need / wanted),
        cpus(wanted),
        share(need / now),
        cpus(now)
    );
    match confined.filter(|(set, online)| set < online) {
        Some((set, online)) if wanted <= online => {
            let range = format!("0-{:.0}", wanted - 1.0);
            let file = places::file(places::own(view, "cpuset"), "cpuset.cpus");
            let mut actions = vec![
                Action::new(Place::Cgroup, file, range.clone()),
                Action::new(Place::Docker, "--cpuset-cpus", range.clone()),
            ];
            if view.unified() {
                // systemd sets it on version 2 only.
                actions.push(Action::new(Place::Systemd, "AllowedCPUs=", range));
            }
            case.answer(
                Remedy::MoreCpus,
                Category::Resource,
                Effort::Low,
                format!("Widen the cpuset from {} to {}.", number(set), cpus(wanted)),
            )
            .why(format!(
                "It needs {} and is confined to {} of the {} of the host. The numbers below are an example: choose \
                 CPUs that nobody else is pinned to.{quota_text}",
                cpus(need),
                number(set),
                cpus(online)
            ))
            .wins(cost, effect)
            .by(actions)
        }
        _ => {
            let quota = quota.map(|_| places::cpu_quota(Holder::of_cpu(view), limits::cpus_for(need)));
            case.answer(
                Remedy::MoreCpus,
                Category::Resource,
                Effort::Medium,
                format!("Run it on a machine with at least {}.", cpus(wanted)),
            )
            .why(format!(
                "It needs {}, and this host has {}: a higher limit here would change nothing.{quota_text}",
                cpus(need),
                cpus(online.unwrap_or(now))
            ))
            .wins(cost, effect)
            .by(quota.unwrap_or_default())
        }
    }
    .amount(wanted)
}
