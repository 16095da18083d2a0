//! The sentences of the reader's language.
//!
//! A message has `{placeholders}`; one that counts has a key for each plural category of its language (CLDR), such as
//! `thread.title.one`. A key that is missing shows itself, so that a gap is seen and nothing breaks. Plural categories are
//! the browser's own (`Intl`), and the same by ICU4X on the server; numbers follow models that come with the messages.

use weerwoord_protocol::ErrorCode;

/// Messages by their keys. In the browser they stay what its parser made of them.
#[cfg(feature = "ssr")]
pub type Messages = std::collections::BTreeMap<String, String>;
/// Messages by their keys, as the browser's parser made them.
#[cfg(not(feature = "ssr"))]
pub type Messages = js_sys::Object;

/// The messages of one language.
#[derive(Debug)]
pub struct Text {
    lang: String,
    messages: Messages,
}

impl Text {
    /// The messages of `lang` (BCP 47), by key.
    pub fn new(lang: String, messages: Messages) -> Self {
        Self { lang, messages }
    }

    /// The language, as BCP 47 names it.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The message as it stands.
    pub fn get(&self, key: &str) -> String {
        self.raw(key).unwrap_or_else(|| key.to_owned())
    }

    /// The message with its placeholder filled, by what cannot turn the words around it.
    pub fn with(&self, key: &str, placeholder: &str, value: &str) -> String {
        let message = self.get(key);
        fill(&message, placeholder, &isolated(&message, value))
    }

    /// The message for this number of things, with `{n}` filled.
    pub fn plural(&self, key: &str, n: usize) -> String {
        let exact = self.raw(&[key, ".", &plural_category(self.lang(), n)].concat());
        let message = exact.unwrap_or_else(|| self.get(&[key, ".other"].concat()));
        fill(&message, "n", &self.number(n))
    }

    /// A number as the language writes it.
    pub fn number(&self, n: usize) -> String {
        #[cfg(not(feature = "ssr"))]
        if let Some(written) = self.raw("number").and_then(|models| like(&models, n)) {
            return written;
        }
        number(self.lang(), n)
    }

    /// What stands before, between and after the message's two placeholders, where those are elements of their own.
    pub fn around(&self, key: &str, first: &str, second: &str) -> [String; 3] {
        let message = self.get(key);
        let (before, rest) = message.split_once(&["{", first, "}"].concat()).unwrap_or((&message, ""));
        let (between, after) = rest.split_once(&["{", second, "}"].concat()).unwrap_or((rest, ""));
        [before, between, after].map(str::to_owned)
    }

    /// The sentence for an error, with the limit where it names one.
    pub fn error(&self, code: ErrorCode, limit: Option<u64>) -> String {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok());
        let limit = limit.map_or_else(String::new, |limit| self.number(limit));
        self.with(&["error.", code.name()].concat(), "limit", &limit)
    }

    #[cfg(feature = "ssr")]
    fn raw(&self, key: &str) -> Option<String> {
        self.messages.get(key).cloned()
    }

    #[cfg(not(feature = "ssr"))]
    fn raw(&self, key: &str) -> Option<String> {
        js_sys::Reflect::get(&self.messages, &key.into()).ok()?.as_string()
    }
}

/// A number as the language writes it: `10 000`, `10,000`, in European digits everywhere, as dates are.
pub fn number(lang: &str, n: usize) -> String {
    // Below a thousand no language differs, and what the browser knows of numbers takes a phone a while to load.
    if n < 1000 { n.to_string() } else { grouped(lang, n) }
}

/// A number of four to seven digits with the groups of the model that has as many, of four that are parted by `|`.
#[cfg(any(test, not(feature = "ssr")))]
fn like(models: &str, n: usize) -> Option<String> {
    let digits = n.to_string();
    let model = models.split('|').nth(digits.len().checked_sub(4)?)?;
    let mut digits = digits.chars();
    model.chars().map(|c| if c.is_ascii_digit() { digits.next() } else { Some(c) }).collect()
}

/// A name or a title as it stands in a message: where either is written from right to left, set apart by the characters that
/// Unicode has for it, since an attribute, a title or a feed has no elements.
pub fn isolated(message: &str, value: &str) -> String {
    let from_right = |text: &str| {
        text.chars().any(|c| {
            matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
                | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        })
    };
    let (start, end) = if from_right(message) || from_right(value) { ("\u{2068}", "\u{2069}") } else { ("", "") };
    [start, value, end].concat()
}

/// The message with a placeholder filled.
pub(crate) fn fill(message: &str, placeholder: &str, value: &str) -> String {
    message.replace(&["{", placeholder, "}"].concat(), value)
}

/// Which way a language is written: `ltr` or `rtl`.
#[cfg(feature = "ssr")]
pub fn dir(lang: &str) -> &'static str {
    let primary = lang.split('-').next().unwrap_or(lang);
    if matches!(primary, "ar" | "dv" | "fa" | "he" | "ps" | "ur" | "yi") { "rtl" } else { "ltr" }
}

