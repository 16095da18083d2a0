//! The sentences of every language in `locales/`, inside the binary, and the choice among them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use weerwoord::text::isolated;

/// Each language's name and its messages as JSON, from `build.rs`.
static SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));

static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| SOURCES.iter().map(Locale::read).collect());

static EMPTY: Locale = Locale { lang: FALLBACK, messages: BTreeMap::new() };

/// The language where no asked one is there.
const FALLBACK: &str = "en";

/// Tags whose language has another name here: old and wide ones, and regions that write as another does.
const ALIASES: [(&str, &str); 9] = [
    ("in", "id"),
    ("iw", "he"),
    ("nn", "nb"),
    ("no", "nb"),
    ("pt", "pt-PT"),
    ("zh", "zh-Hans"),
    ("zh-HK", "zh-Hant"),
    ("zh-MO", "zh-Hant"),
    ("zh-TW", "zh-Hant"),
];

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
            let alias = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(tag));
            let lang = alias.map_or(tag, |(_, lang)| lang);
            if let Some(found) = LOCALES.iter().find(|locale| locale.lang.eq_ignore_ascii_case(lang)) {
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
            Some(title) => {
                let message = self.text("page.title");
                message.replace("{title}", &isolated(message, title))
            }
            None => self.text("page.untitled").to_owned(),
        }
    }

    /// Which way the language is written: `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        weerwoord::text::dir(self.lang)
    }

    /// A number as the language writes it.
    pub fn number(&self, n: impl TryInto<usize>) -> String {
        weerwoord::text::number(self.lang, n.try_into().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
