//! The program `weerwoord`: reads its command line and runs what it asks for.

use std::process::ExitCode;

fn main() -> ExitCode {
    weerwoord_server::cli::run()
}