/// What ICU takes for the language; its root where that is unknown.
#[cfg(feature = "ssr")]
fn icu(lang: &str) -> icu_locale_core::Locale {
    [lang, "-u-nu-latn"].concat().parse().unwrap_or(icu_locale_core::Locale::UNKNOWN)
}

/// The plural category of a number in a language; `other` where the language is unknown.
#[cfg(feature = "ssr")]
fn plural_category(lang: &str, n: usize) -> String {
    use icu_plurals::{PluralCategory, PluralRules};
    let rules = PluralRules::try_new_cardinal(icu(lang).into());
    let name = match rules.map_or(PluralCategory::Other, |rules| rules.category_for(n)) {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    };
    name.to_owned()
}

/// A number with its groups of digits set apart.
#[cfg(feature = "ssr")]
fn grouped(lang: &str, n: usize) -> String {
    let formatter = icu_decimal::DecimalFormatter::try_new(icu(lang).into(), Default::default());
    formatter.map_or_else(|_| n.to_string(), |formatter| formatter.format(&n.into()).to_string())
}

/// A number with its groups of digits set apart, by the browser.
#[cfg(not(feature = "ssr"))]
fn grouped(lang: &str, n: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of comments and characters are far below 2^52")]
    js_sys::Number::from(n as f64).to_locale_string(&[lang, "-u-nu-latn"].concat()).into()
}

/// The plural category of a number in a language, by the browser.
#[cfg(not(feature = "ssr"))]
fn plural_category(lang: &str, n: usize) -> String {
    use js_sys::{Array, Intl, Object};
    let rules = Intl::PluralRules::new(&Array::of1(&lang.into()), &Object::new());
    #[expect(clippy::cast_precision_loss, reason = "counts of comments and characters are far below 2^52")]
    rules.select(n as f64).into()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn text(lang: &str) -> Text {
        let messages = [
            ("thread.title.one", "{n} reactie"),
            ("thread.title.few", "{n} reakcie"),
            ("thread.title.other", "{n} reacties"),
            ("comment.byline", "Door {author} op {date}."),
            ("error.body-too-long", "Maak het korter dan {limit} tekens."),
        ];
        Text::new(lang.to_owned(), messages.map(|(key, message)| (key.to_owned(), message.to_owned())).into())
    }

    #[test]
    fn a_count_takes_the_form_of_its_language() {
        assert_eq!(text("nl").plural("thread.title", 1), "1 reactie");
        assert_eq!(text("nl-BE").plural("thread.title", 2), "2 reacties");
        assert_eq!(text("sk").plural("thread.title", 3), "3 reakcie");
        assert_eq!(text("xx").plural("thread.title", 1), "1 reacties");
    }

    #[test]
    fn a_number_is_written_as_its_language_does() {
        let written = |lang| [999, 1000, 12_345, 1_234_567].map(|n| text(lang).number(n));
        assert_eq!(written("nl-BE"), ["999", "1.000", "12.345", "1.234.567"]);
        assert_eq!(written("es"), ["999", "1000", "12.345", "1.234.567"]);
        assert_eq!(written("hi"), ["999", "1,000", "12,345", "12,34,567"]);
        assert_eq!(written("fa"), ["999", "1,000", "12,345", "1,234,567"]);
        assert_eq!(text("xx").number(1000), "1,000");
        assert_eq!(text("nl").plural("thread.title", 1000), "1.000 reacties");
    }

    #[test]
    fn a_number_has_the_groups_of_its_model() {
        let hindi = |n| like("1,000|10,000|1,00,000|10,00,000", n);
        let written = |n: &str| Some(n.to_owned());
        assert_eq!([1234, 65_432, 7_654_321].map(hindi), [written("1,234"), written("65,432"), written("76,54,321")]);
        assert_eq!([999, 12_345_678].map(hindi), [None, None]);
        assert_eq!(like("1000|10 000", 1234), written("1234"));
    }

    #[test]
    fn a_name_does_not_turn_the_words_around_it() {
        let to = |lang: &str, message: &str, name| {
            let messages = [("comment.reply-to".to_owned(), message.to_owned())].into();
            Text::new(lang.to_owned(), messages).with("comment.reply-to", "name", name)
        };
        assert_eq!(to("en", "Reply to {name}", "Spijker!"), "Reply to Spijker!");
        assert_eq!(to("en", "Reply to {name}", "محمد (1)"), "Reply to \u{2068}محمد (1)\u{2069}");
        assert_eq!(to("ar", "الرد على {name}", "Spijker!"), "الرد على \u{2068}Spijker!\u{2069}");
        assert_eq!(to("ja", "{name}さんに返信", "山田"), "山田さんに返信");
    }

    #[test]
    fn a_sentence_is_cut_around_its_elements() {
        assert_eq!(text("nl").around("comment.byline", "author", "date"), ["Door ", " op ", "."]);
    }

    #[test]
    fn an_error_names_its_limit() {
        assert_eq!(text("nl").error(ErrorCode::BodyTooLong, Some(10_000)), "Maak het korter dan 10.000 tekens.");
    }

    #[test]
    fn a_missing_message_shows_its_key() {
        assert_eq!(text("nl").get("no.such"), "no.such");
    }
}
