# A static binary and nothing else: no shell, no package manager, no root.
#
#   docker build -t wxmass .
#   docker run --rm -v "$PWD:/work" -e WXMASS_APPID -e WXMASS_SECRET wxmass check campaign.toml
#
# The ledger has to outlive the container: mount a folder at /state, or give WXMASS_STATE=postgres://….
FROM rust:1.95-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --locked --release && mkdir -m 700 /state

FROM scratch
# Certificate authorities, for WeChat and for a database.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /source/target/release/wxmass /wxmass
COPY --from=build --chown=65532:65532 /state /state
COPY --from=build --chown=65532:65532 --chmod=700 /state /tmp
USER 65532:65532
ENV WXMASS_STATE=sqlite:/state/wxmass.db XDG_STATE_HOME=/state XDG_CONFIG_HOME=/config
WORKDIR /work
ENTRYPOINT ["/wxmass"]
