//! The program `weerwoord`: reads its command line and runs what it asks for.

use std::process::ExitCode;

/// Imports and renderings allocate on all cores at once; with glibc's allocator that was a seventh of what they cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    weerwoord_server::cli::run()
}
