//! The server: one handler for every path. It reads a whole request, asks the world, keeps the world, then answers, and
//! spoils the answer where a fault is planted.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use futures_util::stream;
use serde::Serialize;
use tokio::sync::oneshot;

use super::answer::{Answer, Call, refuse};
use super::faults::{Fault, Rule};
use super::world::World;
use super::{control, faults, form, outbox, routes};

/// The largest body: a file of 10 MB and its envelope.
const MAX_BODY: usize = 12 * 1024 * 1024;
/// Calls that the log keeps.
const MAX_LOG: usize = 2_000;

/// What all requests share.
#[derive(Debug)]
pub(super) struct Shared {
    world: Mutex<World>,
    folder: Option<PathBuf>,
    pub(super) control_token: String,
    pub(super) faults: Mutex<Vec<Rule>>,
    pub(super) log: Mutex<Vec<Logged>>,
    in_flight: AtomicUsize,
    pub(super) most_at_once: AtomicUsize,
}

/// One call in the log, without tokens.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Logged {
    pub(super) path: String,
    pub(super) errcode: i64,
    pub(super) body: String,
}

impl Shared {
    pub(super) fn new(world: World, folder: Option<PathBuf>, control_token: String) -> Self {
        Self {
            world: Mutex::new(world),
            folder,
            control_token,
            faults: Mutex::default(),
            log: Mutex::default(),
            in_flight: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
        }
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        locked(&self.world)
    }

    /// Keeps the world; an answer must not go out before this.
    pub(super) fn keep(&self, world: &World) -> std::io::Result<()> {
        self.folder
            .as_deref()
            .map_or(Ok(()), |folder| world.save(folder))
    }

    /// A picture's bytes, where there is a folder to keep them in.
    pub(super) fn keep_file(&self, name: &str, bytes: &[u8]) {
        if let Some(folder) = &self.folder {
            let folder = folder.join("media");
            // The outbox shows a grey box for what is not there; nothing else needs the bytes.
            let _ = std::fs::create_dir_all(&folder)
                .and_then(|()| std::fs::write(folder.join(name), bytes));
        }
    }

    pub(super) fn read_file(&self, name: &str) -> Option<Vec<u8>> {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let folder = self.folder.as_ref().filter(|_| plain)?;
        std::fs::read(folder.join("media").join(name)).ok()
    }
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves until `stopped` hears something or loses its sender.
pub(super) fn run(listener: TcpListener, shared: Arc<Shared>, stopped: oneshot::Receiver<()>) {
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
        let app = Router::new().fallback(handle).with_state(shared);
        let serving = axum::serve(listener, app);
        tokio::select! {
            _ = serving => {}
            _ = stopped => {}
        }
    });
    runtime.shutdown_background();
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let at_once = shared.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
    shared.most_at_once.fetch_max(at_once, Ordering::SeqCst);
    let response = answer(&shared, request).await;
    shared.in_flight.fetch_sub(1, Ordering::SeqCst);
    response
}

async fn answer(shared: &Shared, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let chunked = parts.method == "POST" && !parts.headers.contains_key("content-length");
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        return respond(Answer::empty(413));
    };
    let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let mut call = Call {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query,
        headers: parts.headers,
        body: body.to_vec(),
        form: Vec::new(),
        now: shared.world().now(),
    };
    if let Some(answer) = outbox::route(shared, &call).or_else(|| control::route(shared, &call)) {
        return respond(answer);
    }
    call.form = form::parts(call.header("content-type"), &body).await;
    let latency = shared.world().settings.latency_ms;
    if latency > 0 {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
    let fault = faults::pick(&mut locked(&shared.faults), &call.path);
    if let Some(fault) = fault.filter(|fault| fault.is_before()) {
        log(shared, &call, -999);
        return spoil(shared, fault, None).await;
    }
    let answer = if chunked {
        Answer::empty(412)
    } else {
        ask(shared, &call)
    };
    log(shared, &call, answer.errcode);
    match fault {
        Some(fault) => spoil(shared, fault, Some(answer)).await,
        None => respond(answer),
    }
}

/// The world's answer, kept before it is given.
fn ask(shared: &Shared, call: &Call) -> Answer {
    let mut world = shared.world();
    let answer = match routes::route(&mut world, call, shared) {
        Ok(answer) => answer,
        Err(refusal) => {
            world.number += 1;
            refusal.answer(call.now, world.number)
        }
    };
    match shared.keep(&world) {
        Ok(()) => answer,
        Err(_) => Answer::empty(503),
    }
}

fn log(shared: &Shared, call: &Call, errcode: i64) {
    let body = if call.form.is_empty() {
        String::from_utf8_lossy(&call.body)
            .chars()
            .take(2_000)
            .collect()
    } else {
        let part = |part: &form::Part| {
            format!(
                "{} {} {} bytes",
                part.name,
                part.file_name.as_deref().unwrap_or("-"),
                part.bytes.len()
            )
        };
        call.form.iter().map(part).collect::<Vec<_>>().join("; ")
    };
    let body = if call.path.ends_with("stable_token") {
        "(credentials)".to_owned()
    } else {
        body
    };
    let mut log = locked(&shared.log);
    if log.len() == MAX_LOG {
        log.remove(0);
    }
    log.push(Logged {
        path: call.path.clone(),
        errcode,
        body,
    });
}

fn respond(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    response.headers_mut().insert(
        "content-type",
        axum::http::HeaderValue::from_static(answer.content_type),
    );
    if answer.content_type.starts_with("text/html") {
        let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.headers_mut().insert(
            "content-security-policy",
            axum::http::HeaderValue::from_static(policy),
        );
    }
    response
}

async fn spoil(shared: &Shared, fault: Fault, answer: Option<Answer>) -> Response<Body> {
    let page = |status| Answer {
        status,
        content_type: "text/html",
        body: b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
            .to_vec(),
        errcode: 0,
    };
    let answer = answer.unwrap_or_else(|| Answer::empty(200));
    match fault {
        Fault::Errcode(code) => {
            let mut world = shared.world();
            world.number += 1;
            respond(refuse(code, "planted fault").answer(world.now(), world.number))
        }
        Fault::Status(status) => respond(page(status)),
        Fault::DelayMs(time) => {
            tokio::time::sleep(Duration::from_millis(time)).await;
            respond(answer)
        }
        Fault::ResetBefore | Fault::ResetAfter => cut(&[]),
        Fault::Truncated => cut(&answer.body[..answer.body.len() / 2]),
        Fault::Html => respond(page(502)),
        Fault::Html200 => respond(page(200)),
        Fault::Empty => respond(Answer {
            body: Vec::new(),
            ..answer
        }),
        Fault::Hang => {
            tokio::time::sleep(Duration::from_mins(10)).await;
            cut(&[])
        }
    }
}

/// A body that promises more than comes: the connection is closed in the middle.
fn cut(start: &[u8]) -> Response<Body> {
    let pieces = [
        Ok(Bytes::copy_from_slice(start)),
        Err(std::io::Error::other("planted fault")),
    ];
    let mut response = Response::new(Body::from_stream(stream::iter(pieces)));
    response.headers_mut().insert(
        "content-length",
        axum::http::HeaderValue::from(start.len() + 100),
    );
    response
}
