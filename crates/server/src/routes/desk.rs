//! `/desk`: the pages and forms of the editors. Every act is a form of its own, carries the session's token, and leads by
//! 303 to the page that goes on.

use std::sync::Arc;

use axum::extract::{RawQuery, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use weerwoord_protocol::{CommentId, ErrorCode, check_name, clean_line};

use super::page::locale;
use crate::address::Client;
use crate::cors::origin;
use crate::desk::form::Asked;
use crate::desk::lists::{Lists, Notice, What};
use crate::desk::page::{self, SignIn};
use crate::desk::secret::Secret;
use crate::desk::session::{SignedIn, cookie, token};
use crate::desk::view::{Shown, View};
use crate::error::Refusal;
use crate::json::{expect_content_type, read_body};
use crate::locales::Locale;
use crate::state::App;
use crate::store::{Change, Changed, Missed, Order};
use crate::thread_key::ThreadKey;
use crate::thread_query::{Params, comment_id};

/// The desk's stylesheet.
const STYLESHEET: &str = include_str!("../../../../style/desk.css");

/// A page of the desk; to whoever is not signed in, the form to do so.
pub async fn show(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let locale = locale(&params, &headers);
    let desk = Desk { app: &app, locale, headers: &headers };
    desk.show(&params).await.unwrap_or_else(|refused| desk.refuse(refused))
}

/// Signs in: a session begins.
pub async fn sign_in(State(app): State<Arc<App>>, client: Client, headers: HeaderMap, request: Request) -> Response {
    let desk = Desk { app: &app, locale: locale(&Params::read(b""), &headers), headers: &headers };
    desk.sign_in(client, request).await.unwrap_or_else(|refused| desk.refuse(refused))
}

/// Signs out: the session ends.
pub async fn sign_out(State(app): State<Arc<App>>, headers: HeaderMap, request: Request) -> Response {
    let desk = Desk { app: &app, locale: locale(&Params::read(b""), &headers), headers: &headers };
    desk.sign_out(request).await.unwrap_or_else(|refused| desk.refuse(refused))
}

/// Carries out an act.
pub async fn act(State(app): State<Arc<App>>, headers: HeaderMap, request: Request) -> Response {
    let desk = Desk { app: &app, locale: locale(&Params::read(b""), &headers), headers: &headers };
    desk.act(request).await.unwrap_or_else(|refused| desk.refuse(refused))
}

/// The stylesheet of the desk's pages.
pub async fn stylesheet() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=600")], STYLESHEET)
}

/// Why a request to the desk was not granted.
enum Refused {
    /// Nobody is signed in, or the session is over.
    SignedOut,
    /// The form is not of this session, or of another page.
    Form,
    /// The site has no such comment, thread or act.
    Unknown,
    /// As elsewhere.
    Refusal(Refusal),
}

impl<E: Into<Refusal>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Refusal(error.into())
    }
}

struct Desk<'a> {
    app: &'a App,
    locale: &'static Locale,
    headers: &'a HeaderMap,
}

