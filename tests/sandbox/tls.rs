//! TLS: clients whose address is fixed reach the sandbox as `api.weixin.qq.com`, and trust an authority that vouches for nothing else.

use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::client::{Served, wxmass};

fn curl(wechat: &Served, ca: &str, host: &str, path: &str) -> Output {
    let port = wechat.base.split_once(':').expect("a port").1;
    let (url, to) = (
        format!("https://{host}:{port}{path}"),
        format!("{host}:{port}:127.0.0.1"),
    );
    Command::new("curl")
        .args([
            "-sS",
            "--noproxy",
            "*",
            "--cacert",
            ca,
            "--resolve",
            &to,
            &url,
        ])
        .output()
        .expect("curl runs")
}

#[test]
fn a_client_that_trusts_the_authority_calls_wechats_own_name() {
    let home = TempDir::new().expect("a folder");
    let wechat = Served::at(home.path(), &["--tls"]);
    assert_eq!(
        wechat.document["base_url"],
        format!("https://{}", wechat.base)
    );
    let ca = wechat.document["ca"]
        .as_str()
        .expect("its certificate")
        .to_owned();
    let trust = wechat.document["trust"].to_string();
    for word in [
        "REQUESTS_CA_BUNDLE=",
        "NODE_EXTRA_CA_CERTS=",
        "SSL_CERT_FILE=",
        "keytool ",
    ] {
        assert!(trust.contains(word), "{word}: {trust}");
    }
    let token = format!(
        "/cgi-bin/token?grant_type=client_credential&appid={}&secret={}",
        wechat.appid, wechat.secret
    );
    for host in [
        "api.weixin.qq.com",
        "sh.api.weixin.qq.com",
        "localhost",
        "127.0.0.1",
    ] {
        let output = curl(&wechat, &ca, host, &token);
        let answer: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{host}: {}", String::from_utf8_lossy(&output.stderr)));
        assert!(answer["access_token"].is_string(), "{host}: {answer}");
    }
    // Plain HTTP goes on, on the same port; nothing else is vouched for.
    let plain = wechat.send("GET", &token, &[], b"");
    assert_eq!(plain.status, 200);
    let other = curl(&wechat, &ca, "mp.weixin.qq.com", "/");
    assert!(!other.status.success());
    let key = std::path::Path::new(&ca).with_file_name("ca.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&key).expect("a key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(key.starts_with(home.path()));
    }
    let first = std::fs::read(&ca).expect("a certificate");
    wechat.stop();
    // The next start has the same authority.
    let again = Served::at(home.path(), &["--tls"]);
    assert_eq!(std::fs::read(&ca).expect("a certificate"), first);
    assert!(
        curl(&again, &ca, "localhost", "/outbox.json")
            .status
            .success()
    );
}

/// Python's requests, by its own variable, unchanged but for the port.
#[test]
fn python_requests_trusts_it_by_its_variable() {
    let has_requests = Command::new("python3")
        .args(["-c", "import requests"])
        .output();
    if !has_requests.is_ok_and(|output| output.status.success()) {
        // tests/clients/run does the same with an installed one.
        return;
    }
    let wechat = Served::start(&["--tls"]);
    let ca = wechat.document["ca"].as_str().expect("its certificate");
    let script = format!(
        "import requests; print(requests.get('https://{}/cgi-bin/token', params=dict(grant_type='client_credential', appid='{}', secret='{}')).json()['expires_in'])",
        wechat.base, wechat.appid, wechat.secret
    );
    let output = Command::new("python3")
        .args(["-c", &script])
        .env("REQUESTS_CA_BUNDLE", ca)
        .env("NO_PROXY", "*")
        .output()
        .expect("python runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        "7200",
        "{said}"
    );
}

#[test]
fn the_line_of_hosts_and_the_list_of_calls_start_nothing() {
    let home = TempDir::new().expect("a folder");
    let said = |argument: &str| {
        let output = wxmass(home.path(), &["sandbox", argument])
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("text")
    };
    assert!(said("--hosts").starts_with("127.0.0.1 api.weixin.qq.com "));
    let calls = said("--calls");
    assert!(
        calls.contains("simulated\tmessage/mass/sendall\n"),
        "{calls}"
    );
    assert!(calls.contains("not simulated\tmenu/create\n"), "{calls}");
}
