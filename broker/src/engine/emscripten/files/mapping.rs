//! Files mapped into memory: copied in, and what is shared and may be written is copied back when
//! the mapping ends.
//!
//! # Source
//! emscripten's `emscripten_mmap.c`, whose calls differ between versions.

use super::layout::{KIND_FILE, Libc};
use super::long;
use super::wasi::{Answer, Errno, OUT_BYTES};
use crate::engine::emscripten::{Call, program};
use crate::names;
use wasmtime::Val;

/// Pages of mappings; a mapping begins at a multiple of it.
const PAGE_BYTES: u64 = 64 << 10;
/// `PROT_WRITE` and `MAP_SHARED`.
const WRITABLE: i32 = 2;
const SHARED: i32 = 1;

/// What is to be mapped, and where the answers go.
struct Mapping {
    n_bytes: u64,
    fd: u32,
    offset: u64,
    /// Where it is noted that memory was given.
    allocated_addr: u64,
    /// Where the address goes; older versions have it as the result.
    answer_addr: Option<u64>,
}

/// `mmap(bytes, protection, flags, file, offset, allocated, address)`; before 3.1.16 or so there is
/// a wish for the address before these, and none after them.
fn wanted(call: &mut Call<'_, '_>) -> Answer<Mapping> {
    let is_old = call.libc() == Libc::Time32;
    let first = usize::from(is_old);
    let (offset, next) = match call.params.len() {
        // One word for the offset.
        7 if !matches!(call.params.get(4), Some(Val::I64(_))) => {
            (call.integer(first + 4).into(), first + 5)
        }
        _ => long(call, first + 4),
    };
    let n_bytes = call.address(first);
    if n_bytes == 0 {
        return Err(Errno::INVAL);
    }
    Ok(Mapping {
        n_bytes,
        fd: call.integer(first + 3).cast_unsigned(),
        offset: u64::try_from(offset).map_err(|_| Errno::INVAL)?,
        allocated_addr: call.address(next),
        answer_addr: (!is_old).then(|| call.address(next + 1)),
    })
}

/// Maps a file.
pub(in crate::engine::emscripten) fn map(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let outcome = match check(call) {
        Ok((mapping, n_file_bytes)) => {
            let n_bytes = mapping.n_bytes.next_multiple_of(PAGE_BYTES);
            match program::allocate_aligned(&mut call.cx, call.owner, PAGE_BYTES, n_bytes)? {
                0 => Err(Errno::NOMEM),
                addr => fill(call, &mapping, addr, n_bytes, n_file_bytes),
            }
        }
        Err(errno) => Err(errno),
    };
    Ok(super::finish_with(call, outcome)?)
}

/// What is wanted, and how many bytes of it the file has.
fn check(call: &mut Call<'_, '_>) -> Answer<(Mapping, u64)> {
    let mapping = wanted(call)?;
    let stat = call.wasi(|wasi| wasi.fd_stat(mapping.fd))?;
    if stat.kind != KIND_FILE {
        return Err(Errno::NODEV);
    }
    if mapping.n_bytes > u64::from(u32::MAX) {
        return Err(Errno::NOMEM);
    }
    let n_bytes = stat.size.saturating_sub(mapping.offset).min(mapping.n_bytes);
    Ok((mapping, n_bytes))
}

fn fill(
    call: &mut Call<'_, '_>,
    mapping: &Mapping,
    addr: u64,
    n_bytes: u64,
    n_file_bytes: u64,
) -> Answer<u64> {
    let mut memory = call.memory().map_err(|_| Errno::FAULT)?;
    memory.slice_mut(addr, n_bytes).map_err(|_| Errno::FAULT)?.fill(0);
    let mut n_done = 0;
    while n_done < n_file_bytes {
        let n_wanted = (n_file_bytes - n_done).min(OUT_BYTES as u64) as usize;
        let offset = mapping.offset + n_done;
        let bytes = call.wasi(|wasi| wasi.read_at(mapping.fd, n_wanted, offset))?;
        if bytes.is_empty() {
            break;
        }
        call.put(addr + n_done, &bytes)?;
        n_done += bytes.len() as u64;
    }
    call.put(mapping.allocated_addr, &1_i32.to_le_bytes())?;
    let Some(answer_addr) = mapping.answer_addr else { return Ok(addr) };
    let is_wide = matches!(call.params.first(), Some(Val::I64(_)));
    let word = addr.to_le_bytes();
    call.put(answer_addr, if is_wide { &word } else { &word[..4] })?;
    Ok(0)
}

/// `munmap(address, bytes, protection, flags, file, offset)`.
pub(super) fn unmap(call: &mut Call<'_, '_>) -> Answer<u64> {
    write_back(call, [Some(2), Some(3), Some(4), Some(5)])
}

/// `msync`: the same parameters, of which older versions have flags and file alone.
pub(super) fn sync(call: &mut Call<'_, '_>) -> Answer<u64> {
    match call.params.len() {
        4 => write_back(call, [None, Some(2), Some(3), None]),
        _ => write_back(call, [Some(2), Some(3), Some(4), Some(5)]),
    }
}

/// Copies a mapping to its file. The parameters: protection, flags, file, offset.
fn write_back(call: &mut Call<'_, '_>, at: [Option<usize>; 4]) -> Answer<u64> {
    let (addr, n_bytes) = (call.address(0), call.address(1));
    let number = |at: Option<usize>| at.map(|at| call.integer(at));
    let protection = number(at[0]).unwrap_or(WRITABLE);
    if protection & WRITABLE == 0 || number(at[1]).unwrap_or(SHARED) & SHARED == 0 {
        return Ok(0);
    }
    let fd = number(at[2]).unwrap_or_default().cast_unsigned();
    let offset = match at[3] {
        Some(at) if at + 1 == call.params.len() => match call.params[at] {
            Val::I64(offset) => offset,
            _ => call.integer(at).into(),
        },
        Some(at) => long(call, at).0,
        None => 0,
    };
    let offset = u64::try_from(offset).map_err(|_| Errno::INVAL)?;
    // A mapping does not make its file longer.
    let size = call.wasi(|wasi| wasi.fd_stat(fd))?.size;
    let n_bytes = n_bytes.min(size.saturating_sub(offset));
    let mut n_done = 0;
    while n_done < n_bytes {
        let n_wanted = (n_bytes - n_done).min(OUT_BYTES as u64);
        let bytes = call.bytes(addr.saturating_add(n_done), n_wanted)?;
        match call.wasi(|wasi| wasi.write_at(fd, &bytes, offset + n_done))? {
            0 => break,
            n_written => n_done += n_written as u64,
        }
    }
    Ok(0)
}

/// Whether a function of this name maps files.
pub(in crate::engine::emscripten) fn is_map(name: &str) -> bool {
    name == names::MMAP_JS
}
