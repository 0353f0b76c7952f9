//! What to do about a finding on a pool.

use super::leak;
use super::queries;
use super::sized;
use super::table::PoolRule;
use super::view::View;
use crate::dbpool::{DatabaseSystem, PoolAdvice, SizeChange};
use crate::fields::Unit::{Count, Seconds};
use crate::finding::{quantity, Action, Category, Effort, Finding, Place, Recommendation};

/// What answers a finding of that rule, the best first; where a size is the answer it has a place of its own
/// ([`super::sized`]). No size is named here but that of `advice`.
pub(super) fn answers(
    view: &View,
    rule: PoolRule,
    name: &str,
    finding: &Finding,
    advice: Option<&PoolAdvice>,
) -> Vec<Recommendation> {
    let system = view.database.map(|database| database.system);
    let make = Make { finding, system };
    match rule {
        PoolRule::Saturated | PoolRule::Waits | PoolRule::Timeouts => make.list([make.hold_less(name)]),
        PoolRule::Leak => make.list([make.leak(view, name)]),
        PoolRule::Stalled => make.list([make.standstill(name)]),
        PoolRule::CannotConnect => make.list([make.unreachable(name)]),
        PoolRule::Lost => make.list([make.lost(name)]),
        PoolRule::Churn => make.list([make.churn(view, name, advice)]),
        PoolRule::Oversized => make.list([make.close_idle(name)]),
        PoolRule::Slower => make.list([make.slower(name)]),
        PoolRule::DatabaseSaturated => make.list([make.do_not_grow(name, advice)]),
        PoolRule::Connections => make.list([make.near_maximum(view, name)]),
        PoolRule::IdleInTransaction => make.list([make.idle_in_transaction(view, name)]),
        PoolRule::Locks => make.list([make.locks(view)]),
        PoolRule::SlowQueries | PoolRule::LongQuery => make.list([make.slow_query(view, rule)]),
        PoolRule::CacheHit => make.list([make.cache(name)]),
        PoolRule::Deadlocks => make.list([make.deadlocks()]),
        PoolRule::Busy => make.list([make.busy()]),
        PoolRule::Temporary => make.list([make.temporary()]),
        PoolRule::Conflicts => make.list([make.conflicts()]),
    }
}

/// What an answer is made of.
struct Make<'a> {
    finding: &'a Finding,
    system: Option<DatabaseSystem>,
}

/// A change of the program.
fn program(what: impl Into<String>) -> Option<Action> {
    Some(Action::new(Place::Program, "", what))
}

/// A setting of the pool in the program.
fn setting(target: &str, value: impl Into<String>) -> Option<Action> {
    Some(Action::new(Place::Program, target, value))
}

/// One to be written: what to do, why, what it brings.
pub(super) fn answer(
    finding: &Finding,
    category: Category,
    effort: Effort,
    words: (String, String, String),
    actions: Vec<Action>,
) -> Recommendation {
    let (title, description, expected_impact) = words;
    Recommendation {
        component: finding.component.clone(),
        category,
        priority: finding.severity,
        rule: finding.rule,
        title,
        description,
        expected_impact,
        gain: finding.impact_ratio,
        effort,
        actions,
        evidence: finding.evidence.clone(),
    }
}

