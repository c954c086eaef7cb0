//! System calls that name a file by its path.

use super::layout;
use super::paths::{self, Place};
use super::wasi::{Answer, Errno, How, Links, PATH_BYTES, Stat};
use super::{
    ACCESS_MODE, CREATE, FD_FLAGS, OPEN_FLAGS, Opened, READ_WRITE, RIGHT_TO_READ, RIGHT_TO_WRITE,
    WRITE_ONLY, long, translated,
};
use crate::engine::emscripten::Call;

const NO_FOLLOW: i32 = 0o400_000;
/// Where the open files of a process are links to their names (Linux).
const OPEN_FILES: &str = "/proc/self/fd/";
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

pub(super) fn open_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, path, flags) = (call.integer(0), call.path(1)?, call.integer(2));
    open_path(call, dir, &path, flags)
}

pub(super) fn open(call: &mut Call<'_, '_>) -> Answer<u64> {
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

pub(super) fn stat(call: &mut Call<'_, '_>) -> Answer<u64> {
    stat_path(call, paths::CURRENT, 0, Links::Follow)
}

pub(super) fn lstat(call: &mut Call<'_, '_>) -> Answer<u64> {
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

pub(super) fn stat_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, flags) = (call.integer(0), call.integer(3));
    if flags & AT_EMPTY_PATH != 0 && call.path(1)?.is_empty() && dir != paths::CURRENT {
        let stat = call.wasi(|wasi| wasi.fd_stat(dir.cast_unsigned()))?;
        let addr = call.address(2);
        return call.put_stat(addr, &stat);
    }
    let links = if flags & AT_NO_FOLLOW == 0 { Links::Follow } else { Links::Keep };
    stat_path(call, dir, 1, links)
}

pub(super) fn unlink_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, path, flags) = (call.integer(0), call.path(1)?, call.integer(2));
    let (fd, path, _) = call.inside(dir, &path)?;
    match flags {
        0 => call.wasi(|wasi| wasi.unlink(fd, &path))?,
        AT_REMOVE_FOLDER => call.wasi(|wasi| wasi.remove_folder(fd, &path))?,
        _ => return Err(Errno::INVAL),
    }
    Ok(0)
}

pub(super) fn unlink(call: &mut Call<'_, '_>) -> Answer<u64> {
    let path = call.path(0)?;
    let (fd, path, _) = call.inside(paths::CURRENT, &path)?;
    call.wasi(|wasi| wasi.unlink(fd, &path)).map(|()| 0)
}

pub(super) fn remove_folder(call: &mut Call<'_, '_>) -> Answer<u64> {
    let path = call.path(0)?;
    let (fd, path, _) = call.inside(paths::CURRENT, &path)?;
    call.wasi(|wasi| wasi.remove_folder(fd, &path)).map(|()| 0)
}

pub(super) fn create_folder_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, path) = (call.integer(0), call.path(1)?);
    let (fd, path, _) = call.place_to_make(dir, &path)?;
    call.wasi(|wasi| wasi.create_folder(fd, &path)).map(|()| 0)
}

pub(super) fn create_folder(call: &mut Call<'_, '_>) -> Answer<u64> {
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

pub(super) fn rename_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let [old, new] = two_paths(call, [Some(0), Some(2)], [1, 3])?;
    call.wasi(|wasi| wasi.rename((old.0, &old.1), (new.0, &new.1))).map(|()| 0)
}

pub(super) fn rename(call: &mut Call<'_, '_>) -> Answer<u64> {
    let [old, new] = two_paths(call, [None; 2], [0, 1])?;
    call.wasi(|wasi| wasi.rename((old.0, &old.1), (new.0, &new.1))).map(|()| 0)
}

pub(super) fn link_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let [old, new] = two_paths(call, [Some(0), Some(2)], [1, 3])?;
    call.wasi(|wasi| wasi.link((old.0, &old.1), (new.0, &new.1))).map(|()| 0)
}

