//! The studio's page: a thread that was made up, with every state that there is, once as it stands and once empty and closed.
//! What is done with it is the business of `src/studio`.

use weerwoord::render::{Outgoing, PageForm, sample};
use weerwoord_protocol::{
    Author, Badge, Comment, CommentId, ErrorCode, Gap, Policy, Problem, Reaction, Snapshot, Sort, State, Status,
    ThreadInfo, Votes, Voting,
};

use crate::assets::ASSETS;
use crate::locales::Locale;

/// The page as HTML.
pub fn page() -> String {
    let themes = ASSETS.all.iter().filter_map(|asset| asset.address.strip_prefix("/themes/")?.strip_suffix(".css"));
    let themes: String = themes.map(|name| format!("<option>{name}</option>")).collect();
    let (thread, closed) = (thread(), closed());
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Weerwoord studio</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"/studio.css\"><script type=\"module\" src=\"/studio.js\"></script></head><body>\
         <header><h1>Weerwoord studio</h1><label>Theme <select id=\"theme\"><option value=\"\">none</option>{themes}</select></label>\
         <button type=\"button\" id=\"reset\">Start again</button></header>\
         <form id=\"controls\" aria-label=\"Tokens\"></form><main id=\"previews\"></main>\
         <section id=\"result\" aria-labelledby=\"result-title\"><h2 id=\"result-title\">CSS to copy</h2>\
         <button type=\"button\" id=\"copy\">Copy</button><textarea id=\"css\" readonly spellcheck=\"false\" \
         aria-labelledby=\"result-title\"></textarea></section>\
         <noscript><p>The studio needs scripts; the widget does not.</p></noscript>\
         <template id=\"thread\">{thread}</template><template id=\"closed\">{closed}</template></body></html>"
    )
}

fn id(n: u64) -> CommentId {
    CommentId::v7(n, [0; 10])
}

fn author(name: &str, role: Option<&str>) -> Author {
    Author { name: name.to_owned(), role: role.map(str::to_owned) }
}

fn comment(n: u64, parent: Option<u64>, depth: u32, who: Author, html: &str) -> Comment {
    Comment {
        id: id(n),
        parent: parent.map(id),
        depth,
        author: Some(who),
        badge: None,
        html: html.to_owned(),
        status: Status::Published,
        posted_at: Some(format!("2026-11-20T{:02}:14:00Z", 8 + n)),
        edited_at: None,
        votes: Votes::default(),
        reactions: Vec::new(),
        picked: false,
    }
}

fn reacted(emoji: &str, count: u32) -> Reaction {
    Reaction { emoji: emoji.to_owned(), count }
}

fn comments() -> Vec<Comment> {
    let nel = author("Nel Vossebelt", Some("Kaasmarkt residents"));
    let mention = format!(
        "<p><a class=\"mention\" part=\"mention\" href=\"#weerwoord-{}\">@Wim</a> Five minutes with two bags, then.</p>",
        id(2)
    );
    vec![
        Comment {
            picked: true,
            votes: Votes { up: 24, down: 1 },
            reactions: vec![reacted("👍", 3), reacted("❤️", 1)],
            edited_at: Some("2026-11-20T09:40:00Z".to_owned()),
            ..comment(
                1,
                None,
                0,
                nel,
                "<p>It says that I can retell a conversation under my window <em>word for word</em>. That is so, and it is \
                 why I also want to say what I do <strong>not</strong> hear: children who complain.</p><p>The council has \
                 <a href=\"#figures\">the figures</a>.</p>",
            )
        },
        Comment {
            votes: Votes { up: 3, down: 5 },
            ..comment(
                2,
                Some(1),
                1,
                author("Wim", None),
                "<blockquote><p>children who complain</p></blockquote><p>And where do I leave my car?</p>",
            )
        },
        Comment {
            badge: Some(Badge::Staff),
            ..comment(3, Some(2), 2, author("Ineke D.", Some("occupational therapist")), &mention)
        },
        Comment {
            author: None,
            html: String::new(),
            status: Status::Removed,
            ..comment(4, Some(3), 3, author("", None), "")
        },
        comment(5, Some(4), 4, author("Petronella", None), "<p>A branch that goes this deep still has its reader.</p>"),
        Comment {
            status: Status::Held,
            ..comment(
                6,
                None,
                0,
                author("Bas Oldenkamp", Some("traders’ association")),
                "<p>Of 52 shops, 23 sold more.</p>",
            )
        },
        comment(
            7,
            None,
            0,
            author("Spaak", Some("cyclist")),
            "<p>Counted on the north corner:</p><ul><li>3,100 on foot</li><li>810 by bicycle</li></ul>\
             <pre><code>3100 / 2200 = 1.41</code></pre><p>In short: <code>+41 %</code>.</p>",
        ),
    ]
}

fn state(comments: Vec<Comment>) -> State {
    let locale = Locale::choose(Some("en"));
    let count = u32::try_from(comments.len()).unwrap_or_default();
    let emoji = ["👍", "❤️", "😂"].map(str::to_owned).to_vec();
    State {
        server: String::new(),
        query: "site=studio".to_owned(),
        url: None,
        key: None,
        lang: locale.lang.to_owned(),
        messages: locale.messages.clone(),
        heading: None,
        reply_to: None,
        at: None,
        snapshot: Snapshot {
            site: "studio".to_owned(),
            thread: ThreadInfo { count, picks: 1, reactions: vec![reacted("👍", 12)], ..ThreadInfo::default() },
            policy: Policy {
                ask_role: true,
                votes: Voting::UpDown,
                reactions: emoji,
                article_reactions: true,
                ..Policy::default()
            },
            sort: Sort::Newest,
            comments,
            ..Snapshot::default()
        },
    }
}

/// A lively thread, with a form that was refused and shows a preview.
fn thread() -> String {
    let mut state = state(comments());
    state.snapshot.gaps = vec![
        Gap { after: Some(id(5)), depth: 2, count: Some(24), cursor: "replies".to_owned() },
        Gap { after: Some(id(7)), depth: 0, count: None, cursor: "older".to_owned() },
    ];
    state.snapshot.pinned = Some(Comment {
        badge: Some(Badge::Author),
        ..comment(
            8,
            None,
            0,
            author("Marit Hoekzema", None),
            "<p>The square opens on 10 April. I answer here until Friday.</p>",
        )
    });
    let body = "The lime trees can stay, *if* there is ground for their roots.";
    let form = PageForm {
        role: "gardener".to_owned(),
        body: body.to_owned(),
        problem: Some(Problem::new(ErrorCode::NameEmpty, "").field("author.name")),
        preview_html: Some("<p>The lime trees can stay, <em>if</em> there is ground for their roots.</p>".to_owned()),
        ..PageForm::default()
    };
    let sentence = |key: &str| Some(Locale::choose(Some("en")).text(key).to_owned());
    let outgoing = |n, parent: Option<u64>, name: &str, text: &str| {
        Outgoing::new(id(n), parent.map(id), author(name, None), text.to_owned())
    };
    let failed =
        Outgoing { refused: sentence("error.thread-closed"), ..outgoing(9, None, "Joop", "This one was not taken.") };
    let waiting = Outgoing {
        waits: sentence("comment.waiting"),
        ..outgoing(10, None, "Joop", "This one waits for a connection.")
    };
    sample(&state, form, vec![failed, waiting, outgoing(11, Some(7), "Joop", "This one is on its way.")])
}

/// A thread that takes no comments and has none.
fn closed() -> String {
    let mut state = state(Vec::new());
    state.snapshot.thread.closed = true;
    sample(&state, PageForm::default(), Vec::new())
}
