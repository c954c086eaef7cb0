//! A module's memory as the host sees it, and copies between two memories through the host.
//!
//! Invariant: every access is checked whole before its first byte moves (5006, nothing written).

use super::provide::export_of;
use super::state::State;
use super::trap;
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::limits;
use std::ops::Range;
use wasmtime::{AsContextMut, Extern, Memory, StoreContextMut};

/// Bytes that move at a time between two memories: the engine lends out one memory at a time.
const CHUNK_BYTES: usize = 64 << 10;
/// Bytes of a page of memory.
pub(super) const PAGE_BYTES: u64 = 64 << 10;

/// A module's memory. Addresses are byte offsets; every access is bounds-checked (5006).
pub struct GuestMemory<'a> {
    cx: StoreContextMut<'a, State>,
    /// None for the empty memory of a module that has none.
    memory: Option<Memory>,
    module: ModuleId,
}

impl std::fmt::Debug for GuestMemory<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GuestMemory").field("module", &self.module).finish_non_exhaustive()
    }
}

impl<'a> GuestMemory<'a> {
    /// # Errors
    /// 5006 if the module has no memory.
    pub(super) fn of(mut cx: StoreContextMut<'a, State>, module: ModuleId) -> Result<Self> {
        let memory = memory_of(&mut cx, module)?;
        Ok(Self { cx, memory: Some(memory), module })
    }

    /// A module's memory, or an empty one if it has none.
    pub(super) fn or_empty(mut cx: StoreContextMut<'a, State>, module: ModuleId) -> Self {
        let memory = memory_of(&mut cx, module).ok();
        Self { cx, memory, module }
    }

    /// The size in bytes.
    pub fn size_bytes(&self) -> u64 {
        self.data().len() as u64
    }

    /// The bytes from `addr`, to write to.
    ///
    /// # Errors
    /// 5006.
    pub fn slice_mut(&mut self, addr: u64, n_bytes: u64) -> Result<&mut [u8]> {
        match (range(addr, n_bytes, self.data().len()), self.memory) {
            (Some(range), Some(memory)) => Ok(&mut memory.data_mut(&mut self.cx)[range]),
            (Some(_), None) => Ok(&mut []),
            (None, _) => Err(self.out_of_bounds(addr, n_bytes)),
        }
    }

    /// Fills `buffer` from `addr`.
    ///
    /// # Errors
    /// 5006, and nothing was read.
    pub fn read(&self, addr: impl Into<u64>, buffer: &mut [u8]) -> Result<()> {
        buffer.copy_from_slice(self.slice(addr.into(), buffer.len() as u64)?);
        Ok(())
    }

    /// The bytes from `addr`.
    ///
    /// # Errors
    /// 5006.
    pub fn slice(&self, addr: u64, n_bytes: u64) -> Result<&[u8]> {
        let data = self.data();
        let range = range(addr, n_bytes, data.len());
        range.map(|range| &data[range]).ok_or_else(|| self.out_of_bounds(addr, n_bytes))
    }

    /// Writes `bytes` at `addr`.
    ///
    /// # Errors
    /// 5006, and nothing was written.
    pub fn write(&mut self, addr: impl Into<u64>, bytes: &[u8]) -> Result<()> {
        self.slice_mut(addr.into(), bytes.len() as u64)?.copy_from_slice(bytes);
        Ok(())
    }

    /// The text of `n_bytes` at `addr`.
    ///
    /// # Errors
    /// 5006 if it is out of bounds, 5007 if it is not UTF-8.
    pub fn read_str(&self, addr: impl Into<u64>, n_bytes: impl Into<u64>) -> Result<String> {
        let bytes = self.slice(addr.into(), n_bytes.into())?;
        let text = std::str::from_utf8(bytes).map_err(|_| not_utf8())?;
        Ok(text.to_owned())
    }

    /// The C string at `addr`: at most 1 KiB is read, never the whole memory.
    ///
    /// # Errors
    /// 5006 if it runs out of the memory, 5007 if it is not UTF-8, 5020 if it is longer.
    pub fn read_c_str(&self, addr: impl Into<u64>) -> Result<String> {
        let addr = addr.into();
        let size = self.size_bytes();
        if addr >= size {
            return Err(self.out_of_bounds(addr, 1));
        }
        let n_max = (size - addr).min(limits::NAME_BYTES + 1);
        let bytes = self.slice(addr, n_max)?;
        match bytes.iter().position(|byte| *byte == 0) {
            Some(n_bytes) => match std::str::from_utf8(&bytes[..n_bytes]) {
                Ok(text) => Ok(text.to_owned()),
                Err(_) => Err(not_utf8()),
            },
            None if n_max > limits::NAME_BYTES => {
                let what = "bytes of a name";
                Err(Error::limit(Code::LimitExceeded, what, n_max, limits::NAME_BYTES))
            }
            None => Err(self.out_of_bounds(addr, n_max + 1)),
        }
    }

    /// Grows by this many pages of 64 KiB; answers the size before, in pages.
    ///
    /// # Errors
    /// 5020 if the memory's maximum or a limit of the link forbids it.
    pub fn grow(&mut self, n_pages: u64) -> Result<u64> {
        let before = self.memory.map_or(0, |memory| memory.size(&self.cx));
        let grown = self.memory.and_then(|it| it.grow(self.cx.as_context_mut(), n_pages).ok());
        grown.ok_or_else(|| {
            let name = quoted(&self.cx.data().module_name(self.module));
            let text = format!("the memory of {name} cannot grow from {before} by {n_pages} pages");
            Error::new(Code::LimitExceeded, text)
        })
    }

