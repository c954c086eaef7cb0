//! Deadlines: a thread that advances the engine's epoch while a guest runs that has one.
//!
//! The epoch is the engine's, so that one link's ticks wake guests of others too; each then looks
//! at its own deadline. Links without a time limit run on an engine that never looks.

use super::state::State;
use crate::error::{Code, Error, Result};
use crate::files::reason;
use crate::limits::{self, Limits};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use wasmtime::{Engine, Store, StoreContextMut, UpdateDeadline};

/// How often the epoch advances. A deadline is kept to about this.
const TICK: Duration = Duration::from_millis(5);
/// Ticks until a guest without a deadline looks up: centuries.
const FAR: u64 = 1 << 40;

/// Ends with the call that it watches over.
pub(super) struct Watch {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Lets a store look at its deadline at each tick.
pub(super) fn prepare(store: &mut Store<State>) {
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(|cx| {
        Ok(match cx.data().deadline {
            None => UpdateDeadline::Continue(FAR),
            Some(deadline) if Instant::now() < deadline => UpdateDeadline::Continue(1),
            Some(_) => UpdateDeadline::Interrupt,
        })
    });
}

/// Starts the clock for one call from outside, if the link has a time limit.
///
/// # Errors
/// 5030 where the system gives no thread for it: without one a guest would run for ever.
pub(super) fn watch(store: &mut Store<State>, limits: &Limits) -> Result<Option<Watch>> {
    let Some(timeout) = limits.timeout_limit() else { return Ok(None) };
    store.data_mut().deadline = Instant::now().checked_add(timeout);
    store.set_epoch_deadline(1);
    let stop = Arc::new(AtomicBool::new(false));
    let (engine, stopped): (Engine, _) = (store.engine().clone(), stop.clone());
    let builder = std::thread::Builder::new().name("deadline".to_owned());
    let spawned = builder.spawn(move || {
        while !stopped.load(Ordering::Relaxed) {
            std::thread::park_timeout(TICK);
            engine.increment_epoch();
        }
    });
    match spawned {
        Ok(thread) => Ok(Some(Watch { stop, thread: Some(thread) })),
        Err(cause) => {
            store.data_mut().deadline = None;
            let text = format!("no thread can be made for the time limit: {}", reason(&cause));
            Err(Error::new(Code::Internal, text).help("raise the system's limit of threads"))
        }
    }
}

/// Stops the clock until [`begin`]: what is done until then is the host's own work.
pub(super) fn hold(cx: &mut StoreContextMut<'_, State>) {
    cx.data_mut().deadline = None;
    cx.data_mut().is_clock_held = true;
}

/// Starts a clock that is held: guest code may run from now on.
pub(super) fn begin(cx: &mut StoreContextMut<'_, State>) {
    if std::mem::take(&mut cx.data_mut().is_clock_held)
        && let Some(timeout) = cx.data().options.limits.timeout_limit()
    {
        cx.data_mut().deadline = Instant::now().checked_add(timeout);
        cx.set_epoch_deadline(1);
    }
}

/// Runs what takes a failure back, though the fuel or the time may be over that the failure came
/// of. What it uses counts, as far as there is something left; a failure within it gets nothing of
/// its own.
pub(super) fn with_reprieve(
    cx: &mut StoreContextMut<'_, State>,
    f: impl FnOnce(&mut StoreContextMut<'_, State>),
) {
    if std::mem::replace(&mut cx.data_mut().is_reprieved, true) {
        return f(cx);
    }
    let fuel = cx.get_fuel().ok();
    let deadline = cx.data().deadline;
    let granted = fuel.map(|fuel| fuel.max(limits::UNDO_FUEL));
    if let Some(granted) = granted {
        // Fails only where fuel is not counted.
        let _ = cx.set_fuel(granted);
    }
    if let Some(deadline) = deadline {
        cx.data_mut().deadline = Some(deadline.max(Instant::now() + limits::UNDO_TIME));
    }
    f(cx);
    cx.data_mut().deadline = deadline;
    cx.data_mut().is_reprieved = false;
    if let (Some(fuel), Some(granted), Ok(left)) = (fuel, granted, cx.get_fuel()) {
        let _ = cx.set_fuel(fuel.saturating_sub(granted.saturating_sub(left)));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // The thread only sleeps and counts: it cannot have panicked.
            let _ = thread.join();
        }
    }
}
