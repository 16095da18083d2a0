//! The program from outside: what it says of a mistake, and the exit codes.

#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::process::{Command, Output};

use tempfile::TempDir;

fn weerwoord(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weerwoord"));
    command.current_dir(folder.path()).args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("WEERWOORD_")) {
        command.env_remove(name);
    }
    command
}

fn write(folder: &TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).unwrap();
}

fn said(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).unwrap()
}

/// The one sentence of a refusal.
fn refusal(mut command: Command) -> String {
    let output = command.output().unwrap();
    let sentence = said(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{sentence}");
    assert_eq!(said(&output.stdout), "");
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    sentence.strip_prefix("weerwoord: ").unwrap().trim_end().to_owned()
}

fn import(folder: &TempDir, more: &[&str]) -> Output {
    let arguments = ["import", "--site", "demo", "--url", "http://localhost/a", "thread.jsonl"];
    weerwoord(folder, &[&arguments, more].concat()).output().unwrap()
}

#[test]
fn a_wrong_option_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, sentence) in [
        (&[][..], "say what to do: `weerwoord serve`, `weerwoord import` or `weerwoord site`; see `weerwoord --help`"),
        (&["serve", "--lisen", "x"], "unexpected argument '--lisen' found; see `weerwoord --help`"),
        (
            &["serve", "--database", "weerwoord.db"],
            "the database `weerwoord.db` is not `sqlite:` followed by the path of a file",
        ),
        (
            &["import", "--site", "demo", "--url", "http://localhost/", "no.jsonl"],
            "cannot read no.jsonl: no such file or directory",
        ),
        (
            &["import", "--site", "no", "--url", "http://localhost/", "x"],
            "there is no site `no`; the configuration has: demo",
        ),
        (&["serve", "--config", "no.toml"], "cannot read the configuration no.toml: no such file or directory"),
    ] {
        assert_eq!(refusal(weerwoord(&folder, arguments)), sentence);
    }
    let sentence = refusal(weerwoord(&folder, &["serve", "--listen", "8080"]));
    assert!(sentence.starts_with("invalid value '8080' for '--listen <ADDRESS:PORT>'"), "{sentence}");
    let sentence = refusal(weerwoord(&folder, &["import", "--site", "demo", "x"]));
    assert!(sentence.contains("--url"), "{sentence}");
}

#[test]
fn a_site_is_given_its_secret_once_and_a_new_one_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let site = |arguments: &[&str]| weerwoord(&folder, &[&["site"], arguments].concat()).output().unwrap();
    let secret = |output: Output| {
        assert_eq!((output.status.code(), said(&output.stderr).as_str()), (Some(0), ""));
        let text = said(&output.stdout);
        assert_eq!(text.trim_end().len(), 43, "{text}");
        text
    };
    let first = secret(site(&["add", "demo"]));
    let again = site(&["add", "demo"]);
    assert_eq!((again.status.code(), said(&again.stdout).as_str()), (Some(1), ""));
    let sentence = "weerwoord: the site `demo` has a secret; `weerwoord site secret demo` makes a new one\n";
    assert_eq!(said(&again.stderr), sentence);
    assert_ne!(secret(site(&["secret", "demo"])), first);
    let unknown = refusal(weerwoord(&folder, &["site", "add", "no"]));
    assert_eq!(unknown, "there is no site `no`; the configuration has: demo");
}

#[test]
fn the_environment_is_read_as_the_options_are() {
    let folder = tempfile::tempdir().unwrap();
    for (name, value, part) in [
        ("WEERWOORD_LISTEN", "x", "'--listen <ADDRESS:PORT>'"),
        ("WEERWOORD_DATABASE", "x", "the database `x`"),
        ("WEERWOORD_CONFIG", "no.toml", "no.toml"),
        ("WEERWOORD_PUBLIC_URL", "x", "`x` is not an origin"),
        ("WEERWOORD_LOG_FORMAT", "x", "'--log-format <FORMAT>'"),
    ] {
        let mut command = weerwoord(&folder, &["serve"]);
        command.env(name, value);
        let sentence = refusal(command);
        assert!(sentence.contains(part), "{sentence}");
    }
}

