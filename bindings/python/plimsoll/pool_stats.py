"""What a pool of database connections reports, what its database says, and what happened in between."""

from .finding import Action, Measure
from .part import Part
from .record import member


class PoolStats(Part):
    """Counters and gauges of a pool at one moment. What the pool does not tell is None. Times are in seconds."""

    __slots__ = ()
    size = member(0, "Connections that the pool keeps at most, without overflow.")
    max_overflow = member(
        1, "Connections beyond `size` that it opens under load and closes again; 0 where it has none."
    )
    min_size = member(2, "Connections that it keeps open even when idle.")
    timeout_seconds = member(3, "How long a request for a connection waits at most.")
    recycle_seconds = member(4, "The age at which a connection is replaced.")
    open = member(5, "Connections that are open, idle or in use, overflow too.")
    in_use = member(6, "Connections that are handed out.")
    idle = member(7, "Connections that are open and wait to be handed out.")
    waiting = member(8, "Requests that wait for a connection now.")
    in_use_peak = member(9, "The most that were handed out at once since the observation before.")
    wait_peak_seconds = member(10, "The longest wait since the observation before.")
    oldest_use_seconds = member(
        11, "For how long the connection that was handed out first of those in use has been."
    )
    requests = member(12, "Requests for a connection that were served.")
    queued = member(
        13, "Of `requests` and `timeouts`, those that had to wait because no connection was free."
    )
    wait_seconds = member(14, "Time that all requests waited, opening of connections included.")
    use_seconds = member(15, "Time that connections were handed out, summed when they are given back.")
    use_seconds_squared = member(
        16, "The squares of those times, in seconds squared: tells how uneven they are."
    )
    timeouts = member(17, "Requests that gave up waiting.")
    errors = member(18, "Connections that could not be opened.")
    created = member(19, "Connections opened.")
    create_seconds = member(20, "Time that opening them took.")
    closed = member(21, "Connections closed, for whatever reason.")
    lost = member(22, "Connections found broken: closed by the server or the network.")


class Holder(Part):
    """A place of the program that holds connections."""

    __slots__ = ()
    site = member(0, "The place: `file:line function`, a job, a thread.")
    connections = member(1, "How many connections it holds.")
    seconds = member(2, "For how long it has held the first of them, in seconds.")


class PoolInterval(Part):
    """What happened in a pool between two observations. What either of them lacks is None."""

    __slots__ = ()
    end_seconds = member(0, "When it ended, on the clock of the observations.")
    seconds = member(1, "How long it was, in seconds.")
    arrivals_per_second = member(2, "Requests for a connection, those that timed out too, per second: λ.")
    use_seconds = member(
        3,
        "Mean time that a connection was handed out for, in seconds: S. Of those given back in the interval.",
    )
    use_variation = member(
        4, "Squared coefficient of variation of that time: 0 all alike, 1 exponential, more heavy- tailed."
    )
    wait_seconds = member(5, "Mean wait, in seconds, of all that were served.")
    wait_peak_seconds = member(6, "The longest wait, in seconds.")
    queued_ratio = member(7, "Share of requests that had to wait, 0..1.")
    in_use_mean = member(
        8, "Connections in use, on average: offered load where nothing waited (Little's law)."
    )
    in_use_peak = member(9, "The most in use at once, as far as it is known.")
    utilisation = member(
        10, "Mean share of the connections that the pool can have, overflow too, that were in use, 0..1."
    )
    timeouts_per_second = member(11, "Requests that gave up, per second.")
    created_per_second = member(12, "Connections opened, per second.")
    create_seconds = member(13, "Mean time to open one, in seconds.")
    lost_per_second = member(14, "Connections found broken, per second.")
    errors_per_second = member(15, "Connections that could not be opened, per second.")
    most = member(16, "Connections that the pool could have at the end, overflow too.")
    in_use_end = member(17, "Connections in use at the end of it.")
    waiting_end = member(18, "Requests that waited at the end of it.")
    open_end = member(19, "Connections open at the end of it.")


