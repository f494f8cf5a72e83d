//! The provider of TLS for every client and server in this process: ring, which builds with a C compiler and nothing else.

/// Makes ring the provider of this process. Calling it again changes nothing; a provider that is there already stays.
pub fn install() {
    drop(rustls::crypto::ring::default_provider().install_default());
}
