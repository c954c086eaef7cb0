//! `__syscall_*`: what emscripten's C library asks of its JavaScript for files, answered with the
//! module's WASI context, so that open files have the same numbers there and here.
//!
//! Invariants: nothing here is an error of the host; a call answers a number, or the negative number
//! of an error. A name that is not known answers that it is not supported.
//!
//! To add a call: a name in `names/emscripten.rs`, an arm in [`body`], a function.
//!
//! # Source
//! emscripten's `libsyscall.js`; musl for flags and structures.

mod descriptors;
mod layout;
mod paths;
mod system;
mod wasi;

use super::Call;
use super::program;
use crate::engine::state::State;
use crate::error::Result;
use crate::ids::ModuleId;
use crate::names;
use crate::sig::Width;
use layout::Libc;
use paths::{Granted, Place};
use std::collections::HashMap;
use wasi::{Answer, Errno, How, Links, PATH_BYTES, Stat, Wasi};
use wasmtime::{StoreContextMut, Val};

/// What is remembered of a program's files beside its WASI context.
pub(super) struct Files {
    /// The current folder.
    current: String,
    granted: Option<Vec<Granted>>,
    opened: HashMap<u32, Opened>,
}

impl Default for Files {
    fn default() -> Self {
        Self { current: "/".to_owned(), granted: None, opened: HashMap::new() }
    }
}

/// A file that was opened by path.
#[derive(Clone, Debug, Default)]
struct Opened {
    /// Its absolute name, if it is known.
    name: Option<String>,
    flags: i32,
    /// Where the list of a folder goes on.
    cookie: u64,
}

type Body = fn(&mut Call<'_, '_>) -> Answer<u64>;

const WRITE_ONLY: i32 = 0o1;
const READ_WRITE: i32 = 0o2;
const ACCESS_MODE: i32 = 0o3;
const NO_FOLLOW: i32 = 0o400_000;
const CREATE: i32 = 0o100;
const EXCLUSIVE: i32 = 0o200;
const TRUNCATE: i32 = 0o1000;
/// Flags of `open`, each with its bit among WASI's `oflags`.
const OPEN_FLAGS: [(i32, i32); 4] = [(CREATE, 1), (0o200_000, 2), (EXCLUSIVE, 4), (TRUNCATE, 8)];
/// Flags of `open`, each with its bit among WASI's `fdflags`.
const FD_FLAGS: [(i32, i32); 4] = [(0o2000, 1), (0o10_000, 2), (0o4000, 4), (0o4_010_000, 16)];
/// The rights to read and to write (WASI).
const RIGHT_TO_READ: i64 = 1 << 1;
const RIGHT_TO_WRITE: i64 = 1 << 6;
/// `AT_SYMLINK_NOFOLLOW`, `AT_REMOVEDIR`, `AT_EMPTY_PATH`.
const AT_NO_FOLLOW: i32 = 0x100;
const AT_REMOVE_FOLDER: i32 = 0x200;
const AT_EMPTY_PATH: i32 = 0x1000;
/// Bits of WASI's `fstflags`: a time is given, or it is now.
const SET_TIMES: [i32; 2] = [1, 4];
const SET_NOW: [i32; 2] = [2, 8];
/// What stands in place of nanoseconds for "now" and "leave it".
const TIME_NOW: i64 = 0x3fff_ffff;
const TIME_OMIT: i64 = 0x3fff_fffe;
const NANOSECONDS: i64 = 1_000_000_000;

