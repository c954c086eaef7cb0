//! System calls on files that are open.

use super::layout::{self, ENTRY_BYTES};
use super::wasi::{Answer, Errno, How, Links, Wasi};
use super::{
    ACCESS_MODE, CREATE, EXCLUSIVE, FD_FLAGS, OPEN_FLAGS, Opened, READ_WRITE, RIGHT_TO_READ,
    RIGHT_TO_WRITE, TRUNCATE, WRITE_ONLY, long, translated,
};
use crate::engine::emscripten::Call;

/// Commands of `fcntl`.
const DUPLICATE: i32 = 0;
const GET_FD: i32 = 1;
const SET_FD: i32 = 2;
const GET_FLAGS: i32 = 3;
const SET_FLAGS: i32 = 4;
const GET_LOCK: i32 = 5;
const SET_LOCK: i32 = 6;
const WAIT_LOCK: i32 = 7;
const DUPLICATE_CLOSED_ON_EXEC: i32 = 1030;
/// What is written where a lock is asked for: there is none.
const UNLOCKED: [u8; 2] = [2, 0];
/// Requests of `ioctl` that a terminal answers.
const TERMINAL: std::ops::RangeInclusive<i32> = 0x5401..=0x5414;
const WINDOW_SIZE: i32 = 0x5413;
/// Rows and columns of a terminal of which more is not known, and no pixels.
const WINDOW: [u8; 8] = [24, 0, 80, 0, 0, 0, 0, 0];
/// The standard streams are open for reading (0) and writing (1, 2).
const N_STREAMS: u32 = 3;
/// `struct pollfd`: an i32, then two i16.
const POLL_BYTES: usize = 8;
/// Events of `poll`: something to read, room to write; and not an open file.
const POLL_READY: u16 = 0x1 | 0x4;
const POLL_INVALID: u16 = 0x20;
/// The numbers of open files end here, as emscripten's own do.
const MAX_FILES: u32 = 4096;
/// How many open files one call may ask about.
const MAX_ASKED: u64 = MAX_FILES as u64;

/// The address of the arguments that stand behind `...`, which newer and older versions pass alike.
fn argument(call: &mut Call<'_, '_>) -> Answer<i32> {
    let addr = call.address(2);
    let bytes = call.bytes(addr, 4)?;
    Ok(bytes.first_chunk().map_or(0, |bytes| i32::from_le_bytes(*bytes)))
}

fn fd(call: &Call<'_, '_>) -> u32 {
    call.integer(0).cast_unsigned()
}

/// `getdents64(folder, buffer, bytes)`.
pub(super) fn entries(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (fd, addr, n_bytes) = (fd(call), call.address(1), call.address(2));
    let n_max = usize::try_from(n_bytes).map_err(|_| Errno::INVAL)? / ENTRY_BYTES;
    if n_max == 0 {
        return Err(Errno::INVAL);
    }
    let mut cookie = call.files().opened.get(&fd).map_or(0, |opened| opened.cookie);
    let mut out = Vec::new();
    while out.len() < n_max * ENTRY_BYTES {
        let n_before = out.len();
        call.wasi(|wasi| {
            for entry in layout::entries(wasi.entries(fd, cookie)?) {
                if out.len() < n_max * ENTRY_BYTES {
                    out.extend(entry.laid_out());
                    cookie = entry.next;
                }
            }
            Ok(())
        })?;
        if out.len() == n_before {
            break;
        }
    }
    call.put(addr, &out)?;
    // `rewinddir` seeks, which WASI refuses for a folder: who reads on after the end begins anew.
    let cookie = if out.is_empty() { 0 } else { cookie };
    call.files().opened.entry(fd).or_default().cookie = cookie;
    Ok(out.len() as u64)
}

