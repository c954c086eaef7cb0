//! WASI calls that the host makes by itself, on the context of a program: their pointers lead into
//! a scratch memory, never into the guest's.

use crate::engine::wasi::Blocking;
use std::future::Future;
use wasmtime_wasi::p1::WasiP1Ctx;
use wasmtime_wasi::p1::wasi_snapshot_preview1::{self as p1, WasiSnapshotPreview1 as _};
use wasmtime_wasi::runtime::in_tokio;
use wiggle::GuestMemory;

/// The longest path, as C says (`PATH_MAX`).
pub(super) const PATH_BYTES: usize = 4096;
/// Where the second path begins.
const SECOND: usize = PATH_BYTES;
/// Where answers begin.
const OUT: usize = 2 * PATH_BYTES;
/// Where the number of bytes goes that a call on a vector moved: behind the vector.
const COUNT: usize = 8;
/// Room for an answer.
pub(super) const OUT_BYTES: usize = 32 << 10;
/// What WASI may spend on one call's lists: paths and answers are shorter.
const CALL_FUEL: usize = 1 << 20;
/// Follows a symbolic link at the end of a path (WASI).
const FOLLOW: i32 = 1;
/// Counts from the start (WASI).
const FROM_START: i32 = 0;
/// Counts from the place where the file is read now (WASI).
const FROM_HERE: i32 = 1;

/// The number of an error: that of WASI, which emscripten has taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Errno(pub(super) i32);

impl Errno {
    pub(super) const ACCES: Self = Self(2);
    pub(super) const AFNOSUPPORT: Self = Self(5);
    pub(super) const BADF: Self = Self(8);
    pub(super) const FAULT: Self = Self(21);
    pub(super) const INVAL: Self = Self(28);
    pub(super) const MFILE: Self = Self(33);
    pub(super) const NAMETOOLONG: Self = Self(37);
    pub(super) const NODEV: Self = Self(43);
    pub(super) const NOMEM: Self = Self(48);
    pub(super) const NOENT: Self = Self(44);
    pub(super) const NOSYS: Self = Self(52);
    pub(super) const NOTDIR: Self = Self(54);
    pub(super) const NOTTY: Self = Self(59);
    pub(super) const NXIO: Self = Self(60);
    pub(super) const RANGE: Self = Self(68);
    /// That of emscripten; WASI has another number for it.
    pub(super) const NOTSUP: Self = Self(138);
    /// WASI's own word for what may not be reached from here.
    const NOTCAPABLE: i32 = 76;
    const WASI_NOTSUP: i32 = 58;
    const WASI_PERM: i32 = 63;
}

/// What a call answers, or the number of its error.
pub(super) type Answer<T> = Result<T, Errno>;

/// Whether a symbolic link at the end of a path is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Links {
    Follow,
    Keep,
}

/// What is known of a file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stat {
    pub(super) device: u64,
    pub(super) inode: u64,
    /// WASI's number for what it is.
    pub(super) kind: u8,
    pub(super) n_links: u64,
    pub(super) size: u64,
    /// When it was read, written and changed, in nanoseconds since 1970.
    pub(super) times: [u64; 3],
}

/// How a file is opened, in WASI's bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) links: Links,
    pub(super) open_flags: i32,
    pub(super) rights: i64,
    pub(super) fd_flags: i32,
}

/// A context with its scratch memory.
pub(super) struct Wasi<'a> {
    context: &'a mut WasiP1Ctx,
    blocking: Blocking,
    scratch: Vec<u8>,
}

macro_rules! ask {
    ($self:ident, $call:ident($($arg:expr),*)) => {{
        $self.context.set_hostcall_fuel(CALL_FUEL);
        let mut memory = GuestMemory::Unshared(&mut $self.scratch);
        wait(p1::$call($self.context, &mut memory, $($arg),*))
    }};
}

fn wait<E>(call: impl Future<Output = Result<i32, E>>) -> Answer<()> {
    outcome(in_tokio(call))
}

