//! Pictures from the open web: bytes in, never a token.
//!
//! A picture is fetched once and kept; what is kept is verified when it is read. http and https alone, at most 10 MB and 30
//! seconds each, five redirects, no cookie, no referer, no proxy (it would look names up in our place). A host of this
//! machine or its network is not asked unless the operator allows it, whatever its name is and wherever a redirect leads.

mod address;
mod cache;
mod guard;
mod one;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use cache::Cache;
use guard::{Guard, url_of};
use one::Fetcher;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::campaign::problem::FetchRefusal;
use crate::picture::Facts;

/// Pictures of other hosts in one campaign.
const MOST: usize = 100;
/// Fetched at one time.
const TOGETHER: usize = 8;

/// The operator's options.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of fetched pictures.
    pub folder: PathBuf,
    /// Hosts of this machine and its network may be asked, on any port.
    pub allow_private: bool,
    /// Fetch what is kept already.
    pub again: bool,
    /// How long one picture may take, from the first look-up to the last byte.
    pub patience: Duration,
}

/// The patience of an operator who asks for none.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The result of one address.
#[derive(Debug)]
pub struct Outcome {
    /// As it was written.
    pub source: String,
    pub result: Result<Fetched, FetchRefusal>,
}

/// A picture that lies in the folder.
#[derive(Debug)]
pub struct Fetched {
    pub path: PathBuf,
    /// The bytes of this fetch; none where the picture had been kept.
    pub facts: Option<Facts>,
}

/// Brings the pictures of these addresses into the folder, several at a time; `hear` is told of each as it comes. The
/// outcomes are in the order of the addresses.
///
/// # Errors
///
/// When the folder cannot be used; what is wrong with an address is its outcome.
pub async fn all(
    sources: &[String],
    options: &Options,
    mut hear: impl FnMut(&Outcome),
) -> std::io::Result<Vec<Outcome>> {
    let cache = Arc::new(Cache::open(&options.folder)?);
    if sources.len() > MOST {
        let reason = FetchRefusal::TooMany {
            count: sources.len(),
            limit: MOST,
        };
        let refused = |source: &String| Outcome {
            source: source.clone(),
            result: Err(reason.clone()),
        };
        return Ok(sources.iter().map(refused).collect());
    }
    let fetcher = Arc::new(Fetcher::new(options));
    let slots = Arc::new(Semaphore::new(TOGETHER));
    let mut tasks = JoinSet::new();
    for (order, source) in sources.iter().cloned().enumerate() {
        let (cache, fetcher, slots) =
            (Arc::clone(&cache), Arc::clone(&fetcher), Arc::clone(&slots));
        let again = options.again;
        tasks.spawn(async move {
            let _slot = slots.acquire().await;
            let result = one(&cache, &fetcher, &source, again).await;
            (order, Outcome { source, result })
        });
    }
    let mut outcomes = Vec::new();
    while let Some(finished) = tasks.join_next().await {
        let (order, outcome) = finished.map_err(std::io::Error::other)?;
        hear(&outcome);
        outcomes.push((order, outcome));
    }
    outcomes.sort_by_key(|(order, _)| *order);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// The kept file of an address, if it is there and whole.
pub fn kept(folder: &Path, source: &str) -> Option<PathBuf> {
    Cache::at(folder).find(source)
}

/// The fault of an address that needs no look-up.
pub fn refused(source: &str, allow_private: bool) -> Option<FetchRefusal> {
    let guard = Guard { allow_private };
    url_of(source).and_then(|url| guard.judge_url(&url)).err()
}

async fn one(
    cache: &Cache,
    fetcher: &Fetcher,
    source: &str,
    again: bool,
) -> Result<Fetched, FetchRefusal> {
    if !again && let Some(path) = cache.find(source) {
        return Ok(Fetched { path, facts: None });
    }
    let (bytes, facts) = fetcher.picture(source).await?;
    let path = cache.keep(source, &bytes).map_err(|error| {
        let (folder, why) = (cache.folder.clone(), error.to_string());
        FetchRefusal::NotKept { folder, why }
    })?;
    Ok(Fetched {
        path,
        facts: Some(facts),
    })
}
