//! Whose turn it is: one thread at a time works with an instance, and no thread waits for itself.
//!
//! A host function may call any instance. If it calls the one that called it, or if two threads,
//! each inside an instance, wait for the instance of the other, waiting would never end: that is
//! error 5023 for the thread that closes the ring. Only waiting for turns is seen: a thread that
//! joins another one, or waits for its message, waits where nobody can look.
//!
//! Invariants: a thread is listed in [`WAITING`] from before it waits until after it has its turn;
//! the list is locked before a turn, never the other way round. So whoever looks at the list sees
//! every thread that waits, and a ring is seen by the last that joins it.

use crate::error::{Code, Error, Result};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// All threads that wait for a turn, in this process: rings may run through several registries.
static WAITING: Mutex<Vec<Waiter>> = Mutex::new(Vec::new());

/// Whose turn it is with one instance.
#[derive(Debug, Default)]
pub(super) struct Turn {
    holder: Mutex<Option<ThreadId>>,
    is_free: Condvar,
}

/// The turn of this thread, until it is dropped.
#[derive(Debug)]
pub(super) struct Taken<'a>(&'a Turn);

#[derive(Debug)]
struct Waiter {
    thread: ThreadId,
    wants: Arc<Turn>,
}

/// That this thread waits, until it is dropped.
struct Waiting(ThreadId);

impl Turn {
    /// Waits until it is this thread's turn.
    ///
    /// # Errors
    /// 5023 if that would never be.
    pub(super) fn take(self: &Arc<Self>) -> Result<Taken<'_>> {
        let thread = thread::current().id();
        if self.try_take(thread) {
            return Ok(Taken(self));
        }
        let _waiting = Waiting::begin(thread, self)?;
        let mut holder = self.lock();
        while holder.is_some() {
            holder = self.is_free.wait(holder).unwrap_or_else(PoisonError::into_inner);
        }
        *holder = Some(thread);
        drop(holder);
        Ok(Taken(self))
    }

    fn try_take(&self, thread: ThreadId) -> bool {
        let mut holder = self.lock();
        let is_free = holder.is_none();
        if is_free {
            *holder = Some(thread);
        }
        is_free
    }

    fn holder(&self) -> Option<ThreadId> {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, Option<ThreadId>> {
        self.holder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.0.lock() = None;
        self.0.is_free.notify_one();
    }
}

impl Waiting {
    fn begin(thread: ThreadId, wants: &Arc<Turn>) -> Result<Self> {
        let mut waiting = all_waiting();
        if ends_at(&waiting, wants, thread) {
            let text = "the instance is in the middle of a call that waits for this one";
            return Err(Error::new(Code::Reentrancy, text)
                .finding("a host function called the instance that it was called from")
                .help(
                    "in a host function use its context; call the instance when it has returned",
                ));
        }
        waiting.push(Waiter { thread, wants: wants.clone() });
        Ok(Self(thread))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        all_waiting().retain(|waiter| waiter.thread != self.0);
    }
}

fn all_waiting() -> MutexGuard<'static, Vec<Waiter>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether this turn waits for the thread, over any number of threads that wait for each other.
fn ends_at(waiting: &[Waiter], turn: &Arc<Turn>, thread: ThreadId) -> bool {
    let mut turn = turn;
    // Each step goes to another thread of the list.
    for _ in 0..=waiting.len() {
        let Some(holder) = turn.holder() else { return false };
        if holder == thread {
            return true;
        }
        match waiting.iter().find(|waiter| waiter.thread == holder) {
            // One that has just got what it waited for goes on.
            Some(waiter) if !Arc::ptr_eq(&waiter.wants, turn) => turn = &waiter.wants,
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn a_thread_does_not_wait_for_itself() {
        let turn = Arc::new(Turn::default());
        let taken = turn.take().expect("it is free");
        assert_eq!(turn.take().expect_err("it is taken").code(), Code::Reentrancy);
        drop(taken);
        drop(turn.take().expect("it is free again"));
    }

    #[test]
    fn threads_take_turns() {
        let turn = Arc::new(Turn::default());
        let n_inside = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        let taken = turn.take().expect("nobody waits for itself");
                        assert_eq!(n_inside.fetch_add(1, Ordering::SeqCst), 0);
                        thread::yield_now();
                        assert_eq!(n_inside.fetch_sub(1, Ordering::SeqCst), 1);
                        drop(taken);
                    }
                });
            }
        });
        assert_eq!(turn.holder(), None, "it is free");
    }

    #[test]
    fn a_ring_of_threads_is_broken_once() {
        const N: usize = 3;
        let turns: Vec<Arc<Turn>> = (0..N).map(|_| Arc::new(Turn::default())).collect();
        for _ in 0..50 {
            let barrier = Barrier::new(N);
            let refused = AtomicU32::new(0);
            thread::scope(|scope| {
                for idx in 0..N {
                    let (turns, barrier, refused) = (&turns, &barrier, &refused);
                    scope.spawn(move || {
                        let _own = turns[idx].take().expect("it is free");
                        barrier.wait();
                        match turns[(idx + 1) % N].take() {
                            Ok(_) => {}
                            Err(error) => {
                                assert_eq!(error.code(), Code::Reentrancy);
                                refused.fetch_add(1, Ordering::SeqCst);
                            }
                        }
                    });
                }
            });
            assert_eq!(refused.load(Ordering::SeqCst), 1, "one gives way, the others go on");
        }
    }
}
