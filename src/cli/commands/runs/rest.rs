//! `wxmass runs NAME --rest`: the receivers of batches that did not go out.
//!
//! The ledger holds no openids. It knows the file that they came from, the digest of the list and the sizes of the batches; a
//! list that has another digest now is refused.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::RunsArgs;
use crate::campaign::audience::Roster;
use crate::campaign::{LoadOptions, OpenIdSource, load};
use crate::cli::Frame;
use crate::cli::commands::{print, written};
use crate::cli::failure::{Exit, Failure};
use crate::report::text;
use crate::report::{Lang, quoted};
use crate::store::{BatchState, Run, Store};

pub(super) async fn run(
    frame: &Frame,
    args: &RunsArgs,
    store: &Store,
    (name, key): (&str, &str),
) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let failed = |error| Failure::of_store(lang, &error);
    let name = crate::text::normal_name(name);
    let runs = store.runs_named(key, &name).await.map_err(failed)?;
    let wanted = |run: &&Run| match args.run {
        Some(id) => run.id == id,
        None => run.list_digest.is_some(),
    };
    let found = runs.iter().find(wanted);
    let Some((run, digest)) = found.and_then(|run| Some((run, run.list_digest.as_deref()?))) else {
        return Err(no_list(lang, &name));
    };
    let path = args.from.clone().or(run.list.as_ref().map(PathBuf::from));
    let Some(path) = path else {
        return Err(Failure::new(
            Exit::Input,
            text!(lang, runs_list_run_came_through_pipe, n = run.id),
            text!(lang, runs_name_list_wxmass_runs_rest, n = quoted(&name)),
        ));
    };
    let roster = read(frame, &path)?;
    if roster.digest() != digest {
        return Err(Failure::new(
            Exit::Input,
            text!(
                lang,
                runs_list_run_sent_openids_their,
                p = path.display(),
                n = run.id
            ),
            text!(lang, runs_name_original_list_from_list),
        ));
    }
    let (mut start, mut rest, mut unknown) = (0, Vec::new(), Vec::new());
    for batch in store.batches(run.id).await.map_err(failed)? {
        let end = start + u64::try_from(batch.size).unwrap_or_default();
        match batch.state {
            BatchState::Planned | BatchState::Refused | BatchState::Abandoned => {
                rest.push(start..end);
            }
            BatchState::Intended | BatchState::Unknown => unknown.push(batch.number.to_string()),
            BatchState::Accepted => {}
        }
        start = end;
    }
    let mut all = Vec::new();
    for range in rest {
        let ids = roster
            .read_batch(range)
            .map_err(|error| Failure::of_spool(lang, &error))?;
        for id in ids {
            print(frame, &id)?;
            if frame.global.json {
                all.push(id);
            }
        }
    }
    if !unknown.is_empty() {
        frame.out.note(&text!(
            lang,
            runs_left_out_because_they_may,
            n = unknown.join(", ")
        ));
    }
    written(frame.out.json(&json!({
        "run": run.id, "openids": all, "unknown_batches": unknown,
    })))?;
    Ok(Exit::Done)
}

fn no_list(lang: Lang, name: &str) -> Failure {
    Failure::new(
        Exit::Input,
        text!(lang, runs_ledger_run_sent_list_openids, n = name),
        format!("wxmass runs {}", quoted(name)),
    )
}

/// A list, or that of a campaign.
fn read(frame: &Frame, path: &Path) -> Result<Arc<Roster>, Failure> {
    let lang = frame.out.lang;
    let problems = |found| Failure::of_problems(lang, found);
    if path.extension().is_some_and(|end| end == "toml") {
        let options = LoadOptions {
            allow_outside: true,
            ..LoadOptions::default()
        };
        let campaign = load(path, &options).map_err(problems)?;
        return campaign.roster.ok_or_else(|| no_list(lang, &campaign.name));
    }
    let source = OpenIdSource::File(path.to_owned());
    Ok(Arc::new(Roster::read(&source).map_err(problems)?))
}
