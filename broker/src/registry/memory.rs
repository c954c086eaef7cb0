//! An instance's memory as the host sees it: each access takes its turn, and is checked.

use super::{InstanceHandle, Registry};
use crate::engine::GuestMemory;
use crate::error::Result;

/// The memory of one module of an instance. It holds on to nothing: each access finds the instance
/// anew, and waits for a call that is in it.
///
/// # Units
/// Addresses are byte offsets.
///
/// # Errors
/// Every access: 5005 once the instance is dropped, 5006 out of bounds or if there is no memory,
/// 5022 once it is poisoned, 5023 from inside a call of the same instance.
#[derive(Clone, Debug)]
pub struct InstanceMemory<'a> {
    pub(super) registry: &'a Registry,
    pub(super) instance: InstanceHandle,
    pub(super) module: String,
}

impl InstanceMemory<'_> {
    /// The size in bytes.
    ///
    /// # Errors
    /// As every access.
    pub fn size_bytes(&self) -> Result<u64> {
        self.with(|memory| Ok(memory.size_bytes()))
    }

    /// Fills `buffer` from `addr`.
    ///
    /// # Errors
    /// As every access; then nothing was read.
    pub fn read(&self, addr: impl Into<u64>, buffer: &mut [u8]) -> Result<()> {
        self.with(|memory| memory.read(addr, buffer))
    }

    /// The bytes from `addr`. They are checked before room is made for them.
    ///
    /// # Errors
    /// As every access.
    pub fn bytes(&self, addr: impl Into<u64>, n_bytes: impl Into<u64>) -> Result<Vec<u8>> {
        self.with(|memory| memory.slice(addr.into(), n_bytes.into()).map(<[u8]>::to_vec))
    }

    /// The text of `n_bytes` at `addr`.
    ///
    /// # Errors
    /// As every access; 5007 if it is not UTF-8.
    pub fn read_str(&self, addr: impl Into<u64>, n_bytes: impl Into<u64>) -> Result<String> {
        self.with(|memory| memory.read_str(addr, n_bytes))
    }

    /// Writes `bytes` at `addr`.
    ///
    /// # Errors
    /// As every access; then nothing was written.
    pub fn write(&self, addr: impl Into<u64>, bytes: &[u8]) -> Result<()> {
        self.with(|memory| memory.write(addr, bytes))
    }

    /// Grows by this many pages of 64 KiB; answers the size before, in pages.
    ///
    /// # Errors
    /// As every access; 5020 if the memory's maximum or a limit of the instance forbids it.
    pub fn grow(&self, n_pages: u64) -> Result<u64> {
        self.with(|memory| memory.grow(n_pages))
    }

    fn with<R>(&self, f: impl FnOnce(&mut GuestMemory<'_>) -> Result<R>) -> Result<R> {
        self.registry.enter(self.instance, |link| {
            link.check_usable()?;
            f(&mut link.memory(&self.module)?)
        })
    }
}
