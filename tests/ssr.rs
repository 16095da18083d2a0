//! The HTML that the server writes for the widget to take over, to the letter.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first thing that is not as it should be; helpers too")]

use std::collections::BTreeMap;

use insta::assert_snapshot;
use weerwoord::render::{self, Files, PageForm};
use weerwoord_protocol::{
    Author, Badge, Comment, CommentId, ErrorCode, Gap, Policy, Problem, Snapshot, Sort, State, Status, ThreadInfo,
    Votes, Voting,
};

const FILES: Files = Files { module: "/assets/w.js", messages: "/assets/en.json", reactions: None, live: None };

fn id(n: u64) -> CommentId {
    CommentId::v7(n, [0; 10])
}

fn comment(n: u64, parent: Option<u64>, depth: u32, name: &str) -> Comment {
    Comment {
        id: id(n),
        parent: parent.map(id),
        depth,
        author: Some(Author { name: name.to_owned(), role: None }),
        html: format!("<p>Comment <em>{n}</em></p>\n"),
        status: Status::Published,
        posted_at: Some("2026-11-12T10:21:00Z".to_owned()),
        edited_at: None,
        votes: Votes::default(),
        reactions: Vec::new(),
        badge: None,
        picked: false,
    }
}

fn state(comments: Vec<Comment>) -> State {
    let messages: BTreeMap<String, String> = serde_json::from_str(include_str!("../locales/en.json")).unwrap();
    let count = u32::try_from(comments.iter().filter(|comment| comment.status == Status::Published).count()).unwrap();
    State {
        server: "https://c.example".to_owned(),
        query: "site=s".to_owned(),
        url: None,
        key: None,
        lang: "en".to_owned(),
        messages,
        heading: None,
        reply_to: None,
        at: None,
        snapshot: Snapshot {
            site: "s".to_owned(),
            thread: ThreadInfo { count, ..ThreadInfo::default() },
            policy: Policy { ask_role: true, votes: Voting::UpDown, ..Policy::default() },
            sort: Sort::Newest,
            comments,
            ..Snapshot::default()
        },
    }
}

/// One element a line, so that a change can be read.
fn lines(html: &str) -> String {
    html.replace("><", ">\n<")
}

/// The list alone.
fn list(html: &str) -> String {
    let (_, rest) = html.split_once("<ol").unwrap();
    let (list, _) = rest.split_once("</ol>").unwrap();
    lines(&format!("<ol{list}</ol>"))
}

#[test]
fn headings_fit_in_the_outline_of_the_page() {
    let state = State { heading: Some(4), ..state(vec![]) };
    let html = render::page(&state, PageForm::default());
    assert!(html.contains("<h4 class=\"thread-title\"") && html.contains("<h5 class=\"composer-title\""), "{html}");
    assert!(!html.contains("<h2") && !html.contains("<h3"), "{html}");
}

#[test]
fn an_empty_thread_invites_the_first_comment() {
    assert_snapshot!(lines(&render::page(&state(vec![]), PageForm::default())));
}

#[test]
fn a_thread_is_flat_with_each_comment_before_its_replies() {
    let removed = Comment { author: None, html: String::new(), status: Status::Removed, ..comment(3, Some(2), 2, "") };
    let mut dateless = comment(5, None, 0, "Joop");
    dateless.posted_at = None;
    dateless.author = Some(Author { name: "Rood Hesje".to_owned(), role: Some("Leest thuis".to_owned()) });
    let comments = vec![
        comment(1, None, 0, "Petra"),
        comment(2, Some(1), 1, "Ad <Random>"),
        removed,
        comment(4, Some(3), 9, "2C"),
        dateless,
    ];
    assert_snapshot!(list(&render::page(&state(comments), PageForm::default())));
}

#[test]
fn a_comment_that_was_changed_says_when() {
    let edited = Comment { edited_at: Some("2026-11-13T10:25:00Z".to_owned()), ..comment(1, None, 0, "Petra") };
    let html = list(&render::page(&state(vec![edited]), PageForm::default()));
    let said = "<span class=\"edited\" part=\"edited\">(edited \
                <time datetime=\"2026-11-13T10:25:00Z\">November 13, 2026</time>)</span>";
    assert!(html.contains(said), "{html}");
}

