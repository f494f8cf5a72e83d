//! Settings of a listener, and what the operator is told where one is missing.

use std::net::TcpListener;

use crate::world::World;
use crate::world::listener::{AES_KEY, CALLBACK_TOKEN, Letter, finished};
use crate::{COUNTS, takes};

#[test]
fn the_accounts_file_has_it_all_and_the_secret_is_not_needed() {
    let world = World::new();
    let accounts = world.path("accounts.toml");
    let text = format!(
        "[main]\nappid = \"{}\"\nsecret_command = \"touch asked; echo x\"\ncallback_token = \"{CALLBACK_TOKEN}\"\naes_key = \"{AES_KEY}\"\n",
        wxmass::sandbox::APPID
    );
    std::fs::write(&accounts, text).expect("a file");
    let change = |command: &mut std::process::Command| {
        for name in ["WXMASS_APPID", "WXMASS_SECRET", "WXMASS_CALLBACK_TOKEN"] {
            command.env_remove(name);
        }
        command.env("WXMASS_ACCOUNTS", &accounts);
    };
    let ear = world.listen_with(&["--once"], change);
    takes(&ear, &Letter::sealed(finished(5, "send success", COUNTS)));
    ear.end().exits(0).says("account main").says("chmod 600");
    assert!(!world.path("asked").exists(), "no one asked for the secret");
    let settings = world.wx_with(["settings", "--json"], change).exits(0);
    assert!(!settings.stdout.contains(CALLBACK_TOKEN) && !settings.stdout.contains(AES_KEY));
    let settings = settings.json();
    let rows = settings["settings"].as_array().expect("rows");
    let from = |name: &str| {
        let row = rows.iter().find(|row| row["setting"] == name);
        row.expect(name)["from"].clone()
    };
    assert_eq!(from("callback_token"), "accounts file, [main]");
    assert_eq!(from("aes_key"), "accounts file, [main]");
}

#[test]
fn what_cannot_be_listened_with_is_said_at_once() {
    let world = World::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let refused = |arguments: &[&str], change: fn(&mut std::process::Command)| {
        let arguments = ["listen", "--port", "0"].iter().chain(arguments);
        world.wx_with(arguments, change)
    };
    refused(&[], |_| ()).exits(4).says("WXMASS_CALLBACK_TOKEN");
    refused(&[], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "");
    })
    .exits(4)
    .says("WXMASS_CALLBACK_TOKEN");
    refused(&[], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "a b");
    })
    .exits(4)
    .says("3 to 32 letters");
    refused(&[], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", CALLBACK_TOKEN);
        command.env("WXMASS_AES_KEY", "short");
    })
    .exits(4)
    .says("43 letters");
    refused(&["--path", "wechat"], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "token");
    })
    .exits(2);
    refused(&["--count", "0"], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "token");
    })
    .exits(2);
    refused(&["--once", "--count", "2"], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "token");
    })
    .exits(2);
    let outcome = world.wx_with(["listen", "--port", &port], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "token");
    });
    outcome.exits(2).says("cannot listen on 127.0.0.1");
}
