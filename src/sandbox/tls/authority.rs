//! The sandbox's certificate authority: made once, kept in a folder with its key for the owner only, and able to vouch for the sandbox's
//! names and no others.

use std::error;
use std::io::{Error, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{Timestamp, tz::Offset};
use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// WeChat's host names that the sandbox may answer to.
pub const HOSTS: [&str; 6] = [
    "api.weixin.qq.com",
    "api2.weixin.qq.com",
    "sh.api.weixin.qq.com",
    "sz.api.weixin.qq.com",
    "hk.api.weixin.qq.com",
    "file.api.weixin.qq.com",
];

/// How long the authority lives, in years, and the sandbox's own certificate, which is new at each start.
const YEARS: [i16; 2] = [10, 1];

/// The way in which a client comes to trust the sandbox.
#[derive(Debug, Clone)]
pub struct Trust {
    /// The authority's certificate, PEM.
    pub certificate: PathBuf,
}

impl Trust {
    /// The lines that make the usual clients trust it: for whom, and what to set or run.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let file = self.certificate.display();
        vec![
            ("Python requests", format!("REQUESTS_CA_BUNDLE={file}")),
            ("Node.js", format!("NODE_EXTRA_CA_CERTS={file}")),
            (
                "OpenSSL, Go, Python httpx, Ruby",
                format!("SSL_CERT_FILE={file}"),
            ),
            ("curl", format!("CURL_CA_BUNDLE={file}")),
            (
                "PHP",
                format!("php -d curl.cainfo={file} -d openssl.cafile={file}"),
            ),
            (
                "Java",
                format!(
                    "keytool -importcert -noprompt -alias wxmass-sandbox -file {file} -keystore sandbox.p12 -storepass changeit && \
                     JAVA_TOOL_OPTIONS=\"-Djavax.net.ssl.trustStore=sandbox.p12 -Djavax.net.ssl.trustStorePassword=changeit\""
                ),
            ),
        ]
    }
}

/// The authority, and what it vouches for.
#[derive(Debug)]
pub(in crate::sandbox) struct Authority {
    pub(in crate::sandbox) trust: Trust,
    pub(in crate::sandbox) server: Arc<ServerConfig>,
}

impl Authority {
    /// The authority of a folder, made where there is none, with a fresh certificate for the sandbox.
    pub(in crate::sandbox) fn of(folder: &Path) -> std::io::Result<Self> {
        crate::tls::install();
        std::fs::create_dir_all(folder)?;
        let certificate = folder.join("ca.pem");
        let key_file = folder.join("ca.key");
        let key = match std::fs::read(&key_file) {
            Ok(key) if certificate.exists() => {
                KeyPair::try_from(&PrivatePkcs8KeyDer::from(key)).map_err(Error::other)?
            }
            Ok(_) => make(&certificate, &key_file)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                make(&certificate, &key_file)?
            }
            Err(error) => return Err(error),
        };
        owner_only(&key_file)?;
        let server = server(&Issuer::new(authority(), key)).map_err(Error::other)?;
        Ok(Self {
            trust: Trust { certificate },
            server: Arc::new(server),
        })
    }
}

/// A new key and its certificate, in their files.
fn make(certificate: &Path, key_file: &Path) -> std::io::Result<KeyPair> {
    let key = KeyPair::generate().map_err(Error::other)?;
    let made = authority().self_signed(&key).map_err(Error::other)?;
    let folder = key_file.parent().unwrap_or(Path::new("."));
    // A temporary file is the owner's only.
    for (file, bytes) in [
        (key_file, key.serialize_der()),
        (certificate, pem(made.der()).into_bytes()),
    ] {
        let mut written = tempfile::NamedTempFile::new_in(folder)?;
        written.write_all(&bytes)?;
        written.persist(file)?;
    }
    Ok(key)
}

/// A certificate as clients take it: base64 in lines of 64 between two marks.
fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text
        .as_bytes()
        .chunks(64)
        .map(String::from_utf8_lossy)
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}

#[cfg(unix)]
fn owner_only(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn owner_only(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// The authority: it can vouch for WeChat's API hosts and for this machine, and for nothing else, even where its key is stolen.
fn authority() -> CertificateParams {
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "wxmass sandbox CA");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let names = HOSTS
        .iter()
        .chain(&["localhost"])
        .map(|name| (*name).to_owned());
    let mut permitted: Vec<_> = names.map(GeneralSubtree::DnsName).collect();
    permitted.push(GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(
        [127, 0, 0, 0],
        8,
    )));
    permitted.push(GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(
        Ipv6Addr::LOCALHOST.into(),
        128,
    )));
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: permitted,
        excluded_subtrees: Vec::new(),
    });
    valid_for(&mut params, YEARS[0]);
    params
}

fn server(
    issuer: &Issuer<'_, KeyPair>,
) -> Result<ServerConfig, Box<dyn error::Error + Send + Sync>> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, HOSTS[0]);
    for name in HOSTS.iter().chain(&["localhost"]) {
        let name = Ia5String::try_from(*name)?;
        params.subject_alt_names.push(SanType::DnsName(name));
    }
    let here: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    params
        .subject_alt_names
        .extend(here.map(SanType::IpAddress));
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    valid_for(&mut params, YEARS[1]);
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, issuer)?;
    let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// From yesterday, so that a clock that is a little behind takes it, too.
fn valid_for(params: &mut CertificateParams, years: i16) {
    let yesterday = Offset::UTC.to_datetime(Timestamp::now()).date().yesterday();
    let Ok(day) = yesterday else {
        return;
    };
    let at = |years: i16| {
        // No 29 February, which the last year may not have.
        date_time_ymd(
            i32::from(day.year() + years),
            day.month().unsigned_abs(),
            day.day().unsigned_abs().min(28),
        )
    };
    params.not_before = at(0);
    params.not_after = at(years);
}
