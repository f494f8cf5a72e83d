//! Files of a campaign, into the account: together, bounded, once.
//!
//! Files that need no conversion are uploaded beside the look at tags and quotas, as many small files at once as there are; what has to
//! be made to fit waits until that look has found nothing. After the first failure nothing new begins, and what was on its
//! way is recorded, in one write for all that have ended meanwhile.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio::task::JoinSet;

use crate::picture;
use crate::pipeline::event::PictureNote;
use crate::pipeline::{Context, Error, Event, Step};
use crate::store::UploadRow;
use crate::wechat::ids::MediaId;
use crate::wechat::{material, media};

mod job;

pub use job::{Job, Slot, distinct};
use job::{Key, read, sha256};

/// A temporary id lives three days ("uploadTempMedia"); half a day is kept back so that it outlives the send.
pub(super) const TEMPORARY: SignedDuration = SignedDuration::from_hours(60);

/// Bytes that are read or on their way together. A larger file goes by itself.
const IN_FLIGHT: u64 = 8 * 1024 * 1024;
/// The bytes of one permit.
const A_PERMIT: u64 = 1024;

/// Pictures that are made to fit together: a decoded photograph has 3 or 4 bytes a pixel.
const DECODED_AT_ONCE: usize = 2;

/// The place of each file of a campaign in the account.
#[derive(Debug, Clone, Default)]
pub struct Places {
    by_key: HashMap<Key, Place>,
}

/// The place of one file.
#[derive(Debug, Clone)]
pub struct Place {
    /// URL for bodies, media_id for the rest.
    pub value: String,
    /// The picture's address, where the call answered one.
    pub url: Option<String>,
    /// Known from an earlier run, so that the account may have forgotten it.
    pub cached: bool,
}

impl Places {
    /// The place of a job that was among those uploaded.
    pub fn of(&self, job: &Job) -> Option<&Place> {
        self.by_key.get(&job.key())
    }

    /// The media_id of a job that was among those uploaded.
    pub fn id_of(&self, job: &Job) -> Result<MediaId, Error> {
        let place = self
            .of(job)
            .ok_or_else(|| Error::Defect(format!("`{}` was not uploaded", job.shown)))?;
        Ok(MediaId::new(place.value.clone()))
    }
}

/// Jobs that the account has already, by the store; one query, however many they are.
pub async fn known(context: &Context, jobs: &[Job]) -> Result<Places, Error> {
    let keys: Vec<_> = jobs.iter().map(Job::key).collect();
    let wanted: Vec<_> = keys
        .iter()
        .map(|key| (key.call, key.sha256.as_str()))
        .collect();
    let (store, account) = (&context.store, &context.account.key);
    let mut rows = store.uploads_known(account, &wanted).await?;
    let mut places = Places::default();
    for (job, key) in jobs.iter().zip(keys) {
        let row = rows.remove(&(key.call.to_owned(), key.sha256.clone()));
        let Some(UploadRow { media_id, url, .. }) = row else {
            continue;
        };
        if job.slot == Slot::Whole && url.is_none() {
            // Known as a cover, by an answer that had no address.
            continue;
        }
        if let Some(value) = media_id.or_else(|| url.clone()) {
            let cached = true;
            places.by_key.insert(key, Place { value, url, cached });
        }
    }
    Ok(places)
}

/// The store forgets this file, since the account has: the next `all` uploads it again.
pub async fn forget(context: &Context, job: &Job) -> Result<(), Error> {
    let key = job.key();
    context
        .store
        .upload_forget(&context.account.key, key.call, &key.sha256)
        .await?;
    context.events.say(Event::UploadForgotten {
        file: job.shown.clone(),
    });
    Ok(())
}

/// A gate that holds news, and pictures that are to be made, back until limits and quotas have been looked at.
#[derive(Debug)]
pub struct Gate {
    sender: watch::Sender<Pass>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    NotYet,
    /// Files that need no conversion.
    AsItIs,
    Yes,
    No,
}

impl Gate {
    /// A closed gate.
    pub fn closed() -> Self {
        Self {
            sender: watch::Sender::new(Pass::NotYet),
        }
    }

    /// A gate that was never closed.
    pub fn open() -> Self {
        Self {
            sender: watch::Sender::new(Pass::Yes),
        }
    }

    /// Lets pass what is sent as it is: there is a token.
    pub fn let_first_pass(&self) {
        self.sender.send_replace(Pass::AsItIs);
    }

    /// Lets all pass.
    pub fn let_pass(&self) {
        self.sender.send_replace(Pass::Yes);
    }

    /// Lets none pass: nothing more is uploaded.
    pub fn stay_closed(&self) {
        self.sender.send_replace(Pass::No);
    }