#[test]
fn a_mistake_in_the_configuration_is_one_sentence_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "weerwoord.toml", "[[site]]\nname = \"a\"\norigins = [\"news.example\"]\n");
    let sentence = refusal(weerwoord(&folder, &["serve"]));
    assert!(sentence.starts_with("weerwoord.toml, line 3: `news.example` is not an origin"), "{sentence}");
    write(&folder, "other.toml", "databas = \"x\"\n");
    let sentence = refusal(weerwoord(&folder, &["serve", "--config", "other.toml"]));
    assert!(sentence.starts_with("other.toml, line 1: unknown field `databas`"), "{sentence}");
}

#[test]
fn a_database_that_cannot_be_opened_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "text.db", &"This is no database at all. ".repeat(100));
    write(&folder, "file", "");
    let with = |database: &str| refusal(weerwoord(&folder, &["serve", "--database", database]));
    assert_eq!(with("sqlite:text.db"), "text.db is not a SQLite database");
    assert_eq!(with("sqlite:file/w.db"), "cannot make the folder file: file exists");
    assert_eq!(with("sqlite:."), "cannot open the database .: unable to open database file");
}

#[test]
fn an_import_makes_its_database_and_tells_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let comments = "{\"name\": \"Bea\", \"body\": \"@Aart: nee\"}\n{\"name\": \"Aart\", \"body\": \"ja\"}\n";
    write(&folder, "thread.jsonl", comments);
    for (more, told) in [
        (
            &["--newest-first", "--infer-replies", "--dry-run"][..],
            "dry run, nothing changed: 2 comments imported, 0 already there, 0 lines skipped, 1 reply inferred\n",
        ),
        (
            &["--newest-first", "--infer-replies"],
            "2 comments imported, 0 already there, 0 lines skipped, 1 reply inferred\n",
        ),
        (
            &["--newest-first", "--infer-replies"],
            "0 comments imported, 2 already there, 0 lines skipped, 0 replies inferred\n",
        ),
    ] {
        let output = import(&folder, more);
        assert_eq!(
            (output.status.code(), said(&output.stdout).as_str(), said(&output.stderr).as_str()),
            (Some(0), told, "")
        );
    }
    let files = std::fs::read_dir(folder.path().join("data")).unwrap().map(|file| file.unwrap().file_name());
    assert_eq!(files.collect::<Vec<_>>(), ["weerwoord.db"], "nothing is left in a log");
}

#[test]
fn a_file_with_a_bad_line_is_refused_whole_unless_told_to_skip_it() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "thread.jsonl", "{\"name\": \"Aart\", \"body\": \"ja\"}\n{\"name\": \"\", \"body\": \"x\"}\n");
    let output = import(&folder, &[]);
    let told = "line 2: The field `author.name` is refused: name empty.\nweerwoord: the file has 1 bad line; nothing was imported\n";
    assert_eq!((output.status.code(), said(&output.stderr).as_str()), (Some(1), told));
    let output = import(&folder, &["--skip-invalid"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(said(&output.stdout), "1 comment imported, 0 already there, 1 line skipped, 0 replies inferred\n");
    assert_eq!(said(&output.stderr), "line 2: The field `author.name` is refused: name empty.\n");
}

#[test]
fn an_import_that_is_killed_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let lines = (0..10_000).map(|number| format!("{{\"id\": {number}, \"name\": \"Aart\", \"body\": \"x\"}}\n"));
    write(&folder, "thread.jsonl", &lines.collect::<String>());
    let arguments = ["import", "--site", "demo", "--url", "http://localhost/a", "thread.jsonl"];
    let mut first = weerwoord(&folder, &arguments).spawn().unwrap();
    let log = folder.path().join("data/weerwoord.db-wal");
    // A log of this size holds the first batches; on a quick machine the import may end before it is killed.
    while first.try_wait().unwrap().is_none() && std::fs::metadata(&log).map_or(0, |file| file.len()) < 600_000 {
        std::thread::yield_now();
    }
    let _ = first.kill();
    first.wait().unwrap();

    let told = said(&import(&folder, &[]).stdout);
    let numbers: Vec<u32> = told.split(' ').filter_map(|word| word.parse().ok()).collect();
    assert_eq!(numbers[0] + numbers[1], 10_000, "{told}");
    assert!(numbers[1] >= 500, "{told}");
    assert!(said(&import(&folder, &[]).stdout).starts_with("0 comments imported, 10000 already there"));
}

#[test]
fn help_and_version_are_told_on_the_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    for argument in ["--help", "--version"] {
        let output = weerwoord(&folder, &[argument]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(said(&output.stdout).contains("weerwoord"), "{argument}");
    }
}
