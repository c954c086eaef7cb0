//! How deep links may be entered from each other: a host function of one link calls into another,
//! on the same thread.
//!
//! Invariant: the engine lets the guests of each link use their stack from where the link is
//! entered, and knows nothing of the others; the thread has one stack for all. A link is entered
//! only where what is left is enough for its guests.
//!
//! # Source
//! The design note on safety, "Resources": deep recursion is an error, never an abort.

use crate::error::{Code, Error, Result};
use crate::limits;
use std::cell::Cell;

/// What has to be left beside what guests use, in bytes: for the host function that enters next,
/// and is refused.
const RESERVE_BYTES: usize = 512 << 10;

thread_local! {
    static STACK: Cell<Option<Stack>> = const { Cell::new(None) };
}

/// The stack of this thread, as far as it is known.
#[derive(Clone, Copy)]
struct Stack {
    /// An address at its begin, or where its first link was entered.
    begin: usize,
    /// How many bytes there are from there.
    n_bytes: usize,
}

/// Forgets the stack when it is dropped.
pub(super) struct Entered {
    is_first: bool,
}

impl Drop for Entered {
    fn drop(&mut self) {
        if self.is_first {
            STACK.set(None);
        }
    }
}

/// An address on the stack, near its end.
fn here() -> usize {
    let marker = 0_u8;
    std::ptr::from_ref(&std::hint::black_box(marker)).addr()
}

/// Notes how large the stack of this thread is, of which nothing is used yet.
pub(super) fn begin_thread(n_bytes: usize) -> Entered {
    STACK.set(Some(Stack { begin: here(), n_bytes }));
    Entered { is_first: true }
}

/// Enters a link whose guests may use so many bytes of stack. Of a thread that we did not make, we
/// believe that it has what the first link that is entered needs.
///
/// # Errors
/// 5002 where less is left.
pub(super) fn enter(n_bytes: usize) -> Result<Entered> {
    let Some(stack) = STACK.get() else {
        let host_bytes = usize::try_from(limits::HOST_STACK_BYTES).unwrap_or(usize::MAX);
        return Ok(begin_thread(n_bytes.saturating_add(host_bytes)));
    };
    let n_left = stack.n_bytes.saturating_sub(stack.begin.abs_diff(here()));
    if n_left < n_bytes.saturating_add(RESERVE_BYTES) {
        let text = "the stack of the thread is too small to enter one more link";
        return Err(Error::new(Code::CallError, text)
            .finding(format!("{n_left} bytes are left, the guests of the link may use {n_bytes}"))
            .help("call links from each other less deeply, or on a thread with more stack"));
    }
    Ok(Entered { is_first: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_decides() {
        let on_a_thread = |f: fn()| std::thread::spawn(f).join().expect("it does not panic");
        on_a_thread(|| {
            // Nobody knows this thread: the first link is believed, however large.
            let first = enter(64 << 20).expect("the first");
            let second = enter(64 << 20).expect("host functions have 4 MiB, nothing is used");
            let error = enter(68 << 20).map(|_| ()).expect_err("more than there is");
            assert_eq!(error.code(), Code::CallError);
            assert!(!error.is_trap());
            drop(second);
            assert!(enter(68 << 20).is_err(), "the first is still there");
            drop(first);
            assert!(enter(68 << 20).is_ok(), "now it is the first");
        });
        on_a_thread(|| {
            let _thread = begin_thread(3 << 20);
            assert!(enter(2 << 20).is_ok());
            assert!(enter(3 << 20).is_err());
        });
    }
}