fn outcome<E>(answer: Result<i32, E>) -> Answer<()> {
    match answer.map_err(drop) {
        Ok(0) => Ok(()),
        // To a program both mean that it may not.
        Ok(Errno::NOTCAPABLE | Errno::WASI_PERM) => Err(Errno::ACCES),
        Ok(Errno::WASI_NOTSUP) => Err(Errno::NOTSUP),
        Ok(number) => Err(Errno(number)),
        Err(()) => Err(Errno::FAULT),
    }
}

/// A number as WASI takes it: the same bits.
const fn bits(number: u32) -> i32 {
    number.cast_signed()
}

impl<'a> Wasi<'a> {
    pub(super) fn new(context: &'a mut WasiP1Ctx, blocking: Blocking) -> Self {
        Self { context, blocking, scratch: vec![0; OUT + OUT_BYTES] }
    }

    /// Puts a path into the scratch memory; answers its address and length.
    fn place(&mut self, at: usize, path: &str) -> Answer<(i32, i32)> {
        let bytes = path.as_bytes();
        let room = self.scratch.get_mut(at..at + bytes.len()).filter(|_| bytes.len() < PATH_BYTES);
        room.ok_or(Errno::NAMETOOLONG)?.copy_from_slice(bytes);
        Ok((at as i32, bytes.len() as i32))
    }

    fn out<const N: usize>(&self, offset: usize) -> [u8; N] {
        let bytes = self.scratch[OUT + offset..].first_chunk();
        bytes.copied().unwrap_or([0; N])
    }

    fn out_u32(&self) -> u32 {
        u32::from_le_bytes(self.out(0))
    }

    fn stat_out(&self) -> Stat {
        let number = |offset| u64::from_le_bytes(self.out(offset));
        Stat {
            device: number(0),
            inode: number(8),
            kind: self.out::<1>(16)[0],
            n_links: number(24),
            size: number(32),
            times: [number(40), number(48), number(56)],
        }
    }

    pub(super) fn open(&mut self, dir: u32, path: &str, how: How) -> Answer<u32> {
        if self.blocking == Blocking::Forbidden
            && let Ok(stat) = self.stat(dir, path, how.links)
            && self.blocking.refuses(stat.kind)
        {
            return Err(Errno::NXIO);
        }
        let (addr, n_bytes) = self.place(0, path)?;
        let links = follow(how.links);
        ask!(
            self,
            path_open(
                bits(dir),
                links,
                addr,
                n_bytes,
                how.open_flags,
                how.rights,
                how.rights,
                how.fd_flags,
                OUT as i32
            )
        )?;
        Ok(self.out_u32())
    }

    pub(super) fn close(&mut self, fd: u32) -> Answer<()> {
        ask!(self, fd_close(bits(fd)))
    }

    pub(super) fn stat(&mut self, dir: u32, path: &str, links: Links) -> Answer<Stat> {
        let (addr, n_bytes) = self.place(0, path)?;
        ask!(self, path_filestat_get(bits(dir), follow(links), addr, n_bytes, OUT as i32))?;
        Ok(self.stat_out())
    }

    pub(super) fn fd_stat(&mut self, fd: u32) -> Answer<Stat> {
        ask!(self, fd_filestat_get(bits(fd), OUT as i32))?;
        Ok(self.stat_out())
    }

    /// WASI's number for what an open file is, and its flags.
    pub(super) fn fd_kind(&mut self, fd: u32) -> Answer<(u8, u16)> {
        ask!(self, fd_fdstat_get(bits(fd), OUT as i32))?;
        Ok((self.out::<1>(0)[0], u16::from_le_bytes(self.out(2))))
    }

    pub(super) fn set_flags(&mut self, fd: u32, flags: u16) -> Answer<()> {
        self.context.set_hostcall_fuel(CALL_FUEL);
        let mut memory = GuestMemory::Unshared(&mut self.scratch);
        outcome(p1::fd_fdstat_set_flags(self.context, &mut memory, bits(fd), flags.into()))
    }

