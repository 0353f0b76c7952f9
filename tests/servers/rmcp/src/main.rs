//! An MCP server on rmcp, over HTTP or stdio: `http|stdio [--stateless] [--json] [--page N]`.

use std::env;
use std::error::Error;
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::Response;
use hyper_util::rt::TokioIo;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData, Implementation,
    JsonObject, ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{RoleServer, ServerHandler, ServiceExt};
use serde_json::{json, Value};
use tokio::net::TcpListener;

fn schema(schema: Value) -> JsonObject {
    match schema {
        Value::Object(object) => object,
        other => unreachable!("a schema is an object, not {other}"),
    }
}

fn tools() -> Vec<Tool> {
    let number = json!({"type": "integer"});
    let add = json!({"type": "object", "properties": {"a": number, "b": number}, "required": ["a", "b"]});
    let echo = json!({"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]});
    vec![
        Tool::new("add", "The sum of two numbers.", schema(add)),
        Tool::new("echo", "The text itself.", schema(echo)),
    ]
}

#[derive(Clone)]
struct Server {
    /// Tools in a page; a cursor is the number of the next tool.
    page: usize,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("rmcp", env!("CARGO_PKG_VERSION")))
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let first = match request.and_then(|request| request.cursor) {
            Some(cursor) => cursor.parse().map_err(|_| ErrorData::invalid_params("no such cursor", None))?,
            None => 0,
        };
        let all = tools();
        let next = first + self.page;
        let mut result =
            ListToolsResult::with_all_items(all.iter().skip(first).take(self.page).cloned().collect());
        result.next_cursor = (next < all.len()).then(|| next.to_string());
        Ok(result)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let number = |name: &str| {
            let value = arguments.get(name).and_then(Value::as_i64);
            value.ok_or_else(|| ErrorData::invalid_params(format!("{name} is not a whole number"), None))
        };
        let text = match request.name.as_ref() {
            "add" => (number("a")? + number("b")?).to_string(),
            "echo" => match arguments.get("text").and_then(Value::as_str) {
                Some(text) => text.to_owned(),
                None => return Err(ErrorData::invalid_params("text is not a string", None)),
            },
            other => return Err(ErrorData::invalid_params(format!("no tool is called {other}"), None)),
        };
        Ok(CallToolResult::success(vec![ContentBlock::text(text)]).into())
    }
}

async fn serve_http(server: Server, config: StreamableHttpServerConfig) -> Result<(), Box<dyn Error>> {
    let sessions = Arc::new(LocalSessionManager::default());
    let service = StreamableHttpService::new(move || Ok(server.clone()), Arc::clone(&sessions), config);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening {}", listener.local_addr()?.port());
    loop {
        let (stream, _) = listener.accept().await?;
        let (service, sessions) = (service.clone(), Arc::clone(&sessions));
        tokio::spawn(async move {
            let answer = service_fn(move |request| {
                let (service, sessions) = (service.clone(), Arc::clone(&sessions));
                async move {
                    Ok::<_, std::convert::Infallible>(match request.uri().path() {
                        "/mcp" => service.handle(request).await,
                        "/held" => {
                            let held = json!({"sessions": sessions.sessions.read().await.len()});
                            Response::new(Full::from(held.to_string()).boxed())
                        }
                        _ => {
                            Response::builder().status(404).body(Full::default().boxed()).unwrap_or_default()
                        }
                    })
                }
            });
            if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await {
                eprintln!("connection: {error}");
            }
        });
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let page = match arguments.iter().position(|argument| argument == "--page") {
        Some(at) => arguments.get(at + 1).ok_or("--page takes a number")?.parse()?,
        None => usize::MAX / 2,
    };
    let server = Server { page };
    match arguments.first().map(String::as_str) {
        Some("stdio") => {
            server.serve(rmcp::transport::stdio()).await?.waiting().await?;
            Ok(())
        }
        Some("http") => {
            let config = StreamableHttpServerConfig::default()
                .with_legacy_session_mode(!has("--stateless"))
                .with_json_response(has("--json"));
            serve_http(server, config).await
        }
        _ => Err("http or stdio, please".into()),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())
}
