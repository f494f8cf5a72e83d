//! `wxmass accounts add NAME`: from an AppID and a secret to a profile that works. What a script gives by options, the
//! environment or stdin is not asked for; nothing is written before the credentials were taken by WeChat.

use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::kind::{self, Found};
use super::{path, words, written};
use crate::cli::accounts::{self, NewProfile, Profile};
use crate::cli::connect;
use crate::cli::failure::{Exit, Failure};
use crate::cli::probe::Forgetful;
use crate::cli::prompt::{ask, ask_hidden, has_terminal};
use crate::cli::settings::credential::{self, Which};
use crate::cli::settings::{self, Login, Settings};
use crate::cli::{Frame, env};
use crate::report::Lang;
use crate::report::text;
use crate::wechat::{Client, errcode};

/// A longer answer on stdin is no secret.
const LONGEST: u64 = 4096;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass accounts add main\n  wxmass accounts add main --appid wx0123456789abcdef --secret-command 'pass show wechat/main'\n  wxmass accounts add main --appid wx0123456789abcdef --secret-stdin --kind service < secret.txt"
)]
pub(super) struct AddArgs {
    name: String,
    #[arg(long, value_name = "APPID")]
    appid: Option<String>,
    #[arg(long)]
    secret_stdin: bool,
    #[arg(long, value_name = "COMMAND", conflicts_with = "secret_stdin")]
    secret_command: Option<String>,
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["secret_stdin", "secret_command"])]
    token_command: Option<String>,
    #[arg(long, value_parser = ["service", "subscription", "unverified"])]
    kind: Option<String>,
    #[arg(long, value_name = "WHO")]
    tester: Option<String>,
    #[arg(long)]
    no_check: bool,
}

pub(super) async fn run(frame: &Frame, args: AddArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    if frame.global.sandbox {
        return Err(words::sandbox_needs_none(lang));
    }
    let path = path(frame)?;
    is_free(frame, &path, &args.name)?;
    if let Some(fault) = args.tester.as_deref().and_then(|it| wrong_tester(lang, it)) {
        return Err(fault);
    }
    let mut asked = Asked {
        frame,
        args: &args,
        ask: has_terminal() && !args.secret_stdin,
        is_given: true,
    };
    let (appid, login, found) = asked.until_it_works().await?;
    let kind = match (&args.kind, found.name()) {
        (Some(kind), _) => one_of_the_kinds(kind),
        (None, Some(kind)) => Some(kind),
        (None, None) if asked.ask && !args.no_check => asked.kind().await?,
        (None, None) => None,
    };
    let tester = match &args.tester {
        Some(tester) => Some(tester.trim().to_owned()),
        None if asked.ask => asked.tester().await?,
        None => None,
    };
    let base = frame.global.api_base.clone();
    let new = NewProfile {
        name: args.name.clone(),
        appid,
        login: match login {
            Written::Secret(secret) => accounts::Login::Secret(secret),
            Written::SecretCommand(command) => accounts::Login::SecretCommand(command),
            Written::TokenCommand(command) => accounts::Login::TokenCommand(command),
        },
        kind,
        tester,
        api_base: base.filter(|_| frame.typed.contains(&"api_base")),
    };
    tokio::task::block_in_place(|| accounts::add(frame, &path, &new))?;
    frame.out.note(&words::added(lang, &new, &path));
    let document = json!({
        "account": new.name, "appid": new.appid, "kind": new.kind, "tester": new.tester, "file": path,
    });
    written(frame.out.json(&document))?;
    Ok(Exit::Done)
}

/// A client of these settings that asks for its token each time.
pub(super) fn probe(frame: &Frame, settings: &Settings) -> Result<Client, Failure> {
    let options = connect::client_options(frame, settings)?;
    connect::client(frame.out.lang, options, Arc::new(Forgetful))
}