/// What the call of this name does; `name` is all of it.
pub(super) fn body(name: &str) -> Option<super::Body> {
    let call = match name {
        names::MMAP_JS => return Some(|call| finish(call, |_| Err(Errno::NODEV))),
        names::MUNMAP_JS | names::MSYNC_JS => return Some(|call| finish(call, |_| Ok(0))),
        _ => name.strip_prefix(names::SYSCALL_PREFIX)?,
    };
    macro_rules! bodies {
        ($($pattern:pat => $body:path,)*) => {
            match call {
                $($pattern => |call| finish(call, $body),)*
                _ => |call| finish(call, |_| Err(Errno::NOSYS)),
            }
        };
    }
    let body: super::Body = bodies! {
        names::SYSCALL_OPENAT => open_at,
        names::SYSCALL_OPEN => open,
        names::SYSCALL_STAT => stat,
        names::SYSCALL_LSTAT => lstat,
        names::SYSCALL_FSTAT => fstat,
        names::SYSCALL_NEWFSTATAT | names::SYSCALL_FSTATAT => stat_at,
        names::SYSCALL_UNLINKAT => unlink_at,
        names::SYSCALL_UNLINK => unlink,
        names::SYSCALL_RMDIR => remove_folder,
        names::SYSCALL_MKDIRAT => create_folder_at,
        names::SYSCALL_MKDIR => create_folder,
        names::SYSCALL_RENAMEAT => rename_at,
        names::SYSCALL_RENAME => rename,
        names::SYSCALL_LINKAT => link_at,
        names::SYSCALL_LINK => link,
        names::SYSCALL_SYMLINKAT => symlink_at,
        names::SYSCALL_SYMLINK => symlink,
        names::SYSCALL_READLINKAT => readlink_at,
        names::SYSCALL_READLINK => readlink,
        names::SYSCALL_GETCWD => current_folder,
        names::SYSCALL_CHDIR => change_folder,
        names::SYSCALL_FCHDIR => change_to_open,
        names::SYSCALL_FACCESSAT | names::SYSCALL_FCHMODAT | names::SYSCALL_FCHMODAT2
            | names::SYSCALL_FCHOWNAT => is_there_at,
        names::SYSCALL_ACCESS | names::SYSCALL_CHMOD | names::SYSCALL_CHOWN
            | names::SYSCALL_LCHOWN => is_there,
        names::SYSCALL_TRUNCATE => truncate,
        names::SYSCALL_UTIMENSAT => set_times,
        names::SYSCALL_GETDENTS => descriptors::entries,
        names::SYSCALL_FCNTL => descriptors::control,
        names::SYSCALL_IOCTL => descriptors::device,
        names::SYSCALL_DUP => descriptors::duplicate,
        names::SYSCALL_DUP3 => descriptors::duplicate_as,
        names::SYSCALL_FTRUNCATE => descriptors::truncate,
        names::SYSCALL_FALLOCATE => descriptors::allocate,
        names::SYSCALL_FADVISE | names::SYSCALL_FADVISE_OLD | names::SYSCALL_FCHMOD
            | names::SYSCALL_FCHOWN => descriptors::is_open,
        names::SYSCALL_FDATASYNC => descriptors::sync,
        names::SYSCALL_POLL => descriptors::poll,
        names::SYSCALL_NEWSELECT => descriptors::select,
        names::SYSCALL_UNAME => system::name,
        names::SYSCALL_UGETRLIMIT => system::limit,
        names::SYSCALL_PRLIMIT => system::limit_of,
        names::SYSCALL_STATFS | names::SYSCALL_FSTATFS => system::file_system,
        names::SYSCALL_UMASK => system::mask,
        names::SYSCALL_GETPID | names::SYSCALL_GETPPID => system::process,
        names::SYSCALL_SYNC | names::SYSCALL_GETUID | names::SYSCALL_GETGID
            | names::SYSCALL_GETEUID | names::SYSCALL_GETEGID => system::zero,
        names::SYSCALL_SOCKET => system::socket,
    };
    Some(body)
}

/// Puts what a call answers where its result belongs.
fn finish(call: &mut Call<'_, '_>, body: Body) -> Result<()> {
    let number = match body(call) {
        Ok(number) => number.cast_signed(),
        Err(errno) => -i64::from(errno.0),
    };
    tracing::trace!("a system call answers {number}");
    call.answer(match call.results.first() {
        Some(Val::I64(_)) => Val::I64(number),
        _ => Val::I32(number as i32),
    })
}

