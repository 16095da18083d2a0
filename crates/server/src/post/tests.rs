use weerwoord_protocol::{BODY_MAX, Policy, Sort};

use super::*;
use crate::sites::{Origin, Rules};

const OWN: &str = "https://comments.example";

fn site() -> Site {
    let origins = vec![Origin::try_from("https://news.example".to_owned()).unwrap()];
    Site { name: "gazette".into(), origins, policy: Policy::default(), sort: Sort::default(), rules: Rules::default() }
}

fn comment() -> NewComment {
    NewComment {
        id: CommentId::v7(1, [7; 10]),
        site: "gazette".into(),
        url: Some("https://news.example/a?utm_source=x".into()),
        thread: None,
        title: Some("  Een\n titel\u{7}\u{202e} ".into()),
        parent: None,
        author: Author { name: " Rood  Hesje ".into(), role: Some(" ".into()) },
        body: "een\r\ntwee\rdrie".into(),
    }
}

fn refusal(change: impl FnOnce(&mut NewComment)) -> (ErrorCode, Option<String>, Option<u64>) {
    let mut new = comment();
    change(&mut new);
    let problem = check(&site(), OWN, new).unwrap_err();
    (problem.code, problem.field, problem.limit)
}

#[test]
fn a_comment_is_cleaned_before_it_is_kept() {
    let post = check(&site(), OWN, comment()).unwrap();
    assert_eq!(post.content.author, Author { name: "Rood Hesje".into(), role: None });
    assert_eq!(post.content.source, "een\ntwee\ndrie");
    assert_eq!(post.content.html, "<p>een<br>twee<br>drie</p>");
    assert_eq!(post.place.title.as_deref(), Some("Een titel"));
    assert_eq!(post.place.key.as_str(), "news.example/a");
}

#[test]
fn a_title_is_cut_and_never_refused() {
    let mut new = comment();
    new.title = Some("é".repeat(TITLE_MAX + 50));
    let title = check(&site(), OWN, new).unwrap().place.title.unwrap();
    assert_eq!(title.chars().count(), TITLE_MAX);
}

#[test]
fn each_fault_of_a_comment_is_a_problem_of_its_own() {
    let field = |name: &str| Some(name.to_owned());
    let v4 = CommentId::parse("9b2e8c3a-8d1f-4c0e-9a3b-0d5d3f6f7a11").unwrap();
    assert_eq!(refusal(|new| new.id = v4), (ErrorCode::FieldInvalid, field("id"), None));
    assert_eq!(refusal(|new| new.body = "\u{200b}".into()), (ErrorCode::BodyEmpty, field("body"), None));
    assert_eq!(refusal(|new| new.body = "a\0".into()), (ErrorCode::BodyNotText, field("body"), None));
    let long = "é".repeat(BODY_MAX + 1);
    assert_eq!(refusal(|new| new.body = long), (ErrorCode::BodyTooLong, field("body"), Some(10_000)));
    assert_eq!(refusal(|new| new.author.name = " ".into()), (ErrorCode::NameEmpty, field("author.name"), None));
    assert_eq!(
        refusal(|new| new.author.name = "n".repeat(80)),
        (ErrorCode::NameTooLong, field("author.name"), Some(80))
    );
    assert_eq!(
        refusal(|new| new.author.name = "\u{2800}".into()),
        (ErrorCode::NameInvisible, field("author.name"), None)
    );
    let role = Some("\u{202e}x".into());
    assert_eq!(refusal(|new| new.author.role = role), (ErrorCode::RoleInvisible, field("author.role"), None));
    let role = Some("r".repeat(80));
    assert_eq!(refusal(|new| new.author.role = role), (ErrorCode::RoleTooLong, field("author.role"), Some(80)));
    assert_eq!(refusal(|new| new.url = None), (ErrorCode::FieldInvalid, field("url"), None));
    assert_eq!(refusal(|new| new.url = Some("javascript:1".into())), (ErrorCode::FieldInvalid, field("url"), None));
}

#[test]
fn a_body_that_shows_nothing_is_empty() {
    for body in ["- ", "> >\n>", "#", "---", "&nbsp;", "&#8203; **&#x2060;**", "[1]: https://news.example/"] {
        assert_eq!(refusal(|new| new.body = body.into()).0, ErrorCode::BodyEmpty, "{body}");
    }
    assert_eq!(refusal(|new| new.body = "a&#7;".into()).0, ErrorCode::BodyNotText);
    for body in ["&lt;", "<br>", "![](https://news.example/a.png)", &"&".repeat(BODY_MAX)] {
        let mut new = comment();
        new.body = body.into();
        assert!(check(&site(), OWN, new).is_ok(), "{body}");
    }
}

#[test]
fn an_article_outside_the_sites_origins_starts_no_thread() {
    let elsewhere = || Some("https://news.example.evil.example/a".to_owned());
    assert_eq!(refusal(|new| new.url = elsewhere()).0, ErrorCode::UrlNotAllowed);
    let with_key = refusal(|new| {
        new.url = elsewhere();
        new.thread = Some("k".into());
    });
    assert_eq!(with_key.0, ErrorCode::UrlNotAllowed, "a key does not let the address pass");
}

#[test]
fn a_fingerprint_tells_all_that_was_said_apart() {
    let print = |change: fn(&mut NewComment)| {
        let mut new = comment();
        change(&mut new);
        check(&site(), OWN, new).unwrap().content.fingerprint
    };
    let same = print(|_| {});
    assert_eq!(same, print(|new| new.url = Some("http://news.example:443/a".replace("http:", "https:"))));
    assert_eq!(same, print(|new| new.title = None), "a title belongs to the article");
    for other in [
        print(|new| new.body.push('!')),
        print(|new| new.author.name = "Rood".into()),
        print(|new| new.author.role = Some("r".into())),
        print(|new| new.parent = Some(CommentId::v7(2, [0; 10]))),
        print(|new| new.url = Some("https://news.example/b".into())),
        print(|new| new.thread = Some("k".into())),
    ] {
        assert_ne!(same, other);
    }
}