    async fn opens(mut watch: watch::Receiver<Pass>) -> bool {
        watch
            .wait_for(|pass| matches!(pass, Pass::Yes | Pass::No))
            .await
            .is_ok_and(|pass| *pass == Pass::Yes)
    }

    async fn begins(mut watch: watch::Receiver<Pass>) -> bool {
        watch
            .wait_for(|pass| *pass != Pass::NotYet)
            .await
            .is_ok_and(|pass| *pass != Pass::No)
    }
}

/// Brings every job into the account.
pub async fn all(context: &Context, jobs: &[Job], gate: &Gate) -> Result<Places, Error> {
    let mut places = known(context, jobs).await?;
    context.events.say(Event::UploadsPlanned {
        total: jobs.len(),
        cached: places.by_key.len(),
    });
    let limits = Arc::new(Limits::new(context.uploads_at_once));
    let mut tasks = JoinSet::new();
    for (order, job) in jobs
        .iter()
        .filter(|job| !places.by_key.contains_key(&job.key()))
        .enumerate()
    {
        let (context, job, limits, gate) = (
            context.clone(),
            job.clone(),
            Arc::clone(&limits),
            gate.sender.subscribe(),
        );
        tasks.spawn(async move {
            let result = one(&context, &job, &limits, gate).await;
            if result.is_err() {
                limits.slots.close();
            }
            (order, job, result)
        });
    }
    let mut failures = Vec::new();
    while let Some(first) = tasks.join_next().await {
        let mut group = Vec::new();
        let others = std::iter::from_fn(|| tasks.try_join_next());
        for ended in std::iter::once(first).chain(others) {
            let (order, job, result) = ended?;
            match result {
                Ok(Some(uploaded)) => group.push((job, uploaded)),
                Ok(None) => {}
                Err(error) => failures.push((order, error)),
            }
        }
        if let Err(error) = record(context, group, &mut places).await {
            limits.slots.close();
            failures.push((usize::MAX, error));
        }
    }
    // The first in the order of the articles is the one to tell, whichever answered first.
    if let Some((_, error)) = failures.into_iter().min_by_key(|(order, _)| *order) {
        return Err(error);
    }
    // What is in the account already waits for nothing; the news made of it must. The step that kept the gate closed says why.
    if context.stop.or(Gate::opens(gate.sender.subscribe())).await != Some(true) {
        return Err(Error::Interrupted);
    }
    Ok(places)
}

/// How much is done at once.
#[derive(Debug)]
struct Limits {
    /// Files; closed by the first failure.
    slots: Semaphore,
    /// Bytes, in permits.
    bytes: Semaphore,
    /// Pictures that are decoded.
    desks: Semaphore,
}

impl Limits {
    fn new(files: usize) -> Self {
        let permits = usize::try_from(IN_FLIGHT / A_PERMIT).unwrap_or(1);
        Self {
            slots: Semaphore::new(files.max(1)),
            bytes: Semaphore::new(permits),
            desks: Semaphore::new(DECODED_AT_ONCE),
        }
    }

    /// Room for a file: its own size, or the most that the call takes of a picture that is made to fit.
    async fn room(&self, job: &Job) -> Option<SemaphorePermit<'_>> {
        let size = match job.slot.purpose() {
            Some(purpose) if job.is_made => purpose.limit(),
            Some(_) | None => std::fs::metadata(&job.path).map_or(0, |facts| facts.len()),
        };
        let permits = u32::try_from(size.min(IN_FLIGHT).div_ceil(A_PERMIT)).unwrap_or(1);
        self.bytes.acquire_many(permits).await.ok()
    }
}

/// An upload that WeChat has confirmed, and that is not recorded yet.
struct Uploaded {
    row: UploadRow,
    note: Option<PictureNote>,
}

/// One file; `None` when it was not begun because another failed, the look found a reason, or a stop was asked for.
async fn one(
    context: &Context,
    job: &Job,
    limits: &Limits,
    gate: watch::Receiver<Pass>,
) -> Result<Option<Uploaded>, Error> {
    let Ok(_slot) = limits.slots.acquire().await else {
        return Ok(None);
    };
    if job.is_made && context.stop.or(Gate::opens(gate.clone())).await != Some(true) {
        return Ok(None);
    }
    let reading = job.clone();
    // A picture that is just being drawn does not hold up a stop: nothing of it is on its way yet.
    let making = async {
        let room = limits.room(job).await;
        let _desk = limits.desks.acquire().await;
        let file = tokio::task::spawn_blocking(move || ready(&reading)).await;
        (room, file)
    };
    let Some((_room, file)) = context.stop.or(making).await else {
        return Ok(None);
    };
    let file = file??;
    let has_begun = context.stop.or(Gate::begins(gate)).await == Some(true);
    if !has_begun || limits.slots.is_closed() {
        return Ok(None);
    }
    let (media_id, url) = send(context, job, &file)
        .await
        .map_err(Error::at(Step::Upload(job.shown.clone())))?;
    let now = Timestamp::now();
    let expires_at =
        (job.slot == Slot::Thumb).then(|| now.checked_add(TEMPORARY).unwrap_or(Timestamp::MAX));
    Ok(Some(Uploaded {
        row: UploadRow {
            media_id,
            url,
            created_at: now,
            expires_at,
        },
        note: file.note,
    }))
}

