//! The sentences of every language in `locales/`, inside the binary, and the choice among them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Each language's name and its messages as JSON, from `build.rs`.
static SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));

static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| SOURCES.iter().map(Locale::read).collect());

static EMPTY: Locale = Locale { lang: FALLBACK, messages: BTreeMap::new() };

/// The language where no asked one is there.
const FALLBACK: &str = "en";

/// The longest tag of a language that is looked at; longer ones are nobody's.
const TAG_MAX: usize = 35;

/// One language's sentences.
#[derive(Debug)]
pub struct Locale {
    /// The language (BCP 47).
    pub lang: &'static str,
    /// The sentences by key.
    pub messages: BTreeMap<String, String>,
}

impl Locale {
    fn read((lang, json): &(&'static str, &str)) -> Self {
        // A test holds that every file can be read.
        Self { lang, messages: serde_json::from_str(json).unwrap_or_default() }
    }

    /// The language nearest to a tag: `nl-BE`, else `nl`; English where there is neither, or no tag.
    pub fn choose(tag: Option<&str>) -> &'static Self {
        tag.and_then(Self::nearest).or_else(|| Self::nearest(FALLBACK)).unwrap_or(&EMPTY)
    }

    /// As [`choose`](Self::choose), and where no tag is given by what the browser prefers (`Accept-Language`).
    pub fn choose_or_prefer(tag: Option<&str>, accept_language: Option<&str>) -> &'static Self {
        // Browsers list languages by falling weight, so the weights need no reading.
        let preferred =
            || accept_language?.split(',').map(|item| item.split(';').next().unwrap_or(item)).find_map(Self::nearest);
        if tag.is_some() { Self::choose(tag) } else { preferred().unwrap_or_else(|| Self::choose(None)) }
    }

    fn nearest(tag: &str) -> Option<&'static Self> {
        let tag = tag.trim().get(..TAG_MAX.min(tag.trim().len()))?.replace('_', "-");
        let mut tag = tag.as_str();
        loop {
            if let Some(found) = LOCALES.iter().find(|locale| locale.lang.eq_ignore_ascii_case(tag)) {
                return Some(found);
            }
            tag = &tag[..tag.rfind('-')?];
        }
    }

    /// The sentence of this key; the key itself where there is none.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.messages.get(key).map_or(key, String::as_str)
    }

    /// What the discussion of an article is called.
    pub fn title(&self, article: Option<&str>) -> String {
        match article {
            Some(title) => self.text("page.title").replace("{title}", title),
            None => self.text("page.untitled").to_owned(),
        }
    }

    /// Which way the language is written: `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        let primary = self.lang.split('-').next().unwrap_or(self.lang);
        if matches!(primary, "ar" | "dv" | "fa" | "he" | "ps" | "ur" | "yi") { "rtl" } else { "ltr" }
    }
}

#[cfg(test)]
mod tests {
    use weerwoord_protocol::ErrorCode;

    use super::*;

    #[test]
    fn a_region_falls_back_to_its_language_and_a_stranger_to_english() {
        for (tag, lang) in [("nl-BE", "nl"), ("NL_nl", "nl"), ("nl", "nl"), ("en-GB", "en"), ("tlh", "en"), ("", "en")]
        {
            assert_eq!(Locale::choose(Some(tag)).lang, lang, "{tag}");
        }
        assert_eq!(Locale::choose(None).lang, "en");
        assert_eq!(Locale::choose(Some(&"é-".repeat(500))).lang, "en");
    }

    #[test]
    fn the_browser_is_asked_only_where_no_language_is_given() {
        assert_eq!(Locale::choose_or_prefer(None, Some("fr-BE, nl;q=0.8, en;q=0.7")).lang, "nl");
        assert_eq!(Locale::choose_or_prefer(Some("en"), Some("nl")).lang, "en");
        assert_eq!(Locale::choose_or_prefer(None, Some("tlh")).lang, "en");
    }

    #[test]
    fn every_language_says_the_same_things() {
        let keys = |locale: &Locale| locale.messages.keys().cloned().collect::<Vec<_>>();
        let english = keys(Locale::choose(Some("en")));
        assert!(!english.is_empty());
        for locale in LOCALES.iter() {
            assert_eq!(keys(locale), english, "{}", locale.lang);
        }
    }

    #[test]
    fn every_error_has_its_sentence() {
        // A code of a later version is shown as a fault of the server.
        for code in ErrorCode::ALL.into_iter().filter(|code| *code != ErrorCode::Unknown) {
            let key = format!("error.{}", code.name());
            assert_ne!(Locale::choose(Some("en")).text(&key), key);
        }
    }

    #[test]
    fn a_sentence_that_is_missing_shows_its_key() {
        assert_eq!(Locale::choose(Some("nl")).text("no.such.key"), "no.such.key");
    }
}
