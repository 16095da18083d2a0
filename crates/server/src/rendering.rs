//! Where threads are rendered: off the threads that serve requests, and no more at once than there are cores. More would
//! take as long, and each thread that ever renders keeps memory of its own.

use std::num::NonZero;
use std::sync::LazyLock;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::Refusal;

/// One of the places in which something is rendered, until it is dropped.
pub struct Place(#[expect(dead_code, reason = "held, and given back when it is dropped")] SemaphorePermit<'static>);

/// Waits for a place.
pub async fn place() -> Result<Place, Refusal> {
    static PLACES: LazyLock<Semaphore> =
        LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, NonZero::get)));
    PLACES.acquire().await.map(Place).map_err(|error| Refusal::internal(&error))
}

impl Place {
    /// Renders here, where that may take its time: a long thread takes longer than other requests should wait.
    pub async fn render<T: Send + 'static>(&self, draw: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
        tokio::task::spawn_blocking(draw).await.map_err(|error| Refusal::internal(&error))
    }
}
