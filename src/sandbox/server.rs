//! The server: one handler for every path. It reads a whole request, asks the world, keeps the world, then answers, and
//! spoils the answer where a fault is planted.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use futures_util::StreamExt as _;
use rustls::ServerConfig;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

use super::answer::Answer;
use super::call::{Call, Planted};
use super::callback::{self, Callback, Note};
use super::faults::{self, Fault};
use super::lock::locked;
use super::reply::{dated, refused, respond};
use super::state::Shared;
use super::tls::{Door, Peer};
use super::{control, form, guard, outbox, relay, routes, spoil};

/// The largest body: a file of 10 MB and its envelope.
const MAX_BODY: usize = 12 * 1024 * 1024;

/// Serves until `stopped` hears something or loses its sender.
pub(super) fn run(
    listener: std::net::TcpListener,
    tls: Option<Arc<ServerConfig>>,
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
        let Ok(door) = tokio::net::TcpListener::from_std(listener)
            .and_then(|listener| Door::open(listener, tls))
        else {
            return;
        };
        if let Some(callback) = callback {
            tokio::spawn(callback::serve(Arc::clone(&shared), callback, notes));
        }
        let app = Router::new()
            .fallback(handle)
            .with_state(shared)
            .into_make_service_with_connect_info::<Peer>();
        let serving = axum::serve(door, app);
        tokio::select! {
            _ = serving => {}
            _ = stopped => {}
        }
    });
    runtime.shutdown_background();
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(Peer(client)): ConnectInfo<Peer>,
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
    let (now, strict_fields) = {
        let world = shared.world();
        (world.now(), world.settings.strict_fields)
    };
    let mut call = Call {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        url: parts.uri.to_string(),
        query,
        headers: parts.headers,
        body,
        form: Vec::new(),
        now,
        client_ip: client.ip(),
        planted: Planted::default(),
        strict_fields,
        noted: Mutex::default(),
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
    let stopped = relay::stopped(&shared.world().settings, &mut call);
    let response = answer(&shared, call, stopped, status).await;
    dated(response, shared.world().now())
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

/// `stopped`: what a relay before WeChat says in its place. `status`: how WeChat's front end turns the call away, before the world
/// hears of it.
async fn answer(
    shared: &Shared,
    mut call: Call,
    stopped: Option<Answer>,
    status: Option<u16>,
) -> Response<Body> {
    let begun = Instant::now();
    call.form = form::parts(call.header("content-type"), &call.body).await;
    let latency = shared.world().settings.latency_ms;
    if latency > 0 {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
    if let Some(answer) = stopped {
        shared.log_call(&call, Some(&answer), None, begun);
        return respond(answer);
    }
    let fault = faults::pick(&mut locked(&shared.faults), &call.path);
    match &fault {
        Some(fault) if fault.is_before() => {
            shared.log_call(&call, None, Some(fault), begun);
            return spoil::instead(shared, &call, fault);
        }
        Some(Fault::TokenRevoked) => shared.world().tokens.clear(),
        Some(Fault::KeysForgotten) => shared.world().forget_keys(),
        Some(Fault::EndsAs(status)) => call.planted.ends_as = Some(status.clone()),
        Some(Fault::MsgStatus(status)) => call.planted.msg_status = Some(status.clone()),
        _ => {}
    }
    let answer = status.map_or_else(|| ask(shared, &call), Answer::empty);
    shared.log_call(&call, Some(&answer), fault.as_ref(), begun);
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
