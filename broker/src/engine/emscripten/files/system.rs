//! System calls about the machine, which is always the same one.

use super::wasi::{Answer, Errno};
use crate::engine::emscripten::Call;

/// What `uname` answers, as emscripten's JavaScript does: system, node, release, version, machine.
const NAMES: [&str; 5] = ["Emscripten", "emscripten", "1.0", "#1", "wasm32"];
/// Room for each of them.
const NAME_BYTES: usize = 65;
/// The room at the end is for a domain, of which there is none.
const N_NAMES: usize = 6;
/// `struct rlimit`: two 64-bit numbers, here without bound.
const UNLIMITED: [u8; 16] = [0xff; 16];
/// The permissions that new files do not get (`umask`).
const MASK: u64 = 0o22;
/// There is one process, and one that started it.
const PROCESS: u64 = 42;
/// `struct statfs` of versions before 3.1.70 or so.
const FILE_SYSTEM_BYTES: u64 = 64;

pub(super) fn name(call: &mut Call<'_, '_>) -> Answer<u64> {
    let addr = call.address(0);
    let mut bytes = [0; N_NAMES * NAME_BYTES];
    for (room, name) in bytes.chunks_exact_mut(NAME_BYTES).zip(NAMES) {
        room[..name.len()].copy_from_slice(name.as_bytes());
    }
    call.put(addr, &bytes).map(|()| 0)
}

pub(super) fn limit(call: &mut Call<'_, '_>) -> Answer<u64> {
    let addr = call.address(1);
    call.put(addr, &UNLIMITED).map(|()| 0)
}

/// `prlimit(process, resource, new, old)`.
pub(super) fn limit_of(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (new, old) = (call.address(2), call.address(3));
    if old != 0 {
        call.put(old, &UNLIMITED)?;
    }
    if new == 0 { Ok(0) } else { Err(Errno::ACCES) }
}

/// `statfs(path or file, bytes, buffer)`: safe numbers; the real ones are nobody's business.
pub(super) fn file_system(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (n_bytes, addr) = (call.address(1), call.address(2));
    if n_bytes != FILE_SYSTEM_BYTES {
        return Err(Errno::NOSYS);
    }
    let (block, many, half, name) = (4096_u32, 1_000_000, 500_000, 255);
    let mut bytes = [0; FILE_SYSTEM_BYTES as usize];
    let fields = [(4, block), (8, many), (12, half), (16, half), (20, many), (24, many)];
    for (at, number) in fields.into_iter().chain([(36, name), (40, block)]) {
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    call.put(addr, &bytes).map(|()| 0)
}

pub(super) fn mask(_: &mut Call<'_, '_>) -> Answer<u64> {
    Ok(MASK)
}

pub(super) fn process(_: &mut Call<'_, '_>) -> Answer<u64> {
    Ok(PROCESS)
}

pub(super) fn zero(_: &mut Call<'_, '_>) -> Answer<u64> {
    Ok(0)
}

pub(super) fn socket(_: &mut Call<'_, '_>) -> Answer<u64> {
    Err(Errno::AFNOSUPPORT)
}
