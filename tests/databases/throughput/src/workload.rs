//! What one request does with its connection.

use std::thread;
use std::time::Duration;

use postgres::Error;

use crate::session::Session;

/// As many as throughput.py fills in.
pub const ACCOUNTS: u64 = 100_000;
pub const BRANCHES: u64 = 64;
const TELLERS: u64 = 10 * BRANCHES;

/// The program's own work while it holds a transaction open.
const THINKING: Duration = Duration::from_millis(4);

const SELECT: &str = "SELECT abalance FROM pgbench_accounts WHERE aid = $1";
const ACCOUNT: &str = "UPDATE pgbench_accounts SET abalance = abalance + $2 WHERE aid = $1";
const TELLER: &str = "UPDATE pgbench_tellers SET tbalance = tbalance + $2 WHERE tid = $1";
const BRANCH: &str = "UPDATE pgbench_branches SET bbalance = bbalance + $2 WHERE bid = $1";
const HISTORY: &str =
    "INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)";

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Workload {
    /// One account by its key, as `pgbench --select-only`.
    Read,
    /// As pgbench's own: an account, its balance, a teller, a branch, a line of history, a commit to disk.
    Write,
    /// Reads an account, thinks, writes it.
    Think,
    /// Waits in the database for something that is not its CPU.
    Wait,
    /// Everybody writes the same row.
    Hot,
}

impl Workload {
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "read" => Some(Workload::Read),
            "write" => Some(Workload::Write),
            "think" => Some(Workload::Think),
            "wait" => Some(Workload::Wait),
            "hot" => Some(Workload::Hot),
            _ => None,
        }
    }

    pub fn statements(self) -> &'static [&'static str] {
        match self {
            Workload::Read => &[SELECT],
            Workload::Write => &[ACCOUNT, SELECT, TELLER, BRANCH, HISTORY],
            Workload::Think => &[SELECT, ACCOUNT],
            Workload::Wait => &["SELECT pg_sleep(0.01)", SELECT],
            Workload::Hot => &[SELECT, BRANCH],
        }
    }

    pub fn run(self, session: &mut Session, chance: &mut Chance) -> Result<(), Error> {
        let (client, of) = (&mut session.client, &session.statements);
        let account = chance.key(ACCOUNTS);
        if self == Workload::Read {
            client.query_one(&of[0], &[&account])?;
            return Ok(());
        }
        if self == Workload::Wait {
            client.query_one(&of[0], &[])?;
            client.query_one(&of[1], &[&account])?;
            return Ok(());
        }
        let delta = chance.key(10_000) - 5000;
        let mut transaction = client.transaction()?;
        match self {
            Workload::Write => {
                let (teller, branch) = (chance.key(TELLERS), chance.key(BRANCHES));
                transaction.execute(&of[0], &[&account, &delta])?;
                transaction.query_one(&of[1], &[&account])?;
                transaction.execute(&of[2], &[&teller, &delta])?;
                transaction.execute(&of[3], &[&branch, &delta])?;
                transaction.execute(&of[4], &[&teller, &branch, &account, &delta])?;
            }
            Workload::Think => {
                transaction.query_one(&of[0], &[&account])?;
                thread::sleep(THINKING);
                transaction.execute(&of[1], &[&account, &delta])?;
            }
            _ => {
                transaction.query_one(&of[0], &[&account])?;
                transaction.execute(&of[1], &[&1, &delta])?;
            }
        }
        transaction.commit()
    }
}

/// Keys by chance: xorshift, of which only the evenness matters.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// 1 to `most`.
    fn key(&mut self, most: u64) -> i32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % most) as i32 + 1
    }
}
