//! An agent: the SDK's client on the stdin and stdout of a `wxmass mcp`, with a person behind it who answers as a test wants.

use std::io::Read as _;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};

use rmcp::model::{
    CallToolRequestParams, CallToolResult, ClientCapabilities, ClientConfig, ElicitRequestParams,
    ElicitResult, ElicitationAction, Implementation, ProgressNotificationParam,
};
use rmcp::service::{NotificationContext, RequestContext, RunningService};
use rmcp::{ClientHandler, ErrorData, RoleClient, ServiceExt as _};
use serde_json::{Value, json};
use tokio::process::{ChildStdin, ChildStdout};
use tokio::runtime::Runtime;

use crate::world::{Outcome, World, secrets};

/// The answer of the person when asked.
#[derive(Debug, Clone)]
pub(crate) enum Person {
    /// Types this.
    Types(&'static str),
    /// Accepts, and the client sends this content.
    Content(Value),
    Declines,
    /// The client has no way to ask.
    Absent,
}

/// The client's side.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    person: Person,
    asked: Arc<Mutex<Vec<String>>>,
    progress: Arc<Mutex<Vec<String>>>,
}

impl ClientHandler for Side {
    fn get_info(&self) -> ClientConfig {
        let can = match self.person {
            Person::Absent => ClientCapabilities::default(),
            _ => ClientCapabilities::builder().enable_elicitation().build(),
        };
        ClientConfig::new(can, Implementation::new("a test", "1"))
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        if let ElicitRequestParams::FormElicitationParams { message, .. } = request {
            self.asked.lock().expect("no panic").push(message);
        }
        let accept = ElicitResult::new(ElicitationAction::Accept);
        Ok(match &self.person {
            Person::Types(word) => accept.with_content(json!({ "answer": word })),
            Person::Content(content) => accept.with_content(content.clone()),
            Person::Declines | Person::Absent => ElicitResult::new(ElicitationAction::Decline),
        })
    }

    async fn on_progress(
        &self,
        params: ProgressNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        let line = params.message.unwrap_or_default();
        self.progress.lock().expect("no panic").push(line);
    }
}

/// One conversation.
pub(crate) struct Agent {
    runtime: Runtime,
    client: Option<RunningService<RoleClient, Side>>,
    side: Side,
    child: Child,
    stderr: Option<std::thread::JoinHandle<String>>,
    said: Vec<String>,
}

impl Agent {
    /// Starts a conversation with `wxmass mcp` and these options.
    pub(crate) fn with(world: &World, options: &[&str], person: Person) -> Self {
        let line = ["mcp"].iter().chain(options).copied();
        let mut child = world.start_with(line, |command| {
            command
                .stdin(Stdio::piped())
                .env("WXMASS_YES", "1")
                .env("WXMASS_LANG", "en");
            let accounts = world.path("accounts.toml");
            if accounts.exists() {
                command.env("WXMASS_ACCOUNTS", accounts);
            }
        });
        let mut errors = child.stderr.take().expect("a pipe");
        let stderr = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = errors.read_to_string(&mut text);
            text
        });
        let side = Side {
            person,
            asked: Arc::default(),
            progress: Arc::default(),
        };
        let runtime = Runtime::new().expect("a runtime");
        let client = runtime.block_on(async {
            let stdout = ChildStdout::from_std(child.stdout.take().expect("a pipe"));
            let stdin = ChildStdin::from_std(child.stdin.take().expect("a pipe"));
            let pipes = (stdout.expect("a pipe"), stdin.expect("a pipe"));
            side.clone().serve(pipes).await.expect("a conversation")
        });
        Self {
            runtime,
            client: Some(client),
            side,
            child,
            stderr: Some(stderr),
            said: Vec::new(),
        }
    }

    pub(crate) fn new(world: &World, person: Person) -> Self {
        Self::with(world, &[], person)
    }

    pub(crate) fn client(&self) -> &RunningService<RoleClient, Side> {
        self.client.as_ref().expect("it goes on")
    }

    /// Runs something with the client.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Calls a tool: its document, and whether it is a failure.
    pub(crate) fn call(&mut self, tool: &'static str, arguments: Value) -> (Value, bool) {
        let Value::Object(arguments) = arguments else {
            panic!("no object");
        };
        let request = CallToolRequestParams::new(tool).with_arguments(arguments);
        let result: CallToolResult = self
            .wait(self.client().call_tool(request))
            .expect("a tool answers");
        let document = result.structured_content.expect("a document");
        self.said.push(document.to_string());
        (document, result.is_error == Some(true))
    }

    /// Calls a tool that succeeds.
    #[track_caller]
    pub(crate) fn does(&mut self, tool: &'static str, arguments: Value) -> Value {
        let (document, failed) = self.call(tool, arguments);
        assert!(!failed, "{tool}: {document:#}");
        document
    }

    /// Calls a tool that fails with this exit code; answers the error.
    #[track_caller]
    pub(crate) fn fails(&mut self, tool: &'static str, arguments: Value, code: i64) -> Value {
        let (document, failed) = self.call(tool, arguments);
        assert!(failed, "{tool}: {document:#}");
        assert_eq!(document["error"]["exit_code"], code, "{document:#}");
        document["error"].clone()
    }

    /// The questions that the person was asked.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.side.asked.lock().expect("no panic").clone()
    }

    /// The lines of progress that came.
    pub(crate) fn progress(&self) -> Vec<String> {
        self.side.progress.lock().expect("no panic").clone()
    }

    /// Ends the conversation; answers how the server ended.
    pub(crate) fn end(mut self) -> i32 {
        self.ended()
    }

    fn ended(&mut self) -> i32 {
        let Some(client) = self.client.take() else {
            return 0;
        };
        let _ = self.runtime.block_on(client.cancel());
        let status = self.child.wait().expect("it ends");
        let stderr = self.stderr.take().map(|it| it.join().expect("no panic"));
        secrets::heard(&Outcome {
            code: status.code().unwrap_or(-1),
            stdout: self.said.join("\n"),
            stderr: stderr.unwrap_or_default(),
        });
        status.code().unwrap_or(-1)
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.ended();
    }
}
