//! The command line.

use std::process::ExitCode;

use crate::config::Config;

/// Runs what the command line asks for.
pub fn run() -> ExitCode {
    let config = Config::default();
    let Ok(runtime) = tokio::runtime::Runtime::new() else { return ExitCode::from(2) };
    match runtime.block_on(crate::serve::run(config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ExitCode::from(error.exit_code()),
    }
}

/// An I/O error in lower-case words, without the number of the operating system.
pub(crate) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
