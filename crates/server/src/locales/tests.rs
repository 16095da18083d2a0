//! Every language says the same things, in its own forms, and is found by the tags that mean it.

use std::collections::{BTreeMap, BTreeSet};

use icu_plurals::{PluralCategory, PluralRules};
use weerwoord::text::Text;
use weerwoord_protocol::ErrorCode;

use super::*;
use crate::assets::ASSETS;

/// What plural forms end in.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn english() -> &'static Locale {
    Locale::choose(Some("en"))
}

/// The key of a plural form without its category.
fn counted(key: &str) -> Option<&str> {
    let (base, category) = key.rsplit_once('.')?;
    (CATEGORIES.contains(&category) && english().messages.contains_key(&format!("{base}.one"))).then_some(base)
}

/// The plural categories of a language (CLDR).
fn categories(lang: &str) -> BTreeSet<&'static str> {
    let locale: icu_locale_core::Locale = lang.parse().unwrap();
    let rules = PluralRules::try_new_cardinal(locale.into()).unwrap();
    let name = |category| match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    };
    rules.categories().map(name).collect()
}

/// The keys that a language has to have.
fn wanted(lang: &str) -> BTreeSet<String> {
    let forms = |base: &str| categories(lang).into_iter().map(|form| format!("{base}.{form}")).collect();
    let of = |key: &String| counted(key).map_or_else(|| vec![key.clone()], forms);
    english().messages.keys().flat_map(of).collect()
}

/// The names in braces, sorted.
fn placeholders(message: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        message.split('{').skip(1).map(|rest| rest.split_once('}').map_or("", |(name, _)| name)).collect();
    names.sort_unstable();
    names
}

/// Each message of each language, with its English.
fn translated() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    LOCALES.iter().flat_map(|locale| {
        locale.messages.iter().map(|(key, message)| {
            let like = counted(key).map_or_else(|| key.clone(), |base| format!("{base}.other"));
            let like = english().messages.get(&like).map_or("", String::as_str);
            (locale.lang, key.as_str(), message.as_str(), like)
        })
    })
}

#[test]
fn there_are_thirty_languages_and_more() {
    assert!(LOCALES.len() >= 30, "{}", LOCALES.len());
}

#[test]
fn every_language_says_the_same_things_in_all_its_plural_forms_and_nothing_else() {
    assert!(!english().messages.is_empty());
    let mut wrong = BTreeMap::new();
    for locale in LOCALES.iter() {
        let (has, wants): (BTreeSet<String>, _) = (locale.messages.keys().cloned().collect(), wanted(locale.lang));
        let lacks: Vec<_> = wants.difference(&has).cloned().collect();
        let surplus: Vec<_> = has.difference(&wants).cloned().collect();
        if !lacks.is_empty() || !surplus.is_empty() {
            wrong.insert(locale.lang, (lacks, surplus));
        }
    }
    assert!(wrong.is_empty(), "what it lacks, and what is too much: {wrong:#?}");
}

#[test]
fn no_key_is_given_twice() {
    for (lang, json) in SOURCES {
        let written = json.lines().filter(|line| line.trim_start().starts_with('"')).count();
        assert_eq!(written, Locale::choose(Some(lang)).messages.len(), "{lang}");
    }
}

#[test]
fn every_translation_has_the_placeholders_of_its_english() {
    for (lang, key, message, like) in translated() {
        let (has, mut wants) = (placeholders(message), placeholders(like));
        // "One comment" may be said without the number.
        let countless = [".zero", ".one", ".two"].iter().any(|form| key.ends_with(form));
        if countless && !has.contains(&"n") {
            wants.retain(|name| *name != "n");
        }
        assert_eq!(has, wants, "{lang}: {key}: {message}");
    }
}

#[test]
fn no_translation_is_empty_or_holds_markup() {
    for (lang, key, message, like) in translated() {
        assert!(!message.is_empty(), "{lang}: {key}");
        assert_eq!(message, message.trim_matches('\n'), "{lang}: {key}");
        // "> quotes" is how a quote is written.
        let plain = |text: &str| text.replace("> ", "");
        assert!(!plain(message).contains(['<', '>']) || plain(like).contains(['<', '>']), "{lang}: {key}: {message}");
        // Entities would be shown as they stand.
        assert!(!message.contains('&'), "{lang}: {key}: {message}");
    }
}

#[test]
fn elements_stand_in_the_order_in_which_a_sentence_is_cut() {
    for locale in LOCALES.iter() {
        let byline = locale.text("comment.byline");
        assert!(byline.find("{author}").unwrap() < byline.find("{date}").unwrap(), "{}: {byline}", locale.lang);
    }
}

