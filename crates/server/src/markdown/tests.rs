use proptest::prelude::*;
use weerwoord_protocol::{BODY_MAX, MARKUP_DEPTH_MAX, check_body};

use super::*;

const REL: &str = "rel=\"nofollow ugc noopener\"";

fn link(href: &str, text: &str) -> String {
    format!("<a href=\"{href}\" {REL}>{text}</a>")
}

/// Every tag in the HTML, opening ones with their attributes.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag).collect()
}

fn assert_tame(source: &str) {
    let html = render(source);
    assert_eq!(html.matches('<').count(), tags(&html).len(), "{source:?} became {html:?}");
    for tag in tags(&html) {
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        assert!(TAGS.contains(&name), "{source:?} became {html:?}");
        let attributes = tag.trim_start_matches('/')[name.len()..].trim();
        let as_it_should_be = match name {
            "a" if !tag.starts_with('/') => {
                let mention = attributes.strip_prefix("class=\"mention\" part=\"mention\" ");
                let href =
                    mention.unwrap_or(attributes).strip_prefix("href=\"").and_then(|rest| rest.strip_suffix(REL));
                href.and_then(|href| href.strip_suffix("\" ")).is_some_and(|href| match mention {
                    Some(_) => super::mention(href).is_some(),
                    None => SCHEMES.iter().any(|scheme| href.to_lowercase().starts_with(scheme)),
                })
            }
            "ol" => attributes.is_empty() || attributes.starts_with("start=\""),
            _ => attributes.is_empty(),
        };
        assert!(as_it_should_be, "{source:?} became {html:?}");
    }
    assert!(html.len() <= 16 * source.len() + 200, "{} bytes became {}", source.len(), html.len());
    assert!(depth(&html, &["blockquote", "ul", "ol"]) <= MARKUP_DEPTH_MAX);
    assert!(depth(&html, &["em", "strong"]) <= MARKUP_DEPTH_MAX + 1, "one more for a heading");
}

/// How deep the elements of these names stand in one another.
fn depth(html: &str, names: &[&str]) -> usize {
    let (mut depth, mut deepest) = (0, 0);
    for tag in tags(html) {
        if names.contains(&tag.split(' ').next().unwrap()) {
            depth += 1;
            deepest = deepest.max(depth);
        } else if tag.strip_prefix('/').is_some_and(|name| names.contains(&name)) {
            depth -= 1;
        }
    }
    deepest
}

#[test]
fn a_single_line_break_is_a_line_break() {
    assert_eq!(render("@Rood Hesje:\nDe grondhouding"), "<p>@Rood Hesje:<br>De grondhouding</p>");
    assert_eq!(render("one\n\ntwo"), "<p>one</p><p>two</p>");
}

#[test]
fn emphasis_quotes_lists_and_code_are_read_as_commonmark() {
    assert_eq!(render("*a* **b** `c<`"), "<p><em>a</em> <strong>b</strong> <code>c&lt;</code></p>");
    assert_eq!(render("> a\n> b"), "<blockquote><p>a<br>b</p></blockquote>");
    assert_eq!(render("- a\n- b"), "<ul><li>a</li><li>b</li></ul>");
    assert_eq!(render("3. a\n4. b"), "<ol start=\"3\"><li>a</li><li>b</li></ol>");
    assert_eq!(render("```rust\nlet a;\n```"), "<pre><code>let a;\n</code></pre>");
}

#[test]
fn bare_links_become_links() {
    assert_eq!(
        render("zie https://a.example/b?c=1."),
        format!("<p>zie {}.</p>", link("https://a.example/b?c=1", "https://a.example/b?c=1"))
    );
    assert_eq!(render("www.a.example"), format!("<p>{}</p>", link("http://www.a.example/", "www.a.example")));
    assert_eq!(render("jan@a.example"), format!("<p>{}</p>", link("mailto:jan@a.example", "jan@a.example")));
    assert_eq!(render("[b](https://a.example \"title\")"), format!("<p>{}</p>", link("https://a.example/", "b")));
}

