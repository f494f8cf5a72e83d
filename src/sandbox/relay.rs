//! A relay before WeChat, with a path of its own, or one that needs credentials.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::answer::Answer;
use super::call::Call;
use super::world::Settings;

/// The answer of the relay in WeChat's place; `None` where the call goes through, without the relay's path.
pub(super) fn stopped(settings: &Settings, call: &mut Call) -> Option<Answer> {
    if !settings.path.is_empty() {
        let rest = call.path.strip_prefix(&settings.path);
        let Some(rest) = rest.filter(|rest| rest.starts_with('/')) else {
            return Some(page(404, "404 Not Found"));
        };
        call.path = rest.to_owned();
    }
    if !settings.basic_auth.is_empty() {
        let wanted = format!("Basic {}", STANDARD.encode(&settings.basic_auth));
        if call.header("authorization") != wanted {
            return Some(
                page(401, "401 Authorization Required")
                    .with("www-authenticate", "Basic realm=\"relay\""),
            );
        }
    }
    let (name, value) = settings.needs_header.split_once(':')?;
    (call.header(&name.trim().to_ascii_lowercase()) != value.trim())
        .then(|| page(403, "403 Forbidden"))
}

fn page(status: u16, title: &str) -> Answer {
    Answer {
        content_type: "text/html",
        body: format!("<html><head><title>{title}</title></head><body>relay</body></html>")
            .into_bytes(),
        ..Answer::empty(status)
    }
}