#[test]
fn every_month_has_its_name() {
    for locale in LOCALES.iter() {
        let months: BTreeSet<&str> = locale.text("date.months").split(' ').collect();
        assert_eq!(months.len(), 12, "{}: {months:?}", locale.lang);
    }
}

#[test]
fn a_day_is_written_as_its_language_does() {
    // That this is what browsers write is held by tests/e2e/dates.spec.mjs.
    let day = |lang| {
        let locale = Locale::choose(Some(lang));
        let text = Text::new(locale.lang.to_owned(), locale.messages.clone());
        weerwoord::render::day(&text, "2026-03-07T23:59:59Z")
    };
    assert_eq!(day("nl"), "7 maart 2026");
    assert_eq!(day("en"), "March 7, 2026");
    assert_eq!(day("de-AT"), "7. März 2026");
    assert_eq!(day("hu"), "2026. március 7.");
    assert_eq!(day("ja"), "2026年3月7日");
    assert_eq!(day("es"), "7 de marzo de 2026");
    assert_eq!(day("fa"), "7 مارس 2026");
}

/// What browsers make of a count in each language (tests/e2e/counts.spec.mjs).
#[derive(serde::Deserialize)]
struct Counted {
    counts: Vec<usize>,
    sentences: BTreeMap<String, Vec<String>>,
}

#[test]
fn a_count_is_said_as_the_browser_says_it() {
    let counted: Counted = serde_json::from_str(include_str!("../../../../tests/counts.json")).unwrap();
    assert!(counted.sentences.keys().map(String::as_str).eq(LOCALES.iter().map(|locale| locale.lang)));
    for (lang, sentences) in counted.sentences {
        let text = Text::new(lang.clone(), Locale::choose(Some(&lang)).messages.clone());
        let said: Vec<String> = counted.counts.iter().map(|n| text.plural("list.count", *n)).collect();
        assert_eq!(said, sentences, "{lang}");
    }
}

#[test]
fn the_widget_groups_digits_as_the_server_does() {
    for locale in LOCALES.iter() {
        let messages = ASSETS.find(ASSETS.messages(locale.lang)).unwrap().identity;
        let messages: BTreeMap<String, String> = serde_json::from_slice(messages).unwrap();
        let models = [1000, 10_000, 100_000, 1_000_000].map(|n| locale.number(n));
        assert_eq!(messages["number"], models.join("|"), "{}", locale.lang);
    }
}

#[test]
fn a_region_falls_back_to_its_language_and_a_stranger_to_english() {
    for (tag, lang) in [
        ("nl-BE", "nl"),
        ("NL_nl", "nl"),
        ("nl", "nl"),
        ("en-GB", "en"),
        ("tlh", "en"),
        ("", "en"),
        ("-", "en"),
        ("pt-BR", "pt-BR"),
        ("pt_br", "pt-BR"),
        ("pt", "pt-PT"),
        ("pt-AO", "pt-PT"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("iw-IL", "he"),
        ("in", "id"),
    ] {
        assert_eq!(Locale::choose(Some(tag)).lang, lang, "{tag}");
    }
    assert_eq!(Locale::choose(None).lang, "en");
    assert_eq!(Locale::choose(Some(&"é-".repeat(500))).lang, "en");
}

#[test]
fn every_alias_leads_to_a_language_that_is_there() {
    for (alias, lang) in ALIASES {
        assert_eq!(Locale::choose(Some(alias)).lang, lang);
    }
}

#[test]
fn the_browser_is_asked_only_where_no_language_is_given() {
    assert_eq!(Locale::choose_or_prefer(None, Some("fy-NL, nl;q=0.8, en;q=0.7")).lang, "nl");
    assert_eq!(Locale::choose_or_prefer(Some("en"), Some("nl")).lang, "en");
    assert_eq!(Locale::choose_or_prefer(None, Some("tlh")).lang, "en");
}

#[test]
fn arabic_hebrew_and_persian_run_from_right_to_left() {
    let rtl: Vec<_> = LOCALES.iter().filter(|locale| locale.dir() == "rtl").map(|locale| locale.lang).collect();
    assert_eq!(rtl, ["ar", "fa", "he"]);
}

#[test]
fn every_error_has_its_sentence() {
    // A code of a later version is shown as a fault of the server.
    for code in ErrorCode::ALL.into_iter().filter(|code| *code != ErrorCode::Unknown) {
        let key = format!("error.{}", code.name());
        assert_ne!(english().text(&key), key);
    }
}

#[test]
fn a_sentence_that_is_missing_shows_its_key() {
    assert_eq!(Locale::choose(Some("nl")).text("no.such.key"), "no.such.key");
}
