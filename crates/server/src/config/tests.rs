use super::*;

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(Path::new("weerwoord.toml"), text).map_err(|error| error.to_string())
}

#[test]
fn without_a_file_the_demo_runs_on_this_machine() {
    let config = parse("").unwrap();
    assert_eq!(config.own_origin(), "http://127.0.0.1:8080");
    assert_eq!(config.database, "sqlite:data/weerwoord.db");
    assert_eq!(config.sites, [Site::demo()]);
    assert_eq!(config.limits, Limits::default());
}

#[test]
fn everything_can_be_set_in_the_file() {
    let config = parse(
        r#"
        listen = "0.0.0.0:80"
        database = "sqlite:/var/lib/weerwoord.db"
        public_url = "https://Comments.example/"
        log_format = "json"
        trusted_proxies = ["10.0.0.0/8", "::1"]
        [limits]
        writes_per_minute_per_address = 5
        [cache]
        fragments_mib = 4
        [[site]]
        name = "gazette"
        origins = ["https://news.example", "http://localhost:*"]
        ask_role = true
        premoderate = "first"
        report_threshold = 3
        close_days_after_first = 30
        close_days_after_last = 7
        edit_minutes = 5
        undo_seconds = 0
        post_undo_seconds = 20
        votes = "up-down"
        reactions = ["👍", "❤️"]
        article_reactions = true
        sort = "best"
        "#,
    )
    .unwrap();
    assert_eq!(config.own_origin(), "https://comments.example");
    assert_eq!(config.limits, Limits { writes_per_minute_per_address: 5, ..Limits::default() });
    assert_eq!(config.cache.bytes(), 4 * 1024 * 1024);
    assert_eq!((config.sites.len(), config.sites[0].name.as_str()), (1, "gazette"));
    let policy = Policy {
        ask_role: true,
        edit_minutes: 5,
        undo_seconds: 0,
        votes: Voting::UpDown,
        reactions: vec!["👍".into(), "❤️".into()],
        article_reactions: true,
    };
    assert_eq!((&config.sites[0].policy, config.sites[0].sort), (&policy, Sort::Best));
    assert_eq!(config.sites[0].origins.len(), 2);
    let closing = Closing { days_after_first: 30, days_after_last: 7 };
    assert_eq!(
        config.sites[0].rules,
        Rules { premoderate: Premoderate::First, closing, report_threshold: 3, post_undo_seconds: 20 }
    );
    let networks: Vec<String> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!((config.log_format, networks), (LogFormat::Json, vec!["10.0.0.0/8".into(), "::1/128".into()]));
}

#[test]
fn a_mistake_is_one_sentence_with_its_line() {
    for (text, line, part) in [
        ("[[site]]\nname = \"a\"\norigins = []\nreactions = [\"top\"]", 4, "`top` is not one emoji"),
        ("lisen = \"127.0.0.1:1\"", 1, "unknown field `lisen`"),
        ("\nlisten = \"localhost\"", 2, "invalid socket address"),
        ("listen =", 1, ""),
        ("[[site]]\nname = \"a\"\norigins = [\"a.example\"]", 3, "`a.example` is not an origin"),
        ("[[site]]\nname = \"a\"", 1, "missing field `origins`"),
        ("[[site]]\nname = \"a b\"\norigins = []", 2, "`a b` is no name for a site"),
        ("[[site]]\nname = \"\"\norigins = []", 2, "is no name for a site"),
        ("[[site]]\nname = \"a\"\norigins = []\npremoderate = \"some\"", 4, "unknown variant `some`"),
        ("[[site]]\nname = \"a\"\norigins = []\nclose_days_after_last = -1", 4, ""),
        ("[[site]]\nname = \"a\"\norigins = []\nedit_minutes = -1", 4, ""),
        ("[[site]]\nname = \"a\"\norigins = []\nvotes = \"down\"", 4, "unknown variant `down`"),
        ("[[site]]\nname = \"a\"\norigins = []\nsort = \"hot\"", 4, "unknown variant `hot`"),
        ("[limits]\nvotes_per_minute_per_address = 0", 2, "nonzero"),
        ("[limits]\nwrites_burst_per_address = 0", 2, "nonzero"),
        ("[cache]\nfragments_mib = -1", 2, ""),
        ("[limits]\nwrites = 1", 2, "unknown field `writes`"),
        ("public_url = \"https://a.example/path\"", 1, "is not an origin"),
        ("trusted_proxies = [\"10.0.0.0/33\"]", 1, "`10.0.0.0/33` is neither an address nor a network"),
    ] {
        let error = parse(text).unwrap_err();
        assert!(error.starts_with(&format!("weerwoord.toml, line {line}: ")), "{text}: {error}");
        assert!(error.contains(part) && !error.contains('\n'), "{text}: {error}");
    }
}

#[test]
fn two_sites_of_one_name_are_refused() {
    let site = "[[site]]\nname = \"a\"\norigins = [\"https://a.example\"]\n";
    let error = parse(&site.repeat(2)).unwrap_err();
    assert_eq!(error, "weerwoord.toml, line 5: the site `a` is there twice");
}

#[test]
fn the_own_origin_is_what_a_browser_would_say() {
    let own = |listen: &str| Config { listen: listen.parse().unwrap(), ..Config::default() }.own_origin();
    assert_eq!(own("0.0.0.0:8080"), "http://127.0.0.1:8080");
    assert_eq!(own("[::]:8080"), "http://127.0.0.1:8080");
    assert_eq!(own("[::1]:80"), "http://[::1]");
    assert_eq!(own("192.0.2.1:80"), "http://192.0.2.1");
}