#[test]
fn what_editors_made_stand_out_is_told_and_nothing_else_grows() {
    let marked = Comment { badge: Some(Badge::Staff), picked: true, ..comment(1, None, 0, "Petra") };
    let mut state = state(vec![marked.clone(), comment(2, None, 0, "Spijker")]);
    state.snapshot.thread.picks = 1;
    state.snapshot.pinned = Some(marked);
    let html = render::fragment(&state, FILES, true);
    let (pinned, _) = html.split_once("data-pinned").unwrap().1.split_once("</article>").unwrap();
    assert_snapshot!(lines(pinned));
    assert_eq!(html.matches("<span class=\"badge badge-staff\" part=\"badge badge-staff\">Staff</span>").count(), 2);
    assert_eq!(html.matches("<p class=\"pick\" part=\"pick\">Editors’ pick</p>").count(), 1);
    assert!(html.contains("/thread?site=s&amp;sort=picks\""), "{html}");
    assert!(
        !html.split_once("application/json").unwrap().1.contains("Petra"),
        "the JSON leaves out what the HTML tells"
    );
}

#[test]
fn picks_stand_alone_each_with_a_link_to_its_conversation() {
    let pick = Comment { picked: true, ..comment(3, Some(2), 0, "Petra") };
    let mut state = state(vec![pick]);
    state.query = "site=s&sort=picks".to_owned();
    state.snapshot.sort = Sort::Picks;
    let html = list(&render::page(&state, PageForm::default()));
    let link = format!("href=\"https://c.example/thread?site=s&amp;at={0}#weerwoord-{0}\"", id(3));
    assert!(html.contains(&link) && html.contains("data-action=\"context\""), "{html}");
    assert!(!html.contains("in-reply-to"), "{html}");
}

#[test]
fn a_closed_thread_can_be_read_and_not_answered() {
    let mut state = state(vec![comment(1, None, 0, "Petra")]);
    state.snapshot.thread.closed = true;
    let html = render::page(&state, PageForm::default());
    assert!(html.contains("part=\"notice\""), "{html}");
    assert!(!html.contains("<form"), "{html}");
    assert!(!html.contains("data-action=\"reply\""), "{html}");
}

#[test]
fn the_hosted_form_keeps_what_was_typed_and_says_what_is_wrong() {
    let mut state = state(vec![comment(1, None, 0, "Petra")]);
    state.reply_to = Some(id(1));
    let form = PageForm {
        id: Some(id(7)),
        name: "\"Jan\" <b>".to_owned(),
        role: "fietser".to_owned(),
        body: "</textarea><script>alert(1)</script> & \"meer\"".to_owned(),
        problem: Some(Problem::new(ErrorCode::NameTooLong, "").field("author.name").limit(80)),
        preview_html: Some("<p>Zo.</p>".to_owned()),
    };
    let html = render::page(&state, form);
    let (_, rest) = html.split_once("<form").unwrap();
    let (form, _) = rest.split_once("</form>").unwrap();
    assert_snapshot!(lines(&format!("<form{form}</form>")));
}

#[test]
fn the_state_of_a_fragment_holds_no_comment_and_cannot_end_its_script() {
    let mut state = state(vec![comment(1, None, 0, "</script><!--<script>")]);
    state.url = Some("https://a.example/?</script>".to_owned());
    let html = render::fragment(&state, FILES, false);
    let (thread, json) = html.split_once("<script type=\"application/json\">").unwrap();
    assert!(thread.starts_with(
        "<div class=\"weerwoord\" lang=\"en\" dir=\"ltr\" data-module=\"/assets/w.js\" data-messages=\"/assets/en.json\"><section"
    ));
    let json = json.strip_suffix("</script>").unwrap();
    assert!(!json.contains('<'), "{json}");
    let read: State = serde_json::from_str(json).unwrap();
    assert_eq!((read.snapshot.thread.count, read.snapshot.comments.len()), (1, 0));
    assert!(read.messages.is_empty());
}

