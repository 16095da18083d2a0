//! The frame of the desk's pages: who is signed in, the lists to choose from, and the form to sign in by.

use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::session::SignedIn;
use super::view::{Shown, View};
use weerwoord::text::isolated;

use crate::html::{escape, secured};
use crate::locales::Locale;

/// What the form to sign in starts with.
#[derive(Default)]
pub struct SignIn<'a> {
    /// The site's name.
    pub site: &'a str,
    /// The name of whoever signs in.
    pub who: &'a str,
    /// The key of the sentence that says why it is asked for again.
    pub problem: Option<&'a str>,
}

/// A sentence with its `{names}` filled in, as HTML.
pub fn fill(locale: &Locale, key: &str, values: &[(&str, &str)]) -> String {
    let message = locale.text(key);
    values.iter().fold(escape(message), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), &escape(&isolated(message, value)))
    })
}

/// The page that asks who it is.
pub fn sign_in(locale: &Locale, form: &SignIn<'_>) -> String {
    let text = |key: &str| escape(locale.text(key));
    let problem = form.problem.map(|key| format!("<p class=\"problem\" role=\"alert\">{}</p>", text(key)));
    let first = if form.site.is_empty() { ["autofocus", "", ""] } else { ["", "", "autofocus"] };
    let content = format!(
        "<main class=\"sign-in\"><h1>{title}</h1>{problem}<form method=\"post\" action=\"/desk/session\">\
         <label>{site}<input name=\"site\" value=\"{site_value}\" required autocomplete=\"organization\" {}></label>\
         <label>{who}<input name=\"who\" value=\"{who_value}\" required autocomplete=\"name\" {}></label>\
         <label>{secret}<input name=\"secret\" type=\"password\" required autocomplete=\"current-password\" {}></label>\
         <button class=\"main\">{go}</button></form></main>",
        first[0],
        first[1],
        first[2],
        title = text("desk.title"),
        problem = problem.unwrap_or_default(),
        site = text("desk.site"),
        site_value = escape(form.site),
        who = text("desk.who"),
        who_value = escape(form.who),
        secret = text("desk.secret"),
        go = text("desk.sign-in"),
    );
    document(locale, locale.text("desk.title"), &content)
}

/// A page of the desk: the lists, and one of them.
pub fn desk(locale: &Locale, by: &SignedIn, view: &View, [waiting, reported]: [i64; 2], list: &str) -> String {
    let text = |key: &str| escape(locale.text(key));
    let tabs = [
        ("held", Shown::Held),
        ("reported", Shown::Reported),
        ("newest", Shown::Newest),
        ("threads", Shown::Threads(String::new())),
        ("log", Shown::Log),
    ];
    let tabs: String = (1..)
        .zip(tabs)
        .map(|(number, (name, shown))| {
            let current = std::mem::discriminant(&shown) == std::mem::discriminant(&view.shown);
            let count = match name {
                "held" => Some(waiting),
                "reported" => Some(reported),
                _ => None,
            };
            let count = count.map(|count| format!(" <span class=\"count\">{}</span>", counted(count)));
            let count = count.unwrap_or_default();
            format!(
                "<li><a href=\"/desk?{}\" accesskey=\"{number}\"{}>{}{count}</a></li>",
                escape(&View { shown, from: None }.query()),
                if current { " aria-current=\"page\"" } else { "" },
                text(&format!("desk.{name}")),
            )
        })
        .collect();
    let content = format!(
        "<header class=\"head\"><h1>{title}</h1>\
         <form method=\"post\" action=\"/desk/session/end\"><input type=\"hidden\" name=\"token\" value=\"{token}\">\
         <span>{who}</span> <button>{sign_out}</button></form>\
         <nav aria-label=\"{lists}\"><ul>{tabs}</ul></nav></header><main>{list}</main>",
        title = fill(locale, "desk.of", &[("site", &by.session.site)]),
        token = by.token.form_token(),
        who = escape(&by.session.who),
        sign_out = text("desk.sign-out"),
        lists = text("desk.lists"),
    );
    document(locale, &locale.text("desk.of").replace("{site}", &by.session.site), &content)
}

/// The page that says why there is nothing to show.
pub fn refusal(locale: &Locale, sentence: &str) -> String {
    let content = format!(
        "<main><h1>{}</h1><p class=\"problem\">{}</p><p><a href=\"/desk\">{}</a></p></main>",
        escape(locale.text("desk.title")),
        escape(sentence),
        escape(locale.text("desk.back")),
    );
    document(locale, locale.text("desk.title"), &content)
}

/// A page of the desk as an answer.
pub fn answer(status: StatusCode, html: String) -> Response {
    headed((status, html))
}

/// Gives a page of the desk its headers. Nobody keeps it, and no other page reads or frames it.
pub fn headed(page: impl IntoResponse) -> Response {
    let mut response = secured(page);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    response
}

/// No more than a hundred are counted.
fn counted(waiting: i64) -> String {
    if waiting < 100 { waiting.to_string() } else { "99+".to_owned() }
}

fn document(locale: &Locale, title: &str, content: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/desk.css\"></head><body>{content}</body></html>",
        locale.lang,
        locale.dir(),
        escape(title),
    )
}
