//! One conversation: calls of tools are run each on a task of its own, so that a panic is an answer, a cancelled call finishes
//! what it has begun, and the end of the conversation waits for it.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, Implementation, ListResourcesResult,
    ListToolsResult, PaginatedRequestParams, ProgressNotificationParam, ProtocolVersion,
    ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult, Resource,
    ResourceContents, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::arguments::Given;
use super::person::Elicited;
use super::plans::Plans;
use super::tools::{self, How, Row};
use super::{Answer, Desk, Order, Surroundings};
use crate::pipeline::Stop;
use crate::pipeline::event::Event;
use crate::report::text;
use crate::report::{Lang, event};

/// The instructions for an agent at the start.
const INSTRUCTIONS: &str = "Mass sends of a WeChat Official Account. They cannot be undone. \
Work in this order: check, render, preview, plan; show the person the account, the audience, the number of batches and the \
fingerprint; then call send with that fingerprint. The person is asked for a yes, and only the person can give it. \
A failure has an exit_code: 2 to 5 say what to fix, 6, 8 and 130 mean that the same call may be made again, and 7 means stop: \
the outcome of a send is unknown, show the advice to the person.";

/// The server of one conversation. Cheap to clone.
#[derive(Clone)]
pub(super) struct Server {
    desk: Arc<dyn Desk>,
    lang: Lang,
    plans: Arc<Plans>,
    calls: TaskTracker,
    ending: CancellationToken,
}

impl Server {
    pub(super) fn new(desk: Arc<dyn Desk>, lang: Lang) -> Self {
        Self {
            desk,
            lang,
            plans: Arc::default(),
            calls: TaskTracker::new(),
            ending: CancellationToken::new(),
        }
    }

    /// Asks every call to stop, and waits until all have.
    pub(super) async fn end(&self) {
        self.ending.cancel();
        self.calls.close();
        self.calls.wait().await;
    }

    async fn called(
        self,
        row: &'static Row,
        given: Given,
        at: Surroundings,
        person: Elicited,
    ) -> Answer {
        let order = Order {
            campaign: given.campaign(),
            account: at.account.clone(),
        };
        match row.how {
            How::Command(command) => self.desk.run(given.line(command), at).await,
            How::Render => self.rendered(given, at).await,
            How::Plan => {
                let plan = self.desk.plan(order.clone(), at).await?;
                self.plans.add(order, &plan);
                Ok(plan)
            }
            How::Send => {
                let written = given.apart("fingerprint").unwrap_or_default();
                let Some(fingerprint) = self.plans.find(&order, &written) else {
                    return Err(self.refused(&text!(self.lang, agent_no_plan)));
                };
                self.desk.send(order, fingerprint, &person, at).await
            }
        }
    }

    async fn rendered(&self, given: Given, at: Surroundings) -> Answer {
        let check = vec!["check".to_owned(), "--".to_owned(), given.campaign()];
        let mut line = given.line("render");
        match line.iter().find_map(|it| it.strip_prefix("--output=")) {
            Some(page) if !is_page(page) => {
                return Err(self.refused(&text!(self.lang, agent_not_html)));
            }
            Some(_) => {}
            None => {
                let page = Path::new(&given.campaign()).with_extension("html");
                line.insert(1, format!("--output={}", page.display()));
            }
        }
        let mut page = self.desk.run(line, at.clone()).await?;
        page["summary"] = self.desk.run(check, at).await?;
        Ok(page)
    }

    /// A refusal of this room, in the form of all failures.
    fn refused(&self, message: &str) -> Value {
        json!({ "error": {
            "kind": "input",
            "exit_code": 2,
            "errmsg": "",
            "message": message,
            "advice": text!(self.lang, agent_see_tool_s_description_plan),
            "rid": "",
        }})
    }
}

fn is_page(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("html"))
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let can = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .build();
        let mut info = ServerConfig::new(can).with_instructions(INSTRUCTIONS);
        info.server_info = Implementation::new("wxmass", env!("CARGO_PKG_VERSION"));
        info
    }

    /// Up to 2025-11-25: later versions know no conversation and no question from the server, and a send needs both.
    fn supported_protocol_versions(&self) -> Cow<'static, [ProtocolVersion]> {
        Cow::Borrowed(ProtocolVersion::known_up_to(&ProtocolVersion::V_2025_11_25))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::listed()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let row = tools::named(&request.name).ok_or_else(|| {
            ErrorData::invalid_params(format!("there is no tool `{}`", request.name), None)
        })?;
        let given = match row.read(self.lang, &request.arguments.unwrap_or_default()) {
            Ok(given) => given,
            Err(wrong) => {
                return Ok(CallToolResult::structured_error(self.refused(&wrong)).into());
            }
        };
        let (events, heard) = mpsc::unbounded_channel();
        let at = Surroundings {
            account: given.apart("account"),
            stop: Stop::new(),
            events,
        };
        let stop = at.stop.clone();
        let person = Elicited {
            peer: context.peer.clone(),
            lang: self.lang,
        };
        let mut call = self
            .calls
            .spawn(Box::pin(self.clone().called(row, given, at, person)));
        let (ending, cancelled) = (self.ending.clone(), context.ct.clone());
        let watched = stop.clone();
        let watch = tokio::spawn(async move {
            tokio::select! {
                () = ending.cancelled() => {}
                () = cancelled.cancelled() => {}
            }
            watched.ask();
        });
        let answer = tokio::join!(&mut call, told(heard, self.lang, &context)).0;
        watch.abort();
        Ok(match answer {
            Ok(Ok(document)) => CallToolResult::structured(document),
            Ok(Err(failure)) => CallToolResult::structured_error(failure),
            Err(panic) => return Err(ErrorData::internal_error(panic.to_string(), None)),
        }
        .into())
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let listed = self.desk.pages().into_iter().map(|page| {
            let name = page.address.trim_start_matches("wxmass://").to_owned();
            Resource::new(page.address, name)
                .with_description(page.about)
                .with_mime_type(page.media_type)
        });
        Ok(ListResourcesResult::with_all_items(listed.collect()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let mut pages = self.desk.pages().into_iter();
        let page = pages.find(|page| page.address == request.uri);
        let page = page.ok_or_else(|| {
            ErrorData::resource_not_found(format!("there is no resource {}", request.uri), None)
        })?;
        let text = ResourceContents::text(page.text, page.address).with_mime_type(page.media_type);
        Ok(ReadResourceResult::new(vec![text]).into())
    }
}

/// Says what happens in a call to a client that wants to know, until the call has ended.
async fn told(
    mut heard: mpsc::UnboundedReceiver<Event>,
    lang: Lang,
    context: &RequestContext<RoleServer>,
) {
    let token = context.meta.get_progress_token();
    let mut count = 0.0;
    while let Some(happened) = heard.recv().await {
        let (Some(token), Some(line)) = (&token, event(lang, &happened)) else {
            continue;
        };
        count += 1.0;
        let progress = ProgressNotificationParam::new(token.clone(), count).with_message(line);
        // A client that has gone away is noticed elsewhere.
        let _ = context.peer.notify_progress(progress).await;
    }
}
