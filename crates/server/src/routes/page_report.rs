//! `GET` and `POST /report`: the page on which a reader without scripts reports a comment.

use std::sync::Arc;

use axum::extract::{RawQuery, Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use weerwoord_protocol::{Comment, CommentId, ErrorCode, NewReport, Problem, REPORT_TEXT_MAX, ReportReason, Status};

use super::page::{Page, locale};
use super::report::take_in;
use crate::address::Client;
use crate::cors::origin;
use crate::error::Refusal;
use crate::html::{self, Document, escape};
use crate::json::{expect_content_type, read_body};
use crate::locales::Locale;
use crate::state::App;
use crate::thread_query::{Params, ThreadQuery, comment_id, invalid};

/// The fields of the form.
#[derive(Default, utoipa::ToSchema)]
struct Form {
    /// Why.
    #[schema(required = true)]
    reason: Option<ReportReason>,
    /// What the reader has to say about it.
    text: String,
}

/// The form that reports a comment to the site's editors.
#[utoipa::path(
    get, path = "/report", operation_id = "readReportForm", tag = "pages",
    params(ThreadQuery, ("comment" = CommentId, Query, description = "The comment")),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = "4XX", description = "A page that says why not; its status is that of the problem", body = String,
            content_type = "text/html"),
        (status = "5XX", description = "A page that says so, when the server is at fault or cannot be reached",
            body = String, content_type = "text/html"),
    )
)]
pub async fn show(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let asked = Asked { app: &app, locale: locale(&params, &headers), headers: &headers };
    match asked.form(&params).await {
        Ok(html) => html::secured(html),
        Err(refusal) => html::refusal(asked.locale, &refusal),
    }
}

/// Keeps the form's report, and leads back to the thread; or shows the form again, with what is wrong with it.
#[utoipa::path(
    post, path = "/report", operation_id = "postReportForm", tag = "pages",
    params(ThreadQuery, ("comment" = CommentId, Query, description = "The comment")),
    request_body(content = inline(Form), content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "It is on disk; `Location` is the thread"),
        (status = "4XX", description = "The form again, with what is wrong with it, or a page that says why there is none",
            body = String, content_type = "text/html"),
        (status = "5XX", description = "A page that says so, when the server is at fault or cannot keep anything",
            body = String, content_type = "text/html"),
    )
)]
pub async fn submit(
    State(app): State<Arc<App>>,
    client: Client,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let asked = Asked { app: &app, locale: locale(&params, &headers), headers: &headers };
    asked.submit(&params, client, request).await.unwrap_or_else(|refusal| html::refusal(asked.locale, &refusal))
}

struct Asked<'a> {
    app: &'a App,
    locale: &'static Locale,
    headers: &'a HeaderMap,
}