pub(super) fn link(call: &mut Call<'_, '_>) -> Answer<u64> {
    let [old, new] = two_paths(call, [None; 2], [0, 1])?;
    call.wasi(|wasi| wasi.link((old.0, &old.1), (new.0, &new.1))).map(|()| 0)
}

pub(super) fn symlink_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (target, dir, path) = (call.path(0)?, call.integer(1), call.path(2)?);
    let (fd, path, _) = call.place_to_make(dir, &path)?;
    call.wasi(|wasi| wasi.symlink(&target, (fd, &path))).map(|()| 0)
}

pub(super) fn symlink(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (target, path) = (call.path(0)?, call.path(1)?);
    let (fd, path, _) = call.place_to_make(paths::CURRENT, &path)?;
    call.wasi(|wasi| wasi.symlink(&target, (fd, &path))).map(|()| 0)
}

pub(super) fn readlink_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let dir = call.integer(0);
    readlink_of(call, dir, 1)
}

pub(super) fn readlink(call: &mut Call<'_, '_>) -> Answer<u64> {
    readlink_of(call, paths::CURRENT, 0)
}

/// The absolute name of an open file, whose own path leads there: this is how `realpath` looks.
fn open_file_of(call: &mut Call<'_, '_>, path: &str) -> Option<String> {
    let fd = path.strip_prefix(OPEN_FILES)?.parse().ok()?;
    call.files().opened.get(&fd)?.name.clone()
}

/// Of the path in this parameter, into the buffer in the next two.
fn readlink_of(call: &mut Call<'_, '_>, dir: i32, at: usize) -> Answer<u64> {
    let (path, addr, n_max) = (call.path(at)?, call.address(at + 1), call.address(at + 2));
    if n_max == 0 {
        return Err(Errno::INVAL);
    }
    let target = match (open_file_of(call, &path), call.place(dir, &path)) {
        (Some(name), _) => name.into_bytes(),
        (None, Ok(Place::Inside { fd, path, .. })) => call.wasi(|wasi| wasi.readlink(fd, &path))?,
        // It is a folder.
        (None, Ok(Place::Above(_))) => return Err(Errno::INVAL),
        (None, Err(errno)) => return Err(errno),
    };
    let n_bytes = n_max.min(target.len() as u64);
    call.put(addr, &target[..n_bytes as usize])?;
    Ok(n_bytes)
}

pub(super) fn current_folder(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (addr, n_max) = (call.address(0), call.address(1));
    let mut bytes = call.files().current.clone().into_bytes();
    bytes.push(0);
    match n_max {
        0 => Err(Errno::INVAL),
        n_max if n_max < bytes.len() as u64 => Err(Errno::RANGE),
        _ => call.put(addr, &bytes).map(|()| bytes.len() as u64),
    }
}

pub(super) fn change_folder(call: &mut Call<'_, '_>) -> Answer<u64> {
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

pub(super) fn change_to_open(call: &mut Call<'_, '_>) -> Answer<u64> {
    let fd = call.integer(0).cast_unsigned();
    if call.wasi(|wasi| wasi.fd_kind(fd))?.0 != layout::KIND_FOLDER {
        return Err(Errno::NOTDIR);
    }
    let name = call.files().opened.get(&fd).and_then(|opened| opened.name.clone());
    call.files().current = name.ok_or(Errno::NOSYS)?;
    Ok(0)
}

/// Calls about owners and permissions, of which WASI has none: they look whether the file is there.
pub(super) fn is_there_at(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (dir, path) = (call.integer(0), call.path(1)?);
    stat_of(call, dir, &path, Links::Follow).map(|_| 0)
}

pub(super) fn is_there(call: &mut Call<'_, '_>) -> Answer<u64> {
    let path = call.path(0)?;
    stat_of(call, paths::CURRENT, &path, Links::Follow).map(|_| 0)
}

pub(super) fn truncate(call: &mut Call<'_, '_>) -> Answer<u64> {
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
pub(super) fn set_times(call: &mut Call<'_, '_>) -> Answer<u64> {
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
                (_, nanoseconds) if !(0..NANOSECONDS).contains(&nanoseconds) => {
                    return Err(Errno::INVAL);
                }
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
