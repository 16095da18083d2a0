//! What was acknowledged is on disk, whatever happens to the process: the real program is started, asked over HTTP, and
//! killed.

#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::{Value, json};
use uuid::Uuid;

/// Times that the server is killed.
const ROUNDS: u32 = 5;
/// Acknowledged comments after which it is killed.
const ACKNOWLEDGED: usize = 60;
/// Writers that post at the same time.
const WRITERS: u32 = 8;

const QUERY: &str = "site=gazette&thread=crash";

/// The program, running.
struct Server {
    child: Child,
    address: String,
    log: Receiver<String>,
}

impl Server {
    /// Starts it on the database in this folder, on any free port.
    fn start(folder: &Path) -> Self {
        let config = folder.join("weerwoord.toml");
        let settings = "[limits]\nwrites_per_minute_per_address = 1000000\nwrites_burst_per_address = 1000000\n\
                        writes_per_minute_per_thread = 1000000\n\
                        [[site]]\nname = \"gazette\"\norigins = [\"https://news.example\"]\n";
        std::fs::write(&config, settings).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_weerwoord"))
            .args(["serve", "--listen", "127.0.0.1:0", "--config"])
            .arg(&config)
            .arg("--database")
            .arg(format!("sqlite:{}", folder.join("crash.db").display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, log) = channel();
        let errors = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || errors.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some(address) = line.trim().strip_prefix("Weerwoord listens on http://") else {
            panic!("it did not start: {line}{}", log.iter().collect::<Vec<_>>().join("\n"))
        };
        Self { address: address.trim_end_matches('/').to_owned(), child, log }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    /// The ids of the thread's comments, each with how often it is there.
    fn comments(&self) -> HashMap<String, u32> {
        let mut count = HashMap::new();
        let mut page = String::new();
        loop {
            let thread = self.get(&format!("/api/v1/thread?{QUERY}{page}"));
            for comment in thread["comments"].as_array().unwrap() {
                *count.entry(comment["id"].as_str().unwrap().to_owned()).or_insert(0) += 1;
            }
            match thread["gaps"][0]["cursor"].as_str() {
                Some(cursor) => page = format!("&cursor={cursor}"),
                None => return count,
            }
        }
    }

    fn get(&self, address: &str) -> Value {
        let mut stream = self.connect();
        write!(stream, "GET {address} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn new_comment(n: u32) -> (String, String) {
    let id = Uuid::now_v7().to_string();
    let comment = json!({
        "id": id, "site": "gazette", "thread": "crash", "author": { "name": "Writer" }, "body": format!("Comment {n}"),
    });
    (id, comment.to_string())
}

/// Posts a comment; the status, or nothing if the connection broke before it was told.
fn post(stream: &mut TcpStream, body: &str) -> Option<u16> {
    let head = "POST /api/v1/comments HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length:";
    write!(stream, "{head} {}\r\n\r\n{body}", body.len()).ok()?;
    read_answer(stream)
}

/// Reads a status and the whole answer after it.
fn read_answer(stream: &mut TcpStream) -> Option<u16> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    reader.read_exact(&mut vec![0; length]).ok()?;
    Some(status)
}

#[test]
fn every_acknowledged_comment_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept: HashSet<String> = HashSet::new();
    let mut unsure: Vec<(String, String)> = Vec::new();
    for _ in 0..ROUNDS {
        let mut server = Server::start(folder.path());
        let (acknowledged, acknowledgements) = channel();
        let number = AtomicU32::new(0);
        thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|_| {
                    let (acknowledged, number, mut stream) = (acknowledged.clone(), &number, server.connect());
                    scope.spawn(move || {
                        loop {
                            let (id, body) = new_comment(number.fetch_add(1, Ordering::Relaxed));
                            match post(&mut stream, &body) {
                                Some(201) => acknowledged.send(id).unwrap(),
                                Some(status) => panic!("a comment was answered with {status}"),
                                None => return (id, body),
                            }
                        }
                    })
                })
                .collect();
            let first: Vec<String> = acknowledgements.iter().take(ACKNOWLEDGED).collect();
            server.child.kill().unwrap();
            kept.extend(first);
            unsure.extend(writers.into_iter().map(|writer| writer.join().unwrap()));
        });
        kept.extend(acknowledgements.try_iter());
    }
    let server = Server::start(folder.path());
    let there = server.comments();
    let lost: Vec<_> = kept.iter().filter(|id| !there.contains_key(*id)).collect();
    assert!(lost.is_empty(), "{} of {} acknowledged comments are lost: {lost:?}", lost.len(), kept.len());

    // Those that were under way may or may not be there; sent again, each is there once.
    let mut stream = server.connect();
    for (_, body) in &unsure {
        assert_eq!(post(&mut stream, body), Some(201));
    }
    let there = server.comments();
    assert_eq!(there.len(), kept.len() + unsure.len());
    assert!(there.values().all(|&count| count == 1));
}

#[test]
fn sigterm_finishes_the_request_in_flight() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let (id, body) = new_comment(0);
    let mut stream = server.connect();
    let head = "POST /api/v1/comments HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n";
    write!(stream, "{head}expect: 100-continue\r\ncontent-length: {}\r\n\r\n", body.len()).unwrap();
    assert_eq!(read_answer(&mut stream), Some(100), "the handler waits for the body");

    let pid = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(server.log.iter().any(|line| line.contains("stopping")));
    assert!(TcpStream::connect(&server.address).is_err(), "nobody else is let in");
    stream.write_all(body.as_bytes()).unwrap();
    assert_eq!(read_answer(&mut stream), Some(201));
    assert_eq!(server.child.wait().unwrap().code(), Some(0));

    let server = Server::start(folder.path());
    assert!(server.comments().contains_key(&id));
}