/// Makes sure that a module has the context that its system calls work on.
///
/// # Errors
/// 5009, 5010: it cannot be built.
pub(super) fn prepare(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Result<()> {
    let owner = program::owner_of(cx, module);
    crate::engine::wasi::ensure_context(cx, owner)
}

/// Writes to an open file, as far as it can be written to.
pub(super) fn print(call: &mut Call<'_, '_>, fd: u32, bytes: &[u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        match call.wasi(|wasi| wasi.write(fd, rest)) {
            Ok(n_bytes @ 1..) => rest = &rest[n_bytes.min(rest.len())..],
            _ => return,
        }
    }
}

impl Call<'_, '_> {
    fn files(&mut self) -> &mut Files {
        &mut program::program(&mut self.cx, self.owner).files
    }

    /// Asks the module's WASI context.
    fn wasi<R>(&mut self, ask: impl FnOnce(&mut Wasi<'_>) -> Answer<R>) -> Answer<R> {
        let owner = program::owner_of(&self.cx, self.owner);
        let context = self.cx.data_mut().modules[owner.idx()].wasi.as_mut();
        ask(&mut Wasi::new(context.ok_or(Errno::NOSYS)?))
    }

    fn bytes(&mut self, addr: u64, n_bytes: u64) -> Answer<Vec<u8>> {
        let memory = self.memory().map_err(|_| Errno::FAULT)?;
        Ok(memory.slice(addr, n_bytes).map_err(|_| Errno::FAULT)?.to_vec())
    }

    fn put(&mut self, addr: u64, bytes: &[u8]) -> Answer<()> {
        let mut memory = self.memory().map_err(|_| Errno::FAULT)?;
        memory.write(addr, bytes).map_err(|_| Errno::FAULT)
    }

    /// The path at the address in a parameter.
    fn path(&mut self, param_idx: usize) -> Answer<String> {
        let addr = self.address(param_idx);
        let memory = self.memory().map_err(|_| Errno::FAULT)?;
        let n_left = memory.size_bytes().checked_sub(addr).ok_or(Errno::FAULT)?;
        let n_max = n_left.min(PATH_BYTES as u64);
        let bytes = memory.slice(addr, n_max).map_err(|_| Errno::FAULT)?;
        match bytes.iter().position(|byte| *byte == 0) {
            Some(n_bytes) => String::from_utf8(bytes[..n_bytes].to_vec()).map_err(|_| Errno::INVAL),
            None if n_left > n_max => Err(Errno::NAMETOOLONG),
            None => Err(Errno::FAULT),
        }
    }

    /// Where a path leads that is relative to an open folder, or to the current one.
    fn place(&mut self, dir: i32, path: &str) -> Answer<Place> {
        if path.is_empty() {
            return Err(Errno::NOENT);
        }
        if dir != paths::CURRENT && !path.starts_with('/') {
            let fd = u32::try_from(dir).map_err(|_| Errno::BADF)?;
            let of_dir = self.files().opened.get(&fd).and_then(|it| it.name.clone());
            let name = of_dir.map(|of_dir| paths::absolute(&of_dir, path));
            return match name {
                // What `..` leads to is seen by name only.
                Some(name) => self.granted_place(name),
                None => Ok(Place::Inside { fd, path: path.to_owned(), name: None }),
            };
        }
        let name = paths::absolute(&self.files().current.clone(), path);
        self.granted_place(name)
    }

    fn granted_place(&mut self, name: String) -> Answer<Place> {
        if self.files().granted.is_none() {
            let granted = self.wasi(|wasi| Ok(paths::granted(wasi)))?;
            self.files().granted = Some(granted);
        }
        paths::find(self.files().granted.as_deref().unwrap_or_default(), name)
    }

    /// The same for what has to be in a granted folder: open folder, path there, absolute name.
    fn inside(&mut self, dir: i32, path: &str) -> Answer<(u32, String, Option<String>)> {
        match self.place(dir, path)? {
            Place::Inside { fd, path, name } => Ok((fd, path, name)),
            Place::Above(_) => Err(Errno::ACCES),
        }
    }

    /// The same for what is to be made: elsewhere nothing may be.
    fn place_to_make(&mut self, dir: i32, path: &str) -> Answer<(u32, String, Option<String>)> {
        let place = self.inside(dir, path);
        place.map_err(|errno| if errno == Errno::NOENT { Errno::ACCES } else { errno })
    }

    fn libc(&mut self) -> Libc {
        let owner = self.owner;
        let data = self.cx.data();
        let width = data.plan.module(owner).and_then(|module| module.memory.as_ref());
        let width = width.map_or(Width::W32, |space| space.ty.width);
        Libc::of(data.modules[owner.idx()].module.facts(), width)
    }

    fn put_stat(&mut self, addr: u64, stat: &Stat) -> Answer<u64> {
        let bytes = self.libc().stat(stat);
        self.put(addr, &bytes).map(|()| 0)
    }

    fn opened(&mut self, fd: u32, opened: Opened) -> u64 {
        self.files().opened.insert(fd, opened);
        fd.into()
    }
}

/// The bits of `flags` as another has them.
fn translated(flags: i32, table: [(i32, i32); 4]) -> i32 {
    let set = table.into_iter().filter(|(flag, _)| flags & flag == *flag);
    set.fold(0, |all, (_, bit)| all | bit)
}

fn open_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, path, flags) = (call.integer(0), call.path(1)?, call.integer(2));
    open_path(call, dir, &path, flags)
}