/// Refuses a name that is taken, or that no one could type.
fn is_free(frame: &Frame, path: &Path, name: &str) -> Result<(), Failure> {
    let lang = frame.out.lang;
    if name.trim() != name || name.is_empty() || name.contains(char::is_control) || name == "all" {
        return Err(words::no_name(lang));
    }
    let known = tokio::task::block_in_place(|| accounts::load_if_there(frame, path))?;
    if known.contains_key(name) {
        return Err(accounts::taken(frame, path, name));
    }
    Ok(())
}

fn one_of_the_kinds(word: &str) -> Option<&'static str> {
    ["service", "subscription", "unverified"]
        .into_iter()
        .find(|kind| *kind == word)
}

/// A tester is one word: an openid or a WeChat id.
fn wrong_tester(lang: Lang, written: &str) -> Option<Failure> {
    let tester = written.trim();
    let is_word = !tester.is_empty() && tester.chars().all(|it| it.is_ascii_graphic() && it != '"');
    (!is_word).then(|| words::no_tester(lang))
}

/// The login as it will be in the file.
enum Written {
    Secret(SecretString),
    SecretCommand(String),
    TokenCommand(String),
}

/// The conversation.
struct Asked<'a> {
    frame: &'a Frame,
    args: &'a AddArgs,
    /// Somebody is there to answer.
    ask: bool,
    /// WeChat has not refused yet the values of options and the environment.
    is_given: bool,
}

