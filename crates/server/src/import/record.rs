//! One line of the file: read and checked by the very rules that a post is checked by.

use std::borrow::Cow;
use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};
use weerwoord_protocol::{Author, Badge, NAME_LIMIT, Problem, clean_line};

use crate::post::{check_author, check_source, check_text};

/// A comment as a file gives it.
pub(super) struct Record<'a> {
    /// The file's own name for it.
    pub(super) id: Option<Cow<'a, str>>,
    /// The file's name for the comment that it answers.
    pub(super) parent: Option<Cow<'a, str>>,
    pub(super) author: Author,
    /// What the site says of its writer.
    pub(super) badge: Option<Badge>,
    /// In microseconds since 1970.
    pub(super) posted_at: Option<i64>,
    pub(super) source: Cow<'a, str>,
}

/// A line as it is written; fields that are not known are somebody else's, and left alone.
#[derive(Deserialize)]
struct Written<'a> {
    #[serde(default, borrow)]
    id: Option<Label<'a>>,
    #[serde(default, borrow)]
    parent: Option<Label<'a>>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(default, borrow)]
    role: Option<Text<'a>>,
    #[serde(default)]
    badge: Option<Badge>,
    #[serde(default, borrow)]
    posted_at: Option<Text<'a>>,
    #[serde(borrow)]
    body: Cow<'a, str>,
}

/// A text of the line, copied only where it has escapes: Serde would always copy the text of an `Option<Cow<str>>`.
#[derive(Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// A file's own name for a comment: a text, or a whole number in digits.
struct Label<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Label<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Label<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a whole number")
            }

            fn visit_u64<E>(self, number: u64) -> Result<Label<'de>, E> {
                Ok(Label(number.to_string().into()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Label<'de>, E> {
                Ok(Label(text.to_owned().into()))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Label<'de>, E> {
                Ok(Label(text.into()))
            }
        }

        deserializer.deserialize_any(Reader)
    }
}

impl<'a> Record<'a> {
    /// Reads and checks a line; the error is the reason why it is bad.
    pub(super) fn read(line: &'a str) -> Result<Self, String> {
        Ok(Self::read_as(line, |body| Ok((check_source(body)?, ())))?.0)
    }

    /// Reads and checks a line, and renders its body.
    pub(super) fn render(line: &'a str) -> Result<(Self, String), String> {
        Self::read_as(line, check_text)
    }

    fn read_as<T>(
        line: &'a str,
        check: impl Fn(Cow<'a, str>) -> Result<(Cow<'a, str>, T), Problem>,
    ) -> Result<(Self, T), String> {
        let written: Written<'a> = parse(line)?;
        let detail = |problem: Problem| problem.detail;
        let author =
            check_author(&written.name, written.role.as_ref().map(|Text(role)| role.as_ref())).map_err(detail)?;
        let (source, made) = check(written.body).map_err(detail)?;
        let posted_at = written.posted_at.map(|Text(time)| read_time(&time)).transpose()?;
        let [id, parent] =
            [written.id, written.parent].map(|label| label.map(|Label(text)| text).filter(|text| !text.is_empty()));
        Ok((Self { id, parent, author, badge: written.badge, posted_at, source }, made))
    }

