//! A server to ask: two sites (`gazette` at `https://news.example`, `herald` at `https://herald.example`), its own origin
//! `https://comments.example`, and a database that goes with it.
//!
//! `Server::start().await.get("/…").await` gives an `Answer`, whose text form (status, headers of interest, body) suits a
//! snapshot. Times are replaced, since they differ each time.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::sync::{Arc, Once};
use std::{fmt, io};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use weerwoord_protocol::{CommentId, Policy, Sort};
use weerwoord_server::config::Config;
use weerwoord_server::desk::secret::Secret;
use weerwoord_server::front::Front;
use weerwoord_server::sites::{Origin, Rules, Site, Sites};
use weerwoord_server::state::App;
use weerwoord_server::store::{Clock, Store};

/// An article of the gazette.
pub const ARTICLE: &str = "https://news.example/2026/plein";
/// The query of that article's thread.
pub const QUERY: &str = "site=gazette&url=https%3A%2F%2Fnews.example%2F2026%2Fplein";

/// A running server; its clones are the same one.
#[derive(Clone)]
pub struct Server {
    front: Front,
    pub app: Arc<App>,
    folder: Arc<tempfile::TempDir>,
}

impl Server {
    /// A server with the settings that tests share.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A server with some settings changed.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::by(Arc::new(|| jiff::Timestamp::now().as_microsecond()), change).await
    }

    /// A server that takes more comments at once than a reader may post.
    pub async fn busy() -> Self {
        Self::with(|config| config.limits.writes_burst_per_address = 1000).await
    }

    /// A server where what readers do is final at once.
    pub async fn final_at_once() -> Self {
        Self::with(|config| config.sites.iter_mut().for_each(|site| site.policy.undo_seconds = 0)).await
    }

    /// A server with some settings changed, by another clock.
    pub async fn by(clock: Clock, change: impl FnOnce(&mut Config)) -> Self {
        // Before the first line is logged: a log that starts later may miss it.
        START_LOG.call_once(|| tracing_subscriber::fmt().with_ansi(false).with_writer(|| Log).init());
        let site = |name: &str, origin: &str, ask_role| Site {
            name: name.to_owned(),
            origins: vec![Origin::try_from(origin.to_owned()).unwrap()],
            policy: Policy { ask_role, ..Policy::default() },
            sort: Sort::default(),
            rules: Rules::default(),
        };
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config {
            database: database(&folder),
            public_url: Some("https://comments.example".to_owned()),
            sites: vec![site("gazette", "https://news.example", true), site("herald", "https://herald.example", false)],
            ..Config::default()
        };
        change(&mut config);
        let sites = Sites::new(config.sites.iter().cloned());
        let store = Store::open_with_clock(&config.database, &sites, clock).await.unwrap();
        let app = App::new(&config, store);
        Self { front: Front::new(Arc::clone(&app)), app, folder: Arc::new(folder) }
    }

    /// The database, as a configuration names it.
    pub fn database(&self) -> String {
        database(&self.folder)
    }

    /// Gives a site a new secret, as `weerwoord site secret` does; answers it.
    pub async fn secret(&self, site: &str) -> String {
        let secret = Secret::new().unwrap();
        assert!(secret.give(&self.app.store, site, true).await.unwrap());
        secret.as_str().to_owned()
    }

    /// A file of the database's folder.
    pub fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).unwrap()
    }

    /// Changes the database from outside, as moderation will from inside.
    pub async fn change(&self, statement: &'static str) {
        let options = SqliteConnectOptions::new().filename(self.folder.path().join("test.db"));
        let mut db = options.connect().await.unwrap();
        sqlx::query(statement).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
    }

    /// Asks the database for one value.
    pub async fn ask<T>(&self, query: &'static str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
    {
        let options = SqliteConnectOptions::new().filename(self.folder.path().join("test.db"));
        let mut db = options.connect().await.unwrap();
        let answer = sqlx::query_scalar(query).fetch_one(&mut db).await.unwrap();
        db.close().await.unwrap();
        answer
    }

    /// Sends a request as it is; answers the response as it comes.
    pub async fn open(&self, request: Request<Body>) -> Response {
        self.front.answer(request, None).await
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.open(request).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Gets an address.
    pub async fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).body(Body::empty()).unwrap()).await
    }

    /// Gets an address with one more header.
    pub async fn get_with(&self, address: &str, name: &str, value: &str) -> Answer {
        self.send(Request::get(address).header(name, value).body(Body::empty()).unwrap()).await
    }

    /// Posts JSON.
    pub async fn post(&self, address: &str, body: &Value) -> Answer {
        self.send(json_post(address).body(Body::from(body.to_string())).unwrap()).await
    }

    /// Posts a comment that is to be taken in.
    pub async fn posted(&self, comment: &Value) -> Value {
        let answer = self.post("/api/v1/comments", comment).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer}");
        answer.json()["comment"].clone()
    }

    /// Posts the hosted page's form.
    pub async fn submit(&self, query: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(form_post(query).body(form(fields)).unwrap()).await
    }
}

