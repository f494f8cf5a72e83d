//! The question to the person, by elicitation: the client shows it, and what was typed comes back. A client that accepts by
//! itself, without the word, has not said yes.

use std::time::Duration;

use futures_util::future::BoxFuture;
use rmcp::model::{ElicitRequestParams, ElicitationAction, ElicitationSchema};
use rmcp::service::ElicitationMode;
use rmcp::{Peer, RoleServer};

use super::{Person, Typed};
use crate::report::Lang;
use crate::report::text;

/// How long the person may think; the lock on the campaign is held meanwhile.
const PATIENCE: Duration = Duration::from_mins(30);
/// The one field of the form.
const FIELD: &str = "answer";
/// Longer answers are none.
const LONGEST: u32 = 200;

/// The person behind a client.
#[derive(Debug)]
pub(super) struct Elicited {
    pub(super) peer: Peer<RoleServer>,
    pub(super) lang: Lang,
}

impl Person for Elicited {
    fn ask<'a>(&'a self, words: &'a str, wanted: &'a str) -> BoxFuture<'a, Typed> {
        Box::pin(async move {
            let modes = self.peer.supported_elicitation_modes();
            if !modes.contains(&ElicitationMode::Form) {
                return Typed::CannotAsk;
            }
            let label = text!(self.lang, agent_type_send, wanted = wanted);
            let form = ElicitationSchema::builder()
                .required_string_with(FIELD, |field| field.title(label.clone()).length(1, LONGEST))
                .build();
            let Ok(requested_schema) = form else {
                return Typed::CannotAsk;
            };
            let request = ElicitRequestParams::FormElicitationParams {
                meta: None,
                message: format!("{words}\n{label}"),
                requested_schema,
            };
            let asked = self
                .peer
                .create_elicitation_with_timeout(request, Some(PATIENCE));
            match asked.await {
                Ok(answer) if answer.action == ElicitationAction::Accept => {
                    let typed = answer.content.as_ref().and_then(|it| it[FIELD].as_str());
                    Typed::Text(typed.unwrap_or_default().trim().to_owned())
                }
                Ok(_) | Err(_) => Typed::Declined,
            }
        })
    }
}
