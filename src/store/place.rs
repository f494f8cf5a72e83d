//! The place of the store: the address that the operator gave, understood and made safe.
//!
//! A file's path is taken literally; a server's URL gets TLS when it is not on this machine. What is shown to people
//! never holds the password, and a misspelt parameter is refused rather than logged.

use std::fmt;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use url::Url;

use super::error::{BadAddress, Error};

/// A file on this machine or a database on a server.
#[derive(Clone)]
pub(super) enum Place {
    File(PathBuf),
    Server {
        url: Url,
        shown: String,
        /// Host and port, unless it is a socket of this machine.
        door: Option<(String, u16)>,
    },
}

/// Parameters of a PostgreSQL URL that sqlx understands. Others would end up in a log, passwords included.
const PARAMETERS: [&str; 12] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

impl Place {
    /// Understands `sqlite:PATH` and `postgres://…`. Makes no call and touches no file.
    pub(super) fn parse(address: &str) -> Result<Self, Error> {
        let scheme = address.split(':').next().unwrap_or_default();
        match scheme {
            "sqlite" => file(&address["sqlite:".len()..]),
            "postgres" | "postgresql" => server(address),
            _ => Err(refused(BadAddress::Scheme)),
        }
    }

    /// For people: a path, or user, host, port and database. Never a password.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Server { shown, .. } => shown.clone(),
        }
    }

    /// The target of sqlx's connection.
    pub(super) fn url(&self) -> Result<Url, Error> {
        match self {
            Self::Server { url, .. } => Ok(url.clone()),
            Self::File(path) => {
                let path = path.to_str().ok_or_else(|| refused(BadAddress::NotUtf8))?;
                // Everything is escaped, slashes too: a URL with real slashes would lose its `..` and `.`, which links make meaningful.
                let mut url = String::from("sqlite:");
                for byte in path.bytes() {
                    if byte.is_ascii_alphanumeric() {
                        url.push(char::from(byte));
                    } else {
                        let _ = write!(url, "%{byte:02X}");
                    }
                }
                Url::parse(&url).map_err(|error| refused(BadAddress::Other(error.to_string())))
            }
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown())
    }
}

fn refused(why: BadAddress) -> Error {
    Error::Address { why }
}

fn file(written: &str) -> Result<Place, Error> {
    // `sqlite://PATH` is what other programs write; the path is the same.
    let written = written.strip_prefix("//").unwrap_or(written);
    if written.is_empty() {
        return Err(refused(BadAddress::Missing));
    }
    if written.starts_with(":memory:") {
        return Err(refused(BadAddress::Memory));
    }
    if written.starts_with('~') {
        return Err(refused(BadAddress::Home));
    }
    if written.contains(['?', '\0']) {
        return Err(refused(BadAddress::Characters));
    }
    if written.ends_with(['/', '\\']) {
        return Err(refused(BadAddress::Folder));
    }
    let path = std::path::absolute(Path::new(written))
        .map_err(|error| refused(BadAddress::Other(error.to_string())))?;
    Ok(Place::File(path))
}

