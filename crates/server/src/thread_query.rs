//! The parameters that every address of a thread takes: `site`, `url`, `thread`, `sort` and `lang`.

use serde::Deserialize;
use url::form_urlencoded;
use utoipa::IntoParams;
use weerwoord_protocol::{ErrorCode, Problem, Sort, THREAD_KEY_MAX, URL_MAX};

/// The longest name of a site that is looked up.
const SITE_MAX: usize = 100;
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
    /// The order of the comments on the article itself; `newest` if absent.
    #[param(inline)]
    pub sort: Option<Sort>,
    /// The language of the sentences around the comments (BCP 47).
    pub lang: Option<String>,
}

impl ThreadQuery {
    /// Takes the parameters that concern a thread.
    pub fn of(params: &Params) -> Result<Self, Problem> {
        let site = params.short("site", SITE_MAX)?;
        let sort = match params.get("sort")? {
            Some(name) => Some(Sort::parse(name).ok_or_else(|| invalid("sort", "`sort` is `newest` or `oldest`."))?),
            None => None,
        };
        Ok(Self {
            site: site.ok_or_else(|| invalid("site", "`site` is missing; it is the name in `data-site`."))?,
            url: params.short("url", URL_MAX)?,
            // Characters are counted where the key is made; none has more than four bytes.
            thread: params.short("thread", THREAD_KEY_MAX * 4)?,
            sort,
            lang: params.short("lang", LANG_MAX)?,
        })
    }

    /// The same parameters as one query string: what every link to this thread carries.
    pub fn canonical(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("site", &self.site);
        let sort = self.sort.map(|sort| sort.name().to_owned());
        for (name, value) in [("thread", &self.thread), ("url", &self.url), ("sort", &sort), ("lang", &self.lang)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

/// A parameter or field that is missing or wrong.
pub fn invalid(field: &str, detail: impl Into<String>) -> Problem {
    Problem::new(ErrorCode::FieldInvalid, detail).field(field)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_parameter_that_is_wrong_is_named() {
        let long = format!("site=demo&url={}", "a".repeat(URL_MAX + 1));
        let wrong =
            [("url=x", "site"), ("site=&url=x", "site"), ("site=a&site=b", "site"), ("site=a&sort=best", "sort")];
        for (query, field) in wrong.into_iter().chain([(long.as_str(), "url")]) {
            let problem = read(query).unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (ErrorCode::FieldInvalid, Some(field)), "{query}");
        }
    }
}
