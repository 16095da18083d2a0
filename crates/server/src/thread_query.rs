//! The parameters that every address of a thread takes: `site`, `url`, `thread`, `sort`, `lang` and `heading` for the thread, `at`,
//! `cursor` and `limit` for the page of it.

use serde::Deserialize;
use url::form_urlencoded;
use utoipa::IntoParams;
use weerwoord_protocol::{CommentId, ErrorCode, Problem, Sort, THREAD_KEY_MAX, URL_MAX};

use crate::cursor::{self, Cursor};
use crate::store::{PAGE_LIMIT, Position, Window};
use crate::thread_key::ThreadKey;

/// The longest name of a site that is looked up.
const SITE_MAX: usize = 100;
/// The usual level of the thread's heading.
const HEADING: u32 = 2;
/// The longest language tag that is passed on.
const LANG_MAX: usize = 35;

/// A request's query, decoded. A parameter that is empty is as good as absent; one that is given twice is refused, so
/// that no two readers of the same request can differ.
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query, without its `?`, or an urlencoded form.
    pub fn read(query: &[u8]) -> Self {
        Self(form_urlencoded::parse(query).into_owned().collect())
    }

    /// How many bytes all values have together.
    pub fn total_bytes(&self) -> usize {
        self.0.iter().map(|(_, value)| value.len()).sum()
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.0.iter().filter(|(named, _)| named == name).map(|(_, value)| value.as_str());
        let first = values.next().filter(|value| !value.is_empty());
        match values.next() {
            None => Ok(first),
            Some(_) => Err(invalid(name, format!("`{name}` is given more than once; give it once."))),
        }
    }

    /// The values of this name, in their order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(named, _)| named == name).map(|(_, value)| value.as_str())
    }

    /// The values of these names, in the order of the request. These may come more than once.
    pub fn each<'a>(&'a self, names: [&'a str; 2]) -> impl Iterator<Item = (&'a str, &'a str)> {
        let values = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        values.filter(move |(name, value)| names.contains(name) && !value.is_empty())
    }

    /// The value of this name, of at most so many bytes.
    fn short(&self, name: &str, max: usize) -> Result<Option<String>, Problem> {
        match self.get(name)? {
            Some(value) if value.len() > max => {
                Err(invalid(name, format!("`{name}` is longer than {max} bytes.")).limit(max as u64))
            }
            value => Ok(value.map(str::to_owned)),
        }
    }
}

/// Which thread is asked for, in which order and language.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ThreadQuery {
    /// The site's name, as in `data-site`.
    pub site: String,
    /// The article's address; needed unless `thread` is given.
    pub url: Option<String>,
    /// The thread's explicit key; wins over `url`.
    pub thread: Option<String>,
    /// The order of the comments on the article itself; the site's if absent.
    #[param(inline)]
    pub sort: Option<Sort>,
    /// The language of the sentences around the comments (BCP 47).
    pub lang: Option<String>,
    /// The level of the thread's heading; 2 if absent. That of its form is one more.
    #[param(minimum = 1, maximum = 5)]
    pub heading: Option<u32>,
}

impl ThreadQuery {
    /// Takes the parameters that concern a thread.
    pub fn of(params: &Params) -> Result<Self, Problem> {
        let sort = match params.get("sort")? {
            Some(name) => {
                let unknown = || invalid("sort", "`sort` is `newest`, `oldest`, `best`, `discussed` or `picks`.");
                Some(Sort::parse(name).ok_or_else(unknown)?)
            }
            None => None,
        };
        Ok(Self {
            site: site(params)?,
            url: params.short("url", URL_MAX)?,
            // Characters are counted where the key is made; none has more than four bytes.
            thread: params.short("thread", THREAD_KEY_MAX * 4)?,
            sort,
            lang: lang(params)?,
            heading: heading(params)?,
        })
    }

    /// What asks for a thread that is kept: by its key where it was given one, else by its address.
    pub fn kept(site: &str, key: &ThreadKey, url: Option<&str>) -> Self {
        let thread = key.given().map(str::to_owned);
        let derived = || thread.is_none().then(|| format!("https://{}", key.as_str()));
        Self { site: site.to_owned(), url: url.map(str::to_owned).or_else(derived), thread, ..Self::default() }
    }