class DatabaseValues(Part):
    """Counters and gauges of a database at one moment. What it does not tell, or the user may not see, is None."""

    __slots__ = ()
    max_connections = member(0, "Connections that the server accepts at most (`max_connections`).")
    reserved_connections = member(1, "Of these, kept for superusers and reserved roles.")
    cpus = member(2, "CPUs that the server can use, where the caller knows.")
    connections = member(3, "Connections of clients, all databases and users.")
    connections_own = member(4, "Of these, those of the same user to the same database.")
    connections_active = member(
        5, "Connections that run a statement now, this one left out (MySQL: `Threads_running`)."
    )
    connections_idle = member(6, "Connections between transactions.")
    connections_idle_in_transaction = member(7, "Connections that hold a transaction open and do nothing.")
    connections_waiting_for_lock = member(8, "Connections whose statement waits for a lock.")
    connections_waiting_for_io = member(9, "Connections whose statement waits for the disk.")
    oldest_transaction_seconds = member(10, "Age of the oldest transaction.")
    oldest_idle_in_transaction_seconds = member(
        11, "For how long the one that idles in a transaction longest has idled."
    )
    oldest_query_seconds = member(12, "For how long the statement that runs longest has run.")
    oldest_lock_wait_seconds = member(
        13, "For how long the statement that waits longest for a lock has waited."
    )
    commits = member(14, "Transactions committed.")
    rollbacks = member(15, "Transactions rolled back.")
    queries = member(16, "Statements run.")
    query_seconds = member(17, "Time that they took.")
    slow_queries = member(18, "Statements slower than the server's own threshold.")
    reads = member(19, "Statements that read (MySQL: `Com_select`).")
    writes = member(20, "Statements that write (MySQL: insert, update, delete, replace).")
    rows_read = member(21, "Rows read (PostgreSQL: `tup_returned` + `tup_fetched`).")
    rows_written = member(22, "Rows inserted, updated or deleted.")
    cache_hits = member(23, "Pages found in the database's cache.")
    cache_misses = member(24, "Pages that were not.")
    deadlocks = member(25, "Deadlocks that the server broke.")
    lock_waits = member(26, "Waits for row locks that have begun.")
    lock_wait_seconds = member(27, "Time spent in them.")
    conflicts = member(28, "Statements cancelled by recovery (replicas).")
    temporary_bytes = member(29, "Written to temporary files.")
    active_seconds = member(30, "Time that sessions ran statements.")
    idle_in_transaction_seconds = member(31, "Time that sessions idled in transactions.")
    sessions_abandoned = member(32, "Sessions that ended because the client went away.")
    connections_refused = member(33, "Connections refused or not brought to an end.")
    busy = member(34, "Statements refused because another held the database (SQLite: `SQLITE_BUSY`).")
    database_bytes = member(35, "Size of the database.")
    cache_bytes = member(36, "Size of the database's cache.")
    wal_bytes = member(37, "Size of the write-ahead log (SQLite).")
    reset_time_seconds = member(38, "When the counters last started anew, in seconds since 1970.")
    busy_timeout_seconds = member(
        39, "How long a statement waits for a database that another holds (SQLite)."
    )
    connections_waiting_otherwise = member(
        40,
        "Connections whose statement waits for something else than a CPU, a lock or the disk: a replica, "
        "another process, a timer.",
    )


class SlowQuery(Part):
    """A kind of statement that takes time."""

    __slots__ = ()
    text = member(0, "The statement, without its literals, cut to 200 characters.")
    calls = member(1, "How often it ran; 1 for one that runs now.")
    mean_seconds = member(2, "Mean time, in seconds.")
    total_seconds = member(3, "Time in all, in seconds.")
    running = member(4, "It runs now, rather than having run.")