/// `fcntl(file, command, …)`.
pub(super) fn control(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (fd, command) = (fd(call), call.integer(1));
    let (_, flags) = call.wasi(|wasi| wasi.fd_kind(fd))?;
    match command {
        DUPLICATE | DUPLICATE_CLOSED_ON_EXEC => {
            let at_least = u32::try_from(argument(call)?).map_err(|_| Errno::INVAL)?;
            duplicate_from(call, Some(at_least).filter(is_number).ok_or(Errno::INVAL)?)
        }
        // There is no other program that could inherit it, or lock it.
        GET_FD | SET_FD | SET_LOCK | WAIT_LOCK => Ok(0),
        GET_FLAGS => {
            let known = call.files().opened.get(&fd).map(|opened| opened.flags & ACCESS_MODE);
            let mode = known.unwrap_or(match fd {
                0 => 0,
                _ if fd < N_STREAMS => WRITE_ONLY,
                _ => READ_WRITE,
            });
            let set = FD_FLAGS.into_iter().filter(|(_, bit)| i32::from(flags) & bit != 0);
            Ok(u64::from(set.fold(mode, |all, (flag, _)| all | flag).cast_unsigned()))
        }
        SET_FLAGS => {
            // Of these, appending and not waiting can be changed.
            const CHANGEABLE: i32 = 1 | 4;
            let wanted = translated(argument(call)?, FD_FLAGS) & CHANGEABLE;
            call.wasi(|wasi| wasi.set_flags(fd, wanted as u16)).map(|()| 0)
        }
        GET_LOCK => {
            let addr = u64::from(argument(call)?.cast_unsigned());
            call.put(addr, &UNLOCKED).map(|()| 0)
        }
        _ => Err(Errno::INVAL),
    }
}

/// `ioctl(file, request, …)`: the size of a terminal; anything else has none.
pub(super) fn device(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (fd, request) = (fd(call), call.integer(1));
    let (kind, _) = call.wasi(|wasi| wasi.fd_kind(fd))?;
    if !TERMINAL.contains(&request) {
        return Err(Errno::INVAL);
    }
    if kind != layout::KIND_CHARACTER {
        return Err(Errno::NOTTY);
    }
    if request == WINDOW_SIZE {
        let addr = u64::from(argument(call)?.cast_unsigned());
        call.put(addr, &WINDOW)?;
    }
    Ok(0)
}

/// Whether an open file can have this number.
fn is_number(fd: &u32) -> bool {
    *fd < MAX_FILES
}

/// `dup(file)`.
pub(super) fn duplicate(call: &mut Call<'_, '_>) -> Answer<u64> {
    duplicate_from(call, 0)
}

/// WASI cannot give an open file a second number: it is opened again, and read from the same place.
/// It gets the lowest number that is free and not below the one asked for.
fn duplicate_from(call: &mut Call<'_, '_>, at_least: u32) -> Answer<u64> {
    let fd = fd(call);
    call.wasi(|wasi| wasi.fd_kind(fd))?;
    let known = call.files().opened.get(&fd).cloned().unwrap_or_default();
    let name = known.name.clone().ok_or(Errno::NOTSUP)?;
    let (dir, path, _) = call.inside(super::paths::CURRENT, &name)?;
    let flags = known.flags & !(CREATE | EXCLUSIVE | TRUNCATE);
    let rights = match flags & ACCESS_MODE {
        WRITE_ONLY => RIGHT_TO_WRITE,
        READ_WRITE => RIGHT_TO_READ | RIGHT_TO_WRITE,
        _ => RIGHT_TO_READ,
    };
    let how = How {
        links: Links::Follow,
        open_flags: translated(flags, OPEN_FLAGS),
        rights,
        fd_flags: translated(flags, FD_FLAGS),
    };
    let copy = call.wasi(|wasi| {
        let is_free = |fd: &u32| wasi.fd_kind(*fd).is_err();
        let wanted = (at_least..MAX_FILES).find(is_free).ok_or(Errno::MFILE)?;
        let copy = open_as(wasi, wanted, |wasi| wasi.open(dir, &path, how))?;
        // A folder has no place.
        if let Ok(position) = wasi.position(fd) {
            wasi.set_position(copy, position)?;
        }
        Ok(copy)
    })?;
    Ok(call.opened(copy, Opened { flags, ..known }))
}

