//! Erlang's formula for who has to wait, and how long.

/// Beyond this the sum over the states below is so large that the chance of the state itself is none.
const CERTAIN: f64 = 1e15;

/// The least that waits can be thought to vary: with none at all nobody would ever wait.
const LEAST_VARIABILITY: f64 = 0.05;

/// The chance that all of so many servers are busy, so that a request must wait (Erlang C), at an offered load of
/// `load` servers (arrivals per second times seconds of use). 1 where the load is as much as the servers or more.
///
/// By the recursion of Erlang B, which neither overflows nor loses digits for any number of servers.
pub(super) fn wait_probability(servers: u32, load: f64) -> f64 {
    let most = f64::from(servers);
    if load <= 0.0 {
        return 0.0;
    }
    if load >= most {
        return 1.0;
    }
    let mut inverse = 1.0;
    for server in 1..=servers {
        inverse = 1.0 + inverse * f64::from(server) / load;
        if inverse > CERTAIN {
            // From here on each step makes it larger, for as long as more servers than the load are counted.
            if f64::from(server) > load {
                return 0.0;
            }
        }
    }
    let blocked = 1.0 / inverse;
    blocked / (1.0 - load / most * (1.0 - blocked))
}

/// The share of requests that wait longer than `seconds`, where the chance to wait at all is `chance`, the servers
/// together finish `drain` requests a second more than arrive, and waits are stretched by `variability` (Allen and
/// Cunneen: the mean of the squared coefficients of variation of arrivals and use; 1 for both random).
pub(super) fn wait_tail(chance: f64, drain: f64, variability: f64, seconds: f64) -> f64 {
    if drain <= 0.0 {
        return 1.0;
    }
    chance * (-drain * seconds.max(0.0) / variability.max(LEAST_VARIABILITY)).exp()
}

/// The smallest number of servers with which no more than `late` (0..1) of the requests wait longer than `seconds`.
/// Nothing above `most`.
pub(super) fn smallest(
    arrivals_per_second: f64,
    use_seconds: f64,
    variability: f64,
    (seconds, late): (f64, f64),
    most: u32,
) -> Option<u32> {
    let load = arrivals_per_second * use_seconds;
    let meets = |servers: u32| {
        let drain = f64::from(servers) / use_seconds - arrivals_per_second;
        wait_tail(wait_probability(servers, load), drain, variability, seconds) <= late
    };
    // More servers never make it worse, so that halving the range finds the first one.
    let (mut below, mut above) = (load.floor().clamp(0.0, f64::from(most)) as u32, most);
    if use_seconds <= 0.0 || !meets(above) {
        return None;
    }
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if meets(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    Some(above.max(1))
}

#[cfg(test)]
#[path = "erlang_tests.rs"]
mod tests;
