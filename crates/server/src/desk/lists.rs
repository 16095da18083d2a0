//! The lists of the desk as HTML, each line with the forms that act on it.

use url::form_urlencoded;
use weerwoord_protocol::{Badge, CommentId, Status};

use super::page::fill;
use super::view::{Shown, View};
use crate::html::escape;
use crate::locales::Locale;
use crate::store::{Act, Article, Entry, Item, List, State, ThreadLine};

/// Draws a list of the desk.
pub struct Lists<'a> {
    /// The language.
    pub locale: &'a Locale,
    /// Which list it is.
    pub view: &'a View,
    /// The site.
    pub site: &'a str,
    /// What the session's forms carry.
    pub token: &'a str,
    /// What is to be said before the list goes on, and where that is.
    pub notice: Option<Notice>,
}

/// What came of the last act.
pub struct Notice {
    pub(crate) what: What,
    /// The comment before which it stands; where that is not on the page, it stands above the list.
    pub next: Option<CommentId>,
}

pub(crate) enum What {
    /// It was done.
    Did(Entry),
    /// Something else was done before it.
    Meanwhile(State),
}

impl Lists<'_> {
    /// Comments; those of one thread stand below that.
    pub(crate) fn comments(&self, list: &List<Item>, thread: Option<&ThreadLine>) -> String {
        let notice = self.notice();
        let next = self.notice.as_ref().and_then(|notice| notice.next.as_ref());
        let place = list.lines.iter().position(|item| Some(&item.id) == next);
        let mut html = match thread {
            Some(thread) => format!("<ul class=\"lines\">{}</ul>", self.thread(thread)),
            None => format!("<h2>{}</h2>", self.text(&format!("desk.{}", self.name()))),
        };
        if place.is_none() {
            html += &notice;
        }
        html += "<ol class=\"items\">";
        for (at, item) in list.lines.iter().enumerate() {
            if Some(at) == place {
                html += &format!("<li>{notice}</li>");
            }
            // In a list that the comment leaves, the next one comes in its place.
            let after = list.lines.get(at + 1).filter(|_| self.leaves()).unwrap_or(item);
            html += &self.item(item, &after.id, at == place.unwrap_or_default());
        }
        html += "</ol>";
        html + &self.end(list.lines.is_empty(), list)
    }

    /// Threads, with the field to find one by.
    pub(crate) fn threads(&self, list: &List<ThreadLine>, words: &str) -> String {
        let lines: String = list.lines.iter().map(|line| self.thread(line)).collect();
        format!(
            "<h2>{title}</h2>{notice}<form class=\"find\" action=\"/desk\"><input type=\"hidden\" name=\"view\" value=\"threads\">\
             <label>{label}<input type=\"search\" name=\"q\" value=\"{words}\" maxlength=\"200\"></label>\
             <button>{find}</button></form><ul class=\"lines\">{lines}</ul>{end}",
            title = self.text("desk.threads"),
            notice = self.notice(),
            label = self.text("desk.find-label"),
            words = escape(words),
            find = self.text("desk.find"),
            end = self.end(list.lines.is_empty(), list),
        )
    }

    /// What was done.
    pub(crate) fn log(&self, list: &List<Entry>) -> String {
        let line = |entry: &Entry| {
            let article = entry.thread.as_ref().map(|thread| format!(" {}", self.article(thread)));
            format!("<li>{} {}{}</li>", time(entry.made_at), self.did(entry), article.unwrap_or_default())
        };
        let lines: String = list.lines.iter().map(line).collect();
        let end = self.end(list.lines.is_empty(), list);
        format!("<h2>{}</h2>{}<ol class=\"log\">{lines}</ol>{end}", self.text("desk.log"), self.notice())
    }

    fn item(&self, item: &Item, next: &CommentId, first: bool) -> String {
        let name = &item.author.name;
        let role = item.author.role.as_ref().map(|role| format!(" ({})", escape(role)));
        let answers = item.answers.as_ref().map(|name| fill(self.locale, "desk.answers", &[("name", name)]));
        let acts: &[Act] = match item.status {
            Status::Held => &[Act::Approve, Act::Remove],
            Status::Published if item.reported > 0 => &[Act::Dismiss, Act::Remove],
            Status::Published => &[Act::Remove],
            Status::Removed if item.withdrawn => &[],
            Status::Removed => &[Act::Restore],
        };
        let status = match item.status {
            Status::Held => "held",
            Status::Published => "published",
            Status::Removed => "removed",
        };
        // What waits or was removed is not to be found there.
        let show = (item.status == Status::Published).then(|| {
            let there = escape(&self.hosted(&item.thread, &item.id));
            format!(" <a href=\"{there}\">{}</a>", self.text("desk.show"))
        });
        let of = [("comment", item.id.as_str()), ("next", next.as_str())];
        // A mark changes nothing in the list: it goes on with the same comment.
        let marked = [("comment", item.id.as_str()), ("next", item.id.as_str())];
        format!(
            "<li class=\"item {status}\" id=\"c-{id}\"><h3>{name}{role}</h3>\
             <p class=\"about\">{time}{answers} <span class=\"status\">{status_text}</span>{marks_text}</p>\
             <p class=\"about\">{article}{show}</p>\
             <div class=\"body\">{html}</div>{reports}{form}{marks}</li>",
            id = item.id,
            name = escape(name),
            role = role.unwrap_or_default(),
            time = item.posted_at.map(time).unwrap_or_default(),
            answers = answers.map(|text| format!(" {text}")).unwrap_or_default(),
            marks_text = self.marks_of(item),
            status_text = self.text(&format!("desk.status.{}", if item.withdrawn { "withdrawn" } else { status })),
            article = self.article(&item.thread),
            show = show.unwrap_or_default(),
            html = item.html,
            reports = self.reports(item),
            form = self.form(acts, &of, name, first),
            marks = self.form(&marks(item), &marked, name, false),
        )
    }

    /// What readers said of a comment: how many there are, and the words of the last of them.
    fn reports(&self, item: &Item) -> String {
        if item.reported == 0 || item.withdrawn {
            return String::new();
        }
        let said: String = item
            .reports
            .iter()
            .map(|said| {
                let reason = self.text(&format!("report.reason.{}", said.reason.name()));
                format!(
                    "<li><b>{reason}</b> {time} <span dir=\"auto\">{text}</span></li>",
                    time = time(said.made_at),
                    text = escape(&said.text)
                )
            })
            .collect();
        let count = fill(self.locale, "desk.reports", &[("n", &self.locale.number(item.reported))]);
        format!("<div class=\"reports\"><p>{count}</p><ul>{said}</ul></div>")
    }

    /// How a comment and its writer stand out.
    fn marks_of(&self, item: &Item) -> String {
        let pinned = item.pinned.then(|| "desk.is-pinned".to_owned());
        let picked = item.picked.then(|| "desk.is-picked".to_owned());
        let badge = item.badge.map(|badge| format!("badge.{}", badge.name()));
        let marks = pinned.into_iter().chain(picked).chain(badge);
        marks.map(|key| format!(" <span class=\"mark\">{}</span>", self.text(&key))).collect()
    }

    /// Whether a comment leaves the list when something is done to it.
    fn leaves(&self) -> bool {
        matches!(self.view.shown, Shown::Held | Shown::Reported)
    }

    fn thread(&self, line: &ThreadLine) -> String {
        let state = match (line.closed, line.closes_at) {
            (true, _) => self.text("desk.closed"),
            (false, Some(moment)) => fill(self.locale, "desk.closes", &[("time", &plain_time(moment))]),
            (false, None) => self.text("desk.open"),
        };
        let act = if line.closed { Act::Reopen } else { Act::Close };
        let form = self.form(&[act], &[("thread", &line.article.key)], title(&line.article), false);
        let count = fill(self.locale, "desk.count", &[("n", &self.locale.number(line.count))]);
        format!(
            "<li class=\"thread\"><h3>{}</h3><p class=\"about\">{count} <span class=\"status\">{state}</span></p>{form}</li>",
            self.article(&line.article)
        )
    }

    /// The buttons of an act. Those of the first line have keys of their own.
    fn form(&self, acts: &[Act], fields: &[(&str, &str)], about: &str, first: bool) -> String {
        if acts.is_empty() {
            return String::new();
        }
        let buttons: String = acts
            .iter()
            .map(|act| {
                let name = act.name();
                let text = self.text(&format!("desk.{name}"));
                let key = match act {
                    Act::Approve | Act::Dismiss if first => " accesskey=\"a\"",
                    Act::Remove if first => " accesskey=\"r\"",
                    Act::Undo => " accesskey=\"u\"",
                    _ => "",
                };
                let class = if matches!(act, Act::Approve | Act::Dismiss) { " class=\"main\"" } else { "" };
                let about =
                    if about.is_empty() { String::new() } else { format!(" aria-label=\"{text}: {}\"", escape(about)) };
                format!("<button name=\"act\" value=\"{name}\"{class}{key}{about}>{text}</button>")
            })
            .collect();
        let back = self.view.query();
        let hidden = [("token", self.token), ("back", &back)];
        let hidden: String = hidden
            .iter()
            .chain(fields)
            .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value)))
            .collect();
        format!("<form class=\"acts\" method=\"post\" action=\"/desk/acts\">{hidden}{buttons}</form>")
    }

    /// Takes the focus, so that what came of an act is heard, and its undoing is one key away.
    fn notice(&self) -> String {
        let Some(notice) = &self.notice else { return String::new() };
        let (sentence, undo) = match &notice.what {
            What::Did(entry) => (self.did(entry), entry.act.is_undone().then_some(entry.number)),
            What::Meanwhile(state) => (self.text(&format!("desk.meanwhile.{}", state_name(*state))), None),
        };
        let next = notice.next.as_ref().map(|id| ("next", id.as_str()));
        let undo = undo.map(|number| {
            let number = number.to_string();
            let fields: Vec<_> = [("entry", number.as_str())].into_iter().chain(next).collect();
            self.form(&[Act::Undo], &fields, "", false)
        });
        let undo = undo.unwrap_or_default();
        format!("<div class=\"notice\" role=\"status\" tabindex=\"-1\" autofocus><p>{sentence}</p>{undo}</div>")
    }

    fn did(&self, entry: &Entry) -> String {
        let key = match (entry.act, &entry.author) {
            (Act::Undo, None) => "desk.did.undo-thread".to_owned(),
            (act, _) => format!("desk.did.{}", act.name()),
        };
        let title = entry.thread.as_ref().map(title).unwrap_or_default();
        let author = entry.author.as_deref().unwrap_or_default();
        fill(self.locale, &key, &[("who", &entry.who), ("author", author), ("title", title)])
    }

    fn end<T>(&self, empty: bool, list: &List<T>) -> String {
        let empty = if empty {
            format!("<p class=\"empty\">{}</p>", self.text(&format!("desk.empty.{}", self.name())))
        } else {
            String::new()
        };
        let link =
            |view: View, key: &str| format!("<a href=\"/desk?{}\">{}</a>", escape(&view.query()), self.text(key));
        let first = self.view.from.map(|_| link(self.view.from(None), "desk.first"));
        let next = list.next.map(|place| link(self.view.from(Some(place)), "desk.next"));
        let links: String = first.into_iter().chain(next).collect();
        if links.is_empty() { empty } else { format!("{empty}<p class=\"pages\">{links}</p>") }
    }

    /// The article's title, leading to what was said about it.
    fn article(&self, thread: &Article) -> String {
        let view = View { shown: Shown::Thread(thread.key.clone()), from: None };
        format!("<a href=\"/desk?{}\">{}</a>", escape(&view.query()), escape(title(thread)))
    }

    /// The comment on the page that everybody reads.
    fn hosted(&self, thread: &Article, id: &CommentId) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("site", self.site);
        query.extend_pairs(thread.key.strip_prefix("key:").map(|key| ("thread", key)));
        query.extend_pairs(thread.url.as_deref().map(|url| ("url", url)));
        query.append_pair("at", id.as_str());
        format!("/thread?{}#weerwoord-{id}", query.finish())
    }

    fn name(&self) -> &'static str {
        match self.view.shown {
            Shown::Held => "held",
            Shown::Reported => "reported",
            Shown::Newest | Shown::Thread(_) => "newest",
            Shown::Threads(_) => "threads",
            Shown::Log => "log",
        }
    }

    fn text(&self, key: &str) -> String {
        escape(self.locale.text(key))
    }
}

