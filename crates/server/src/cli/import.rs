//! `weerwoord import`: exit code 0 when the file is in, 1 when the file is refused, 2 when it could not be tried.

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Settings, fail, plain, refuse};
use crate::import::{self, ImportError, Options, Report};
use crate::sites::Sites;
use crate::store::Store;

#[derive(Args)]
pub(super) struct Import {
    /// The site, by name
    #[arg(long)]
    site: String,
    /// The article's address
    #[arg(long, required_unless_present_any = ["thread", "many_threads"])]
    url: Option<String>,
    /// The article's title
    #[arg(long)]
    title: Option<String>,
    /// The thread's explicit key, where the site uses one
    #[arg(long, value_name = "KEY")]
    thread: Option<String>,
    /// Each line names its own thread: {"url"?, "thread"?, "title"?}
    #[arg(long, conflicts_with_all = ["url", "thread", "title"])]
    many_threads: bool,
    /// The file's first line is the newest comment
    #[arg(long)]
    newest_first: bool,
    /// A body that opens with `@Name:` or `@Name,` answers that name's comment
    #[arg(long)]
    infer_replies: bool,
    /// Say what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave bad lines out instead of refusing the file
    #[arg(long)]
    skip_invalid: bool,
    /// One comment a line: {"id"?, "parent"?, "name", "role"?, "posted_at"?, "body"}
    #[arg(value_name = "FILE.jsonl")]
    file: PathBuf,
    #[command(flatten)]
    settings: Settings,
}

impl Import {
    pub(super) async fn run(self) -> ExitCode {
        let config = match self.settings.load() {
            Ok(config) => config,
            Err(error) => return refuse(error),
        };
        let own_origin = config.own_origin();
        let sites = Sites::new(config.sites);
        let Some(site) = sites.get(&self.site) else {
            return refuse(sites.unknown(&self.site));
        };
        let options = Options {
            newest_first: self.newest_first,
            infer_replies: self.infer_replies,
            dry_run: self.dry_run,
            skip_invalid: self.skip_invalid,
        };
        let (thread, url, title) = (self.thread.as_deref(), self.url.as_deref(), self.title.as_deref());
        let import = if self.many_threads {
            import::Import::of_many_threads(site, &own_origin, options)
        } else {
            match import::Import::new(site, &own_origin, thread, url, title, options) {
                Ok(import) => import,
                Err(problem) => return refuse(problem.detail.trim_end_matches('.')),
            }
        };
        let file = match File::open(&self.file).and_then(|file| file.metadata().map(|metadata| (file, metadata))) {
            // It is read twice, which a pipe cannot be.
            Ok((_, metadata)) if !metadata.is_file() => {
                return refuse(format!("{} is not a file", self.file.display()));
            }
            Ok((file, _)) => file,
            Err(error) => return refuse(format!("cannot read {}: {}", self.file.display(), plain(&error))),
        };
        let store = match Store::open(&config.database, &sites).await {
            Ok(store) => store,
            Err(error) => return refuse(error),
        };
        let result = import.run(&store, file).await;
        store.close().await;
        match result {
            Ok(report) => {
                tell(&report, self.dry_run);
                ExitCode::SUCCESS
            }
            Err(ImportError::Store(error)) => refuse(error),
            Err(error) => {
                if let ImportError::Refused(bad) = &error {
                    bad.iter().for_each(|bad| eprintln!("line {}: {}", bad.number, bad.reason));
                }
                fail(error, 1)
            }
        }
    }
}

fn tell(report: &Report, dry_run: bool) {
    for bad in &report.skipped {
        eprintln!("line {}: {}", bad.number, bad.reason);
    }
    println!(
        "{}{} imported, {} already there, {} skipped, {} inferred",
        if dry_run { "dry run, nothing changed: " } else { "" },
        count(report.imported, "comment", "comments"),
        report.present,
        count(report.skipped.len(), "line", "lines"),
        count(report.inferred, "reply", "replies"),
    );
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
