//! The threads that WASI calls wait with: those of a runtime that `wasmtime-wasi` makes with the
//! first call that needs it.
//!
//! Invariant: where the machine has too few threads or open files left for it, a context is refused
//! before guest code runs. The runtime itself would panic in the middle of a call, or wait for
//! ever for a thread that never came.

use crate::error::{Code, Error, Result};
use std::sync::OnceLock;
use std::sync::mpsc;
use tokio::runtime::Handle;
use wasmtime_wasi::runtime::with_ambient_tokio_runtime;

/// Threads beside the workers: one for files, one for the standard input.
const OTHERS: usize = 2;
/// Pipes that are held to see whether there are files: more than the runtime opens.
const PIPES: usize = 4;
/// How many workers the runtime makes, where this is set; else as many as there are cores.
const WORKERS: &str = "TOKIO_WORKER_THREADS";

/// Makes the runtime, if there is none yet.
///
/// # Errors
/// 5030 where it cannot be made.
pub(super) fn ensure_runtime() -> Result<()> {
    static IS_MADE: OnceLock<()> = OnceLock::new();
    if IS_MADE.get().is_some() || Handle::try_current().is_ok() {
        return Ok(());
    }
    let workers = std::env::var(WORKERS).ok().and_then(|number| number.parse().ok());
    let workers = workers.unwrap_or_else(|| {
        std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
    });
    // A thread that has ended still counts for a moment.
    check_threads(2 * (workers + OTHERS)).map_err(|cause| lacking("threads", &cause))?;
    check_files().map_err(|cause| lacking("open files", &cause))?;
    with_ambient_tokio_runtime(|| ());
    let _ = IS_MADE.set(());
    Ok(())
}

fn lacking(what: &str, cause: &std::io::Error) -> Error {
    let text = format!("WASI calls have no {what}: {}", crate::files::reason(cause));
    Error::new(Code::Internal, text).help(format!("raise the system's limit of {what}"))
}

/// Fails where not so many threads can be at once.
fn check_threads(n_threads: usize) -> std::io::Result<()> {
    std::thread::scope(|scope| {
        let mut held = Vec::with_capacity(n_threads);
        for _ in 0..n_threads {
            let (held_by_us, ended) = mpsc::channel::<()>();
            held.push(held_by_us);
            // Received is nothing: it ends when the other side is dropped.
            std::thread::Builder::new().spawn_scoped(scope, move || ended.recv().is_err())?;
        }
        Ok(())
    })
}

fn check_files() -> std::io::Result<()> {
    (0..PIPES).map(|_| std::io::pipe()).collect::<std::io::Result<Vec<_>>>().map(|_| ())
}
