//! The JSON of every wire type. A change here is a change of the API: the server and widgets of the version before speak
//! the old one.

use std::collections::BTreeMap;

use insta::{assert_json_snapshot, assert_snapshot};
use weerwoord_protocol::{
    Author, Badge, Comment, CommentId, Edit, ErrorCode, Event, EventKind, Events, NewComment, NewReport, Policy,
    Posted, Preview, Previewed, Problem, React, ReactToArticle, Reacted, Reaction, ReportReason, Restore, Snapshot,
    Sort, State, Status, ThreadInfo, Vote, Voted, Votes, Voting,
};

fn id(n: u64) -> CommentId {
    CommentId::v7(n, [0; 10])
}

fn comment() -> Comment {
    Comment {
        id: id(2),
        parent: Some(id(1)),
        depth: 1,
        author: Some(Author { name: "Spijker".to_owned(), role: Some("n.v.t.".to_owned()) }),
        html: "<p>Mee eens.</p>\n".to_owned(),
        status: Status::Published,
        posted_at: Some("2026-11-12T10:21:00Z".to_owned()),
        edited_at: None,
        votes: Votes { up: 12, down: 1 },
        reactions: Vec::new(),
        badge: None,
        picked: false,
    }
}

fn tombstone() -> Comment {
    Comment {
        id: id(1),
        parent: None,
        depth: 0,
        author: None,
        html: String::new(),
        status: Status::Removed,
        posted_at: None,
        edited_at: None,
        votes: Votes::default(),
        reactions: Vec::new(),
        badge: None,
        picked: false,
    }
}

fn snapshot() -> Snapshot {
    let thread = ThreadInfo {
        key: "gazette.example/plein".to_owned(),
        url: Some("https://gazette.example/plein".to_owned()),
        title: Some("Een plein".to_owned()),
        closed: false,
        count: 1,
        reactions: Vec::new(),
        last_at: Some("2026-11-12T09:30:00Z".to_owned()),
        picks: 0,
        version: Some("b57a5.12".to_owned()),
    };
    Snapshot {
        site: "gazette".to_owned(),
        thread,
        policy: Policy { ask_role: true, votes: Voting::UpDown, ..Policy::default() },
        sort: Sort::Newest,
        comments: vec![tombstone(), comment()],
        ..Snapshot::default()
    }
}

