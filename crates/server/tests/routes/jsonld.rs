//! The structured data of the hosted page and of an included thread: what the vocabulary's readers require of it, checked
//! property by property, with texts that want out.

use insta::assert_json_snapshot;
use serde_json::{Map, Value, json};
use url::Url;

use crate::own::Reader;
use crate::server::{ARTICLE, QUERY, Server, comment, id};

/// Texts that would end the element, open a comment in it, or be taken for something else.
const HOSTILE: [&str; 7] = [
    "</script><script>alert(1)</script>",
    "<!-- <script> -->",
    "]]> & \\u003c \" ' \\",
    "een\u{2028}twee\u{2029}drie",
    "`</SCRIPT >` en **<img src=x onerror=alert(1)>**",
    "&lt;/script&gt; &amp;amp;",
    "\u{fffe}\u{ffff} 🦀",
];

/// The one block of structured data in a document.
fn data(html: &str) -> Value {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").unwrap();
    let (json, rest) = rest.split_once("</script>").unwrap();
    assert!(!json.contains(['<', '>', '&']), "{json}");
    assert!(!rest.contains("<script type=\"application/ld+json\">"), "there is one");
    serde_json::from_str(json).unwrap()
}

/// Checks a posting by the rules for discussion forums that search engines publish: what is required, of which type, and
/// that nothing is there which the vocabulary does not have.
fn check(posting: &Value) {
    assert_eq!(posting["@context"], "https://schema.org");
    let fields = typed(posting, "DiscussionForumPosting");
    required(fields, &["author", "datePublished", "text", "headline", "url", "comment", "commentCount"]);
    known(fields, &["@context", "@id", "mainEntityOfPage", "sharedContent"]);
    author(&posting["author"], "Organization");
    address(&posting["author"]["url"]);
    for name in ["url", "@id"] {
        address(&posting[name]);
    }
    time(&posting["datePublished"]);
    text(&posting["headline"]);
    text(&posting["text"]);
    assert!(posting["commentCount"].is_u64());
    if !posting["sharedContent"].is_null() {
        typed(&posting["sharedContent"], "WebPage");
        address(&posting["sharedContent"]["url"]);
        address(&posting["mainEntityOfPage"]);
    }
    let mut seen = std::collections::HashSet::new();
    for comment in posting["comment"].as_array().unwrap() {
        check_comment(comment);
        assert!(time(&comment["datePublished"]) >= time(&posting["datePublished"]), "{posting:#}");
        assert!(seen.insert(comment["@id"].as_str().unwrap()), "each comment is there once");
    }
}

fn check_comment(comment: &Value) {
    let fields = typed(comment, "Comment");
    required(fields, &["author", "datePublished", "text", "url"]);
    known(fields, &["@id", "dateModified", "parentItem", "upvoteCount", "downvoteCount"]);
    author(&comment["author"], "Person");
    address(&comment["url"]);
    address(&comment["@id"]);
    text(&comment["text"]);
    let published = time(&comment["datePublished"]);
    if fields.contains_key("dateModified") {
        assert!(time(&comment["dateModified"]) >= published);
    }
    if fields.contains_key("parentItem") {
        typed(&comment["parentItem"], "Comment");
        address(&comment["parentItem"]["@id"]);
    }
    for name in ["upvoteCount", "downvoteCount"] {
        assert!(fields.get(name).is_none_or(|count| count.as_u64().is_some_and(|count| count > 0)), "{comment:#}");
    }
}

fn typed<'a>(value: &'a Value, kind: &str) -> &'a Map<String, Value> {
    let fields = value.as_object().unwrap();
    assert_eq!(fields["@type"], kind);
    assert!(fields.values().all(|value| !value.is_null()), "what is unknown is left out: {value:#}");
    fields
}

fn required(fields: &Map<String, Value>, names: &[&str]) {
    for name in names {
        assert!(fields.contains_key(*name), "{name} is missing: {fields:#?}");
    }
}