/// Opens a file under a number that is free. WASI gives out what numbers it likes: files are opened
/// until one has this number, and the others closed again.
fn open_as(
    wasi: &mut Wasi<'_>,
    wanted: u32,
    open: impl Fn(&mut Wasi<'_>) -> Answer<u32>,
) -> Answer<u32> {
    let mut others = Vec::new();
    let found = loop {
        match open(wasi) {
            Ok(fd) if fd == wanted => break Ok(fd),
            Ok(fd) => others.push(fd),
            Err(errno) => break Err(errno),
        }
        if others.len() >= MAX_FILES as usize {
            break Err(Errno::MFILE);
        }
    };
    for other in others {
        wasi.close(other)?;
    }
    found
}

/// `dup3(file, number, flags)`.
pub(super) fn duplicate_as(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (fd, wanted) = (fd(call), call.integer(1).cast_unsigned());
    if fd == wanted {
        return Err(Errno::INVAL);
    }
    if !is_number(&wanted) {
        return Err(Errno::BADF);
    }
    // WASI lets only the number of an open file be taken over; another is reached by counting.
    let is_open = call.wasi(|wasi| wasi.fd_kind(wanted)).is_ok();
    let copy = duplicate_from(call, if is_open { 0 } else { wanted })? as u32;
    if copy != wanted {
        let moved = call.wasi(|wasi| wasi.renumber(copy, wanted));
        let opened = call.files().opened.remove(&copy);
        if let Err(errno) = moved {
            call.wasi(|wasi| wasi.close(copy))?;
            return Err(errno);
        }
        call.files().opened.insert(wanted, opened.unwrap_or_default());
    }
    Ok(wanted.into())
}

pub(super) fn fstat(call: &mut Call<'_, '_>) -> Answer<u64> {
    let fd = fd(call);
    let stat = call.wasi(|wasi| wasi.fd_stat(fd))?;
    let addr = call.address(1);
    call.put_stat(addr, &stat)
}

pub(super) fn truncate(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (fd, size) = (fd(call), u64::try_from(long(call, 1).0).map_err(|_| Errno::INVAL)?);
    call.wasi(|wasi| wasi.set_size(fd, size)).map(|()| 0)
}

/// `fallocate(file, mode, from, bytes)`: the file is at least as long afterwards.
pub(super) fn allocate(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (fd, mode) = (fd(call), call.integer(1));
    let (from, next) = long(call, 2);
    let (n_bytes, _) = long(call, next);
    let end = from.checked_add(n_bytes).filter(|_| from >= 0 && n_bytes > 0);
    let end = end.ok_or(Errno::INVAL)?.cast_unsigned();
    if mode != 0 {
        return Err(Errno::NOTSUP);
    }
    call.wasi(|wasi| {
        let size = wasi.fd_stat(fd)?.size;
        if size < end { wasi.set_size(fd, end).map(|()| 0) } else { Ok(0) }
    })
}

/// Advice, owners and permissions: only the file has to be open.
pub(super) fn is_open(call: &mut Call<'_, '_>) -> Answer<u64> {
    let fd = fd(call);
    call.wasi(|wasi| wasi.fd_kind(fd)).map(|_| 0)
}

pub(super) fn sync(call: &mut Call<'_, '_>) -> Answer<u64> {
    let fd = fd(call);
    call.wasi(|wasi| wasi.sync(fd)).map(|()| 0)
}

/// `poll(list, n, timeout)`: every open file is ready; reading from it may still wait.
pub(super) fn poll(call: &mut Call<'_, '_>) -> Answer<u64> {
    let (addr, n_asked) = (call.address(0), call.address(1));
    if n_asked > MAX_ASKED {
        return Err(Errno::INVAL);
    }
    let mut list = call.bytes(addr, n_asked * POLL_BYTES as u64)?;
    let mut n_ready = 0;
    for asked in list.chunks_exact_mut(POLL_BYTES) {
        let fd = u32::from_le_bytes([asked[0], asked[1], asked[2], asked[3]]);
        let wanted = u16::from_le_bytes([asked[4], asked[5]]);
        let found = match call.wasi(|wasi| wasi.fd_kind(fd)) {
            // A negative number is to be passed over.
            _ if fd.cast_signed() < 0 => 0,
            Ok(_) => wanted & POLL_READY,
            Err(_) => POLL_INVALID,
        };
        n_ready += u64::from(found != 0);
        asked[6..].copy_from_slice(&found.to_le_bytes());
    }
    call.put(addr, &list)?;
    Ok(n_ready)
}

/// `select(n, to read, to write, exceptions, timeout)`: as [`poll`].
pub(super) fn select(call: &mut Call<'_, '_>) -> Answer<u64> {
    let n_fds = call.address(0);
    if n_fds > MAX_ASKED {
        return Err(Errno::INVAL);
    }
    let mut n_ready = 0;
    for set_idx in 1..=3 {
        let addr = call.address(set_idx);
        if addr == 0 {
            continue;
        }
        let mut set = call.bytes(addr, n_fds.div_ceil(8))?;
        if set_idx == 3 {
            set.fill(0);
        }
        for fd in 0..n_fds {
            if set[(fd / 8) as usize] & (1 << (fd % 8)) != 0 {
                call.wasi(|wasi| wasi.fd_kind(fd as u32))?;
                n_ready += 1;
            }
        }
        call.put(addr, &set)?;
    }
    Ok(n_ready)
}
