//! The clocks that everything is timed with.
//!
//! The time of this thread, not of the wall: what other programs take on a shared machine is not
//! counted. They still empty caches, which is why measurements are short, many and interleaved.

use rustix::time::{ClockId, clock_gettime};
use std::time::{Duration, Instant};

/// The processor time that this thread has used.
pub(crate) fn thread_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec as u32)
}

/// The processor time that `f` takes on this thread.
pub(crate) fn timed(f: impl FnOnce()) -> Duration {
    let start = thread_time();
    f();
    thread_time() - start
}

/// The time that passes while `f` runs, for what runs on several threads.
pub(crate) fn timed_by_the_wall(f: impl FnOnce()) -> Duration {
    let start = Instant::now();
    f();
    start.elapsed()
}