/// Records what has been uploaded, in one write, and tells it.
async fn record(
    context: &Context,
    group: Vec<(Job, Uploaded)>,
    places: &mut Places,
) -> Result<(), Error> {
    let keys: Vec<Key> = group.iter().map(|(job, _)| job.key()).collect();
    let rows: Vec<_> = keys
        .iter()
        .zip(&group)
        .map(|(key, (_, uploaded))| (key.call, key.sha256.as_str(), &uploaded.row))
        .collect();
    context
        .store
        .uploads_put(&context.account.key, &rows)
        .await?;
    for (key, (job, Uploaded { row, note })) in keys.into_iter().zip(group) {
        let UploadRow { media_id, url, .. } = row;
        let value = media_id.or_else(|| url.clone()).unwrap_or_default();
        context.events.say(Event::Uploaded {
            file: job.shown,
            as_cover: matches!(job.slot, Slot::Cover | Slot::Thumb),
            place: value.clone(),
            note,
        });
        let cached = false;
        places.by_key.insert(key, Place { value, url, cached });
    }
    Ok(())
}

/// A file as it is uploaded.
struct Ready {
    bytes: Bytes,
    mime: &'static str,
    name: String,
    note: Option<PictureNote>,
}

/// Reads, checks that the bytes are the ones that were planned, and makes pictures fit.
fn ready(job: &Job) -> Result<Ready, Error> {
    let bytes = read(&job.path)?;
    if sha256(&bytes) != job.sha256 {
        return Err(Error::FileChanged {
            path: job.path.clone(),
        });
    }
    let short = &job.sha256[..8];
    let Some(purpose) = job.slot.purpose() else {
        let (extension, mime) = media_type(&job.path);
        return Ok(Ready {
            bytes: bytes.into(),
            mime,
            name: format!("media-{short}.{extension}"),
            note: None,
        });
    };
    let fitted = picture::fit(bytes, purpose).map_err(|error| Error::Picture {
        file: job.shown.clone(),
        error,
    })?;
    Ok(Ready {
        name: format!("img-{short}.{}", fitted.format.extension()),
        mime: fitted.format.mime(),
        note: fitted.note.map(|note| PictureNote {
            from_format: note.from_format.to_string(),
            from_bytes: note.from_bytes,
            to_format: note.to_format.to_string(),
            to_bytes: note.to_bytes,
            quality: note.quality,
            is_still: note.is_still,
            is_blurred: note.is_blurred(),
            from_width: note.from_width,
            to_width: note.to_width,
        }),
        bytes: fitted.bytes.into(),
    })
}

async fn send(
    context: &Context,
    job: &Job,
    file: &Ready,
) -> Result<(Option<String>, Option<String>), crate::wechat::Error> {
    let (client, bytes) = (&context.client, file.bytes.clone());
    let kind = match job.slot {
        Slot::Body => {
            return Ok((
                None,
                Some(media::upload_image(client, &file.name, file.mime, bytes).await?),
            ));
        }
        Slot::Whole => {
            let (id, url) =
                material::add_for_articles(client, &file.name, file.mime, bytes).await?;
            return Ok((Some(id.as_str().to_owned()), Some(url)));
        }
        Slot::Thumb => {
            let id = media::upload_thumb(client, &file.name, file.mime, bytes).await?;
            return Ok((Some(id.as_str().to_owned()), None));
        }
        Slot::Cover | Slot::Image => material::Kind::Image,
        Slot::PermanentThumb => material::Kind::Thumb,
        Slot::Voice => material::Kind::Voice,
        Slot::Video => {
            let (title, introduction) = job.words.clone().unwrap_or_default();
            material::Kind::Video {
                title,
                introduction,
            }
        }
    };
    let material = material::add(client, &kind, &file.name, file.mime, bytes).await?;
    Ok((Some(material.media_id.as_str().to_owned()), material.url))
}

fn media_type(path: &Path) -> (&'static str, &'static str) {
    let extension = path
        .extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "amr" => ("amr", "audio/amr"),
        "wma" => ("wma", "audio/x-ms-wma"),
        "wav" => ("wav", "audio/wav"),
        "mp4" => ("mp4", "video/mp4"),
        _ => ("mp3", "audio/mpeg"),
    }
}
