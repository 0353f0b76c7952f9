//! Connections as the pool makes them: with their statements prepared.

use postgres::{Client, Config, Error, NoTls, SimpleQueryMessage, Statement};
use r2d2::ManageConnection;

use crate::workload::Workload;

pub struct Session {
    pub client: Client,
    pub statements: Vec<Statement>,
}

pub struct Manager {
    config: Config,
    workload: Workload,
}

impl Manager {
    pub fn new(folder: &str, workload: Workload) -> Self {
        let mut config = Config::new();
        config.host_path(folder).user("postgres").dbname("postgres");
        Manager { config, workload }
    }

    pub fn plain(&self) -> Result<Client, Error> {
        self.config.connect(NoTls)
    }
}

impl ManageConnection for Manager {
    type Connection = Session;
    type Error = Error;

    fn connect(&self) -> Result<Session, Error> {
        let mut client = self.plain()?;
        let prepared: Result<_, _> =
            self.workload.statements().iter().map(|sql| client.prepare(sql)).collect();
        Ok(Session { statements: prepared?, client })
    }

    fn is_valid(&self, session: &mut Session) -> Result<(), Error> {
        session.client.is_valid(std::time::Duration::from_secs(1))
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        session.client.is_closed()
    }
}

/// The rows of the last result set, as text: what a reader asks for.
pub fn rows(client: &mut Client, sql: &str) -> Result<plimsoll::dbpool::Rows, Error> {
    let mut rows = Vec::new();
    for message in client.simple_query(sql)? {
        match message {
            SimpleQueryMessage::RowDescription(_) => rows.clear(),
            SimpleQueryMessage::Row(row) => {
                rows.push((0..row.len()).map(|column| row.get(column).map(str::to_owned)).collect());
            }
            _ => {}
        }
    }
    Ok(rows)
}
