//! Runs the server until it is told to stop.
//!
//! Stopping takes no new connections, finishes the requests in flight within a bound, and then closes the store, which
//! keeps whatever waits to be kept.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;

use crate::cli::plain;
use crate::config::Config;
use crate::front::Front;
use crate::sites::Sites;
use crate::state::App;
use crate::store::{OpenError, Store};
use crate::{demo, telemetry};

/// How long requests in flight may take after the signal to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How long a client may take for the head of a request, and how long a connection may be idle.
const HEAD: Duration = Duration::from_secs(30);
/// The longest head of a request, in bytes: an address of the greatest length, percent-encoded, and its headers.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Connections served at once besides the streams; more wait to be accepted.
const CONNECTIONS_MAX: usize = 4096;

/// Why the server did not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("cannot listen on {}: {}", .0, plain(.1))]
    Listen(SocketAddr, io::Error),
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The system takes no handler of its signals.
    #[error("cannot wait for signals: {}", plain(.0))]
    Signals(io::Error),
    /// The store stopped after an error that it must not go on after.
    #[error("the database can keep nothing any more; the log says why")]
    Stopped,
}

impl ServeError {
    /// What the process exits with: 2 when it could not start, 1 when it stopped by itself.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Stopped) { 1 } else { 2 }
    }
}

/// Serves until SIGTERM or SIGINT, then finishes the requests in flight.
pub async fn run(mut config: Config) -> Result<(), ServeError> {
    telemetry::start(config.log_format);
    let asked = config.listen;
    let listener = TcpListener::bind(asked).await.map_err(|error| ServeError::Listen(asked, error))?;
    // Port 0 asked for any.
    config.listen = listener.local_addr().map_err(|error| ServeError::Listen(asked, error))?;
    let stop = stop_signal().map_err(ServeError::Signals)?;
    let store = Store::open(&config.database, &Sites::new(config.sites.iter().cloned())).await?;
    let app = App::new(&config, store.clone());
    tracing::info!(database = config.database, sqlite = store.sqlite_version(), sites = config.sites.len(), "opened");
    demo::fill(&app).await;
    let url = format!("http://{}", config.listen);
    tracing::info!(url, public_url = app.own_origin, "listening");
    println!("Weerwoord listens on {url}/");

    let graceful = GracefulShutdown::new();
    let connections = CONNECTIONS_MAX + usize::try_from(config.live.streams).unwrap_or_default();
    let live = Arc::clone(&app.live);
    let front = Arc::new(Front::new(app));
    let stopped = tokio::select! {
        () = accept(&listener, front, connections, &graceful) => false,
        () = stop => false,
        () = store.stopped() => true,
    };
    drop(listener);
    tracing::info!("stopping");
    live.close();
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were cut off: they took longer than {} s after the signal", DRAIN.as_secs());
    }
    store.close().await;
    tracing::info!("stopped");
    if stopped { Err(ServeError::Stopped) } else { Ok(()) }
}

/// Completes at the first SIGTERM or SIGINT.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

async fn accept(listener: &TcpListener, front: Arc<Front>, most: usize, graceful: &GracefulShutdown) {
    let places = Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)));
    loop {
        // Fails only if the semaphore is closed, which it never is.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let connection = graceful.watch(connection(stream, peer, Arc::clone(&front)));
                tokio::spawn(async move {
                    if let Err(error) = connection.await {
                        tracing::debug!(%error, "a connection broke");
                    }
                    drop(place);
                });
            }
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                // The system has no file left for it: connections that end will free some.
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    front: Arc<Front>,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + Send {
    // Answers are written whole; waiting to fill a packet only delays them. Without it they are late, not wrong.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let front = Arc::clone(&front);
        async move { Ok::<_, Infallible>(front.answer(request.map(Body::new), Some(peer)).await) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service)
}