impl Desk<'_> {
    async fn show(&self, params: &Params) -> Result<Response, Refused> {
        let Some(by) = SignedIn::of(self.app, self.headers).await? else {
            return Ok(page::answer(StatusCode::OK, page::sign_in(self.locale, &SignIn::default())));
        };
        let view = View::of(params)?;
        let done = params.get("done")?.and_then(|number| number.parse().ok());
        let entry = match done {
            Some(number) => self.app.store.desk(&by.session.site).entry(number).await?,
            None => None,
        };
        let next = comment_id(params, "next")?;
        let notice = entry.map(|entry| Notice { what: What::Did(entry), next });
        Ok(page::answer(StatusCode::OK, self.draw(&by, &view, notice).await?))
    }

    async fn draw(&self, by: &SignedIn, view: &View, notice: Option<Notice>) -> Result<String, Refused> {
        let site = by.session.site.as_str();
        let desk = self.app.store.desk(site);
        let token = by.token.form_token();
        let lists = Lists { locale: self.locale, view, site, token: &token, notice };
        let list = match &view.shown {
            Shown::Held => lists.comments(&desk.comments(Order::Held, view.from).await?, None),
            Shown::Reported => lists.comments(&desk.comments(Order::Reported, view.from).await?, None),
            Shown::Newest => lists.comments(&desk.comments(Order::Newest, view.from).await?, None),
            Shown::Thread(key) => {
                let thread = desk.thread(key).await?.ok_or(Refused::Unknown)?;
                lists.comments(&desk.comments(Order::Thread(key), view.from).await?, Some(&thread))
            }
            Shown::Threads(words) => {
                // An address finds its thread in whatever form it was copied.
                let key = ThreadKey::resolve(None, Some(words)).ok();
                let wanted = key.as_ref().map_or(words.as_str(), ThreadKey::as_str);
                lists.threads(&desk.threads(wanted, view.from).await?, words)
            }
            Shown::Log => lists.log(&desk.log(view.from).await?),
        };
        Ok(page::desk(self.locale, by, view, desk.waiting().await?, &list))
    }

    async fn sign_in(&self, client: Client, request: Request) -> Result<Response, Refused> {
        let fields = self.fields(request).await?;
        let (site, who) = (fields.get("site")?.unwrap_or_default(), clean_line(fields.get("who")?.unwrap_or_default()));
        let again = |status, problem| {
            let form = SignIn { site, who: &who, problem: Some(problem) };
            Ok(page::answer(status, page::sign_in(self.locale, &form)))
        };
        if let Err(refusal) = self.app.limiter.sign_in(client.0) {
            let form = SignIn { site, who: &who, problem: Some("desk.error.too-often") };
            return Ok(page::headed(refusal.answer(page::sign_in(self.locale, &form))));
        }
        if check_name(&who).is_err() {
            return again(StatusCode::UNPROCESSABLE_ENTITY, "desk.error.who");
        }
        let secret = fields.get("secret")?.map(str::trim).and_then(Secret::parse);
        let (Some(secret), Some(_)) = (secret, self.app.sites.get(site)) else {
            return again(StatusCode::FORBIDDEN, "desk.error.secret");
        };
        let token = Secret::new().map_err(|error| Refusal::internal(&error))?;
        let change =
            Change::SignIn { site: site.to_owned(), secret: secret.hash(), who: who.clone(), token: token.hash() };
        match self.app.store.change(change).await? {
            Changed::Done => Ok(([(SET_COOKIE, cookie(Some(&token)))], see_other("/desk")).into_response()),
            _ => again(StatusCode::FORBIDDEN, "desk.error.secret"),
        }
    }

    async fn sign_out(&self, request: Request) -> Result<Response, Refused> {
        let fields = self.fields(request).await?;
        if let Some(token) = token(self.headers) {
            self.expect_own(&token, &fields)?;
            self.app.store.change(Change::SignOut { token: token.hash() }).await?;
        }
        Ok(([(SET_COOKIE, cookie(None))], see_other("/desk")).into_response())
    }

    async fn act(&self, request: Request) -> Result<Response, Refused> {
        let fields = self.fields(request).await?;
        let by = SignedIn::of(self.app, self.headers).await?.ok_or(Refused::SignedOut)?;
        self.expect_own(&by.token, &fields)?;
        let Asked { deed, view, next } = Asked::read(&fields)?;
        let closing = self.app.sites.get(&by.session.site).map(|site| site.rules.closing).unwrap_or_default();
        let change = Change::Do { session: by.session.clone(), deed, closing };
        match self.app.store.change(change).await? {
            Changed::Logged(number) => {
                let next = next.map(|id: CommentId| format!("&next={id}")).unwrap_or_default();
                Ok(see_other(&format!("/desk?{}&done={number}{next}", view.query())))
            }
            Changed::Missed(Missed::Meanwhile(state)) => {
                let notice = Notice { what: What::Meanwhile(state), next };
                Ok(page::answer(StatusCode::CONFLICT, self.draw(&by, &view, Some(notice)).await?))
            }
            _ => Err(Refused::Unknown),
        }
    }

    /// The fields of a form, if one of the desk's own pages sends it.
    async fn fields(&self, request: Request) -> Result<Params, Refused> {
        let from = self.headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or_default());
        let own = match (from, origin(self.headers)) {
            (Some(from), _) => matches!(from, "same-origin" | "none"),
            (None, Some(origin)) => origin == self.app.own_origin,
            (None, None) => true,
        };
        if !own {
            return Err(Refused::Form);
        }
        expect_content_type(self.headers, "application/x-www-form-urlencoded")?;
        Ok(Params::read(&read_body(request, &()).await?))
    }

    fn expect_own(&self, token: &Secret, fields: &Params) -> Result<(), Refused> {
        if token.is_of_form(fields.get("token")?.unwrap_or_default()) { Ok(()) } else { Err(Refused::Form) }
    }

    fn refuse(&self, refused: Refused) -> Response {
        let refusal = match refused {
            Refused::SignedOut => {
                let form = SignIn { problem: Some("desk.error.signed-out"), ..SignIn::default() };
                return page::answer(StatusCode::FORBIDDEN, page::sign_in(self.locale, &form));
            }
            Refused::Form => return self.say(StatusCode::FORBIDDEN, "desk.error.form"),
            Refused::Unknown => return self.say(StatusCode::NOT_FOUND, "desk.error.unknown"),
            Refused::Refusal(refusal) => refusal,
        };
        let key = match refusal.problem().code {
            ErrorCode::Unavailable => "error.unavailable",
            ErrorCode::Internal => "error.internal",
            _ => "desk.error.request",
        };
        page::headed(refusal.answer(page::refusal(self.locale, self.locale.text(key))))
    }

    fn say(&self, status: StatusCode, key: &str) -> Response {
        page::answer(status, page::refusal(self.locale, self.locale.text(key)))
    }
}

/// Leads to another page of the desk. The way there is nobody else's either.
fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, location), (CACHE_CONTROL, "no-store")]).into_response()
}