    /// The same parameters as one query string: what every link to this thread carries.
    pub fn canonical(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("site", &self.site);
        let sort = self.sort.map(|sort| sort.name().to_owned());
        let heading = self.heading.map(|level| level.to_string());
        let pairs = [
            ("thread", &self.thread),
            ("url", &self.url),
            ("sort", &sort),
            ("lang", &self.lang),
            ("heading", &heading),
        ];
        for (name, value) in pairs {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

/// The site's name.
pub fn site(params: &Params) -> Result<String, Problem> {
    let missing = || invalid("site", "`site` is missing; it is the name in `data-site`.");
    params.short("site", SITE_MAX)?.ok_or_else(missing)
}

/// The language of the sentences, if one is asked for.
pub fn lang(params: &Params) -> Result<Option<String>, Problem> {
    params.short("lang", LANG_MAX)
}

/// The level of the thread's heading, if it is not the usual.
fn heading(params: &Params) -> Result<Option<u32>, Problem> {
    let Some(level) = params.get("heading")? else { return Ok(None) };
    let wrong = || invalid("heading", "`heading` is a level from 1 to 5.".to_owned());
    let level = level.parse::<u32>().ok().filter(|level| (1..=5).contains(level)).ok_or_else(wrong)?;
    Ok(Some(level).filter(|level| *level != HEADING))
}

/// Which page of a thread is asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// A comment whose page is wanted, with its ancestors. Where nobody can read it, and where the thread begins with
    /// it, this is the first page.
    pub at: Option<CommentId>,
    /// What a gap gave: the page is what stands there. Not together with `at`.
    pub cursor: Option<String>,
    /// How many comments on the article the page has, each with its first replies, or how many comments where it goes on
    /// inside a branch; 50 if absent or more.
    #[param(minimum = 1)]
    pub limit: Option<u32>,
}

/// The page that is asked for.
pub fn window(params: &Params) -> Result<Window, Problem> {
    let cursor = params.get("cursor")?.map(|text| Cursor::parse(text).ok_or_else(cursor::invalid)).transpose()?;
    let position = match (cursor, comment_id(params, "at")?) {
        (None, None) => Position::First,
        (None, Some(id)) => Position::At(id),
        (Some(cursor), None) => Position::Gap(cursor),
        (Some(_), Some(_)) => return Err(invalid("at", "`at` and `cursor` name two pages; give one of them.")),
    };
    let limit = match params.get("limit")? {
        None => PAGE_LIMIT,
        Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte != b'0') => {
            // What is too long to be read is above the bound.
            text.parse().unwrap_or(PAGE_LIMIT).min(PAGE_LIMIT)
        }
        Some(_) => return Err(invalid("limit", "`limit` is a number of at least 1.")),
    };
    Ok(Window { position, limit })
}

/// The id of a comment under this name.
pub fn comment_id(params: &Params, name: &str) -> Result<Option<CommentId>, Problem> {
    let malformed = || invalid(name, format!("`{name}` is not the id of a comment."));
    params.get(name)?.map(|text| CommentId::parse(text).ok_or_else(malformed)).transpose()
}

/// A parameter or field that is missing or wrong.
pub fn invalid(field: &str, detail: impl Into<String>) -> Problem {
    Problem::new(ErrorCode::FieldInvalid, detail).field(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cursor::Root;

    fn read(query: &str) -> Result<ThreadQuery, Problem> {
        ThreadQuery::of(&Params::read(query.as_bytes()))
    }

    #[test]
    fn a_query_is_written_in_one_order_and_without_what_is_not_known() {
        let query = read("lang=nl&utm=x&sort=oldest&url=https%3A%2F%2Fnews.example%2Fa%3Fb%26c&site=demo").unwrap();
        let canonical = query.canonical();
        assert_eq!(canonical, "site=demo&url=https%3A%2F%2Fnews.example%2Fa%3Fb%26c&sort=oldest&lang=nl");
        assert_eq!(read(&canonical).unwrap().canonical(), canonical);
    }

    #[test]
    fn a_page_is_read_from_a_query() {
        let id = CommentId::v7(1, [7; 10]);
        let read = |query: &str| window(&Params::read(query.as_bytes())).map_err(|problem| problem.field.unwrap());
        let page = |position, limit| Ok(Window { position, limit });
        assert_eq!(read("at=&cursor=&limit="), page(Position::First, 50));
        assert_eq!(read(&format!("at={}", id.as_str().to_uppercase())), page(Position::At(id.clone()), 50));
        assert_eq!(
            read(&format!("cursor=after.{id}")),
            page(Position::Gap(Cursor::After(Root { id: id.clone(), rank: None })), 50)
        );
        for (limit, wanted) in [("1", 1), ("007", 7), ("50", 50), ("51", 50), (&"9".repeat(99), 50)] {
            assert_eq!(read(&format!("limit={limit}")), page(Position::First, wanted), "{limit}");
        }
        for limit in ["0", "00", "-1", "%2B1", "1.5", "ten", "%D9%A3", "0x10"] {
            assert_eq!(read(&format!("limit={limit}")), Err("limit".to_owned()), "{limit}");
        }
        for (query, field) in [
            ("at=first".to_owned(), "at"),
            (format!("at={id}&at={id}"), "at"),
            (format!("at={id}&cursor=after.{id}"), "at"),
            (format!("cursor={id}"), "cursor"),
            (format!("cursor=after.{id}&cursor=after.{id}"), "cursor"),
        ] {
            assert_eq!(read(&query), Err(field.to_owned()), "{query}");
        }
    }

    #[test]
    fn a_parameter_that_is_wrong_is_named() {
        let long = format!("site=demo&url={}", "a".repeat(URL_MAX + 1));
        let wrong =
            [("url=x", "site"), ("site=&url=x", "site"), ("site=a&site=b", "site"), ("site=a&sort=hot", "sort")];
        for (query, field) in wrong.into_iter().chain([(long.as_str(), "url")]) {
            let problem = read(query).unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (ErrorCode::FieldInvalid, Some(field)), "{query}");
        }
    }
}