#[test]
fn a_new_comment() {
    let new = NewComment {
        id: id(2),
        site: "gazette".to_owned(),
        url: Some("https://gazette.example/plein".to_owned()),
        thread: None,
        title: None,
        parent: Some(id(1)),
        author: Author { name: "Petra".to_owned(), role: None },
        body: "Mee *eens*.".to_owned(),
    };
    assert_json_snapshot!(new, @r#"
    {
      "id": "00000000-0002-7000-8000-000000000000",
      "site": "gazette",
      "url": "https://gazette.example/plein",
      "parent": "00000000-0001-7000-8000-000000000000",
      "author": {
        "name": "Petra",
        "role": null
      },
      "body": "Mee *eens*."
    }
    "#);
    let least = r#"{"id":"00000000-0002-7000-8000-000000000000","site":"gazette","thread":"plein","author":{"name":"Petra"},"body":"Ja."}"#;
    let read: NewComment = serde_json::from_str(least).unwrap();
    assert_eq!((read.thread.as_deref(), read.author.role), (Some("plein"), None));
}

#[test]
fn what_was_posted() {
    assert_json_snapshot!(Posted { comment: comment(), undo_seconds: 10 }, @r#"
    {
      "comment": {
        "id": "00000000-0002-7000-8000-000000000000",
        "parent": "00000000-0001-7000-8000-000000000000",
        "depth": 1,
        "author": {
          "name": "Spijker",
          "role": "n.v.t."
        },
        "html": "<p>Mee eens.</p>\n",
        "status": "published",
        "posted_at": "2026-11-12T10:21:00Z",
        "votes": {
          "up": 12,
          "down": 1
        }
      },
      "undo_seconds": 10
    }
    "#);
}

#[test]
fn a_comment_whose_writer_changed_it() {
    let edited = Comment { edited_at: Some("2026-11-12T10:25:00Z".to_owned()), ..comment() };
    let value = serde_json::to_value(&edited).unwrap();
    assert_eq!(value["edited_at"], "2026-11-12T10:25:00Z");
    assert_eq!(serde_json::from_value::<Comment>(value).unwrap(), edited);
}

#[test]
fn what_editors_made_stand_out() {
    let mut snapshot = snapshot();
    let marked = Comment { badge: Some(Badge::Staff), picked: true, ..comment() };
    snapshot.thread.picks = 1;
    snapshot.sort = Sort::Picks;
    snapshot.pinned = Some(marked.clone());
    snapshot.comments = vec![marked];
    let value = serde_json::to_value(&snapshot).unwrap();
    assert_eq!((&value["thread"]["picks"], &value["sort"]), (&1.into(), &"picks".into()));
    for comment in [&value["pinned"], &value["comments"][0]] {
        assert_eq!((&comment["badge"], &comment["picked"]), (&"staff".into(), &true.into()));
    }
    assert_eq!(serde_json::from_value::<Snapshot>(value).unwrap(), snapshot);
    for badge in Badge::ALL {
        assert_eq!(serde_json::to_value(badge).unwrap(), badge.name());
    }
}

#[test]
fn a_change_and_what_takes_a_deletion_back() {
    assert_json_snapshot!(Edit { site: "gazette".to_owned(), body: "Toch *niet*.".to_owned() }, @r#"
    {
      "site": "gazette",
      "body": "Toch *niet*."
    }
    "#);
    assert_json_snapshot!(Restore { site: "gazette".to_owned() }, @r#"
    {
      "site": "gazette"
    }
    "#);
}

#[test]
fn a_preview_and_its_answer() {
    assert_json_snapshot!(Preview { site: "gazette".to_owned(), body: "*Ja*".to_owned() }, @r#"
    {
      "site": "gazette",
      "body": "*Ja*"
    }
    "#);
    assert_json_snapshot!(Previewed { html: "<p><em>Ja</em></p>\n".to_owned() }, @r#"
    {
      "html": "<p><em>Ja</em></p>\n"
    }
    "#);
}

#[test]
fn a_vote_and_its_answer() {
    assert_json_snapshot!(Vote { site: "gazette".to_owned(), value: -1 }, @r#"
    {
      "site": "gazette",
      "value": -1
    }
    "#);
    assert_json_snapshot!(Voted { up: 12, down: 1, mine: -1 }, @r#"
    {
      "up": 12,
      "down": 1,
      "mine": -1
    }
    "#);
}

#[test]
fn a_report() {
    let report = NewReport {
        site: "gazette".to_owned(),
        reason: ReportReason::OffTopic,
        text: Some("Gaat over iets anders.".to_owned()),
    };
    assert_json_snapshot!(report, @r#"
    {
      "site": "gazette",
      "reason": "off-topic",
      "text": "Gaat over iets anders."
    }
    "#);
    let least: NewReport = serde_json::from_str(r#"{"site":"gazette","reason":"spam"}"#).unwrap();
    assert_eq!((least.reason, least.text), (ReportReason::Spam, None));
}

#[test]
fn events() {
    let of = |kind| Event { thread: Some("gazette.example/plein".to_owned()), ..Event::new(kind) };
    let events = vec![
        Event::new(EventKind::Hello),
        Event { comment: Some(tombstone()), ..of(EventKind::Posted) },
        Event { id: Some(id(2)), votes: Some(Votes::default()), ..of(EventKind::Votes) },
        Event { count: Some(1), closed: Some(false), ..of(EventKind::Thread) },
    ];
    assert_json_snapshot!(Events { id: "b57a5.12_0".to_owned(), events }, @r#"
    {
      "id": "b57a5.12_0",
      "events": [
        {
          "type": "hello"
        },
        {
          "type": "posted",
          "thread": "gazette.example/plein",
          "comment": {
            "id": "00000000-0001-7000-8000-000000000000",
            "parent": null,
            "depth": 0,
            "author": null,
            "html": "",
            "status": "removed",
            "posted_at": null
          }
        },
        {
          "type": "votes",
          "thread": "gazette.example/plein",
          "id": "00000000-0002-7000-8000-000000000000",
          "votes": {
            "up": 0,
            "down": 0
          }
        },
        {
          "type": "thread",
          "thread": "gazette.example/plein",
          "count": 1,
          "closed": false
        }
      ]
    }
    "#);
}

#[test]
fn a_snapshot() {
    assert_json_snapshot!(snapshot(), @r#"
    {
      "site": "gazette",
      "thread": {
        "key": "gazette.example/plein",
        "url": "https://gazette.example/plein",
        "title": "Een plein",
        "closed": false,
        "count": 1,
        "last_at": "2026-11-12T09:30:00Z",
        "version": "b57a5.12"
      },
      "policy": {
        "ask_role": true,
        "edit_minutes": 15,
        "undo_seconds": 10,
        "votes": "up-down"
      },
      "sort": "newest",
      "comments": [
        {
          "id": "00000000-0001-7000-8000-000000000000",
          "parent": null,
          "depth": 0,
          "author": null,
          "html": "",
          "status": "removed",
          "posted_at": null
        },
        {
          "id": "00000000-0002-7000-8000-000000000000",
          "parent": "00000000-0001-7000-8000-000000000000",
          "depth": 1,
          "author": {
            "name": "Spijker",
            "role": "n.v.t."
          },
          "html": "<p>Mee eens.</p>\n",
          "status": "published",
          "posted_at": "2026-11-12T10:21:00Z",
          "votes": {
            "up": 12,
            "down": 1
          }
        }
      ]
    }
    "#);
}

#[test]
fn the_state_of_a_fragment() {
    let state = State {
        server: "https://comments.example".to_owned(),
        query: "site=gazette&url=https%3A%2F%2Fgazette.example%2Fplein".to_owned(),
        url: Some("https://gazette.example/plein".to_owned()),
        key: None,
        lang: "nl".to_owned(),
        messages: BTreeMap::from([("comment.reply".to_owned(), "Reageer".to_owned())]),
        heading: None,
        reply_to: None,
        at: None,
        snapshot: Snapshot::default(),
    };
    assert_json_snapshot!(state, @r#"
    {
      "server": "https://comments.example",
      "query": "site=gazette&url=https%3A%2F%2Fgazette.example%2Fplein",
      "url": "https://gazette.example/plein",
      "lang": "nl",
      "snapshot": {
        "site": "",
        "thread": {
          "key": "",
          "url": null,
          "title": null,
          "closed": false,
          "count": 0
        },
        "policy": {
          "ask_role": false,
          "edit_minutes": 15,
          "undo_seconds": 10,
          "votes": "up"
        },
        "sort": "newest",
        "comments": []
      }
    }
    "#);
}

#[test]
fn a_problem() {
    let problem = Problem::new(ErrorCode::BodyTooLong, "The body has 10001 characters.").field("body").limit(10_000);
    assert_json_snapshot!(problem, @r#"
    {
      "type": "urn:weerwoord:problem:body-too-long",
      "title": "body too long",
      "status": 422,
      "detail": "The body has 10001 characters.",
      "field": "body",
      "limit": 10000
    }
    "#);
}

#[test]
fn every_code_with_its_status() {
    let table = ErrorCode::ALL.map(|code| format!("{} {}", code.status(), serde_json::to_value(code).unwrap()));
    assert_snapshot!(table.join("\n"), @r#"
    422 "urn:weerwoord:problem:body-empty"
    422 "urn:weerwoord:problem:body-too-long"
    422 "urn:weerwoord:problem:body-not-text"
    422 "urn:weerwoord:problem:name-empty"
    422 "urn:weerwoord:problem:name-too-long"
    422 "urn:weerwoord:problem:name-invisible"
    422 "urn:weerwoord:problem:role-too-long"
    422 "urn:weerwoord:problem:role-invisible"
    422 "urn:weerwoord:problem:field-invalid"
    400 "urn:weerwoord:problem:cursor-invalid"
    422 "urn:weerwoord:problem:parent-unknown"
    422 "urn:weerwoord:problem:parent-removed"
    422 "urn:weerwoord:problem:parent-elsewhere"
    409 "urn:weerwoord:problem:id-taken"
    403 "urn:weerwoord:problem:thread-closed"
    401 "urn:weerwoord:problem:token-invalid"
    401 "urn:weerwoord:problem:token-missing"
    403 "urn:weerwoord:problem:not-yours"
    403 "urn:weerwoord:problem:edit-expired"
    409 "urn:weerwoord:problem:comment-removed"
    422 "urn:weerwoord:problem:report-too-long"
    409 "urn:weerwoord:problem:own-comment"
    400 "urn:weerwoord:problem:event-id-invalid"
    404 "urn:weerwoord:problem:site-unknown"
    403 "urn:weerwoord:problem:origin-not-allowed"
    403 "urn:weerwoord:problem:url-not-allowed"
    400 "urn:weerwoord:problem:json-invalid"
    415 "urn:weerwoord:problem:content-type-unsupported"
    413 "urn:weerwoord:problem:request-too-large"
    429 "urn:weerwoord:problem:rate-limited"
    404 "urn:weerwoord:problem:not-found"
    405 "urn:weerwoord:problem:method-not-allowed"
    503 "urn:weerwoord:problem:unavailable"
    500 "urn:weerwoord:problem:internal"
    500 "urn:weerwoord:problem:unknown"
    "#);
}

#[test]
fn a_reaction() {
    let react = React { site: "gazette".to_owned(), emoji: None };
    assert_snapshot!(serde_json::to_string(&react).unwrap(), @r#"{"site":"gazette","emoji":null}"#);
    let article = ReactToArticle {
        site: "gazette".to_owned(),
        url: None,
        thread: Some("plein".to_owned()),
        title: None,
        emoji: Some("👍".to_owned()),
    };
    assert_snapshot!(serde_json::to_string(&article).unwrap(), @r#"{"site":"gazette","thread":"plein","emoji":"👍"}"#);
    let reactions = vec![Reaction { emoji: "👍".to_owned(), count: 3 }];
    let reacted = Reacted { reactions: reactions.clone(), mine: Some("👍".to_owned()) };
    let wire = r#"{"reactions":[{"emoji":"👍","count":3}],"mine":"👍"}"#;
    assert_eq!(serde_json::to_string(&reacted).unwrap(), wire);
    let read = |json: &str| serde_json::from_str::<React>(json).ok();
    assert_eq!(read(r#"{"site":"gazette","emoji":null}"#), Some(react));
    assert_eq!(read(r#"{"site":"gazette"}"#), None, "to take one back is said");
    let comment = serde_json::to_value(Comment { reactions, ..comment() }).unwrap();
    assert_eq!(comment["reactions"].to_string(), r#"[{"count":3,"emoji":"👍"}]"#);
    let policy = Policy { reactions: vec!["👍".to_owned()], article_reactions: true, ..Policy::default() };
    let policy = serde_json::to_value(policy).unwrap();
    assert_eq!(
        (policy["reactions"].to_string(), policy["article_reactions"].to_string()),
        (r#"["👍"]"#.into(), "true".into())
    );
}