/// What can be made of a comment, and of its writer.
fn marks(item: &Item) -> Vec<Act> {
    if item.withdrawn {
        return Vec::new();
    }
    let published = item.status == Status::Published;
    let pin = if item.pinned { Some(Act::Unpin) } else { published.then_some(Act::Pin) };
    let pick = if item.picked { Some(Act::Unpick) } else { published.then_some(Act::Pick) };
    let badges = match item.badge {
        Some(Badge::Author) => [Act::BadgeStaff, Act::Unbadge],
        Some(Badge::Staff) => [Act::BadgeAuthor, Act::Unbadge],
        None => [Act::BadgeAuthor, Act::BadgeStaff],
    };
    pin.into_iter().chain(pick).chain(badges).collect()
}

fn title(thread: &Article) -> &str {
    thread.title.as_deref().or(thread.url.as_deref()).unwrap_or(&thread.key)
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Published => "published",
        State::Held => "held",
        State::Removed => "removed",
        State::Withdrawn => "withdrawn",
        State::Open => "open",
        State::Closed => "closed",
        State::Settled => "settled",
        State::Marked => "marked",
    }
}

fn time(microseconds: i64) -> String {
    let text = plain_time(microseconds);
    format!("<time datetime=\"{}\">{text}</time>", text.replacen(' ', "T", 1).replace(" UTC", "Z"))
}

/// As the log has it, and in UTC as there: `2026-11-24 03:20 UTC`.
fn plain_time(microseconds: i64) -> String {
    jiff::Timestamp::from_microsecond(microseconds)
        .map(|time| time.strftime("%Y-%m-%d %H:%M UTC").to_string())
        .unwrap_or_default()
}
