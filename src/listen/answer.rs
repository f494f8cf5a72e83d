//! One request, one answer: 200 to WeChat, and the plainest refusal to everybody else.
//!
//! Strangers learn nothing but the number: the reason of a refusal goes to the operator.

use std::net::SocketAddr;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::{Method, Request, Response, StatusCode};
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::{Arrival, Door, KEEP};
use crate::wechat::event::{self, Error as Unreadable, Event, MOST_BYTES};
use crate::wechat::seal::{Query, Refused};

type Answer = Response<Full<Bytes>>;

/// For the body of a request whose address is signed.
const SIGNED: Duration = Duration::from_secs(8);
/// For any other body.
const STRANGER: Duration = Duration::from_secs(1);

impl Door {
    pub(super) async fn answer(&self, from: SocketAddr, request: Request<Incoming>) -> Answer {
        if request.uri().path() != self.path {
            return bare(StatusCode::NOT_FOUND);
        }
        let query = Query::parse(request.uri().query().unwrap_or_default());
        match *request.method() {
            Method::GET => self.verify(from, &query),
            Method::POST => self.take(from, &query, request.into_body()).await,
            _ => {
                let mut answer = bare(StatusCode::METHOD_NOT_ALLOWED);
                let headers = answer.headers_mut();
                headers.insert(ALLOW, HeaderValue::from_static("GET, POST"));
                answer
            }
        }
    }

    /// The first GET: what WeChat said is said back, when it was WeChat.
    fn verify(&self, from: SocketAddr, query: &Query) -> Answer {
        if let Err(why) = self.seal.check(query, Timestamp::now()) {
            return self.refuse(from, why.into());
        }
        let Some(echo) = query.echostr() else {
            return self.refuse(from, Refused::Lacks("echostr").into());
        };
        self.tell(Arrival::Verified);
        text(StatusCode::OK, echo.to_owned())
    }

    async fn take(&self, from: SocketAddr, query: &Query, body: Incoming) -> Answer {
        // What says that it is too long is not read at all.
        let said = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if said > MOST_BYTES {
            return self.refuse(from, Unreadable::TooLong);
        }
        let is_signed = self.seal.check(query, Timestamp::now()).is_ok();
        let patience = if is_signed { SIGNED } else { STRANGER };
        let body = Limited::new(body, MOST_BYTES).collect();
        let Ok(body) = tokio::time::timeout(patience, body).await else {
            return bare(StatusCode::REQUEST_TIMEOUT);
        };
        let body = match body {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => {
                return self.refuse(from, Unreadable::TooLong);
            }
            // The peer broke off and hears no answer.
            Err(_) => return bare(StatusCode::BAD_REQUEST),
        };
        match event::read(&self.seal, query, &body, Timestamp::now()) {
            Ok(event) => self.hand_on(event).await,
            Err(why) => self.refuse(from, why),
        }
    }

    async fn hand_on(&self, event: Event) -> Answer {
        let (kept, hears) = oneshot::channel();
        let handed_on = async {
            let arrival = Arrival::Event { event, kept };
            self.arrivals.send(arrival).await.ok()?;
            hears.await.ok()
        };
        match tokio::time::timeout(KEEP, handed_on).await {
            Ok(Some(true)) => text(StatusCode::OK, "success".to_owned()),
            Ok(Some(false)) => bare(StatusCode::INTERNAL_SERVER_ERROR),
            // The desk is closed, or it takes too long; WeChat calls again, and a repeat does no harm.
            Ok(None) | Err(_) => bare(StatusCode::SERVICE_UNAVAILABLE),
        }
    }

    fn refuse(&self, from: SocketAddr, why: Unreadable) -> Answer {
        let status = match &why {
            Unreadable::Refused(_) => StatusCode::FORBIDDEN,
            Unreadable::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Unreadable::Xml(_) | Unreadable::TooDeep | Unreadable::Element { .. } => {
                StatusCode::BAD_REQUEST
            }
        };
        self.tell(Arrival::Refused { from, why });
        bare(status)
    }

    /// Without waiting: a flood of strangers must not hold up WeChat.
    fn tell(&self, arrival: Arrival) {
        if self.arrivals.try_send(arrival).is_err() {
            tracing::debug!("too much comes in to tell it all");
        }
    }
}

fn bare(status: StatusCode) -> Answer {
    text(status, String::new())
}

fn text(status: StatusCode, body: String) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(body)));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}
