//! Receives WeChat's callbacks: a small HTTP server that takes what is WeChat's and hands it on.
//!
//! Promises: nothing is handed on whose signature is wrong; WeChat hears `success` only when the desk that took the event says
//! that it is kept, and hears something within five seconds in any case; what a stranger sends costs at most one connection
//! of many for a few seconds and 1 MiB. Refuses to know the ledger, the terminal and every secret but what [`Seal`] holds.

mod answer;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::wechat::event::{Error as Unreadable, Event};
use crate::wechat::seal::Seal;

/// Connections at one time; more wait in the system's queue. WeChat itself needs one or two; the rest is room for slow
/// strangers, so that they do not hold it up.
const AT_ONCE: usize = 512;
/// The head of a request, from the connection's first moment. WeChat sends it at once.
const HEAD: Duration = Duration::from_secs(2);
/// A connection, from its first byte to its last: one request each. The answer takes [`KEEP`] of it at most.
const CONNECTION: Duration = Duration::from_secs(10);
/// WeChat hangs up after five seconds and calls again.
const KEEP: Duration = Duration::from_millis(4_500);
/// For answers that are on their way when the server closes.
const FAREWELL: Duration = Duration::from_secs(1);
/// Arrivals that wait for the desk.
const WAITING: usize = 64;
const MOST_HEAD_BYTES: usize = 32 * 1024;

/// Something that came in.
#[derive(Debug)]
pub enum Arrival {
    /// WeChat's first GET, when the address is entered in its settings.
    Verified,
    /// An event. WeChat hears `success` when `kept` is told `true`; otherwise it calls again.
    Event {
        event: Event,
        kept: oneshot::Sender<bool>,
    },
    /// Not taken.
    Refused { from: SocketAddr, why: Unreadable },
}

/// The reason for which it cannot listen.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {error}")]
pub struct Error {
    pub address: SocketAddr,
    pub error: std::io::Error,
}

/// A server that listens until it is closed or dropped.
#[derive(Debug)]
pub struct Listener {
    address: SocketAddr,
    arrivals: mpsc::Receiver<Arrival>,
    closing: DropGuard,
    tasks: TaskTracker,
}

/// All that an answer needs.
#[derive(Debug)]
struct Door {
    path: String,
    seal: Seal,
    arrivals: mpsc::Sender<Arrival>,
}

impl Listener {
    /// Listens on `address` (port 0: a free one) for `path`. The port is bound when this returns.
    pub async fn bind(address: SocketAddr, path: &str, seal: Seal) -> Result<Self, Error> {
        let failed = |error| Error { address, error };
        let socket = TcpListener::bind(address).await.map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        let (sender, arrivals) = mpsc::channel(WAITING);
        let door = Arc::new(Door {
            path: path.to_owned(),
            seal,
            arrivals: sender,
        });
        let (closing, tasks) = (CancellationToken::new(), TaskTracker::new());
        tasks.spawn(accept(socket, door, closing.clone(), tasks.clone()));
        Ok(Self {
            address,
            arrivals,
            closing: closing.drop_guard(),
            tasks,
        })
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The next arrival.
    pub async fn next(&mut self) -> Option<Arrival> {
        self.arrivals.recv().await
    }

    /// Takes nothing new, and waits until what has been answered is on its way out.
    pub async fn close(self) {
        drop((self.closing, self.arrivals));
        self.tasks.close();
        self.tasks.wait().await;
    }
}

async fn accept(
    socket: TcpListener,
    door: Arc<Door>,
    closing: CancellationToken,
    tasks: TaskTracker,
) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let next = async || {
        let place = Arc::clone(&places).acquire_owned().await;
        (place, socket.accept().await)
    };
    while let Some((place, accepted)) = closing.run_until_cancelled(next()).await {
        match accepted {
            Ok((stream, from)) => {
                let (door, closing) = (Arc::clone(&door), closing.clone());
                tasks.spawn(async move {
                    serve(stream, from, door, closing).await;
                    drop(place);
                });
            }
            // Out of file handles, or the peer was gone at once: a moment later it may do.
            Err(error) => {
                tracing::debug!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// One connection, one request.
async fn serve(stream: TcpStream, from: SocketAddr, door: Arc<Door>, closing: CancellationToken) {
    let service = service_fn(move |request: Request<Incoming>| {
        let door = Arc::clone(&door);
        async move { Ok::<Response<_>, std::convert::Infallible>(door.answer(from, request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .keep_alive(false)
        .max_buf_size(MOST_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = tokio::time::timeout(CONNECTION, connection.as_mut()) => ended,
        () = closing.cancelled() => {
            connection.as_mut().graceful_shutdown();
            tokio::time::timeout(FAREWELL, connection).await
        }
    };
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%from, %error, "a connection broke"),
        Err(_) => tracing::debug!(%from, "a connection took too long"),
    }
}
