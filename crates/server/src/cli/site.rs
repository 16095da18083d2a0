//! `weerwoord site`: the secret by which the editors of a site sign in to its desk. It is printed once and kept as its hash.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Settings, fail, refuse};
use crate::desk::secret::Secret;
use crate::sites::Sites;
use crate::store::Store;

#[derive(Args)]
pub(super) struct Site {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Give a site of the configuration its secret, and print it
    Add(Named),
    /// Give a site a new secret, and print it; who was signed in by the old one is not any more
    Secret(Named),
}

#[derive(Args)]
struct Named {
    /// The site, by name
    name: String,
    #[command(flatten)]
    settings: Settings,
}

impl Site {
    pub(super) async fn run(self) -> ExitCode {
        let (Named { name, settings }, replace) = match self.command {
            Command::Add(named) => (named, false),
            Command::Secret(named) => (named, true),
        };
        let config = match settings.load() {
            Ok(config) => config,
            Err(error) => return refuse(error),
        };
        let sites = Sites::new(config.sites);
        if sites.get(&name).is_none() {
            return refuse(sites.unknown(&name));
        }
        let secret = match Secret::new() {
            Ok(secret) => secret,
            Err(error) => return refuse(format!("the system gives no random numbers: {error}")),
        };
        let store = match Store::open(&config.database, &sites).await {
            Ok(store) => store,
            Err(error) => return refuse(error),
        };
        let given = secret.give(&store, &name, replace).await;
        store.close().await;
        match given {
            Ok(true) => {
                println!("{}", secret.as_str());
                ExitCode::SUCCESS
            }
            Ok(false) => {
                fail(format!("the site `{name}` has a secret; `weerwoord site secret {name}` makes a new one"), 1)
            }
            Err(error) => refuse(error),
        }
    }
}
