//! Runs the server until it is told to stop.

use crate::config::Config;

/// Why the server did not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {}

impl ServeError {
    /// What the process exits with: 2 when it could not start, 1 when it stopped by itself.
    pub fn exit_code(&self) -> u8 {
        2
    }
}

/// Serves until SIGTERM or SIGINT, then finishes the requests in flight.
pub async fn run(_config: Config) -> Result<(), ServeError> {
    Ok(())
}