    /// The name of a preopened folder; none where there is no more.
    pub(super) fn preopen(&mut self, fd: u32) -> Option<String> {
        self.context.set_hostcall_fuel(CALL_FUEL);
        let mut memory = GuestMemory::Unshared(&mut self.scratch);
        outcome(p1::fd_prestat_get(self.context, &mut memory, bits(fd), OUT as i32)).ok()?;
        let n_bytes = u32::from_le_bytes(self.out(4));
        let mut memory = GuestMemory::Unshared(&mut self.scratch);
        let name = (OUT as i32, bits(n_bytes));
        outcome(p1::fd_prestat_dir_name(self.context, &mut memory, bits(fd), name.0, name.1))
            .ok()?;
        let bytes = self.scratch.get(OUT..OUT + n_bytes as usize)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    /// Entries of a folder from a place on, as WASI lays them out.
    pub(super) fn entries(&mut self, fd: u32, cookie: u64) -> Answer<&[u8]> {
        let (room, count) = (OUT_BYTES - 8, OUT + OUT_BYTES - 8);
        let cookie = cookie.cast_signed();
        ask!(self, fd_readdir(bits(fd), OUT as i32, room as i32, cookie, count as i32))?;
        let n_bytes = u32::from_le_bytes(self.out(OUT_BYTES - 8)) as usize;
        Ok(&self.scratch[OUT..OUT + n_bytes.min(room)])
    }

    pub(super) fn create_folder(&mut self, dir: u32, path: &str) -> Answer<()> {
        let (addr, n_bytes) = self.place(0, path)?;
        ask!(self, path_create_directory(bits(dir), addr, n_bytes))
    }

    pub(super) fn remove_folder(&mut self, dir: u32, path: &str) -> Answer<()> {
        let (addr, n_bytes) = self.place(0, path)?;
        ask!(self, path_remove_directory(bits(dir), addr, n_bytes))
    }

    pub(super) fn unlink(&mut self, dir: u32, path: &str) -> Answer<()> {
        let (addr, n_bytes) = self.place(0, path)?;
        ask!(self, path_unlink_file(bits(dir), addr, n_bytes))
    }

    pub(super) fn rename(&mut self, from: (u32, &str), to: (u32, &str)) -> Answer<()> {
        let (old, n_old) = self.place(0, from.1)?;
        let (new, n_new) = self.place(SECOND, to.1)?;
        ask!(self, path_rename(bits(from.0), old, n_old, bits(to.0), new, n_new))
    }

    pub(super) fn link(&mut self, from: (u32, &str), to: (u32, &str)) -> Answer<()> {
        let (old, n_old) = self.place(0, from.1)?;
        let (new, n_new) = self.place(SECOND, to.1)?;
        ask!(self, path_link(bits(from.0), 0, old, n_old, bits(to.0), new, n_new))
    }

    pub(super) fn symlink(&mut self, target: &str, to: (u32, &str)) -> Answer<()> {
        let (target, n_target) = self.place(0, target)?;
        let (new, n_new) = self.place(SECOND, to.1)?;
        ask!(self, path_symlink(target, n_target, bits(to.0), new, n_new))
    }

    pub(super) fn readlink(&mut self, dir: u32, path: &str) -> Answer<Vec<u8>> {
        let (addr, n_bytes) = self.place(0, path)?;
        let (room, count) = (PATH_BYTES, OUT + PATH_BYTES);
        ask!(self, path_readlink(bits(dir), addr, n_bytes, OUT as i32, room as i32, count as i32))?;
        let n_bytes = u32::from_le_bytes(self.out(PATH_BYTES)) as usize;
        Ok(self.scratch[OUT..OUT + n_bytes.min(room)].to_vec())
    }

    pub(super) fn set_size(&mut self, fd: u32, size: u64) -> Answer<()> {
        ask!(self, fd_filestat_set_size(bits(fd), size.cast_signed()))
    }

    pub(super) fn set_fd_times(&mut self, fd: u32, times: [u64; 2], which: i32) -> Answer<()> {
        let [read, written] = times.map(u64::cast_signed);
        ask!(self, fd_filestat_set_times(bits(fd), read, written, which))
    }

    pub(super) fn set_times(
        &mut self,
        file: (u32, &str, Links),
        times: [u64; 2],
        which: i32,
    ) -> Answer<()> {
        let (addr, n_bytes) = self.place(0, file.1)?;
        let [read, written] = times.map(u64::cast_signed);
        let links = follow(file.2);
        ask!(
            self,
            path_filestat_set_times(bits(file.0), links, addr, n_bytes, read, written, which)
        )
    }

    /// Where a file is read and written next.
    pub(super) fn position(&mut self, fd: u32) -> Answer<u64> {
        ask!(self, fd_seek(bits(fd), 0, FROM_HERE, OUT as i32))?;
        Ok(u64::from_le_bytes(self.out(0)))
    }

    pub(super) fn set_position(&mut self, fd: u32, position: u64) -> Answer<()> {
        ask!(self, fd_seek(bits(fd), position.cast_signed(), FROM_START, OUT as i32))
    }

    pub(super) fn sync(&mut self, fd: u32) -> Answer<()> {
        ask!(self, fd_datasync(bits(fd)))
    }

    /// Writes what fits the scratch memory; answers how much was written.
    pub(super) fn write(&mut self, fd: u32, bytes: &[u8]) -> Answer<usize> {
        let n_bytes = bytes.len().min(OUT_BYTES);
        self.scratch[OUT..OUT + n_bytes].copy_from_slice(&bytes[..n_bytes]);
        self.place_vector(n_bytes);
        ask!(self, fd_write(bits(fd), 0, 1, COUNT as i32))?;
        Ok(self.count())
    }

    /// Reads from a place, not more than fits the scratch memory.
    pub(super) fn read_at(&mut self, fd: u32, n_bytes: usize, offset: u64) -> Answer<Vec<u8>> {
        let n_bytes = n_bytes.min(OUT_BYTES);
        self.place_vector(n_bytes);
        ask!(self, fd_pread(bits(fd), 0, 1, offset.cast_signed(), COUNT as i32))?;
        Ok(self.scratch[OUT..OUT + self.count().min(n_bytes)].to_vec())
    }

    /// Writes to a place what fits the scratch memory; answers how much was written.
    pub(super) fn write_at(&mut self, fd: u32, bytes: &[u8], offset: u64) -> Answer<usize> {
        let n_bytes = bytes.len().min(OUT_BYTES);
        self.scratch[OUT..OUT + n_bytes].copy_from_slice(&bytes[..n_bytes]);
        self.place_vector(n_bytes);
        ask!(self, fd_pwrite(bits(fd), 0, 1, offset.cast_signed(), COUNT as i32))?;
        Ok(self.count())
    }

    /// One vector at the start of the scratch memory: these bytes of the room for answers.
    fn place_vector(&mut self, n_bytes: usize) {
        let vector = [OUT as u32, n_bytes as u32].map(u32::to_le_bytes).concat();
        self.scratch[..COUNT].copy_from_slice(&vector);
    }

    /// How many bytes a call on the vector moved.
    fn count(&self) -> usize {
        let count = self.scratch[COUNT..].first_chunk().copied().unwrap_or_default();
        u32::from_le_bytes(count) as usize
    }

    /// Moves an open file to another number, whose own file is closed.
    pub(super) fn renumber(&mut self, from: u32, to: u32) -> Answer<()> {
        ask!(self, fd_renumber(bits(from), bits(to)))
    }
}

fn follow(links: Links) -> i32 {
    match links {
        Links::Follow => FOLLOW,
        Links::Keep => 0,
    }
}