    /// What tells a comment without an id from others.
    pub(super) fn content(&self) -> [u8; 32] {
        let role = self.author.role.as_deref().unwrap_or_default();
        let time = self.posted_at.map_or(String::new(), |time| time.to_string());
        let mut hash = Sha256::new();
        for part in [&self.author.name, role, &time, self.source.as_ref()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }

    /// Whom the body may address: what stands between an `@` that opens it and a colon or comma, the longest first, for a
    /// name may hold a comma itself.
    pub(super) fn addressed(&self) -> Vec<String> {
        let Some(rest) = self.source.trim_start().strip_prefix('@') else { return Vec::new() };
        let reach: String = rest.lines().next().unwrap_or_default().chars().take(NAME_LIMIT).collect();
        let ends = reach.match_indices([':', ',']).take(2);
        let mut names: Vec<String> =
            ends.map(|(end, _)| name_key(&reach[..end])).filter(|name| !name.is_empty()).collect();
        names.reverse();
        names
    }
}

/// A name as it is compared: readers do not mind capitals when they address one another.
pub(super) fn name_key(name: &str) -> String {
    clean_line(name).to_lowercase()
}

/// A line as a JSON object of this shape; the error is the reason why it is none.
pub(super) fn parse<'de, T: Deserialize<'de>>(line: &'de str) -> Result<T, String> {
    // Serde takes a list for a struct too, its items for the fields in their order.
    if !line.starts_with('{') {
        return Err("not a JSON object".into());
    }
    // Keeping track of the path costs more than reading the line, and only a bad one needs it.
    serde_json::from_str(line).or_else(|_| {
        let mut json = serde_json::Deserializer::from_str(line);
        let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            explain(if path == "." { "" } else { &path }, error.inner())
        })?;
        json.end().map_err(|error| explain("", &error))?;
        Ok(read)
    })
}

/// What is wrong with a line, or with one field of it.
fn explain(field: &str, error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    match (error.is_data(), field) {
        (false, _) => format!("not a JSON object: {what} at column {}", error.column()),
        (true, "") => what.to_owned(),
        (true, field) => format!("the field `{field}`: {what}"),
    }
}

fn read_time(text: &str) -> Result<i64, String> {
    let time: jiff::Timestamp = text
        .parse()
        .map_err(|_| format!("the field `posted_at` is not a time as in 2026-01-31T12:00:00Z: `{text}`"))?;
    Ok(time.as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addressed(body: &str) -> Vec<String> {
        let line = serde_json::json!({"name": "Jan", "body": body}).to_string();
        Record::read(&line).unwrap().addressed()
    }

    #[test]
    fn a_body_addresses_whom_it_opens_with() {
        assert_eq!(addressed("@Rood Hesje:\nDe grondhouding"), ["rood hesje"]);
        assert_eq!(addressed(" @ drs. E.  Nabled, dat klopt: ja"), ["drs. e. nabled, dat klopt", "drs. e. nabled"]);
        for body in ["Rood Hesje: nee", "@Rood Hesje nee", "@Rood Hesje\n: nee", "@: nee", "x @Jan: nee"] {
            assert!(addressed(body).is_empty(), "{body}");
        }
    }

    #[test]
    fn a_bad_line_says_what_is_wrong_with_it() {
        let reason = |line: &str| Record::read(line).err().unwrap();
        assert_eq!(reason(r#"{"name": "Jan""#), "not a JSON object: EOF while parsing an object at column 14");
        assert_eq!(reason(r#"{"name": "Jan"}"#), "missing field `body`");
        assert_eq!(reason(r#"{"name": null, "body": "x"}"#), "the field `name`: invalid type: null, expected a string");
        assert_eq!(
            reason(r#"{"id": -1, "name": "Jan", "body": "x"}"#),
            "the field `id`: invalid type: integer `-1`, expected a text or a whole number"
        );
        assert_eq!(reason(r#"{"name": "Jan", "body": "x"}{}"#), "not a JSON object: trailing characters at column 29");
        assert_eq!(reason(r#"["1", null, "Jan", null, null, "x"]"#), "not a JSON object");
        assert_eq!(reason(r#"{"name": " ", "body": "x"}"#), "The field `author.name` is refused: name empty.");
        assert_eq!(reason(r#"{"name": "Jan", "body": "\u0000"}"#), "The field `body` is refused: body not text.");
        assert!(reason(r#"{"name": "Jan", "body": "x", "posted_at": "gisteren"}"#).contains("posted_at"));
        assert!(Record::read("[1]").is_err() && Record::read("7").is_err());
    }

    #[test]
    fn an_id_may_be_a_number_or_a_text() {
        let record = Record::read(r#"{"id": 12, "parent": "a", "name": "Jan", "body": "x", "extra": {}}"#).unwrap();
        assert_eq!((record.id.as_deref(), record.parent.as_deref()), (Some("12"), Some("a")));
    }
}