impl Asked<'_> {
    /// AppID and login that WeChat took, and the kind of the account.
    async fn until_it_works(&mut self) -> Result<(String, Written, Found), Failure> {
        let lang = self.frame.out.lang;
        loop {
            let appid = self.appid().await?;
            let (written, login) = self.login().await?;
            if self.args.no_check {
                return Ok((appid, written, Found::Unknown));
            }
            self.frame.out.note(&text!(lang, account_asking_wechat));
            let settings = settings::of_new(self.frame, &appid, login)?;
            let client = probe(self.frame, &settings)?;
            if self.takes(&client).await? {
                let found = kind::find_out(&client);
                let found = self.frame.stop.or(found).await;
                let found = found.ok_or_else(|| words::interrupted(lang))?;
                self.frame
                    .out
                    .note(&words::works(lang, &self.args.name, &appid, found));
                return Ok((appid, written, found));
            }
            self.is_given = false;
        }
    }

    /// Whether WeChat gives a token; `false` where other credentials are to be asked for.
    async fn takes(&self, client: &Client) -> Result<bool, Failure> {
        let (frame, lang) = (self.frame, self.frame.out.lang);
        loop {
            let answer = frame.stop.or(client.token()).await;
            let Err(error) = answer.ok_or_else(|| words::interrupted(lang))? else {
                return Ok(true);
            };
            let failure = Failure::of_wechat(lang, &error, None);
            if !self.ask {
                return Err(failure);
            }
            if let Some(address) = error.address() {
                frame.out.always(&words::allow(lang, address));
                ask(frame, &words::enter_when_added(lang)).await?;
                continue;
            }
            frame.out.always(&failure.text(lang));
            let is_of_credentials = matches!(
                error.errcode(),
                Some(errcode::INVALID_APPID | errcode::INVALID_APPSECRET)
            );
            if is_of_credentials && self.args.secret_command.is_none() {
                return Ok(false);
            }
            ask(frame, &words::enter_to_try_again(lang)).await?;
        }
    }

    async fn appid(&self) -> Result<String, Failure> {
        let (frame, lang) = (self.frame, self.frame.out.lang);
        let given = (self
            .args
            .appid
            .as_deref()
            .map(|it| ("--appid", it.to_owned())))
        .or_else(|| env::value(env::APPID).map(|it| (env::APPID, it)))
        .filter(|_| self.is_given);
        if let Some((place, appid)) = given {
            let appid = credential::trimmed(&appid).to_owned();
            return match credential::appid(&appid) {
                None => Ok(appid),
                Some(fault) => Err(words::refused(lang, place, Which::AppId, fault)),
            };
        }
        if !self.ask {
            return Err(words::cannot_ask(lang, "--appid"));
        }
        loop {
            let typed = ask(frame, &words::appid(lang)).await?;
            let typed = credential::trimmed(&typed);
            match credential::appid(typed) {
                None => return Ok(typed.to_owned()),
                Some(fault) => self.once_more("AppID", Which::AppId, fault),
            }
        }
    }

    async fn login(&self) -> Result<(Written, Login), Failure> {
        let (frame, lang) = (self.frame, self.frame.out.lang);
        if let Some(command) = &self.args.token_command {
            let written = Written::TokenCommand(command.clone());
            return Ok((written, Login::TokenCommand(command.clone())));
        }
        let given = if let Some(command) = &self.args.secret_command {
            let name = &self.args.name;
            let profile = Profile::with_secret_command(command);
            let secret = tokio::task::block_in_place(|| profile.secret(frame, name))?;
            Some(("--secret-command", secret.expose_secret().to_owned()))
        } else if self.args.secret_stdin {
            Some(("--secret-stdin", from_stdin(frame).await?))
        } else {
            env::value(env::SECRET)
                .map(|it| (env::SECRET, it))
                .filter(|_| self.is_given)
        };
        if let Some((place, secret)) = given {
            let secret = credential::trimmed(&secret);
            if let Some(fault) = credential::secret(secret) {
                return Err(words::refused(lang, place, Which::Secret, fault));
            }
            let secret = SecretString::from(secret);
            let written = match &self.args.secret_command {
                Some(command) => Written::SecretCommand(command.clone()),
                None => Written::Secret(secret.clone()),
            };
            return Ok((written, Login::Secret(secret)));
        }
        if !self.ask {
            return Err(words::cannot_ask(lang, "--secret-stdin"));
        }
        loop {
            let typed = SecretString::from(ask_hidden(frame, &words::secret(lang)).await?);
            let secret = credential::trimmed(typed.expose_secret());
            match credential::secret(secret) {
                None => {
                    let secret = SecretString::from(secret);
                    return Ok((Written::Secret(secret.clone()), Login::Secret(secret)));
                }
                Some(fault) => self.once_more("AppSecret", Which::Secret, fault),
            }
        }
    }

    fn once_more(&self, place: &str, which: Which, fault: credential::Fault) {
        let lang = self.frame.out.lang;
        let failure = words::refused(lang, place, which, fault);
        self.frame.out.always(&failure.text(lang));
    }

    async fn kind(&self) -> Result<Option<&'static str>, Failure> {
        loop {
            let typed = ask(self.frame, &words::kind(self.frame.out.lang)).await?;
            match one_of_the_kinds(&typed.to_lowercase()) {
                None if !typed.is_empty() => {}
                kind => return Ok(kind),
            }
        }
    }

    async fn tester(&self) -> Result<Option<String>, Failure> {
        let lang = self.frame.out.lang;
        loop {
            let typed = ask(self.frame, &words::tester(lang)).await?;
            if typed.is_empty() {
                return Ok(None);
            }
            match wrong_tester(lang, &typed) {
                None => return Ok(Some(typed)),
                Some(fault) => self.frame.out.always(&fault.text(lang)),
            }
        }
    }
}

/// The first line of stdin.
async fn from_stdin(frame: &Frame) -> Result<String, Failure> {
    let lang = frame.out.lang;
    let reading = tokio::task::spawn_blocking(|| {
        let mut text = String::new();
        io::stdin()
            .take(LONGEST)
            .read_to_string(&mut text)
            .map(|_| text)
    });
    match frame.stop.or(reading).await {
        Some(Ok(Ok(text))) => Ok(text.lines().next().unwrap_or_default().to_owned()),
        Some(Ok(Err(error))) => Err(Failure::unreadable(lang, Path::new("-"), &error)),
        Some(Err(broken)) => {
            let error = anyhow::Error::new(broken).context("reading the answer");
            Err(Failure::unforeseen(lang, &error))
        }
        None => Err(words::interrupted(lang)),
    }
}
