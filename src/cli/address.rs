//! Addresses for people: of the API and of a team's database, without the passwords in them.

use url::Url;

/// Parameters of an address that hold no secret. What is in any other stays untold.
const SHOWN_PARAMETERS: [&str; 7] = [
    "sslmode",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "application_name",
];

/// An address for people. What cannot be understood may have its password anywhere, and is not shown.
pub(super) fn without_password(written: &str) -> String {
    const HIDDEN: &str = "***";
    let untold = || match written.split_once(':') {
        Some((scheme, _)) => format!("{scheme}://…"),
        None if written.contains('@') => "…".to_owned(),
        None => written.to_owned(),
    };
    let Ok(mut url) = Url::parse(written) else {
        return untold();
    };
    // An `@` behind the host: a password with `#`, `?` or `/` in it was taken for what follows the host.
    let behind = &url[url::Position::BeforePath..];
    if url.cannot_be_a_base() || behind.contains('@') {
        return untold();
    }
    if url.password().is_some() && url.set_password(Some(HIDDEN)).is_err() {
        return untold();
    }
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    if pairs
        .iter()
        .any(|(key, _)| !SHOWN_PARAMETERS.contains(&key.as_str()))
    {
        let mut query = url.query_pairs_mut();
        query.clear();
        for (key, value) in &pairs {
            let is_shown = SHOWN_PARAMETERS.contains(&key.as_str());
            query.append_pair(key, if is_shown { value } else { HIDDEN });
        }
    }
    url.to_string()
}