#[test]
fn a_link_to_answer_leads_on_by_itself_where_no_script_may_be() {
    let state = state(vec![comment(1, None, 0, "Petra")]);
    let page = "href=\"https://c.example/thread?site=s&amp;reply=00000000-0001-7000-8000-000000000000#weerwoord-form\"";
    assert!(render::page(&state, PageForm::default()).contains(page));
    assert!(render::element(&state, FILES, Some("")).contains(page));
    let fragment = render::fragment(&state, FILES, false);
    assert!(!fragment.contains("reply=") && fragment.contains("href=\"#weerwoord-form\""), "{fragment}");
}

#[test]
fn an_included_element_carries_its_shadow_root_and_escapes_its_attributes() {
    let mut state = state(vec![]);
    state.url = Some("https://a.example/?a=\"1\"&b=<2>".to_owned());
    state.snapshot.sort = Sort::Oldest;
    let html = render::element(&state, FILES, Some(".a{color:red}"));
    let (tag, rest) = html.split_once("<template shadowrootmode=\"open\">").unwrap();
    assert_snapshot!(tag, @r#"<weerwoord-thread server="https://c.example" site="s" url="https://a.example/?a=&quot;1&quot;&amp;b=&lt;2>" sort="oldest" lang="en">"#);
    assert!(rest.starts_with("<style>.a{color:red}</style><div class=\"weerwoord\""), "{rest}");
    assert!(rest.ends_with("</script></template></weerwoord-thread>"), "{rest}");
}

#[test]
fn a_thread_of_great_depth_is_drawn_without_recursion() {
    let comments = (0_u32..5_000).map(|n| comment(u64::from(n), n.checked_sub(1).map(u64::from), n, "Petra")).collect();
    let html = render::page(&state(comments), PageForm::default());
    assert_eq!(html.matches("<li").count(), 5_000);
}

fn gap(after: Option<u64>, depth: u32, count: Option<u32>, cursor: &str) -> Gap {
    Gap { after: after.map(id), depth, count, cursor: cursor.to_owned() }
}

/// A page from the middle of a thread: comments are left out before it, inside its branch and after it.
fn middle() -> State {
    let mut state =
        state(vec![comment(1, None, 0, "Petra"), comment(2, Some(1), 1, "Spijker"), comment(3, Some(2), 2, "Joop")]);
    state.snapshot.gaps = vec![
        gap(None, 0, None, "before.1"),
        gap(Some(1), 1, Some(24), "branch.1.2"),
        gap(Some(3), 1, Some(1), "branch.3"),
        gap(Some(3), 0, None, "after.1"),
    ];
    state
}

#[test]
fn where_comments_are_left_out_a_link_leads_on() {
    assert_snapshot!(list(&render::page(&middle(), PageForm::default())));
}

#[test]
fn what_stands_before_a_page_is_newer_or_older_as_the_order_has_it() {
    let mut state = middle();
    assert!(render::page(&state, PageForm::default()).contains(">Newer comments<"));
    state.snapshot.sort = Sort::Oldest;
    assert!(render::page(&state, PageForm::default()).contains(">Older comments<"));
}

#[test]
fn a_fragment_says_its_gaps_in_its_html_alone() {
    let html = render::fragment(&middle(), FILES, false);
    let (thread, json) = html.split_once("<script type=\"application/json\">").unwrap();
    assert_eq!(thread.matches("data-cursor").count(), 4);
    assert!(!json.contains("branch.1.2"), "{json}");
}

#[test]
fn the_lines_of_a_page_inside_a_branch_name_whom_they_answer_and_repeat_nobody() {
    let mut state = state(vec![comment(3, Some(2), 2, "Joop"), comment(4, Some(1), 1, "2C")]);
    state.snapshot.context = vec![comment(1, None, 0, "Petra"), comment(2, Some(1), 1, "Spijker")];
    state.snapshot.gaps = vec![gap(Some(4), 1, Some(3), "branch.4")];
    let html = render::lines(&state);
    assert!(html.starts_with("<li class=\"comment\""), "{html}");
    assert!(html.ends_with("</li>"), "{html}");
    assert_eq!(html.matches("<li").count(), 3);
    assert_eq!(html.matches("In reply to Spijker").count(), 1);
    assert_eq!(html.matches("In reply to Petra").count(), 1);
}