impl Make<'_> {
    fn list<const N: usize>(&self, answers: [Recommendation; N]) -> Vec<Recommendation> {
        answers.into()
    }

    fn answer<const N: usize>(
        &self,
        effort: Effort,
        title: impl Into<String>,
        description: impl Into<String>,
        impact: impl Into<String>,
        actions: [Option<Action>; N],
    ) -> Recommendation {
        let words = (title.into(), description.into(), impact.into());
        let actions = actions.into_iter().flatten().collect();
        answer(self.finding, Category::Database, effort, words, actions)
    }

    fn hold_less(&self, name: &str) -> Recommendation {
        self.answer(
            Effort::Medium,
            format!("Hold connections of pool {name} for less time."),
            "A connection is taken from when it is asked for until it is given back, whether the database works or not.",
            "Half the time in use does as much as twice the connections, without the load on the database.",
            [
                program("take a connection right before the first statement, and give it back before calls to other services, rendering or sleeping"),
                queries::sessions(self.system),
            ],
        )
    }

    fn leak(&self, view: &View, name: &str) -> Recommendation {
        let place = leak::suspect(view).map(|holder| holder.site.as_str());
        let title = match place {
            Some(site) => format!("Give connections of pool {name} back at {site}, after an error too."),
            None => format!("Find where connections of pool {name} are taken and not given back, after an error most of all."),
        };
        let site = place.map_or_else(|| "where connections are taken".to_owned(), str::to_owned);
        self.answer(
            Effort::Medium,
            title,
            "Do not grow the pool for it: a larger one runs out as well, only later. Until it is mended a restart of the program gives all of them back.",
            "The pool has all its connections again; waits and timeouts that come from it end.",
            [
                program(format!("{site}: a block that closes the connection whatever happens (`with engine.connect() as connection:`, `try`/`finally`, a guard)")),
                queries::sessions(self.system),
            ],
        )
    }

    fn standstill(&self, name: &str) -> Recommendation {
        self.answer(
            Effort::Medium,
            format!("See what the connections of pool {name} wait for, and give their statements a time limit."),
            "Do not grow the pool: more connections would stand still as well. Without limits a network that swallows packets holds a connection for minutes.",
            "Statements that hang fail instead, and their connections come back.",
            [
                queries::running(self.system),
                queries::blockers(self.system),
                program("PostgreSQL: connect with options '-c statement_timeout=30s', keepalives_idle=30, keepalives_interval=10, keepalives_count=3, tcp_user_timeout=30000; MySQL: read_timeout=30, write_timeout=30"),
            ],
        )
    }

    fn unreachable(&self, name: &str) -> Recommendation {
        let refused = self.finding.explains.contains(&"database.connections");
        let title = if refused {
            format!("Free connections of the server: pool {name} is refused new ones.")
        } else {
            format!("See whether the server of pool {name} runs, can be reached and accepts its user.")
        };
        self.answer(
            Effort::Low,
            title,
            "What the driver says when it connects tells which of them it is: refused or timed out, too many clients, wrong password.",
            "New connections can be opened again.",
            [
                Some(Action::new(Place::Command, "does the server answer", match self.system {
                    Some(DatabaseSystem::MySql | DatabaseSystem::MariaDb) => "mysqladmin --host HOST ping",
                    _ => "pg_isready -h HOST -p PORT",
                })),
                queries::most_connections(self.system),
                program("try again with a growing, random pause, so that not all come back at the same time"),
            ],
        )
    }

    fn lost(&self, name: &str) -> Recommendation {
        self.answer(
            Effort::Low,
            format!("Have pool {name} notice broken connections before it hands them out."),
            "If the server was restarted nothing else is to be done. If it happens again and again, something between closes connections that idle.",
            "Requests get connections that work.",
            [
                setting("SQLAlchemy: create_engine(pool_pre_ping=...)", "True"),
                setting("psycopg_pool: ConnectionPool(check=...)", "ConnectionPool.check_connection"),
                setting("HikariCP: keepaliveTime", "120000"),
                setting("recycle time, below that of the server or the firewall", "1800 s"),
            ],
        )
    }

    fn churn(&self, view: &View, name: &str, advice: Option<&PoolAdvice>) -> Recommendation {
        let peak = view.minute.as_ref().and_then(|minute| minute.in_use_peak);
        // Kept open, of those that the pool may have by advice, or by how it is set.
        let most = advice.map(|advice| f64::from(advice.size.saturating_add(advice.overflow)));
        let peak = peak.map(|peak| most.or(view.most()).map_or(peak, |most| peak.min(most)));
        let recycled =
            view.stat(|stats| stats.recycle_seconds).filter(|seconds| *seconds > 0.0 && *seconds < 300.0);
        let title = match (recycled, peak) {
            (Some(seconds), _) => format!(
                "Replace connections of pool {name} after 1800 s rather than {}.",
                quantity(seconds, Seconds)
            ),
            (None, Some(peak)) => format!("Let pool {name} keep {} connections open.", quantity(peak, Count)),
            _ => format!("Let pool {name} keep its connections open."),
        };
        let keep = peak.map(|peak| {
            Action::new(
                Place::Program,
                "connections kept (SQLAlchemy pool_size, psycopg_pool min_size, HikariCP minimumIdle)",
                quantity(peak, Count),
            )
        });
        let recycle = recycled.map(|_| Action::new(Place::Program, "age at which they are replaced (SQLAlchemy pool_recycle, psycopg_pool max_lifetime, HikariCP maxLifetime)", "1800 s"));
        self.answer(
            Effort::Low,
            title,
            "Overflow is for bursts: what is needed all the time should be kept.",
            "Requests do not wait for connections to be opened.",
            [recycle, keep],
        )
    }

    fn slower(&self, name: &str) -> Recommendation {
        self.answer(
            Effort::Medium,
            format!("See what slows down the work on connections of pool {name} before its size is changed."),
            "The time in use has grown, by the database or by the program while it holds a connection. A larger pool would add load to what is slow.",
            "Requests take as long as they did, and the pool is large enough again.",
            [queries::running(self.system), queries::slowest(self.system), queries::blockers(self.system)],
        )
    }

    fn do_not_grow(&self, name: &str, advice: Option<&PoolAdvice>) -> Recommendation {
        let change = advice.map(|advice| advice.change);
        let fewer = advice.filter(|advice| advice.change == SizeChange::Shrink);
        let title = match (fewer, change) {
            (Some(fewer), _) => format!(
                "Do not grow pool {name}: try {}, or make its statements cheaper.",
                sized::connections(fewer)
            ),
            // Others keep the database busy, and this pool is short of connections all the same.
            (None, Some(SizeChange::Grow)) => {
                format!("Make the statements of {name} cheaper, or give the database more CPUs.")
            }
            (None, _) => {
                format!(
                    "Do not grow pool {name}: make its statements cheaper, or give the database more CPUs."
                )
            }
        };
        let fewer_why = fewer.map_or_else(String::new, |fewer| format!(" {}", fewer.reason));
        let sizes = fewer.map(sized::settings).unwrap_or_default();
        let mut answer = self.answer(
            Effort::Medium,
            title,
            format!("The database is at its limit. What waits in the pool waits for nothing; what waits in the database waits for CPUs, memory and locks.{fewer_why}"),
            "The same work gets done with less time for each statement.",
            [queries::slowest(self.system), queries::running(self.system)],
        );
        answer.actions.splice(0..0, sizes);
        answer
    }

    fn close_idle(&self, name: &str) -> Recommendation {
        self.answer(
            Effort::Low,
            format!("Let pool {name} close connections that idle, or keep fewer open."),
            "A pool that opens what it needs and closes it when it idles leaves its maximum for bursts.",
            "The server has memory and connections for others.",
            [
                setting(
                    "connections kept (psycopg_pool min_size, HikariCP minimumIdle, r2d2 min_idle)",
                    "fewer",
                ),
                queries::by_user(self.system),
            ],
        )
    }

    fn near_maximum(&self, view: &View, name: &str) -> Recommendation {
        let idle = view.value(|values| values.connections_idle).zip(view.value(|values| values.connections));
        let idle = idle.filter(|(idle, all)| *idle > 0.5 * all);
        let why = match idle {
            Some((idle, _)) => {
                format!("{} of them idle: pools keep more than they use.", quantity(idle, Count))
            }
            None => "Most of them are in use.".to_owned(),
        };
        self.answer(
            Effort::Medium,
            format!("Let the pools that share the server of {name} have fewer connections, or put a pooler before it."),
            format!("{why} A higher `max_connections` takes memory for each and makes no CPU faster."),
            "The next that connects is not refused, and the reserve is left for administrators.",
            [
                queries::by_user(self.system),
                queries::most_connections(self.system),
                setting("PgBouncer: pool_mode", "transaction"),
            ],
        )
    }

    fn idle_in_transaction(&self, view: &View, name: &str) -> Recommendation {
        let site = leak::suspect(view).map_or_else(String::new, |holder| format!(" at {}", holder.site));
        self.answer(
            Effort::Medium,
            format!("End transactions of {name} before other work begins{site}."),
            "Whoever asks for data and then does something else keeps the transaction, its locks and the connection; a larger pool only makes more of them.",
            "Locks and connections come back at once.",
            [
                program("commit or roll back before calls to other services, before waiting, and after every error; read in autocommit where nothing has to hang together"),
                queries::idle_transactions(self.system),
                queries::idle_timeout(self.system),
            ],
        )
    }

    fn locks(&self, view: &View) -> Recommendation {
        let head = view
            .database
            .and_then(|database| database.blocked.first())
            .and_then(|blocked| blocked.blocked_by);
        let title = match head {
            Some(session) => format!("See what session {session} does: the others wait for its lock."),
            None => "See who holds the lock that the others wait for.".to_owned(),
        };
        let end = head.map(|session| match self.system {
            Some(DatabaseSystem::MySql | DatabaseSystem::MariaDb) => {
                queries::statement("end it, if it may be lost", &format!("KILL {session}"))
            }
            _ => queries::statement(
                "end it, if it may be lost",
                &format!("SELECT pg_terminate_backend({session})"),
            ),
        });
        self.answer(
            Effort::Medium,
            title,
            "Do not grow the pool: more connections would wait for the same lock. Short transactions, rows taken in the same order, and changes of the schema at quiet times keep locks short.",
            "The statements that wait go on.",
            [queries::blockers(self.system), end, queries::lock_timeout(self.system)],
        )
    }

    fn slow_query(&self, view: &View, rule: PoolRule) -> Recommendation {
        let wanted = rule == PoolRule::LongQuery;
        let query = super::words::suspect(view, wanted);
        let title = match query {
            Some(query) => format!("Make this statement cheaper: {}", query.text),
            None => "Find the statement that takes most time, and make it cheaper.".to_owned(),
        };
        let explain = query.map(|query| queries::plan(&query.text));
        self.answer(
            Effort::Medium,
            title,
            "An index for what it filters and joins by, fewer rows, or a result that is kept. A larger pool would run more of it at the same time.",
            "Requests take less time, and connections come back sooner.",
            [
                explain,
                if wanted { queries::running(self.system) } else { queries::slowest(self.system) },
            ],
        )
    }

    fn cache(&self, name: &str) -> Recommendation {
        self.answer(
            Effort::Medium,
            format!("Have the database of {name} read fewer pages, or give it more cache."),
            "Statements that read whole tables push out what others need: look at them first. PostgreSQL: a quarter of the machine's memory for shared_buffers is where to begin.",
            "Pages come from memory.",
            [
                queries::slowest(self.system),
                queries::cache_size(self.system),
                queries::more_cache(self.system),
            ],
        )
    }

    fn deadlocks(&self) -> Recommendation {
        self.answer(
            Effort::Medium,
            "Take locks in the same order everywhere, and try again what was ended.",
            "Sort the rows that are changed together by their key; keep transactions short. A transaction that was ended for a deadlock can be run again.",
            "No transaction is lost.",
            [queries::deadlock_report(self.system), program("run the transaction again after SQLSTATE 40P01 or 40001 (MySQL: error 1213)")],
        )
    }

    fn busy(&self) -> Recommendation {
        self.answer(
            Effort::Low,
            "Let SQLite wait for its writer, and readers beside it.",
            "Write in short transactions that begin with BEGIN IMMEDIATE, over one connection.",
            "Statements wait a moment instead of failing.",
            [queries::wal_mode(self.system), queries::lock_timeout(self.system)],
        )
    }

    fn temporary(&self) -> Recommendation {
        self.answer(
            Effort::Low,
            "Sort and join less, or in more memory.",
            "An index in the order that is asked for needs no sort. The memory counts for each sort of each session.",
            "Sorts and joins do not wait for the disk.",
            [queries::slowest(self.system), queries::memory_of_sorts(self.system)],
        )
    }

    fn conflicts(&self) -> Recommendation {
        self.answer(
            Effort::Low,
            "Let the replica wait for its readers, or shorten what they ask for.",
            "With feedback the primary keeps rows for longer.",
            "Statements on the replica are not cancelled.",
            [
                queries::feedback(self.system),
                queries::standby_delay(self.system),
                queries::reload(self.system),
            ],
        )
    }
}