fn open(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (path, flags) = (call.path(0)?, call.integer(1));
    open_path(call, paths::CURRENT, &path, flags)
}

fn open_path(call: &mut Call<'_, '_>, dir: i32, path: &str, flags: i32) -> Answer<u64> {
    let (fd, path, name) = match flags & CREATE {
        0 => call.inside(dir, path)?,
        _ => call.place_to_make(dir, path)?,
    };
    let rights = match flags & ACCESS_MODE {
        WRITE_ONLY => RIGHT_TO_WRITE,
        READ_WRITE => RIGHT_TO_READ | RIGHT_TO_WRITE,
        _ => RIGHT_TO_READ,
    };
    let how = How {
        links: if flags & NO_FOLLOW == 0 { Links::Follow } else { Links::Keep },
        open_flags: translated(flags, OPEN_FLAGS),
        rights,
        fd_flags: translated(flags, FD_FLAGS),
    };
    let opened = call.wasi(|wasi| wasi.open(fd, &path, how))?;
    Ok(call.opened(opened, Opened { name, flags, cookie: 0 }))
}

fn stat(call: &mut Call<'_, '_>) -> Answer<u64> {
    stat_path(call, paths::CURRENT, 0, Links::Follow)
}

fn lstat(call: &mut Call<'_, '_>) -> Answer<u64> {
    stat_path(call, paths::CURRENT, 0, Links::Keep)
}

/// Of the path in this parameter, into the address in the next one.
fn stat_path(call: &mut Call<'_, '_>, dir: i32, at: usize, links: Links) -> Answer<u64> {
    let path = call.path(at)?;
    let stat = stat_of(call, dir, &path, links)?;
    let addr = call.address(at + 1);
    call.put_stat(addr, &stat)
}

fn stat_of(call: &mut Call<'_, '_>, dir: i32, path: &str, links: Links) -> Answer<Stat> {
    match call.place(dir, path)? {
        Place::Inside { fd, path, .. } => call.wasi(|wasi| wasi.stat(fd, &path, links)),
        Place::Above(_) => Ok(Stat { kind: layout::KIND_FOLDER, n_links: 1, ..Stat::default() }),
    }
}

fn fstat(call: &mut Call<'_, '_>) -> Answer<u64> {
    let fd = call.integer(0).cast_unsigned();
    let stat = call.wasi(|wasi| wasi.fd_stat(fd))?;
    let addr = call.address(1);
    call.put_stat(addr, &stat)
}

fn stat_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, flags) = (call.integer(0), call.integer(3));
    if flags & AT_EMPTY_PATH != 0 && call.path(1)?.is_empty() && dir != paths::CURRENT {
        let stat = call.wasi(|wasi| wasi.fd_stat(dir.cast_unsigned()))?;
        let addr = call.address(2);
        return call.put_stat(addr, &stat);
    }
    let links = if flags & AT_NO_FOLLOW == 0 { Links::Follow } else { Links::Keep };
    stat_path(call, dir, 1, links)
}

fn unlink_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, path, flags) = (call.integer(0), call.path(1)?, call.integer(2));
    let (fd, path, _) = call.inside(dir, &path)?;
    match flags {
        0 => call.wasi(|wasi| wasi.unlink(fd, &path))?,
        AT_REMOVE_FOLDER => call.wasi(|wasi| wasi.remove_folder(fd, &path))?,
        _ => return Err(Errno::INVAL),
    }
    Ok(0)
}

fn unlink(call: &mut Call<'_, '_>) -> Answer<u64> {
    let path = call.path(0)?;
    let (fd, path, _) = call.inside(paths::CURRENT, &path)?;
    call.wasi(|wasi| wasi.unlink(fd, &path)).map(|()| 0)
}