    fn data(&self) -> &[u8] {
        self.memory.map_or(&[], |memory| memory.data(&self.cx))
    }

    fn out_of_bounds(&self, addr: u64, n_bytes: u64) -> Error {
        out_of_bounds(&self.cx, self.module, self.size_bytes(), addr, n_bytes)
    }
}

fn not_utf8() -> Error {
    Error::new(Code::TypeError, "the text in the guest's memory is not UTF-8")
}

fn out_of_bounds(
    cx: &StoreContextMut<'_, State>,
    module: ModuleId,
    size_bytes: u64,
    addr: u64,
    n_bytes: u64,
) -> Error {
    let name = quoted(&cx.data().module_name(module));
    let text = format!(
        "out of bounds memory access: {n_bytes} bytes at {addr:#x}, memory of {name} has \
         {size_bytes:#x}"
    );
    Error::new(Code::MemoryError, text)
}

/// The bytes from `addr` as a range, if all of them are there. Computed without wrap.
fn range(addr: u64, n_bytes: u64, size_bytes: usize) -> Option<Range<usize>> {
    let end = addr.checked_add(n_bytes)?;
    let (start, end) = (usize::try_from(addr).ok()?, usize::try_from(end).ok()?);
    (end <= size_bytes).then_some(start..end)
}

/// The memory of a module.
///
/// # Errors
/// 5006 if it has none.
pub(super) fn memory_of(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Result<Memory> {
    let plan = cx.data().plan.clone();
    let space = plan.module(module).and_then(|planned| planned.memory.as_ref());
    let Some(space) = space else {
        let name = quoted(&cx.data().module_name(module));
        return Err(Error::new(Code::MemoryError, format!("{name} has no memory")));
    };
    match export_of(cx, &space.source)? {
        Extern::Memory(memory) => Ok(memory),
        _ => Err(Error::new(Code::Internal, "a memory is something else")),
    }
}

/// One copy between two modules' memories.
#[derive(Clone, Copy, Debug)]
pub(super) struct Copy {
    pub(super) from: ModuleId,
    pub(super) src_addr: u64,
    pub(super) to: ModuleId,
    pub(super) dest_addr: u64,
    pub(super) n_bytes: u64,
}

/// Makes a guest pay for bytes that the host moves for it, as for those that it moves itself.
///
/// # Errors
/// 5011 where its fuel does not last; then nothing was moved.
pub(super) fn pay(cx: &mut StoreContextMut<'_, State>, n_bytes: u64) -> Result<()> {
    // Without a limit there is none to count.
    let Ok(left) = cx.get_fuel() else { return Ok(()) };
    let is_set = cx.set_fuel(left.saturating_sub(n_bytes)).is_ok();
    match is_set && left >= n_bytes {
        true => Ok(()),
        false => Err(trap::out_of_fuel(&cx.data().options.limits).into_trap()),
    }
}

/// Copies through the host: indistinguishable from `memory.copy` between the two memories.
///
/// # Errors
/// 5006, and nothing was written.
///
/// # Source
/// The design note on helpers, "Semantics that every copy path must meet".
pub(super) fn copy(cx: &mut StoreContextMut<'_, State>, copy: Copy) -> Result<()> {
    let (src, dest) = (memory_of(cx, copy.from)?, memory_of(cx, copy.to)?);
    let mut checked = |memory: Memory, module, addr| {
        let size = memory.data_size(cx.as_context_mut());
        range(addr, copy.n_bytes, size)
            .ok_or_else(|| out_of_bounds(cx, module, size as u64, addr, copy.n_bytes))
    };
    let from = checked(src, copy.from, copy.src_addr)?;
    let to = checked(dest, copy.to, copy.dest_addr)?;
    if src.data_ptr(cx.as_context_mut()) == dest.data_ptr(cx.as_context_mut()) {
        src.data_mut(cx.as_context_mut()).copy_within(from, to.start);
        return Ok(());
    }
    let mut buffer = vec![0; CHUNK_BYTES.min(from.len())];
    for start in (0..from.len()).step_by(CHUNK_BYTES) {
        let n_bytes = CHUNK_BYTES.min(from.len() - start);
        let chunk = &mut buffer[..n_bytes];
        let at = from.start + start;
        chunk.copy_from_slice(&src.data(cx.as_context_mut())[at..at + n_bytes]);
        let at = to.start + start;
        dest.data_mut(cx.as_context_mut())[at..at + n_bytes].copy_from_slice(chunk);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_do_not_wrap() {
        let cases = [
            (0, 0, 0, true),
            (0, 1, 0, false),
            (10, 0, 10, true),
            (11, 0, 10, false),
            (9, 1, 10, true),
            (9, 2, 10, false),
            (u64::MAX, 1, 10, false),
            (u64::MAX, 2, 10, false),
            (1, u64::MAX, 10, false),
        ];
        for (addr, n_bytes, size, fits) in cases {
            assert_eq!(range(addr, n_bytes, size).is_some(), fits, "{addr} {n_bytes} {size}");
        }
    }
}
