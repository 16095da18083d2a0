//! Takes in a comment: checks what the reader sent, renders it, and has the store keep it.

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use weerwoord_protocol::{
    Author, CommentId, ErrorCode, Invalid, NewComment, Posted, Problem, TITLE_MAX, check_body, check_name, check_role,
    clean_line, hides_or_reorders,
};

use crate::excerpt;
use crate::markdown;
use crate::reader::Reader;
use crate::sites::Site;
use crate::store::{Content, NewPost, Place, Store, StoreError};
use crate::thread_key::{ThreadKey, read_url};

/// Why a comment was not taken in.
#[derive(Debug)]
pub enum Refused {
    /// The writer's side can do something about it.
    Problem(Box<Problem>),
    /// The store could not keep it.
    Store(StoreError),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Checks a comment and keeps it; it is on disk when this returns.
pub async fn post(
    store: &Store,
    site: &Site,
    own_origin: &str,
    writer: Option<Reader>,
    new: NewComment,
) -> Result<Posted, Refused> {
    let post = NewPost { writer, ..check(site, own_origin, new)? };
    Ok(store.post(post).await??)
}

/// Checks all that can be told from the comment itself, and renders it.
fn check(site: &Site, own_origin: &str, new: NewComment) -> Result<NewPost, Problem> {
    if !new.id.is_v7() {
        let detail = "A new comment's id is a version 7 UUID made by its sender.";
        return Err(Problem::new(ErrorCode::FieldInvalid, detail).field("id"));
    }
    let place = place(site, own_origin, new.thread.as_deref(), new.url.as_deref(), new.title.as_deref())?;
    let author = check_author(&new.author.name, new.author.role.as_deref())?;
    let (source, html) = check_text(new.body)?;
    let fingerprint = fingerprint(&place, new.parent.as_ref(), &author, &source);
    let content = Content { id: new.id, parent: new.parent, author, source: source.into_owned(), html, fingerprint };
    Ok(NewPost { place, content, writer: None, rules: site.rules })
}

/// The thread that a comment belongs to, if its article is one of the site's.
pub(crate) fn place(
    site: &Site,
    own_origin: &str,
    thread: Option<&str>,
    url: Option<&str>,
    title: Option<&str>,
) -> Result<Place, Problem> {
    let key = ThreadKey::resolve(thread, url)?;
    let url = url.map(read_url).transpose()?;
    if let Some(url) = &url
        && !site.allows_url(url.as_str(), own_origin)
    {
        let detail = format!(
            "`{}` is not on one of the origins of the site `{}`.",
            url.origin().ascii_serialization(),
            site.name
        );
        return Err(Problem::new(ErrorCode::UrlNotAllowed, detail).field("url"));
    }
    let title = title.map(clean_title).filter(|title| !title.is_empty());
    Ok(Place { site: site.name.clone(), key, url: url.map(String::from), title })
}

/// A title on one line, without what hides in it or turns it around, and cut where it is longer than anybody reads.
fn clean_title(title: &str) -> String {
    let mut title: String = clean_line(title).chars().filter(|&c| !hides_or_reorders(c)).collect();
    if let Some((end, _)) = title.char_indices().nth(TITLE_MAX) {
        title.truncate(excerpt::whole(&title, end));
    }
    title
}

/// The author, cleaned, if a name is given and both can be shown.
pub(crate) fn check_author(name: &str, role: Option<&str>) -> Result<Author, Problem> {
    let name = clean_line(name);
    check_name(&name).map_err(|invalid| problem(invalid, "author.name"))?;
    let role = role.map(clean_line).filter(|role| !role.is_empty());
    if let Some(role) = &role {
        check_role(role).map_err(|invalid| problem(invalid, "author.role"))?;
    }
    Ok(Author { name, role })
}

/// The body with line ends of one kind, and its HTML, if both can be kept.
pub(crate) fn check_text<'a>(body: impl Into<Cow<'a, str>>) -> Result<(Cow<'a, str>, String), Problem> {
    let source = one_kind_of_line_end(body.into());
    check_body(&source).map_err(|invalid| problem(invalid, "body"))?;
    // What has no markup is shown as it stands.
    if let Some(html) = markdown::render_plain(&source) {
        return Ok((source, html));
    }
    let html = markdown::render(&source);
    // Markup alone shows nothing, and `&#8203;` is as invisible as the character.
    match check_body(&markdown::text(&html)) {
        Err(invalid) if invalid.code != ErrorCode::BodyTooLong => Err(problem(invalid, "body")),
        _ => Ok((source, html)),
    }
}

/// As [`check_text`], without the HTML, which nearly no body has to be rendered for.
pub(crate) fn check_source(body: Cow<'_, str>) -> Result<Cow<'_, str>, Problem> {
    let source = one_kind_of_line_end(body);
    check_body(&source).map_err(|invalid| problem(invalid, "body"))?;
    if markdown::surely_shows(&source) { Ok(source) } else { check_text(source).map(|(source, _)| source) }
}

fn one_kind_of_line_end(body: Cow<'_, str>) -> Cow<'_, str> {
    if body.contains('\r') { body.replace("\r\n", "\n").replace('\r', "\n").into() } else { body }
}

/// Tells the same comment sent again from another one under the same id.
pub(crate) fn fingerprint(place: &Place, parent: Option<&CommentId>, author: &Author, source: &str) -> [u8; 32] {
    let parts = [
        place.site.as_str(),
        place.key.as_str(),
        parent.map_or("", CommentId::as_str),
        &author.name,
        author.role.as_deref().unwrap_or_default(),
        source,
    ];
    let mut hash = Sha256::new();
    for part in parts {
        // The length before each part keeps `ab`, `c` and `a`, `bc` apart.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The refusal of a field that is not as it should be.
pub(crate) fn problem(invalid: Invalid, field: &str) -> Problem {
    let what = invalid.code.name().replace('-', " ");
    let detail = match invalid.limit {
        Some(limit) => format!("The field `{field}` is refused: {what} (limit {limit} characters)."),
        None => format!("The field `{field}` is refused: {what}."),
    };
    let problem = Problem::new(invalid.code, detail).field(field);
    match invalid.limit {
        Some(limit) => problem.limit(limit as u64),
        None => problem,
    }
}

#[cfg(test)]
mod tests;
