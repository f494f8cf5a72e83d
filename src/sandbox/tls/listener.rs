//! The port: a connection that begins as TLS does is TLS, any other one is plain HTTP.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// The first byte of a TLS connection.
const HANDSHAKE: u8 = 0x16;
/// How long a client may take to begin.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections that are ready and not yet taken.
const WAITING: usize = 64;

/// The port on which connections come in.
#[derive(Debug)]
pub(in crate::sandbox) struct Door {
    address: SocketAddr,
    ready: Receiver<(Stream, SocketAddr)>,
}

impl Door {
    /// Accepts from now on; with a configuration TLS as well.
    pub(in crate::sandbox) fn open(
        listener: TcpListener,
        tls: Option<Arc<ServerConfig>>,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (sender, ready) = channel(WAITING);
        let acceptor = tls.map(TlsAcceptor::from);
        tokio::spawn(async move {
            loop {
                match listener.accept().await {
                    // No client that is slow to begin holds up another one.
                    Ok((stream, peer)) => {
                        tokio::spawn(begin(stream, peer, acceptor.clone(), sender.clone()));
                    }
                    Err(_) if sender.is_closed() => return,
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                }
            }
        });
        Ok(Self { address, ready })
    }
}

async fn begin(
    stream: TcpStream,
    peer: SocketAddr,
    acceptor: Option<TlsAcceptor>,
    ready: Sender<(Stream, SocketAddr)>,
) {
    let begun = async {
        let Some(acceptor) = acceptor else {
            return Some(Stream::Plain(stream));
        };
        let mut first = [0];
        stream.peek(&mut first).await.ok()?;
        if first[0] != HANDSHAKE {
            return Some(Stream::Plain(stream));
        }
        let stream = acceptor.accept(stream).await.ok()?;
        Some(Stream::Tls(Box::new(stream)))
    };
    if let Ok(Some(stream)) = tokio::time::timeout(PATIENCE, begun).await {
        let _ = ready.send((stream, peer)).await;
    }
}

impl Listener for Door {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        match self.ready.recv().await {
            Some(accepted) => accepted,
            // Nothing more can come.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// The caller's end of a connection.
#[derive(Debug, Clone, Copy)]
pub(in crate::sandbox) struct Peer(pub(in crate::sandbox) SocketAddr);

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// A connection.
#[derive(Debug)]
pub(in crate::sandbox) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Tls(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(context),
            Self::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