/// Of the properties, those that are not required as well.
fn known(fields: &Map<String, Value>, more: &[&str]) {
    let required = ["@type", "author", "datePublished", "text", "headline", "url", "comment", "commentCount"];
    let unknown: Vec<_> =
        fields.keys().filter(|name| !required.contains(&name.as_str()) && !more.contains(&name.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

fn author(value: &Value, kind: &str) {
    typed(value, kind);
    text(&value["name"]);
}

fn text(value: &Value) {
    assert!(value.as_str().is_some_and(|text| !text.trim().is_empty()), "{value}");
}

fn address(value: &Value) {
    let url = Url::parse(value.as_str().unwrap()).unwrap();
    assert!(url.scheme() == "https" && url.has_host(), "{url}");
}

fn time(value: &Value) -> jiff::Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

async fn hostile() -> Server {
    let server = Server::start().await;
    for (n, body) in (1..).zip(HOSTILE) {
        let mut new = comment(n);
        new["title"] = json!("Plein </script><!-- & \"Raad\"");
        new["author"] = json!({ "name": format!("</script>{n}"), "role": "<!--" });
        new["body"] = json!(body);
        if n > 1 && n % 2 == 0 {
            new["parent"] = json!(id(n - 1));
        }
        server.posted(&new).await;
    }
    server
}

#[tokio::test]
async fn the_hosted_page_has_its_thread_as_valid_structured_data_whatever_was_written() {
    let server = hostile().await;
    let posting = data(&server.get(&format!("/thread?{QUERY}&lang=nl&sort=oldest")).await.text());
    check(&posting);
    let comments = posting["comment"].as_array().unwrap();
    assert_eq!(comments.len(), HOSTILE.len());
    let of =
        |n: u8| comments.iter().find(|comment| comment["url"].as_str().unwrap().ends_with(id(n).as_str())).unwrap();
    assert_eq!(of(1)["text"], HOSTILE[0]);
    assert_eq!(of(2)["text"], HOSTILE[1]);
    assert_eq!(of(2)["parentItem"]["@id"], of(1)["@id"]);
    assert_eq!(of(5)["text"], "</SCRIPT > en <img src=x onerror=alert(1)>");
    assert_eq!(posting["url"], ARTICLE);
}

#[tokio::test]
async fn structured_data_tells_what_was_changed_and_voted_and_leaves_out_what_was_removed() {
    let server = Server::final_at_once().await;
    let writer = Reader(&server, 1);
    for n in 1..=3 {
        let mut new = comment(n);
        if n == 3 {
            new["parent"] = json!(id(2));
        }
        writer.post(&new).await;
    }
    writer.edit(&id(1), "Anders").await;
    writer.delete(&id(2)).await;
    server.change("UPDATE comment SET up = 3, down = 1 WHERE seq = 1").await;
    // Imported, and without a date.
    server.change("INSERT INTO comment (id, thread_id, root_seq, depth, ordinal, author_id, status, source, html, html_version,
        received_at, fingerprint, site_id) SELECT '0199b2c0-7a41-7c3e-9a1b-2f3d4e5f6071', thread_id, 4, 0, 1, author_id,
        'published', 'x', '<p>x</p>', 1, received_at, x'00', site_id FROM comment WHERE seq = 1").await;
    let mut posting = data(&server.get(&format!("/thread?{QUERY}&lang=nl")).await.text());
    check(&posting);
    posting["datePublished"] = json!("[time]");
    for comment in posting["comment"].as_array_mut().unwrap() {
        for name in ["datePublished", "dateModified"] {
            if comment[name].is_string() {
                comment[name] = json!("[time]");
            }
        }
    }
    assert_json_snapshot!(posting, @r#"
    {
      "@context": "https://schema.org",
      "@id": "https://comments.example/thread?site=gazette&url=https%3A%2F%2Fnews.example%2F2026%2Fplein",
      "@type": "DiscussionForumPosting",
      "author": {
        "@type": "Organization",
        "name": "news.example",
        "url": "https://news.example"
      },
      "comment": [
        {
          "@id": "https://comments.example/comment/019ab697-e800-7303-8303-030303030303",
          "@type": "Comment",
          "author": {
            "@type": "Person",
            "name": "Spijker"
          },
          "datePublished": "[time]",
          "parentItem": {
            "@id": "https://comments.example/comment/019ab697-e800-7202-8202-020202020202",
            "@type": "Comment"
          },
          "text": "Reactie 3",
          "url": "https://comments.example/comment/019ab697-e800-7303-8303-030303030303"
        },
        {
          "@id": "https://comments.example/comment/019ab697-e800-7101-8101-010101010101",
          "@type": "Comment",
          "author": {
            "@type": "Person",
            "name": "Spijker"
          },
          "dateModified": "[time]",
          "datePublished": "[time]",
          "downvoteCount": 1,
          "text": "Anders",
          "upvoteCount": 3,
          "url": "https://comments.example/comment/019ab697-e800-7101-8101-010101010101"
        }
      ],
      "commentCount": 2,
      "datePublished": "[time]",
      "headline": "Reacties",
      "mainEntityOfPage": "https://news.example/2026/plein",
      "sharedContent": {
        "@type": "WebPage",
        "url": "https://news.example/2026/plein"
      },
      "text": "Reacties",
      "url": "https://news.example/2026/plein"
    }
    "#);
}

#[tokio::test]
async fn an_included_thread_has_its_data_beside_it_where_that_is_asked_for() {
    let server = hostile().await;
    let address = format!("/embed/thread?{QUERY}&lang=nl&wrap=element");
    let plain = server.get(&address).await.text();
    assert!(!plain.contains("ld+json"));
    let described = server.get(&format!("{address}&jsonld=1")).await.text();
    let (element, rest) = described.split_once("</weerwoord-thread>").unwrap();
    assert_eq!(format!("{element}</weerwoord-thread>"), plain, "the element is the same");
    assert!(rest.starts_with("<script type=\"application/ld+json\">") && rest.ends_with("</script>"), "{rest}");
    check(&data(&described));
    for (query, wanted) in [
        ("jsonld=1", "422 field-invalid field=\"jsonld\""),
        ("wrap=element&jsonld=yes", "422 field-invalid field=\"jsonld\""),
        ("wrap=element&jsonld=1&jsonld=1", "422 field-invalid field=\"jsonld\""),
    ] {
        assert_eq!(server.get(&format!("/embed/thread?{QUERY}&{query}")).await.problem(), wanted, "{query}");
    }
}

#[tokio::test]
async fn a_thread_without_comments_has_no_data() {
    let html = Server::start().await.get(&format!("/thread?{QUERY}")).await.text();
    assert!(!html.contains("ld+json"), "{html}");
}

#[tokio::test]
async fn a_comments_own_page_has_its_data_too() {
    let server = hostile().await;
    let posting = data(&server.get(&format!("/comment/{}", id(4))).await.text());
    check(&posting);
    assert_eq!(posting["comment"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_pages_of_a_long_thread_name_those_before_and_after_them() {
    let server = Server::busy().await;
    for n in 1..=120 {
        server.posted(&comment(n)).await;
    }
    let rels = |html: &str| -> Vec<(String, String)> {
        let (head, _) = html.split_once("</head>").unwrap();
        let links =
            head.split("<link rel=\"").skip(1).filter(|link| link.starts_with("next") || link.starts_with("prev"));
        let split = |link: &str| (link[..4].to_owned(), link.split('"').nth(2).unwrap().replace("&amp;", "&"));
        links.map(split).collect()
    };
    let mut address = format!("/thread?{QUERY}&lang=nl");
    let mut numbers = Vec::new();
    loop {
        let html = server.get(&address).await.text();
        numbers.push(html.matches("id=\"weerwoord-0").count());
        let rels = rels(&html);
        assert_eq!(rels.iter().filter(|(rel, _)| rel == "prev").count(), usize::from(numbers.len() > 1), "{rels:?}");
        let Some((_, next)) = rels.into_iter().find(|(rel, _)| rel == "next") else { break };
        address = next.strip_prefix("https://comments.example").unwrap().to_owned();
    }
    assert!(numbers.len() > 2 && numbers.iter().sum::<usize>() == 120, "{numbers:?}");
}
