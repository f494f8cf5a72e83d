//! A page on this machine that follows its sources: served on loopback, made again when a file changes, loaded again by the
//! browser that shows it.
//!
//! The page itself stands in a frame and stays as it is; what asks for changes is the frame's own page. Requests that name
//! another host are refused, so that no site can read the page through a name of its own.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(300);
/// Files that are looked at; a folder with more is not a campaign's.
const MOST_FILES: usize = 5_000;

const FRAME: &str = r#"<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; frame-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>wxmass render --watch</title><style>html,body,iframe{margin:0;border:0;width:100%;height:100%;display:block}</style></head>
<body><iframe src="/page" title="wxmass render"></iframe><script>
let shown; setInterval(async () => {
  const version = await fetch("/version").then((answer) => answer.text()).catch(() => shown);
  if (shown !== undefined && version !== shown) document.querySelector("iframe").contentWindow.location.reload();
  shown = version;
}, 300);
</script></body></html>"#;

/// The page as it is now; clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Live(Arc<Mutex<(u64, String)>>);

impl Live {
    pub(super) fn set(&self, html: String) {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *shown = (shown.0 + 1, html);
    }

    fn get(&self) -> (u64, String) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Listens on a free port of this machine, and answers the address.
pub(super) async fn serve(live: Live) -> std::io::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let app = Router::new().fallback(answer).with_state(live);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}

/// The files of a folder, waited for.
#[derive(Debug)]
pub(super) struct Changes<'a> {
    folder: &'a Path,
    seen: Option<u64>,
}

impl<'a> Changes<'a> {
    pub(super) fn of(folder: &'a Path) -> Self {
        Self { folder, seen: None }
    }

    /// Returns at once the first time, and then whenever a file has changed.
    pub(super) async fn next(&mut self) {
        loop {
            let now = Some(state(self.folder));
            if now != self.seen {
                self.seen = now;
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

async fn answer(State(live): State<Live>, request: Request) -> Response {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if !matches!(name, "127.0.0.1" | "localhost") {
        return StatusCode::FORBIDDEN.into_response();
    }
    match request.uri().path() {
        "/" => Html(FRAME).into_response(),
        "/page" => Html(live.get().1).into_response(),
        "/version" => live.get().0.to_string().into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A number that is another one when a file was added, taken away or written.
fn state(folder: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut left = MOST_FILES;
    add(folder, &mut hasher, &mut left);
    hasher.finish()
}

fn add(folder: &Path, hasher: &mut DefaultHasher, left: &mut usize) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|it| it.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let Ok(meta) = path.symlink_metadata() else {
            continue;
        };
        if hidden || *left == 0 {
            continue;
        }
        if meta.is_dir() {
            add(&path, hasher, left);
            continue;
        }
        *left -= 1;
        (path, meta.len(), meta.modified().ok()).hash(hasher);
    }
}
