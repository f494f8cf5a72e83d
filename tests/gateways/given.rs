//! Tokens from elsewhere and headers for a relay, through the library: asked for when they are needed, and never shown.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use wxmass::wechat::{
    self, CacheError, Client, FixedToken, Header, Kind, Options, SourceError, Token, TokenCache,
    TokenCall, TokenSource,
};

use crate::world::wire::refusal;
use crate::world::{TOKEN, World};

/// A cache that must not be asked: a token that is given is kept nowhere.
#[derive(Debug)]
struct Forbidden;

impl TokenCache for Forbidden {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, CacheError>> {
        panic!("nothing is stored")
    }
    fn save<'a>(&'a self, _: &'a Token) -> BoxFuture<'a, Result<(), CacheError>> {
        panic!("nothing is stored")
    }
    fn forget<'a>(&'a self, _: &'a Token) -> BoxFuture<'a, Result<(), CacheError>> {
        panic!("nothing is stored")
    }
    fn lock(&self) -> BoxFuture<'_, Result<Box<dyn Send>, CacheError>> {
        panic!("nothing is stored")
    }
}

/// Gives one text after another, and the last one for ever.
#[derive(Debug)]
struct Source {
    texts: Vec<String>,
    asked: AtomicUsize,
}

impl Source {
    fn of(texts: &[&str]) -> Arc<Self> {
        Arc::new(Self {
            texts: texts.iter().map(|&text| text.to_owned()).collect(),
            asked: AtomicUsize::new(0),
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

/// A source for other tests.
pub(crate) fn source_of(texts: &[&str]) -> Arc<dyn TokenSource> {
    Source::of(texts)
}

impl TokenSource for Source {
    fn ask(&self) -> BoxFuture<'_, Result<secrecy::SecretString, SourceError>> {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        let text = self.texts.get(number).or(self.texts.last()).cloned();
        async move {
            text.map(Into::into)
                .ok_or(SourceError("it failed".to_owned()))
        }
        .boxed()
    }
}

pub(crate) fn client(base: &str, source: Arc<dyn TokenSource>, header: Option<Header>) -> Client {
    let options = Options {
        base: base.parse().expect("a URL"),
        appid: wxmass::sandbox::APPID.to_owned(),
        secret: String::new().into(),
        token_call: TokenCall::Stable,
        token_source: Some(source),
        api_header: header,
        insecure_base: false,
        pace: 2_000.0,
        timeout: None,
    };
    Client::new(options, Arc::new(Forbidden)).expect("a client")
}

pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(work)
}

pub(crate) fn base(world: &World) -> String {
    format!("http://{}", world.wire_address())
}

#[test]
fn a_given_token_needs_no_secret_and_is_asked_for_once() {
    let world = World::new();
    let token = world.wx(["token"]).exits(0).stdout.trim().to_owned();
    let in_json = format!(r#"{{"authorizer_access_token":"{token}","expires_in":7200}}"#);
    for text in [&token, &in_json] {
        world.forget_calls();
        let source = Source::of(&[text]);
        let client = client(&base(&world), source.clone(), None);
        for _ in 0..3 {
            assert!(!run(wechat::tags::list(&client)).expect("tags").is_empty());
        }
        assert_eq!(source.asked(), 1);
        assert!(world.calls_of(TOKEN).is_empty());
    }
}

#[test]
fn a_refused_token_is_asked_for_once_more() {
    let world = World::new();
    let token = world.wx(["token"]).exits(0).stdout.trim().to_owned();
    for code in [40_001, 40_014, 42_001] {
        world.plant(refusal("tags/get", code));
        let source = Source::of(&["an-old-token", &token]);
        let client = client(&base(&world), source.clone(), None);
        run(wechat::tags::list(&client)).expect("tags");
        assert_eq!(source.asked(), 2);
        world.repair();
    }
    // Twice refused is refused; the same again is not even sent.
    for (texts, calls) in [
        (&["an-old-token", "another-one"][..], 2),
        (&["an-old-token"], 1),
    ] {
        world.forget_calls();
        let source = Source::of(texts);
        let client = client(&base(&world), source.clone(), None);
        let error = run(wechat::tags::list(&client)).expect_err("refused");
        assert_eq!((error.kind(), source.asked()), (Kind::Account, 2));
        assert_eq!(world.calls_of("tags/get").len(), calls);
        assert!(!format!("{error} {error:?}").contains("an-old-token"));
    }
    let fixed = Arc::new(FixedToken::new("an-old-token".to_owned().into()));
    let error = run(wechat::tags::list(&client(&base(&world), fixed, None))).expect_err("refused");
    assert!(matches!(error.errcode(), Some(40_001 | 40_014)), "{error}");
}

#[test]
fn a_source_without_a_token_is_an_error_of_the_account() {
    let world = World::new();
    for texts in [&[][..], &[""], &["<html>"], &[r#"{"errcode":40164}"#]] {
        let client = client(&base(&world), Source::of(texts), None);
        let error = run(wechat::tags::list(&client)).expect_err("no token");
        assert_eq!(error.kind(), Kind::Account, "{error}");
        assert_eq!(error.call(), wechat::TOKEN_SOURCE);
    }
    assert!(world.calls_of("tags/get").is_empty());
}

/// A relay's key goes with every call, and is in no error that echoes it.
#[test]
fn a_header_goes_along_and_is_not_shown() {
    let relay = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}/wx", relay.local_addr().expect("an address"));
    let echo = std::thread::spawn(move || {
        let (mut stream, _) = relay.accept().expect("a call");
        let mut bytes = [0; 4_096];
        let length = std::io::Read::read(&mut stream, &mut bytes).expect("it speaks");
        let head = String::from_utf8_lossy(&bytes[..length]).into_owned();
        let body = r#"{"errcode":48001,"errmsg":"who is k3y-of-the-relay?"}"#;
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        std::io::Write::write_all(&mut stream, answer.as_bytes()).expect("it listens");
        head
    });
    let header = Header::read("X-Api-Key: k3y-of-the-relay").expect("a header");
    let client = client(&base, Source::of(&["some-token"]), Some(header));
    let error = run(wechat::tags::list(&client)).expect_err("refused");
    assert_eq!(error.errmsg(), "who is ***?");
    let head = echo.join().expect("no panic there");
    assert!(head.starts_with("GET /wx/cgi-bin/tags/get?"), "{head}");
    assert!(head.contains("x-api-key: k3y-of-the-relay"), "{head}");
    assert!(!format!("{client:?}").contains("k3y"), "{client:?}");
}
