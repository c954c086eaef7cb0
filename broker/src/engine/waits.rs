//! WASI calls that may wait, for links with a time limit: they end at the deadline.
//!
//! Invariant: where there is no limit, the calls are those of wasmtime-wasi; the guest's memory is
//! that of the module which the call was made for.

use super::memory::memory_of;
use super::state::State;
use super::trap;
use super::wasi::Blocking;
use crate::error::{Code, Error, Result};
use crate::ids::ModuleId;
use crate::names;
use std::time::Instant;
use wasmtime::{AsContextMut, Caller, Func, StoreContextMut};
use wasmtime_wasi::p1::WasiP1Ctx;
use wasmtime_wasi::p1::wasi_snapshot_preview1::{self as p1, WasiSnapshotPreview1 as _};
use wasmtime_wasi::runtime::in_tokio;
use wiggle::GuestMemory;

/// No such device or address (WASI): what the system says of a pipe without its other end.
const ERRNO_NXIO: i32 = 60;
/// The name is too long (WASI).
const ERRNO_NAMETOOLONG: i32 = 37;
/// Bytes of a path: no system takes a longer one.
const PATH_BYTES: u32 = 4096;
/// Bytes of what `path_filestat_get` answers (WASI).
const STAT_BYTES: usize = 64;
/// Where it has what the file is.
const STAT_KIND_AT: usize = 16;

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
    if name == names::WASI_PATH_OPEN {
        return Some(path_open(cx, module));
    }
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

/// `path_open` that refuses a pipe: it would wait for the other end where nobody can stop it.
fn path_open(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Func {
    let body = move |mut caller: Caller<'_, State>,
                     dir: i32,
                     links: i32,
                     addr: i32,
                     n_bytes: i32,
                     open_flags: i32,
                     rights: i64,
                     inherited: i64,
                     fd_flags: i32,
                     out: i32|
          -> wasmtime::Result<i32> {
        let cx = &mut caller.as_context_mut();
        if n_bytes.cast_unsigned() > PATH_BYTES {
            return Ok(ERRNO_NAMETOOLONG);
        }
        let kind = kind_of(cx, module, (dir, links), (addr, n_bytes))?;
        if kind.is_some_and(|kind| Blocking::Forbidden.refuses(kind)) {
            return Ok(ERRNO_NXIO);
        }
        let (wasi, mut memory) = parts(cx, module)?;
        let opened = in_tokio(p1::path_open(
            wasi,
            &mut memory,
            dir,
            links,
            addr,
            n_bytes,
            open_flags,
            rights,
            inherited,
            fd_flags,
            out,
        ));
        opened.map_err(|cause| trap::of_wasi(&cause).into())
    };
    Func::wrap(cx.as_context_mut(), body)
}

/// WASI's number for what the file is that a guest means; none if that cannot be told, and opening
/// it will fail as well.
fn kind_of(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    (dir, links): (i32, i32),
    (addr, n_bytes): (i32, i32),
) -> Result<Option<u8>> {
    let (wasi, memory) = parts(cx, module)?;
    let GuestMemory::Unshared(data) = memory else { return Ok(None) };
    let start = addr.cast_unsigned() as usize;
    let path =
        start.checked_add(n_bytes.cast_unsigned() as usize).and_then(|it| data.get(start..it));
    let Some(path) = path else { return Ok(None) };
    let mut scratch = vec![0; STAT_BYTES];
    scratch.extend_from_slice(path);
    let mut memory = GuestMemory::Unshared(&mut scratch);
    let path_at = STAT_BYTES as i32;
    let answer =
        in_tokio(p1::path_filestat_get(wasi, &mut memory, dir, links, path_at, n_bytes, 0));
    Ok(matches!(answer, Ok(0)).then(|| scratch[STAT_KIND_AT]))
}

/// What a WASI call of a module works on.
fn parts<'a>(
    cx: &'a mut StoreContextMut<'_, State>,
    module: ModuleId,
) -> Result<(&'a mut WasiP1Ctx, GuestMemory<'a>)> {
    let memory = memory_of(cx, module)?;
    let fuel = cx.hostcall_fuel();
    let (data, state) = memory.data_and_store_mut(cx.as_context_mut());
    let wasi = state.modules[module.idx()].wasi.as_mut();
    let wasi = wasi.ok_or_else(|| Error::new(Code::Internal, "a WASI call has no context"))?;
    wasi.set_hostcall_fuel(fuel);
    Ok((wasi, GuestMemory::Unshared(data)))
}

fn call(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    waiting: Waiting,
    [a, b, c, d]: [i32; 4],
) -> Result<i32> {
    let limits = cx.data().options.limits;
    let deadline = cx.data().deadline;
    let (wasi, mut memory) = parts(cx, module)?;
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