class Blocked(Part):
    """A statement that waits for a lock, and who holds it."""

    __slots__ = ()
    session = member(0, "The session that waits: pid of PostgreSQL, thread of MySQL.")
    blocked_by = member(1, "The session at the head of the queue, where it is known.")
    seconds = member(2, "For how long it has waited, in seconds.")
    holder_state = member(3, "What the one that holds the lock does: its state.")
    text = member(4, "The statement that waits, without its literals, cut to 200 characters.")


class DatabaseStats(Part):
    """What a database says of itself at one moment."""

    __slots__ = ()
    _parts = {"values": DatabaseValues, "slow": SlowQuery, "blocked": Blocked}
    _lists = ("slow", "blocked", "problems")
    system = member(0, "'postgresql', 'mysql', 'mariadb' or 'sqlite'.")
    version = member(1, "Its version, as it tells it.")
    values = member(2, "Counters and gauges: `DatabaseValues`.")
    slow = member(3, "The kinds of statement that took most time, most first: `SlowQuery`s.")
    blocked = member(4, "Statements that wait for locks, longest first: `Blocked`s.")
    problems = member(5, "What could not be read, and what to do about it: sentences.")


class DatabaseInterval(Part):
    """What happened in a database between two observations. What either of them lacks is None."""

    __slots__ = ()
    end_seconds = member(0, "When it ended, on the clock of the observations.")
    seconds = member(1, "How long it was, in seconds.")
    transactions_per_second = member(2, "Transactions, committed and rolled back, per second.")
    rollback_ratio = member(3, "Share of them that was rolled back, 0..1.")
    queries_per_second = member(4, "Statements per second.")
    query_seconds = member(5, "Mean time of a statement, in seconds.")
    slow_queries_per_second = member(6, "Slow statements per second.")
    write_ratio = member(
        7, "Share of statements, or of rows where statements are not told apart, that write, 0..1."
    )
    cache_hit_ratio = member(8, "Share of pages found in the cache, 0..1.")
    pages_per_second = member(9, "Pages looked for, per second.")
    deadlocks_per_second = member(10, "Deadlocks per second.")
    lock_waits_per_second = member(11, "Waits for row locks, per second.")
    conflicts_per_second = member(12, "Statements cancelled by recovery, per second.")
    temporary_bytes_per_second = member(13, "Written to temporary files, bytes per second.")
    active_mean = member(14, "Sessions that ran a statement, on average.")
    busy_ratio = member(15, "Share of the time in transactions that statements ran, 0..1.")
    busy_per_second = member(16, "Statements refused because another held the database, per second.")
    connections_refused_per_second = member(17, "Connections refused or not brought to an end, per second.")
    waiting_for_lock = member(18, "Sessions whose statement waited for a lock at the end.")
    waiting_for_io = member(19, "Sessions whose statement waited for the disk at the end.")
    waiting_otherwise = member(
        20, "Sessions whose statement waited for something else than a CPU, a lock or the disk at the end."
    )


class PoolRecognition(Part):
    """Which pattern the load follows, as far as can be told."""

    __slots__ = ()
    _parts = {"evidence": Measure}
    pattern = member(0, "The pattern; missing where too little was observed.")
    confidence = member(1, "How sure it is, 0..1.")
    requests = member(2, "Requests that it rests on.")
    observed_seconds = member(3, "Time that was observed, in seconds.")
    reason = member(4, "Why, in a sentence.")
    evidence = member(5, "The readings it rests on, most telling first.")


class PoolWhatIf(Part):
    """What a size would do, by the model."""

    __slots__ = ()
    size = member(0, "Connections, overflow included.")
    wait_p95_seconds = member(1, "95th percentile of the waits, in seconds.")
    use_seconds = member(2, "Mean hold time, in seconds: it grows where the database cannot keep up.")
    utilisation = member(3, "Share of the connections in use, 0..1.")
    database_load = member(
        4, "Share of what the database can do, 0..1; missing where no limit of it is known."
    )
    cost = member(5, "What it costs by the prices of docs/database-pools.md, the advised size being 1.")


