//! WASI calls that may wait, for links with a time limit: they end at the deadline.
//!
//! Invariant: where there is no limit, the calls are those of wasmtime-wasi; the guest's memory is
//! that of the module which the call was made for.

use super::memory::memory_of;
use super::state::State;
use super::trap;
use crate::error::{Code, Error, Result};
use crate::ids::ModuleId;
use crate::names;
use std::time::Instant;
use wasmtime::{AsContextMut, Caller, Func, StoreContextMut};
use wasmtime_wasi::p1::wasi_snapshot_preview1::{self as p1, WasiSnapshotPreview1 as _};
use wasmtime_wasi::runtime::in_tokio;
use wiggle::GuestMemory;

/// Which call.
#[derive(Clone, Copy)]
enum Waiting {
    Poll,
    Read,
}

/// A WASI call that ends at the deadline; none for a call that does not wait, or a link without a
/// time limit.
pub(super) fn function(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    name: &str,
) -> Option<Func> {
    cx.data().options.limits.timeout_limit()?;
    let waiting = match name {
        names::WASI_POLL_ONEOFF => Waiting::Poll,
        names::WASI_FD_READ => Waiting::Read,
        _ => return None,
    };
    let body = move |mut caller: Caller<'_, State>, a: i32, b: i32, c: i32, d: i32| {
        Ok(call(&mut caller.as_context_mut(), module, waiting, [a, b, c, d])?)
    };
    Some(Func::wrap(cx.as_context_mut(), body))
}

fn call(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    waiting: Waiting,
    [a, b, c, d]: [i32; 4],
) -> Result<i32> {
    let limits = cx.data().options.limits;
    let deadline = cx.data().deadline;
    let memory = memory_of(cx, module)?;
    let fuel = cx.hostcall_fuel();
    let (data, state) = memory.data_and_store_mut(cx.as_context_mut());
    let wasi = state.modules[module.idx()].wasi.as_mut();
    let wasi = wasi.ok_or_else(|| Error::new(Code::Internal, "a WASI call has no context"))?;
    wasi.set_hostcall_fuel(fuel);
    let mut memory = GuestMemory::Unshared(data);
    let outcome = in_tokio(async {
        let call = async {
            match waiting {
                Waiting::Poll => p1::poll_oneoff(wasi, &mut memory, a, b, c, d).await,
                Waiting::Read => p1::fd_read(wasi, &mut memory, a, b, c, d).await,
            }
        };
        match deadline {
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                tokio::time::timeout(left, call).await.ok()
            }
            None => Some(call.await),
        }
    });
    match outcome {
        Some(Ok(errno)) => Ok(errno),
        Some(Err(cause)) => Err(trap::of_wasi(&cause)),
        None => Err(trap::too_late(&limits).into_trap()),
    }
}
