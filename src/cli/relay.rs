//! Between an account and WeChat by the owner's will: tokens from elsewhere, and the header of a relay.

use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use secrecy::SecretString;

use super::accounts::printed;
use super::failure::{Exit, Failure};
use super::settings::{Login, Settings};
use super::{Frame, shell};
use crate::report::Lang;
use crate::report::text;
use crate::wechat::{BadHeader, FixedToken, Header, SourceError, TokenSource};

/// The source of the account's tokens, unless they come from WeChat's token calls.
pub(super) fn token_source(frame: &Frame, settings: &Settings) -> Option<Arc<dyn TokenSource>> {
    match &*settings.login {
        Login::Secret(_) | Login::None => None,
        Login::Token(token) => Some(Arc::new(FixedToken::new(token.clone()))),
        Login::TokenCommand(command) => Some(Arc::new(TokenCommand {
            frame: frame.clone(),
            account: settings.account_name.clone(),
            command: command.clone(),
        })),
    }
}

/// The `token_command` of a profile.
#[derive(Debug)]
struct TokenCommand {
    frame: Frame,
    account: String,
    command: String,
}

impl TokenSource for TokenCommand {
    fn ask(&self) -> BoxFuture<'_, Result<SecretString, SourceError>> {
        let lang = self.frame.out.lang;
        let (frame, command) = (self.frame.clone(), self.command.clone());
        let what = text!(lang, relay_token_command_account, account = self.account);
        let run = move || shell::output(&frame, &command, what).map(SecretString::from);
        async move {
            let ran = tokio::task::spawn_blocking(run).await;
            ran.map_err(|broken| SourceError(broken.to_string()))?
                .map_err(|why| SourceError(why.why(lang)))
        }
        .boxed()
    }
}

/// The header that `api_header_command` prints. Blocks for as long as the command takes.
pub(super) fn api_header(frame: &Frame, settings: &Settings) -> Result<Option<Header>, Failure> {
    const KEY: &str = "api_header_command";
    let Some(command) = settings.api_header_command.as_ref() else {
        return Ok(None);
    };
    let name = &settings.account_name;
    let text = tokio::task::block_in_place(|| printed(frame, name, KEY, command))?;
    let first = text.trim_start().lines().next().unwrap_or_default();
    Header::read(first)
        .map(Some)
        .map_err(|bad| bad_header(frame.out.lang, name, bad))
}

fn bad_header(lang: Lang, account: &str, bad: BadHeader) -> Failure {
    let why = match bad {
        BadHeader::Form => text!(lang, relay_header),
        BadHeader::Ours => text!(lang, relay_header_wxmass_sets_itself),
    };
    Failure::new(
        Exit::Account,
        text!(
            lang,
            relay_api_header_command_account_printed,
            account = account,
            why = why
        ),
        text!(lang, relay_first_line_authorization_bearer),
    )
}