fn server(address: &str) -> Result<Place, Error> {
    let mut url =
        Url::parse(address).map_err(|error| refused(BadAddress::Other(error.to_string())))?;
    if url.cannot_be_a_base() {
        return Err(refused(BadAddress::Slashes));
    }
    let given: Vec<String> = url.query_pairs().map(|(key, _)| key.into_owned()).collect();
    let is_known = |key: &str| {
        PARAMETERS.contains(&key) || (key.starts_with("options[") && key.ends_with(']'))
    };
    if let Some(unknown) = given.iter().find(|key| !is_known(key)) {
        return Err(refused(BadAddress::Parameter(unknown.clone())));
    }
    // Parsed here as sqlx will parse it, so that PGHOST, PGUSER, PGSSLMODE and the like count as they do there.
    let options = PgConnectOptions::from_str(url.as_str()).map_err(|error| match error {
        sqlx::Error::Configuration(why) => refused(BadAddress::Other(why.to_string())),
        other => refused(BadAddress::Other(other.to_string())),
    })?;
    let host = options.get_host().trim_matches(['[', ']']).to_owned();
    let local = options.get_socket().is_some() || is_loopback(&host);
    let says_nothing = !given.iter().any(|key| key == "sslmode")
        && matches!(options.get_ssl_mode(), PgSslMode::Prefer);
    if says_nothing && !local {
        url.query_pairs_mut().append_pair("sslmode", "require");
    }
    if !given.iter().any(|key| key == "application_name") {
        url.query_pairs_mut()
            .append_pair("application_name", "wxmass");
    }
    let at = options.get_socket().map_or_else(
        || format!("{host}:{}", options.get_port()),
        |socket| socket.display().to_string(),
    );
    let database = options.get_database().unwrap_or(options.get_username());
    let shown = format!("postgres://{}@{at}/{database}", options.get_username());
    let door = options
        .get_socket()
        .is_none()
        .then(|| (host, options.get_port()));
    Ok(Place::Server { url, shown, door })
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.starts_with('/')
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url_of(address: &str) -> String {
        Place::parse(address).unwrap().url().unwrap().to_string()
    }

    #[test]
    fn remote_servers_get_tls_unless_the_address_decides() {
        assert!(url_of("postgres://ann@db.example.com/team").contains("sslmode=require"));
        assert!(url_of("postgres://ann@10.0.0.7/team").contains("sslmode=require"));
        assert!(!url_of("postgres://ann@localhost/team").contains("sslmode"));
        assert!(!url_of("postgres://ann@127.0.0.1:5433/team").contains("sslmode"));
        assert!(!url_of("postgres://ann@[::1]/team").contains("sslmode"));
        assert!(!url_of("postgres://ann@%2Fvar%2Frun%2Fpostgresql/team").contains("sslmode"));
        let chosen = url_of("postgres://ann@db.example.com/team?sslmode=disable");
        assert!(chosen.contains("sslmode=disable") && !chosen.contains("require"));
        assert!(
            url_of("postgres://localhost/team?host=db.example.com").contains("sslmode=require"),
            "`host=` is where we really go"
        );
    }

    #[test]
    fn the_password_is_never_shown() {
        for address in [
            "postgres://ann:hunter2@db/team",
            "postgresql://db/team?user=ann&password=hunter2",
        ] {
            let place = Place::parse(address).unwrap();
            assert_eq!(place.shown(), "postgres://ann@db:5432/team");
            assert!(!format!("{place:?}").contains("hunter2"));
        }
        for address in [
            "postgres://ann:hunter2@db:port/team",
            "postgres://ann:hunter2@db/team?sslmode=maybe",
            "mysql://ann:hunter2@db/team",
            "postgres://ann@db/?passwd=hunter2",
        ] {
            let error = Place::parse(address).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn paths_are_taken_literally() {
        for written in ["/a/b.db", "/a/../b c#1%20.db", "/数据/店.db", "/a/./b.db"] {
            let url = Place::parse(&format!("sqlite:{written}"))
                .unwrap()
                .url()
                .unwrap();
            let options = sqlx::sqlite::SqliteConnectOptions::from_str(url.as_str()).unwrap();
            let expected = std::path::absolute(written).unwrap();
            assert_eq!(options.get_filename(), expected);
        }
        assert!(
            matches!(Place::parse("sqlite:///a/b.db").unwrap(), Place::File(path) if path == Path::new("/a/b.db"))
        );
        for bad in [
            "sqlite:",
            "sqlite://",
            "sqlite::memory:",
            "sqlite:~/x.db",
            "sqlite:/a?mode=ro",
            "sqlite:/a/",
            "/a/b.db",
            "",
        ] {
            assert!(
                matches!(Place::parse(bad), Err(Error::Address { .. })),
                "{bad}"
            );
        }
    }
}
