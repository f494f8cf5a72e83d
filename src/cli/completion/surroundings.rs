//! The account and the ledger that a line is about, as far as they are known without a question, a command or a warning.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use crate::cli::{accounts, env, folders};
use crate::report::Lang;
use crate::sandbox;
use crate::store::{self, Glance};

/// The time that a look at the ledger may take.
const LIMIT: Duration = Duration::from_millis(200);

/// One line's surroundings.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) lang: Lang,
    pub(super) sandbox: bool,
    account: Option<String>,
    /// The ledger's address.
    store: Option<String>,
}

/// Candidates are asked for without an argument; they find the line here.
static OF_THE_LINE: OnceLock<Surroundings> = OnceLock::new();

pub(super) fn set(surroundings: Surroundings) {
    let _ = OF_THE_LINE.set(surroundings);
}

/// The line's surroundings; nothing where no line is being completed.
pub(super) fn get() -> Option<&'static Surroundings> {
    OF_THE_LINE.get()
}

impl Surroundings {
    /// As the options of the line and the environment have them.
    pub(super) fn of(matches: Option<&clap::ArgMatches>, lang: Lang) -> Self {
        let mut levels: Vec<_> = matches.into_iter().collect();
        while let Some((_, inner)) = levels.last().and_then(|level| level.subcommand()) {
            levels.push(inner);
        }
        let given = |name| {
            levels.iter().rev().find_map(|level| {
                let value = level.try_get_one::<String>(name).ok().flatten();
                value.cloned()
            })
        };
        let sandbox = levels
            .iter()
            .any(|level| level.try_get_one("sandbox").ok().flatten() == Some(&true));
        let folder = if sandbox {
            folders::sandbox()
        } else {
            folders::state()
        };
        // Others may write the folder of a user without a home.
        let by_default = (!folders::is_temporary(&folder))
            .then(|| format!("sqlite:{}", folder.join("wxmass.db").display()));
        Self {
            lang,
            sandbox,
            account: given("account"),
            store: given("state").or(by_default),
        }
    }

    /// The appid that a command on this line would act for; nothing where that is not settled.
    pub(super) fn appid(&self) -> Option<String> {
        if self.sandbox {
            return Some(sandbox::APPID.to_owned());
        }
        let in_environment = || env::value(env::APPID).map(|appid| appid.trim().to_owned());
        let profiles = accounts::glance();
        let named = |name: &str| {
            let found = profiles.iter().find(|(known, _)| known == name);
            found.map(|(_, appid)| appid.clone())
        };
        match (&self.account, in_environment()) {
            (Some(name), _) => named(name),
            (None, Some(appid)) => Some(appid),
            (None, None) => named("default").or_else(|| match &profiles[..] {
                [(_, appid)] => Some(appid.clone()),
                _ => None,
            }),
        }
    }

    /// The folder of tags seen.
    pub(super) fn tags(&self) -> PathBuf {
        super::seen::folder(self.sandbox)
    }

    /// The ledger's newest rows; none where it is missing, busy or on a server.
    pub(super) fn ledger(&self) -> Glance {
        let looked = || {
            let store = self.store.as_deref()?;
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .ok()?;
            let looking = async { tokio::time::timeout(LIMIT, store::glance(store)).await };
            let found = runtime.block_on(looking).ok().flatten();
            // A file that does not answer is left to its thread.
            runtime.shutdown_background();
            found
        };
        looked().unwrap_or_default()
    }
}