fn remove_folder(call: &mut Call<'_, '_>) -> Answer<u64> {
    let path = call.path(0)?;
    let (fd, path, _) = call.inside(paths::CURRENT, &path)?;
    call.wasi(|wasi| wasi.remove_folder(fd, &path)).map(|()| 0)
}

fn create_folder_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, path) = (call.integer(0), call.path(1)?);
    let (fd, path, _) = call.place_to_make(dir, &path)?;
    call.wasi(|wasi| wasi.create_folder(fd, &path)).map(|()| 0)
}

fn create_folder(call: &mut Call<'_, '_>) -> Answer<u64> {
    let path = call.path(0)?;
    let (fd, path, _) = call.place_to_make(paths::CURRENT, &path)?;
    call.wasi(|wasi| wasi.create_folder(fd, &path)).map(|()| 0)
}

/// Two paths: folder and path, then folder and path; or two paths alone.
fn two_paths(
    call: &mut Call<'_, '_>,
    at: [Option<usize>; 2],
    paths_at: [usize; 2],
) -> Answer<[(u32, String); 2]> {
    let dirs = at.map(|at| at.map_or(paths::CURRENT, |at| call.integer(at)));
    let (old, new) = (call.path(paths_at[0])?, call.path(paths_at[1])?);
    let (old_fd, old, _) = call.inside(dirs[0], &old)?;
    let (new_fd, new, _) = call.place_to_make(dirs[1], &new)?;
    Ok([(old_fd, old), (new_fd, new)])
}

fn rename_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let [old, new] = two_paths(call, [Some(0), Some(2)], [1, 3])?;
    call.wasi(|wasi| wasi.rename((old.0, &old.1), (new.0, &new.1))).map(|()| 0)
}

fn rename(call: &mut Call<'_, '_>) -> Answer<u64> {
    let [old, new] = two_paths(call, [None; 2], [0, 1])?;
    call.wasi(|wasi| wasi.rename((old.0, &old.1), (new.0, &new.1))).map(|()| 0)
}

fn link_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let [old, new] = two_paths(call, [Some(0), Some(2)], [1, 3])?;
    call.wasi(|wasi| wasi.link((old.0, &old.1), (new.0, &new.1))).map(|()| 0)
}

fn link(call: &mut Call<'_, '_>) -> Answer<u64> {
    let [old, new] = two_paths(call, [None; 2], [0, 1])?;
    call.wasi(|wasi| wasi.link((old.0, &old.1), (new.0, &new.1))).map(|()| 0)
}

fn symlink_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (target, dir, path) = (call.path(0)?, call.integer(1), call.path(2)?);
    let (fd, path, _) = call.place_to_make(dir, &path)?;
    call.wasi(|wasi| wasi.symlink(&target, (fd, &path))).map(|()| 0)
}

fn symlink(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (target, path) = (call.path(0)?, call.path(1)?);
    let (fd, path, _) = call.place_to_make(paths::CURRENT, &path)?;
    call.wasi(|wasi| wasi.symlink(&target, (fd, &path))).map(|()| 0)
}

fn readlink_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let dir = call.integer(0);
    readlink_of(call, dir, 1)
}

fn readlink(call: &mut Call<'_, '_>) -> Answer<u64> {
    readlink_of(call, paths::CURRENT, 0)
}

/// Of the path in this parameter, into the buffer in the next two.
fn readlink_of(call: &mut Call<'_, '_>, dir: i32, at: usize) -> Answer<u64> {
    let (path, addr, n_max) = (call.path(at)?, call.address(at + 1), call.address(at + 2));
    if n_max == 0 {
        return Err(Errno::INVAL);
    }
    let (fd, path, _) = call.inside(dir, &path)?;
    let target = call.wasi(|wasi| wasi.readlink(fd, &path))?;
    let n_bytes = n_max.min(target.len() as u64);
    call.put(addr, &target[..n_bytes as usize])?;
    Ok(n_bytes)
}

fn current_folder(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (addr, n_max) = (call.address(0), call.address(1));
    let mut bytes = call.files().current.clone().into_bytes();
    bytes.push(0);
    match n_max {
        0 => Err(Errno::INVAL),
        n_max if n_max < bytes.len() as u64 => Err(Errno::RANGE),
        _ => call.put(addr, &bytes).map(|()| bytes.len() as u64),
    }
}