#[test]
fn html_is_shown_as_the_text_that_it_is() {
    assert_eq!(render("a <b>c</b> & <!-- d -->"), "<p>a &lt;b&gt;c&lt;/b&gt; &amp; &lt;!-- d --&gt;</p>");
    assert_eq!(render("<div>\n*a*\n</div>"), "<p>&lt;div&gt;<br>*a*<br>&lt;/div&gt;</p>");
    assert_eq!(render("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
}

#[test]
fn headings_are_bold_and_images_are_links() {
    assert_eq!(render("# Kop *x*"), "<p><strong>Kop <em>x</em></strong></p>");
    assert_eq!(render("Groet\n---\nJan"), "<p>Groet</p><hr><p>Jan</p>");
    assert_eq!(render("![kat](https://a.example/k.png)"), format!("<p>{}</p>", link("https://a.example/k.png", "kat")));
    assert_eq!(
        render("![](https://a.example/k)"),
        format!("<p>{}</p>", link("https://a.example/k", "https://a.example/k"))
    );
    assert_eq!(
        render("[![kat](https://a.example/k)](https://b.example)"),
        format!("<p>{}</p>", link("https://b.example/", "kat"))
    );
}

#[test]
fn links_to_anything_but_the_web_and_mail_are_their_text() {
    for href in ["/relative", "//host.example/x", "#x", "ftp://a.example", "data:text/html,x", "javascript:alert(1)"] {
        assert_eq!(render(&format!("[a]({href})")), "<p>a</p>", "{href}");
    }
}

#[test]
fn a_link_to_a_comment_is_a_mention() {
    let id = "0192f0c1-2d3e-7f40-8a5b-6c7d8e9fa0b1";
    let mention = format!("<a class=\"mention\" part=\"mention\" href=\"#weerwoord-{id}\" {REL}>@Rood Hesje</a>");
    assert_eq!(render(&format!("[@Rood Hesje](#weerwoord-{id}): ja")), format!("<p>{mention}: ja</p>"));
    assert_eq!(render(&format!("[@Rood Hesje](#weerwoord-{})", id.to_uppercase())), format!("<p>{mention}</p>"));
    let others = ["", "form", "1", &format!("{id}x"), &format!("{id}?a"), "0192f0c1-2d3e-7f40-8a5b-6c7d8e9fa0b"];
    for href in others
        .map(|end| format!("#weerwoord-{end}"))
        .iter()
        .chain(&[format!("x#weerwoord-{id}"), format!("//x/#weerwoord-{id}")])
    {
        assert_eq!(render(&format!("[a]({href})")), "<p>a</p>", "{href}");
    }
    for text in [format!("`<a href=\"#weerwoord-{id}\">`"), format!("<a href=\"#weerwoord-{id}\">a</a>")] {
        assert!(!render(&text).contains("mention"), "{text}");
    }
}

#[test]
fn known_attacks_stay_text() {
    for source in [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java\u{0}script:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](&#x6A&#x61&#x76&#x61script:alert(1))",
        "[a](java&Tab;script:alert(1))",
        "[a](<java\tscript:alert(1)>)",
        "[a]( javascript:alert(1))",
        "[a](\u{1}javascript:alert(1))",
        "[a](vbscript:msgbox(1))",
        "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "<javascript:alert(1)>",
        "<javascript://%0aalert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "![a](javascript:alert(1))",
        "![a](x\"onerror=\"alert(1))",
        "![a](https://a.example/\"onerror=\"alert(1))",
        "[a](https://a.example/\"onmouseover=\"alert(1))",
        "[a](https://a.example/'onmouseover='alert(1))",
        "[a](https://a.example \"x\" onmouseover=\"alert(1)\")",
        "[a](https://a.example \"\\\"><script>alert(1)</script>\")",
        "[[a](javascript:x)](https://a.example)",
        "[![a](javascript:x)](javascript:y)",
        "[a](https://a.example/<script>alert(1)</script>)",
        "https://a.example/\"><script>alert(1)</script>",
        "<https://a.example/\"onclick=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<math><mi xlink:href=\"javascript:alert(1)\">",
        "<img src=x onerror=alert(1)//",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<style>@import 'https://evil.example'</style>",
        "<a href=\"javas\tcript:alert(1)\">x</a>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<?php <img src=x onerror=alert(1)> ?>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<form action=javascript:alert(1)><button>x</button></form>",
        "<base href=//evil.example>",
        "<template><script>alert(1)</script></template>",
        "```\"><img src=x onerror=alert(1)>\nx\n```",
        "```<script>\n</code></pre><script>alert(1)</script>\n```",
        "`</code><script>alert(1)</script>`",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)",
        "<scr<script>ipt>alert(1)</script>",
        "<ScRiPt\u{c}src=//evil.example>",
        "jan@a.example\"onclick=alert(1)",
        "www.a.example\"onclick=alert(1)",
        "<a@b.example?subject=x\"onclick=alert(1)>",
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
        "[x](<https://a.example/\n\">)",
    ] {
        assert_tame(source);
        let html = render(source);
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    }
}

#[test]
fn quotes_and_lists_deeper_than_the_limit_are_flattened_and_keep_their_text() {
    let quotes = format!("{}tekst", "> ".repeat(200));
    let html = render(&quotes);
    assert_eq!(depth(&html, &["blockquote"]), MARKUP_DEPTH_MAX);
    assert!(html.contains("tekst"));

    let list: String = (0..60).map(|level| format!("{}- regel {level}\n", "  ".repeat(level))).collect();
    let html = render(&list);
    assert_eq!(depth(&html, &["ul"]), MARKUP_DEPTH_MAX);
    for level in 0..60 {
        assert!(html.contains(&format!("regel {level}<")), "{level} in {html}");
    }
}

#[test]
fn the_longest_bodies_of_hostile_shape_come_out_flat_and_small() {
    let fill = |pattern: &str| pattern.chars().cycle().take(BODY_MAX).collect::<String>();
    for pattern in [
        ">",
        "> ",
        "- ",
        "-\n",
        "1. ",
        "> - ",
        ">\n\n>>\n\n",
        "*",
        "_",
        "*a ",
        "**a *b ",
        "*a _b ",
        "[",
        "![",
        "]",
        "](",
        "[a](",
        "`",
        "```\n",
        "<",
        "<a ",
        "<!--",
        "<![CDATA[",
        "<?",
        "&",
        "&amp;",
        "\"",
        "\\",
        "#",
        "# a\n",
        "|",
        "www.",
        "http://",
        "https://a.b ",
        "www.a.b ",
        "a@b.c ",
        "a@",
        "a.",
        "~",
        ":",
        "\u{0}",
        "\u{202e}",
        "<http:b>",
        "-\n*\n",
        "1.\n2)\n",
        ">>>>>>>>>>>>>>>>a\n\n",
        "- - - - - - - - - - - - - - - -\n\n",
        "***a***",
        "[a]: mailto:b\n[a]",
    ] {
        assert_tame(&fill(pattern));
    }
    let deep = fill("*a ").replace("a ", "a*") + &"*".repeat(3000);
    assert_tame(&deep.chars().take(BODY_MAX).collect::<String>());
    let nested: String = "*a ".repeat(2500) + &" a*".repeat(800);
    assert_tame(&nested);
    let opened: String = "*a **b ".repeat(600) + &"c** d*".repeat(600);
    assert_tame(&opened);
}

#[test]
fn a_body_without_markup_goes_the_short_way() {
    for source in ["Ja.", "@Rood Hesje:\nDe grondhouding, zegt u? \"Nee\" (3 × 4): 50%!\n\n\nÉn wij\n", "", "\n\na"] {
        assert_eq!(plain::render(source), Some(render_markup(source)), "{source:?}");
    }
    for source in
        ["*a*", "- a", "1. a", "a  ", " a", "a\n    b", "https://a.example", "jan@a.example", "a\u{a0}b", "a\r\nb"]
    {
        assert_eq!(plain::render(source), None, "{source:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_short_way_ends_where_the_long_one_does(
        source in prop_oneof![
            ".{0,200}",
            "(\\PC|\n){0,60}",
            "[a-zA-Z@\"'(!.:/;,?=+#%0-9 -]{0,40}(\n{1,3}[a-zA-Zé@\"'(!.:/;,?=+#%w -]{0,40}){0,4}",
            "(w|ww\\.|www\\.| |a|@|:|/|mailto:|xmpp:|http:|\\.nl|\n){0,30}",
        ],
    ) {
        if let Some(html) = plain::render(&source) {
            prop_assert_eq!(html, render_markup(&source));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_surely_shows_something_does(
        source in prop_oneof![
            "\\PC{0,40}",
            "([a ]|\n|\u{3164}|[\\[\\]()<>*_#>:.1-]|\\\\|```|~~~|http://|www\\.|&#1;|&#8203;){0,12}",
        ],
    ) {
        if check_body(&source).is_ok() && surely_shows(&source) {
            prop_assert_eq!(check_body(&text(&render_markup(&source))), Ok(()));
        }
    }
}

proptest! {
    #[test]
    fn any_text_comes_out_tame(source in ".{0,400}") {
        assert_tame(&source);
    }

    #[test]
    fn any_pile_of_markup_comes_out_tame(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "> ", "- ", "1. ", "* ", "*", "**", "_", "`", "```", "\n", "\n\n", "    ", "[", "](", ")", "![", "<", ">",
                "javascript:", "https://a.example", "mailto:", "&#x", ";", "\"", "'", "=", "on", "<b>", "</", "<!--", "-->",
                "# ", "---", "|", "\\", "a", " ", "\t", "é", "www.", "@",
                "](#weerwoord-0192f0c1-2d3e-7f40-8a5b-6c7d8e9fa0b1)",
            ]),
            0..300,
        ),
    ) {
        assert_tame(&parts.concat());
    }
}
