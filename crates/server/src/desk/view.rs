//! What part of the desk is shown, as its addresses say it: `view=held`, `view=thread&key=…&from=…`.

use url::form_urlencoded;
use weerwoord_protocol::Problem;

use crate::store::Standing;
use crate::thread_query::{Params, invalid};

/// The longest words that are looked for, in bytes.
const WORDS_MAX: usize = 200;
/// The longest key of a thread as the store has it, in bytes: an article's address without its scheme, percent-encoded.
const KEY_MAX: usize = 3 * weerwoord_protocol::URL_MAX;

/// A list of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The comments that wait for review.
    #[default]
    Held,
    /// The comments that readers reported.
    Reported,
    /// All comments.
    Newest,
    /// The comments of the thread of this key.
    Thread(String),
    /// The threads whose title or address has these words.
    Threads(String),
    /// What was done.
    Log,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The list.
    pub shown: Shown,
    pub(crate) from: Option<Standing>,
}

impl View {
    /// The view that these parameters name; the comments that wait if they name none.
    pub fn of(params: &Params) -> Result<Self, Problem> {
        let words = |name, max: usize| match params.get(name)? {
            Some(text) if text.len() > max => Err(invalid(name, format!("`{name}` has at most {max} bytes."))),
            text => Ok(text.unwrap_or_default().trim().to_owned()),
        };
        let shown = match params.get("view")? {
            None | Some("held") => Shown::Held,
            Some("reported") => Shown::Reported,
            Some("newest") => Shown::Newest,
            Some("thread") => Shown::Thread(words("key", KEY_MAX)?),
            Some("threads") => Shown::Threads(words("q", WORDS_MAX)?),
            Some("log") => Shown::Log,
            Some(_) => {
                return Err(invalid("view", "`view` is `held`, `reported`, `newest`, `thread`, `threads` or `log`."));
            }
        };
        let malformed = || invalid("from", "`from` is what a link of the desk gave.");
        let standing = |text: &str| text.split_once('.').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        let from = params.get("from")?.map(|text| standing(text).ok_or_else(malformed)).transpose()?;
        Ok(Self { shown, from })
    }

    /// The same list from another line on.
    pub(crate) fn from(&self, from: Option<Standing>) -> Self {
        Self { shown: self.shown.clone(), from }
    }

    /// The parameters that name it.
    pub fn query(&self) -> String {
        let (name, more) = match &self.shown {
            Shown::Held => ("held", None),
            Shown::Reported => ("reported", None),
            Shown::Newest => ("newest", None),
            Shown::Thread(key) => ("thread", Some(("key", key))),
            Shown::Threads(words) => ("threads", Some(("q", words))),
            Shown::Log => ("log", None),
        };
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("view", name);
        query.extend_pairs(more.filter(|(_, text)| !text.is_empty()));
        query.extend_pairs(self.from.map(|(place, number)| ("from", format!("{place}.{number}"))));
        query.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<View, Option<String>> {
        View::of(&Params::read(query.as_bytes())).map_err(|problem| problem.field)
    }

    #[test]
    fn a_view_is_read_as_it_is_written() {
        for query in [
            "view=held",
            "view=reported&from=12.34",
            "view=newest&from=1764000000000000.12",
            "view=thread&key=news.example%2Fa%3Fb%26c",
            "view=threads",
            "view=threads&q=50%25+korting&from=-1.0",
            "view=log&from=0.9",
        ] {
            assert_eq!(read(query).unwrap().query(), query);
        }
        assert_eq!(read("done=1").unwrap(), View::default());
    }

    #[test]
    fn a_view_that_is_none_is_refused() {
        let long = format!("view=threads&q={}", "a".repeat(201));
        for (query, field) in [
            ("view=all", "view"),
            ("view=held&view=held", "view"),
            ("from=12", "from"),
            ("from=a.b", "from"),
            ("from=99999999999999999999.1", "from"),
            (long.as_str(), "q"),
        ] {
            assert_eq!(read(query), Err(Some(field.to_owned())), "{query}");
        }
    }
}
