//! How long a number of connections takes, all in use, where what they do in the database shares its CPUs.

/// Up to so many connections the play of chance is computed.
const MOST: usize = 512;

/// Up to so many each is computed.
const EACH: usize = 32;

/// States less likely than one in so many are left out.
const RARE: f64 = 1e250;

/// A database seen from those who hold its connections.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Centre {
    /// Seconds of a request that nothing else waits for: the program's own, the network's.
    pub delay_seconds: f64,
    /// Seconds of work in the database.
    pub work_seconds: f64,
    /// So much of the work goes on at once.
    pub servers: f64,
}

impl Centre {
    /// Hold times with 1, 2, 3... connections in use. Of many every 32nd part is computed, and lines drawn between.
    pub fn hold_times(&self, most: usize) -> Vec<f64> {
        let mut times: Vec<f64> = Vec::with_capacity(most);
        while times.len() < most {
            let known = times.len();
            let next = known + (known / EACH).max(1);
            let time = self.whole(next);
            let last = times.last().copied().unwrap_or(time);
            let step = (time - last) / (next - known) as f64;
            times.extend((known..next).map(|place| last + step * (place + 1 - known) as f64));
        }
        times.truncate(most);
        times
    }

    /// The hold time with a number of connections that need not be whole.
    pub fn hold_time(&self, connections: f64) -> f64 {
        let connections = connections.max(1.0);
        let (below, part) = (connections.floor(), connections.fract());
        let before = self.whole(below as usize);
        if part <= 0.0 {
            return before;
        }
        before + (self.whole(below as usize + 1) - before) * part
    }

    /// Of many, whether they fit into the servers is all that matters: chance evens out.
    fn whole(&self, connections: usize) -> f64 {
        if connections <= MOST {
            return self.of(connections);
        }
        (connections as f64 * self.work_seconds / self.servers).max(self.delay_seconds + self.work_seconds)
    }

    /// The machine repair model, whose balance is exact for sessions that share CPUs evenly, whatever the work of each:
    /// of the connections so many work in the database, the others are in their delay.
    fn of(&self, connections: usize) -> f64 {
        let all = connections as f64;
        let servers = self.servers.max(1e-6);
        if self.work_seconds <= 0.0 {
            return self.delay_seconds;
        }
        if self.delay_seconds <= 1e-9 * self.work_seconds {
            return self.work_seconds * (all / servers).max(1.0);
        }
        let (mut chance, mut sum, mut working) = (1.0, 1.0, 0.0);
        for active in 1..=connections {
            let active = active as f64;
            let busy = active.min(servers);
            chance *= (all - active + 1.0) / self.delay_seconds * self.work_seconds / busy;
            sum += chance;
            working += chance * busy;
            if sum > RARE {
                chance /= RARE;
                sum /= RARE;
                working /= RARE;
            }
        }
        all * self.work_seconds * sum / working
    }
}
