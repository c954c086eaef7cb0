//! `__syscall_*`: what emscripten's C library asks of its JavaScript for files, answered with the
//! module's WASI context, so that open files have the same numbers there and here.
//!
//! Invariants: nothing here is an error of the host; a call answers a number, or the negative
//! number of an error. A name that is not known answers that it is not supported.
//!
//! To add a call: a name in `names/emscripten.rs`, an arm in [`body`], a function.
//!
//! # Source
//! emscripten's `libsyscall.js`; musl for flags and structures.

mod by_path;
mod descriptors;
mod layout;
mod mapping;
mod paths;
mod system;
mod wasi;

use super::Call;
use super::program;
use crate::engine::state::State;
use crate::engine::wasi::Blocking;
use crate::error::Result;
use crate::ids::ModuleId;
use crate::names;
use crate::sig::Width;
use layout::Libc;
pub(super) use mapping::{is_map, map};
use paths::{Granted, Place};
use std::collections::HashMap;
use wasi::{Answer, Errno, PATH_BYTES, Stat, Wasi};
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
/// What the call of this name does; `name` is all of it.
pub(super) fn body(name: &str) -> Option<super::Body> {
    let call = match name {
        names::MUNMAP_JS => return Some(|call| finish(call, mapping::unmap)),
        names::MSYNC_JS => return Some(|call| finish(call, mapping::sync)),
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
        names::SYSCALL_OPENAT => by_path::open_at,
        names::SYSCALL_OPEN => by_path::open,
        names::SYSCALL_STAT => by_path::stat,
        names::SYSCALL_LSTAT => by_path::lstat,
        names::SYSCALL_FSTAT => descriptors::fstat,
        names::SYSCALL_NEWFSTATAT | names::SYSCALL_FSTATAT => by_path::stat_at,
        names::SYSCALL_UNLINKAT => by_path::unlink_at,
        names::SYSCALL_UNLINK => by_path::unlink,
        names::SYSCALL_RMDIR => by_path::remove_folder,
        names::SYSCALL_MKDIRAT => by_path::create_folder_at,
        names::SYSCALL_MKDIR => by_path::create_folder,
        names::SYSCALL_RENAMEAT => by_path::rename_at,
        names::SYSCALL_RENAME => by_path::rename,
        names::SYSCALL_LINKAT => by_path::link_at,
        names::SYSCALL_LINK => by_path::link,
        names::SYSCALL_SYMLINKAT => by_path::symlink_at,
        names::SYSCALL_SYMLINK => by_path::symlink,
        names::SYSCALL_READLINKAT => by_path::readlink_at,
        names::SYSCALL_READLINK => by_path::readlink,
        names::SYSCALL_GETCWD => by_path::current_folder,
        names::SYSCALL_CHDIR => by_path::change_folder,
        names::SYSCALL_FCHDIR => by_path::change_to_open,
        names::SYSCALL_FACCESSAT | names::SYSCALL_FCHMODAT | names::SYSCALL_FCHMODAT2
            | names::SYSCALL_FCHOWNAT => by_path::is_there_at,
        names::SYSCALL_ACCESS | names::SYSCALL_CHMOD | names::SYSCALL_CHOWN
            | names::SYSCALL_LCHOWN => by_path::is_there,
        names::SYSCALL_TRUNCATE => by_path::truncate,
        names::SYSCALL_UTIMENSAT => by_path::set_times,
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
    let answer = body(call);
    finish_with(call, answer)
}

fn finish_with(call: &mut Call<'_, '_>, answer: Answer<u64>) -> Result<()> {
    let number = match answer {
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
        let blocking = Blocking::of(&self.cx.data().options.limits);
        let context = self.cx.data_mut().modules[owner.idx()].wasi.as_mut();
        ask(&mut Wasi::new(context.ok_or(Errno::NOSYS)?, blocking))
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
