//! The command line: what can be asked for, and how a refusal is said — in one sentence, with exit code 2.

mod import;
mod site;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};

use crate::config::{Config, ConfigError, LogFormat, PublicUrl};

/// A threaded discussion under any article: the server.
#[derive(Parser)]
#[command(name = "weerwoord", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the widget and its threads.
    Serve(Serve),
    /// Take in a thread from a file of one JSON object a line.
    Import(import::Import),
    /// Let the editors of a site sign in to its desk.
    Site(site::Site),
}

/// What every command needs to know. An option wins over the environment, and both over the configuration file.
#[derive(Args)]
struct Settings {
    /// The configuration file [default: weerwoord.toml, if it is there]
    #[arg(long, env = "WEERWOORD_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database [default: sqlite:data/weerwoord.db]
    #[arg(long, env = "WEERWOORD_DATABASE", value_name = "sqlite:PATH")]
    database: Option<String>,
    /// The server's own origin as readers see it [default: http:// and the address to listen on]
    #[arg(long, env = "WEERWOORD_PUBLIC_URL", value_name = "URL")]
    public_url: Option<PublicUrl>,
}

#[derive(Args)]
struct Serve {
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "WEERWOORD_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// How the log is written [default: text]
    #[arg(long, env = "WEERWOORD_LOG_FORMAT", value_name = "FORMAT", value_enum)]
    log_format: Option<LogFormat>,
    #[command(flatten)]
    settings: Settings,
}

impl Settings {
    fn load(self) -> Result<Config, ConfigError> {
        let mut config = Config::load(self.config.as_deref())?;
        if let Some(database) = self.database {
            config.database = database;
        }
        if let Some(url) = self.public_url {
            config.public_url = Some(url.0);
        }
        Ok(config)
    }
}

impl Serve {
    fn load(self) -> Result<Config, ConfigError> {
        let mut config = self.settings.load()?;
        config.listen = self.listen.unwrap_or(config.listen);
        config.log_format = self.log_format.unwrap_or(config.log_format);
        Ok(config)
    }
}

/// Runs what the command line asks for.
pub fn run() -> ExitCode {
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => error.exit(),
        Err(error) => return refuse(sentence(&error)),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return refuse(format!("cannot start: {}", plain(&error))),
    };
    match command {
        Command::Serve(serve) => match serve.load() {
            Ok(config) => match runtime.block_on(crate::serve::run(config)) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(&error, error.exit_code()),
            },
            Err(error) => refuse(error),
        },
        Command::Import(import) => runtime.block_on(import.run()),
        Command::Site(site) => runtime.block_on(site.run()),
    }
}

/// Says why nothing was done.
fn refuse(sentence: impl std::fmt::Display) -> ExitCode {
    fail(sentence, 2)
}

fn fail(sentence: impl std::fmt::Display, code: u8) -> ExitCode {
    eprintln!("weerwoord: {sentence}");
    ExitCode::from(code)
}

/// A mistake on the command line as one sentence, without the usage that clap would print under it.
fn sentence(error: &clap::Error) -> String {
    let text = error.to_string();
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "say what to do: `weerwoord serve`, `weerwoord import` or `weerwoord site`; see `weerwoord --help`"
            .into();
    }
    let first = text.split("\n\n").next().unwrap_or_default();
    let words = first.strip_prefix("error: ").unwrap_or(first).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{words}; see `weerwoord --help`")
}

/// An I/O error in lower-case words, without the number of the operating system.
pub(crate) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
