//! The server: one handler for every path. It reads a whole request, asks the world, keeps the world, then answers, and
//! spoils the answer where a fault is planted.

use std::collections::HashSet;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Response, StatusCode};
use futures_util::StreamExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

use super::answer::{Answer, Call, Refusal};
use super::callback::{Callback, Note};
use super::faults::file::Faults;
use super::faults::{Fault, Rule};
use super::files::Files;
use super::log::{Logged, Version, cut, shown};
use super::world::{Asked, World};
use super::{callback, control, faults, form, guard, outbox, routes, spoil};

/// The largest body: a file of 10 MB and its envelope.
const MAX_BODY: usize = 12 * 1024 * 1024;

/// What all requests share.
#[derive(Debug)]
pub(super) struct Shared {
    world: Mutex<World>,
    folder: Option<PathBuf>,
    pub(super) files: Files,
    pub(super) control_token: String,
    pub(super) faults: Mutex<Vec<Rule>>,
    pub(super) log: Mutex<Vec<Logged>>,
    pub(super) version: Version,
    in_flight: AtomicUsize,
    pub(super) most_at_once: AtomicUsize,
    /// The connections that carried calls, by the caller's end.
    pub(super) connections: Mutex<HashSet<SocketAddr>>,
}

impl Shared {
    pub(super) fn new(
        world: World,
        folder: Option<PathBuf>,
        control_token: String,
        faults: Faults,
    ) -> Self {
        Self {
            world: Mutex::new(world),
            files: Files::new(folder.as_ref()),
            folder,
            control_token,
            faults: Mutex::new(faults.0),
            log: Mutex::default(),
            version: Version::new(),
            in_flight: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
            connections: Mutex::default(),
        }
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        locked(&self.world)
    }

    /// Keeps the world; an answer must not go out before this.
    pub(super) fn keep(&self, world: &World) -> std::io::Result<()> {
        self.version.changed();
        self.folder
            .as_deref()
            .map_or(Ok(()), |folder| world.save(folder))
    }
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves until `stopped` hears something or loses its sender.
pub(super) fn run(
    listener: TcpListener,
    shared: Arc<Shared>,
    callback: Option<Callback>,
    notes: UnboundedSender<Note>,
    stopped: oneshot::Receiver<()>,
) {
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    else {
        return;
    };
    runtime.block_on(async move {
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
            return;
        };
        if let Some(callback) = callback {
            tokio::spawn(callback::serve(Arc::clone(&shared), callback, notes));
        }
        let app = Router::new()
            .fallback(handle)
            .with_state(shared)
            .into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, app);
        tokio::select! {
            _ = serving => {}
            _ = stopped => {}
        }
    });
    runtime.shutdown_background();
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    if let Some(why) = guard::refused(&parts) {
        return respond(Answer {
            body: why.into_bytes(),
            ..Answer::empty(403)
        });
    }
    let (body, is_whole) = whole(body).await;
    let status = if parts.method == "POST" && !parts.headers.contains_key("content-length") {
        Some(412)
    } else {
        (!is_whole).then_some(413)
    };
    let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let call = Call {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        url: parts.uri.to_string(),
        query,
        headers: parts.headers,
        body,
        form: Vec::new(),
        now: shared.world().now(),
        client_ip: client.ip(),
        ends_as: None,
    };
    if let Some(answer) = outbox::route(&shared, &call) {
        return outbox::guarded(respond(answer));
    }
    if let Some(answer) = control::route(&shared, &call) {
        return respond(answer);
    }
    // Only what a WeChat would be asked counts.
    let _flight = Flight::begin(&shared);
    locked(&shared.connections).insert(client);
    answer(&shared, call, status).await
}

/// A body, and whether that is all of it. What is too much is read all the same, for who is cut off while writing hears no answer.
async fn whole(body: Body) -> (Vec<u8>, bool) {
    let mut stream = body.into_data_stream();
    let (mut kept, mut is_whole) = (Vec::new(), true);
    while let Some(piece) = stream.next().await {
        match piece {
            Ok(piece) if is_whole && kept.len() + piece.len() <= MAX_BODY => {
                kept.extend_from_slice(&piece);
            }
            _ => is_whole = false,
        }
    }
    (kept, is_whole)
}

/// A call under way; it ends also where its caller goes away.
struct Flight<'a>(&'a Shared);

impl<'a> Flight<'a> {
    fn begin(shared: &'a Shared) -> Self {
        let at_once = shared.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most_at_once.fetch_max(at_once, Ordering::SeqCst);
        Self(shared)
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::SeqCst);
    }
}

/// `status`: how the front end turns the call away, before the world hears of it.
async fn answer(shared: &Shared, mut call: Call, status: Option<u16>) -> Response<Body> {
    call.form = form::parts(call.header("content-type"), &call.body).await;
    let latency = shared.world().settings.latency_ms;
    if latency > 0 {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
    let fault = faults::pick(&mut locked(&shared.faults), &call.path);
    match &fault {
        Some(fault) if fault.is_before() => {
            shared.log_call(&call, None, Some(fault));
            return spoil::instead(shared, &call, fault);
        }
        Some(Fault::TokenRevoked) => shared.world().tokens.clear(),
        Some(Fault::EndsAs(status)) => call.ends_as = Some(status.clone()),
        _ => {}
    }
    let answer = status.map_or_else(|| ask(shared, &call), Answer::empty);
    shared.log_call(&call, Some(&answer), fault.as_ref());
    match fault {
        Some(fault) => spoil::after(shared, &call, fault, answer).await,
        None => respond(answer),
    }
}

/// The world's answer, kept before it is given.
fn ask(shared: &Shared, call: &Call) -> Answer {
    let begun = Instant::now();
    let mut world = shared.world();
    let answer = match routes::route(&mut world, call, &shared.files) {
        Ok(answer) => answer,
        Err(refusal) => refused(&mut world, call, &refusal, begun),
    };
    match shared.keep(&world) {
        Ok(()) => answer,
        Err(_) => Answer::empty(503),
    }
}

/// The answer of a refusal; what was asked can be looked up by its rid.
pub(super) fn refused(world: &mut World, call: &Call, refusal: &Refusal, begun: Instant) -> Answer {
    world.number += 1;
    let (answer, rid) = refusal.answer(call.now, world.number);
    let url = if call.has_secret() {
        call.path.clone()
    } else {
        call.url.clone()
    };
    world.remember(Asked {
        rid,
        at: call.now,
        cost_in_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or_default(),
        url,
        body: cut(shown(call), 500),
        answer: String::from_utf8_lossy(&answer.body).into_owned(),
        client_ip: call.client_ip.to_string(),
    });
    answer
}

pub(super) fn respond(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    response.headers_mut().insert(
        "content-type",
        axum::http::HeaderValue::from_static(answer.content_type),
    );
    response
}