impl Asked<'_> {
    async fn form(&self, params: &Params) -> Result<String, Refusal> {
        let (page, comment) = self.reported(params).await?;
        Ok(self.draw(&page.query, &comment, &Form::default(), None))
    }

    async fn submit(&self, params: &Params, client: Client, request: Request) -> Result<Response, Refusal> {
        self.expect_own_form()?;
        expect_content_type(self.headers, "application/x-www-form-urlencoded")?;
        let fields = Params::read(&read_body(request, &()).await?);
        let (page, comment) = self.reported(params).await?;
        let form = Form {
            reason: fields.get("reason")?.and_then(ReportReason::parse),
            text: fields.get("text")?.unwrap_or_default().to_owned(),
        };
        let Err(refusal) = self.keep(&page.query, client, &comment.id, &form).await else {
            let (id, query) = (&comment.id, page.query.canonical());
            let location = format!("/thread?{query}&at={id}&reported={id}#weerwoord-{id}");
            return Ok((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response());
        };
        let html = self.draw(&page.query, &comment, &form, Some(refusal.problem()));
        Ok(html::secured(refusal.answer(html)))
    }

    async fn keep(&self, query: &ThreadQuery, client: Client, id: &CommentId, form: &Form) -> Result<(), Refusal> {
        self.app.limiter.report(client.0)?;
        let reason = form.reason.ok_or_else(|| invalid("reason", "`reason` is missing: why it is reported."))?;
        let site = self.app.site(&query.site, origin(self.headers))?;
        let new = NewReport { site: site.name.clone(), reason, text: Some(form.text.clone()) };
        take_in(self.app, client, site, None, id.clone(), new).await
    }

    /// The comment that is to be reported, if everybody reads it in this thread.
    async fn reported(&self, params: &Params) -> Result<(Page<'_>, Comment), Refusal> {
        let page = Page::of(self.app, params, self.locale, self.headers)?;
        let id = comment_id(params, "comment")?.ok_or_else(|| invalid("comment", "`comment` is missing: its id."))?;
        let shown = page.at(Some(&id)).await?;
        match shown.snapshot.comments.into_iter().find(|comment| comment.id == id) {
            None => Err(Problem::new(ErrorCode::NotFound, "The thread has no such comment.").field("comment").into()),
            Some(comment) if comment.status == Status::Removed => {
                Err(Refusal::new(ErrorCode::CommentRemoved, "The comment was removed."))
            }
            Some(comment) => Ok((page, comment)),
        }
    }

    /// Refuses a form of somebody else's page: it would have that page's readers report what they never saw.
    fn expect_own_form(&self) -> Result<(), Refusal> {
        let from = self.headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or_default());
        let own = match (from, origin(self.headers)) {
            (Some(from), _) => matches!(from, "same-origin" | "none"),
            (None, Some(origin)) => origin == self.app.own_origin,
            (None, None) => true,
        };
        if own {
            Ok(())
        } else {
            Err(Refusal::new(ErrorCode::OriginNotAllowed, "The form was sent from another page."))
        }
    }

    fn draw(&self, query: &ThreadQuery, comment: &Comment, form: &Form, problem: Option<&Problem>) -> String {
        let text = |key: &str| escape(self.locale.text(key));
        let (query_text, id) = (query.canonical(), &comment.id);
        let wrong = problem.map(|problem| {
            let key = match problem.field.as_deref() {
                Some("reason") => "report.reason-missing".to_owned(),
                _ => format!("error.{}", problem.code.name()),
            };
            let limit = problem.limit.map(|limit| limit.to_string()).unwrap_or_default();
            format!("<p class=\"error\" role=\"alert\">{}</p>", text(&key).replace("{limit}", &limit))
        });
        let reasons: String = ReportReason::ALL
            .into_iter()
            .map(|reason| {
                let checked = if form.reason == Some(reason) { " checked" } else { "" };
                let (name, sentence) = (reason.name(), text(&format!("report.reason.{}", reason.name())));
                format!(
                    "<label><input type=\"radio\" name=\"reason\" value=\"{name}\" required{checked}> {sentence}</label>"
                )
            })
            .collect();
        let name = comment.author.as_ref().map(|author| author.name.as_str()).unwrap_or_default();
        let content = format!(
            "<div class=\"weerwoord\" lang=\"{lang}\"><blockquote class=\"reported\"><p class=\"byline\">{by}</p>\
             <div class=\"body\" dir=\"auto\">{html}</div></blockquote>\
             <form class=\"composer\" method=\"post\" action=\"/report?{query}&amp;comment={id}\">{wrong}\
             <fieldset class=\"reasons\"><legend class=\"label\">{why}</legend>{reasons}</fieldset>\
             <div class=\"field\"><label class=\"label\" for=\"text\">{label}</label>\
             <textarea class=\"input\" id=\"text\" name=\"text\" rows=\"3\" dir=\"auto\" maxlength=\"{REPORT_TEXT_MAX}\">\n{typed}</textarea></div>\
             <div class=\"composer-actions\"><button class=\"button primary\">{send}</button>\
             <a class=\"button\" href=\"/thread?{query}&amp;at={id}#weerwoord-{id}\">{cancel}</a>\
             <p class=\"hint\">{hint}</p></div></form></div>",
            lang = self.locale.lang,
            by = text("comment.byline-undated").replace("{author}", &format!("<bdi>{}</bdi>", escape(name))),
            html = comment.html,
            query = escape(&query_text),
            wrong = wrong.unwrap_or_default(),
            why = text("report.why"),
            label = text("report.text"),
            typed = escape(&form.text),
            send = text("report.send"),
            cancel = text("composer.cancel"),
            hint = text("report.hint"),
        );
        let title = self.locale.text("report.title").to_owned();
        Document { locale: self.locale, title, back: query.url.as_deref(), head: "", notice: None, content: &content }
            .html()
    }
}