fn change_folder(call: &mut Call<'_, '_>) -> Answer<u64> {
    let path = call.path(0)?;
    if stat_of(call, paths::CURRENT, &path, Links::Follow)?.kind != layout::KIND_FOLDER {
        return Err(Errno::NOTDIR);
    }
    let name = paths::absolute(&call.files().current.clone(), &path);
    if name.len() >= PATH_BYTES {
        return Err(Errno::NAMETOOLONG);
    }
    call.files().current = name;
    Ok(0)
}

fn change_to_open(call: &mut Call<'_, '_>) -> Answer<u64> {
    let fd = call.integer(0).cast_unsigned();
    if call.wasi(|wasi| wasi.fd_kind(fd))?.0 != layout::KIND_FOLDER {
        return Err(Errno::NOTDIR);
    }
    let name = call.files().opened.get(&fd).and_then(|opened| opened.name.clone());
    call.files().current = name.ok_or(Errno::NOSYS)?;
    Ok(0)
}

/// Calls about owners and permissions, of which WASI has none: they do what can be done, which is to
/// look whether the file is there.
fn is_there_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, path) = (call.integer(0), call.path(1)?);
    stat_of(call, dir, &path, Links::Follow).map(|_| 0)
}

fn is_there(call: &mut Call<'_, '_>) -> Answer<u64> {
    let path = call.path(0)?;
    stat_of(call, paths::CURRENT, &path, Links::Follow).map(|_| 0)
}

/// A 64-bit parameter, which older versions pass in halves, low half first; answers the number of
/// the next parameter too.
fn long(call: &Call<'_, '_>, at: usize) -> (i64, usize) {
    match call.params.get(at) {
        Some(Val::I64(number)) => (*number, at + 1),
        _ => {
            let (low, high) = (call.integer(at).cast_unsigned(), call.integer(at + 1));
            (i64::from(high) << 32 | i64::from(low), at + 2)
        }
    }
}

fn truncate(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (path, size) = (call.path(0)?, u64::try_from(long(call, 1).0).map_err(|_| Errno::INVAL)?);
    let (fd, path, _) = call.inside(paths::CURRENT, &path)?;
    let how = How { links: Links::Follow, open_flags: 0, rights: RIGHT_TO_WRITE, fd_flags: 0 };
    call.wasi(|wasi| {
        let file = wasi.open(fd, &path, how)?;
        let outcome = wasi.set_size(file, size);
        wasi.close(file)?;
        outcome.map(|()| 0)
    })
}

/// `utimensat(folder, path, times, flags)`: without times it is now; without a path, of the open
/// file itself.
fn set_times(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, path_addr, addr) = (call.integer(0), call.address(1), call.address(2));
    let (mut times, mut which) = ([0; 2], SET_NOW[0] | SET_NOW[1]);
    if addr != 0 {
        let libc = call.libc();
        let n_bytes = libc.timespec_bytes();
        let bytes = call.bytes(addr, 2 * n_bytes as u64)?;
        which = 0;
        for (idx, part) in bytes.chunks_exact(n_bytes).enumerate() {
            match libc.timespec(part) {
                (_, TIME_NOW) => which |= SET_NOW[idx],
                (_, TIME_OMIT) => {}
                (seconds, nanoseconds) => {
                    let time = seconds.checked_mul(NANOSECONDS);
                    let time = time.and_then(|time| time.checked_add(nanoseconds));
                    let time = time.and_then(|time| u64::try_from(time).ok());
                    times[idx] = time.ok_or(Errno::INVAL)?;
                    which |= SET_TIMES[idx];
                }
            }
        }
    }
    if path_addr == 0 {
        let fd = dir.cast_unsigned();
        return call.wasi(|wasi| wasi.set_fd_times(fd, times, which)).map(|()| 0);
    }
    let (path, flags) = (call.path(1)?, call.integer(3));
    let (fd, path, _) = call.inside(dir, &path)?;
    let links = if flags & AT_NO_FOLLOW == 0 { Links::Follow } else { Links::Keep };
    call.wasi(|wasi| wasi.set_times((fd, &path, links), times, which)).map(|()| 0)
}