class PoolSettings(Part):
    """What to set in one kind of pool."""

    __slots__ = ()
    _parts = {"actions": Action}
    library = member(0, "'sqlalchemy', 'psycopg_pool', 'hikaricp', 'pgbouncer' or 'r2d2'.")
    actions = member(1, "Settings with their values, in the units of that library: `Action`s.")


class PoolAdvice(Part):
    """How large a pool should be, and what else to set; or why that cannot be said yet."""

    __slots__ = ()
    _parts = {
        "recognition": PoolRecognition,
        "what_if": PoolWhatIf,
        "settings": PoolSettings,
        "evidence": Measure,
    }
    _lists = ("what_if", "settings", "notes", "evidence")
    status = member(0, "'advice' or 'not_enough_data'.")
    size = member(
        1, "Connections to keep; None where too little was seen, as are all below but the last six."
    )
    overflow = member(2, "Connections beyond that, opened under load and closed again.")
    timeout_seconds = member(3, "How long a request should wait at most.")
    recycle_seconds = member(4, "The age at which a connection should be replaced.")
    change = member(
        5,
        "What that means for the size: 'keep', 'grow', 'shrink', or 'set' where the present one is "
        "not known.",
    )
    limit = member(
        6,
        "What decided it: 'demand', 'database', 'locks', 'max_connections', 'deadlock_floor', "
        "'threads', 'step', 'trial', 'leak', 'measured'.",
    )
    reason = member(7, "Why, in a sentence with the numbers.")
    confidence = member(8, "How sure it is, 0 to 1.")
    current_size = member(9, "The present size, where it is known.")
    current_overflow = member(10, "The present overflow, where it is known.")
    held = member(
        11, "Whether something better was found, but by so little that the present or the last advice stays."
    )
    pattern = member(12, "The pattern whose priors were used.")
    recognition = member(13, "What was recognised: a `PoolRecognition`.")
    what_if = member(14, "What other sizes would do: `PoolWhatIf`s.")
    settings = member(15, "The same for each kind of pool: `PoolSettings`.")
    notes = member(16, "What a reader must know beside the numbers: sentences.")
    evidence = member(17, "What it rests on: `Measure`s.")
    needed = member(18, "What is missing, in a sentence; None where there is advice, as all below are.")
    requests = member(19, "Requests that were seen at the present size.")
    needed_requests = member(20, "Requests that are needed.")
    observed_seconds = member(21, "How long the present size was observed.")
    needed_seconds = member(22, "How long is needed.")
    first_size = member(
        23, "A size to begin with, by the pattern and the database's CPUs, where these are known."
    )


class PoolReading(Part):
    """Everything that is known of a pool at a moment."""

    __slots__ = ()
    _parts = {
        "stats": PoolStats,
        "holders": Holder,
        "interval": PoolInterval,
        "database": DatabaseStats,
        "database_interval": DatabaseInterval,
        "sizing": PoolAdvice,
    }
    _lists = ("holders",)
    name = member(0, "The pool's name.")
    time_seconds = member(1, "When it last reported, in seconds on the clock of the observations.")
    stats = member(2, "What it last reported: `PoolStats`, or None.")
    holders = member(3, "Who held connections then: `Holder`s.")
    interval = member(4, "What happened between the last two reports: a `PoolInterval`, or None.")
    database = member(5, "What its database last said: `DatabaseStats`, or None.")
    database_interval = member(6, "What happened in the database in between: a `DatabaseInterval`, or None.")
    sizing = member(7, "How large it should be, as last advised: `PoolAdvice`, or None before anybody asked.")
    judged_seconds = member(8, "As of when it was judged last, on the clock of the observations, or None.")
    database_time_seconds = member(9, "When its database was read last, on the same clock, or None.")