fn database(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("test.db").display())
}

static START_LOG: Once = Once::new();

thread_local! {
    /// Each test runs on a thread of its own, and so does the server that it asks.
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOGGED.with_borrow_mut(|log| log.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What this test's server has logged since the last time.
pub fn take_log() -> String {
    String::from_utf8(LOGGED.take()).unwrap()
}

/// A request that posts JSON.
pub fn json_post(address: &str) -> Builder {
    Request::post(address).header("content-type", "application/json")
}

/// A request that posts the hosted page's form.
pub fn form_post(query: &str) -> Builder {
    Request::post(format!("/thread?{query}")).header("content-type", "application/x-www-form-urlencoded")
}

/// A form's fields, encoded.
pub fn form(fields: &[(&str, &str)]) -> Body {
    Body::from(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

/// The header that names the `n`th reader.
pub fn bearer(n: u8) -> String {
    format!("Bearer reader-{n:0>15}")
}

/// The address of the other end of a connection, as a request carries it.
pub fn from_peer(address: &str) -> ConnectInfo<SocketAddr> {
    ConnectInfo(SocketAddr::new(address.parse().unwrap(), 4711))
}

/// The `n`th of the ids that tests use.
pub fn id(n: u8) -> CommentId {
    CommentId::v7(1_764_000_000_000, [n; 10])
}

/// A comment on the gazette's article.
pub fn comment(n: u8) -> Value {
    json!({
        "id": id(n), "site": "gazette", "url": ARTICLE,
        "author": { "name": "Spijker", "role": "n.v.t." }, "body": format!("Reactie *{n}*"),
    })
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// A header that may come more than once, as one value.
    pub fn list(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter().map(|value| value.to_str().unwrap());
        values.collect::<Vec<_>>().join(", ")
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// The body as JSON, with times replaced.
    pub fn json(&self) -> Value {
        let mut json = serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()));
        hide_times(&mut json);
        json
    }

    /// Status, code, field and limit of a problem, in one line.
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self}");
        let json = self.json();
        assert_eq!(json["status"], self.status.as_u16());
        assert!(json["title"].is_string() && json["detail"].is_string());
        let code = json["type"].as_str().unwrap().trim_start_matches("urn:weerwoord:problem:").to_owned();
        let more = ["field", "limit"].into_iter().filter(|name| !json[name].is_null());
        more.fold(format!("{} {code}", self.status.as_u16()), |line, name| format!("{line} {name}={}", json[name]))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.status)?;
        for name in ["content-type", "location", "retry-after"] {
            if self.headers.contains_key(name) {
                writeln!(f, "{name}: {}", self.header(name))?;
            }
        }
        match serde_json::from_slice::<Value>(&self.bytes) {
            Ok(mut json) => {
                hide_times(&mut json);
                write!(f, "\n{json:#}")
            }
            Err(_) => write!(f, "\n{}", String::from_utf8_lossy(&self.bytes)),
        }
    }
}

fn hide_times(json: &mut Value) {
    match json {
        Value::Array(items) => items.iter_mut().for_each(hide_times),
        Value::Object(fields) => {
            if fields.contains_key("closed") && fields.get("version").is_some_and(Value::is_string) {
                // Of when the thread was made.
                fields.remove("version");
            }
            for (name, value) in fields {
                if matches!(name.as_str(), "posted_at" | "edited_at" | "last_at") && value.is_string() {
                    *value = Value::from("[time]");
                } else {
                    hide_times(value);
                }
            }
        }
        _ => {}
    }
}
