//! One stream of events, as the body of its answer (`text/event-stream`).

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use tokio::sync::mpsc;
use weerwoord_protocol::{Event, EventKind};

use super::{Message, News, Place, Thread, write};
use crate::store::ThreadVersion;

/// Milliseconds after which a browser may connect again.
const RETRY_MS: u32 = 3_000;

/// A stream: what it begins with, and then what it is given.
pub struct Followed {
    /// What happened before it began, until that is sent.
    begins: Option<Vec<News>>,
    mailbox: mpsc::Receiver<Message>,
    told: Told,
    /// Its place, for as long as it is open.
    _place: Place,
}

/// The threads of a request in its order, and what was told of each.
pub(super) struct Told(Vec<(Thread, ThreadVersion)>);

impl Followed {
    pub(super) fn new(place: Place, mailbox: mpsc::Receiver<Message>, told: Told, begins: Vec<News>) -> Self {
        Self { begins: Some(begins), mailbox, told, _place: place }
    }
}

impl Told {
    pub(super) fn new(threads: Vec<(Thread, ThreadVersion)>) -> Self {
        Self(threads)
    }

    /// The events of what happened before, and a greeting.
    pub(super) fn begin(&mut self, begins: &[News]) -> String {
        let mut text = format!("retry: {RETRY_MS}\n\n");
        for news in begins {
            text += &self.tell(news);
        }
        // Its id is that of what came before it.
        text + &self.said(EventKind::Hello)
    }

    /// The events of a thread that the stream has not told yet.
    fn tell(&mut self, news: &News) -> String {
        let News { thread, since, version, reset, events } = news;
        let mut text = String::new();
        let Some(known) = self.0.iter().find(|(told, _)| told == thread).map(|(_, known)| *known) else {
            return text;
        };
        // What it began with can tell of more than the watcher knew by then. A thread that closes by itself stays at its
        // version.
        let by_itself = *since == Some(*version);
        if known.covers(*version) && (!by_itself || known != *version) {
            return text;
        }
        let whole = by_itself || *reset || known.created_at != version.created_at;
        for (at, (number, event)) in
            events.iter().enumerate().filter(|(_, (number, _))| whole || *number > known.changes)
        {
            // Who goes on from within one change is told all of it again. How the thread stands is told anyway.
            let within = at + 2 < events.len() && events[at + 1].0 == *number;
            self.reach(thread, ThreadVersion { changes: number - i64::from(within), ..*version });
            text += &self.event(event);
        }
        self.reach(thread, *version);
        text
    }

    /// The stream has told of a thread up to this version.
    fn reach(&mut self, thread: &Thread, version: ThreadVersion) {
        for (_, known) in self.0.iter_mut().filter(|(told, _)| told == thread) {
            *known = version;
        }
    }

    /// An event, under the id of where the stream stands with it.
    fn event(&self, json: &str) -> String {
        let id = write(self.0.iter().map(|(_, version)| *version));
        // JSON has no line ends of its own.
        format!("id: {id}\ndata: {json}\n\n")
    }

    fn said(&self, kind: EventKind) -> String {
        self.event(&serde_json::to_string(&Event::new(kind)).unwrap_or_default())
    }
}

impl HttpBody for Followed {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        loop {
            let text = if let Some(begins) = self.begins.take() {
                self.told.begin(&begins)
            } else {
                match self.mailbox.poll_recv(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(None) => return Poll::Ready(None),
                    Poll::Ready(Some(Message::Ping)) => self.told.said(EventKind::Ping),
                    Poll::Ready(Some(Message::News(news))) => self.told.tell(&news),
                }
            };
            if !text.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(Bytes::from(text)))));
            }
        }
    }
}
