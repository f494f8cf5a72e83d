//! Giving and taking a tag, fifty followers a call ("batchtagging", "batchuntagging").
//!
//! Followers who have the tag already are asked for first, so that a run that was stopped goes on where it was. What WeChat refuses for
//! single openids is narrowed down to them: the others of the same call still get the tag.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;

use super::{Context, Error, Event, Step};
use crate::campaign::audience::{Roster, id_key};
use crate::wechat::ids::{OpenId, TagId};
use crate::wechat::{self, errcode, tags};

/// Calls that are under way together. No openid is in two of them (45169).
const AT_ONCE: usize = 4;
/// Repeats of a call that met another change of the same followers' tags, and of one whose tag WeChat did not find.
const REPEATS: u32 = 3;
const PAUSE: Duration = Duration::from_secs(2);

/// The change of the tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Give,
    Take,
}

/// The result.
#[derive(Debug, Clone, Default)]
pub struct Tagged {
    /// Followers whose tags were changed by this run.
    pub changed: u64,
    /// Followers that needed no change.
    pub before: u64,
    /// Openids that WeChat refused.
    pub failed: Vec<OpenId>,
    /// Its answer for the first of them.
    pub why: Option<wechat::Error>,
    /// Ctrl-C was heard before the end.
    pub interrupted: bool,
}

/// Gives a tag to all of a list, or takes it from them. An error ends it early: what was done stays done.
pub async fn tag(
    context: &Context,
    tag: TagId,
    roster: &Roster,
    change: Change,
) -> Result<Tagged, Error> {
    let have = members(context, tag).await?;
    let mut tagged = Tagged::default();
    let mut open = Vec::new();
    for range in roster.batches_of(10_000) {
        let ids = roster.read_batch(range).map_err(Error::Spool)?;
        let (done, rest): (Vec<_>, Vec<_>) = ids
            .into_iter()
            .partition(|id| have.contains(&id_key(id)) == (change == Change::Give));
        tagged.before += done.len() as u64;
        open.extend(rest);
    }
    let of = open.len();
    let chunks: Vec<Vec<OpenId>> = open
        .chunks(tags::AT_ONCE)
        .map(|ids| ids.iter().map(OpenId::new).collect())
        .collect();
    drop(open);
    let work = chunks.into_iter().map(|ids| async move {
        if context.stop.is_asked() {
            return None;
        }
        Some(chunk(context, tag, ids, change).await)
    });
    let mut work = stream::iter(work).buffered(AT_ONCE);
    while let Some(done) = work.next().await {
        let Some(done) = done else {
            tagged.interrupted = true;
            continue;
        };
        let done = done?;
        tagged.changed += done.changed;
        tagged.failed.extend(done.failed);
        tagged.why = tagged.why.or(done.why);
        context.events.say(Event::Tagged {
            done: tagged.changed,
            of: of as u64,
        });
    }
    Ok(tagged)
}

/// Keys of all who have the tag now.
async fn members(context: &Context, tag: TagId) -> Result<HashSet<u64>, Error> {
    let (mut have, mut next) = (HashSet::new(), None);
    loop {
        let page = tags::members(&context.client, tag, next.as_ref())
            .await
            .map_err(Error::at(Step::Preflight))?;
        have.extend(page.openids().map(id_key));
        next = page.next();
        if next.is_none() {
            return Ok(have);
        }
    }
}

/// One call, and the smaller ones that it falls apart into where WeChat refuses it because of some of its openids.
async fn chunk(
    context: &Context,
    tag: TagId,
    ids: Vec<OpenId>,
    change: Change,
) -> Result<Tagged, Error> {
    let (mut done, mut open) = (Tagged::default(), vec![ids]);
    while let Some(ids) = open.pop() {
        let Err(error) = call(context, tag, &ids, change).await else {
            done.changed += ids.len() as u64;
            continue;
        };
        match error.errcode() {
            Some(errcode::SOME_NOT_TAGGED) if !error.failed_openids().is_empty() => {
                let failed = error.failed_openids();
                let is_failed = |id: &&OpenId| failed.contains(id);
                let again: Vec<_> = ids.iter().filter(is_failed).cloned().collect();
                done.changed += (ids.len() - again.len()) as u64;
                // Those alone, once more; an openid that fails by itself has failed.
                match call(context, tag, &again, change).await {
                    Ok(()) => done.changed += again.len() as u64,
                    Err(error) => {
                        let failed: Vec<_> = match error.failed_openids() {
                            [] => again.clone(),
                            some => again
                                .iter()
                                .filter(|id| some.contains(id))
                                .cloned()
                                .collect(),
                        };
                        done.changed += (again.len() - failed.len()) as u64;
                        done.failed.extend(failed);
                        done.why.get_or_insert(error);
                    }
                }
            }
            Some(
                errcode::INVALID_OPENID
                | errcode::INVALID_OPENID_LIST
                | errcode::INVALID_OPENID_LIST_SIZE
                | errcode::TOO_MANY_TAGS_ON_USER
                | errcode::OPENID_MISMATCH
                | errcode::SOME_NOT_TAGGED,
            ) => {
                if let [_] = ids[..] {
                    done.failed.extend(ids);
                    done.why.get_or_insert(error);
                } else {
                    let (left, right) = ids.split_at(ids.len() / 2);
                    open.extend([right.to_vec(), left.to_vec()]);
                }
            }
            _ => return Err(Error::at(Step::Preflight)(error)),
        }
    }
    Ok(done)
}

/// One call, repeated where two changes met (45169) and where WeChat did not find a tag that is there (45159).
async fn call(
    context: &Context,
    tag: TagId,
    ids: &[OpenId],
    change: Change,
) -> Result<(), wechat::Error> {
    let mut repeats = 0;
    loop {
        let called = match change {
            Change::Give => tags::give(&context.client, tag, ids).await,
            Change::Take => tags::take(&context.client, tag, ids).await,
        };
        let passes = |error: &wechat::Error| {
            matches!(
                error.errcode(),
                Some(errcode::TAGGING_IN_PARALLEL | errcode::INVALID_TAG_ID)
            )
        };
        match called {
            Err(error) if passes(&error) && repeats < REPEATS => {
                repeats += 1;
                if !context.stop.sleep(context.paced(PAUSE)).await {
                    return Err(error);
                }
            }
            other => return other,
        }
    }
}
