//! How structures lie in a program's memory: versions of emscripten's C library differ.
//!
//! # Source
//! emscripten's `system/lib/libc/musl/arch/emscripten/bits/*.h`.

use super::wasi::Stat;
use crate::facts::ModuleFacts;
use crate::names;
use crate::sig::{ExternType, ValType, Width};

/// What a block of a file is for `st_blksize`.
const BLOCK_BYTES: u32 = 4096;
/// What `st_blocks` counts in.
const SECTOR_BYTES: u64 = 512;
/// Bytes of a directory entry, whose name has a fixed room.
pub(super) const ENTRY_BYTES: usize = 280;
/// Where the name of an entry begins.
const ENTRY_NAME: usize = 19;
/// Kinds of files as WASI numbers them.
pub(super) const KIND_CHARACTER: u8 = 2;
pub(super) const KIND_FOLDER: u8 = 3;
pub(super) const KIND_FILE: u8 = 4;

/// A generation of emscripten's C library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Libc {
    /// Before 3.1.16 or so: seconds have 32 bits.
    Time32,
    /// Before 3.1.42 or so: seconds have 64 bits.
    Padded,
    /// `struct stat` without padding.
    Packed,
    /// The same with 64-bit addresses.
    PackedWide,
}

impl Libc {
    /// Which one a module was built with. Most modules copy memory in JavaScript or read the clock,
    /// and the types of these changed in between; where nothing tells, it is a later one.
    pub(super) fn of(facts: &ModuleFacts, width: Width) -> Self {
        if width == Width::W64 {
            return Self::PackedWide;
        }
        let result_of = |name: &str| {
            let mut imports = facts.imports.iter().filter(|it| it.module == names::ENV);
            let import = imports.find(|it| it.name == name)?;
            import.ty.as_func().map(|ty| ty.results.first().cloned())
        };
        let is_imported = |name: &str| {
            let is_it = |it: &crate::facts::ImportFact| it.module == names::ENV && it.name == name;
            facts.imports.iter().any(|it| is_it(it) && matches!(it.ty, ExternType::Func(_)))
        };
        let narrow = Some(Some(ValType::I32));
        let old_clock = result_of(names::TIME) == narrow
            || is_imported(names::CLOCK_GETTIME)
            || is_imported(names::CLOCK_GETTIME_INNER)
            || result_of(names::MKTIME_JS) == narrow
            || result_of(names::EM_MEMCPY_BIG) == narrow;
        match (old_clock, is_imported(names::EM_MEMCPY_BIG)) {
            (true, _) => Self::Time32,
            (false, true) => Self::Padded,
            (false, false) => Self::Packed,
        }
    }

    /// Bytes of a `struct timespec`.
    pub(super) fn timespec_bytes(self) -> usize {
        if self == Self::Time32 { 8 } else { 16 }
    }

    /// Seconds and nanoseconds of a `struct timespec`.
    pub(super) fn timespec(self, bytes: &[u8]) -> (i64, i64) {
        let part = |from: usize, n_bytes: usize| {
            let mut part = [0; 8];
            let found = bytes.get(from..from + n_bytes).unwrap_or_default();
            part[..found.len()].copy_from_slice(found);
            part
        };
        let narrow = |from| i64::from(i32::from_le_bytes([0, 1, 2, 3].map(|at| part(from, 4)[at])));
        match self {
            Self::Time32 => (narrow(0), narrow(4)),
            _ => (i64::from_le_bytes(part(0, 8)), narrow(8)),
        }
    }

    /// Where the fields of `struct stat` are.
    const fn stat_layout(self) -> StatLayout {
        let padded = StatLayout {
            short_inode_at: Some(8),
            mode_at: 12,
            links_at: 16,
            size_at: 40,
            block_at: 48,
            times_at: 56,
            inode_at: 104,
            n_bytes: 112,
        };
        let packed = StatLayout {
            short_inode_at: None,
            mode_at: 4,
            links_at: 8,
            size_at: 24,
            block_at: 32,
            times_at: 40,
            inode_at: 88,
            n_bytes: 96,
        };
        match self {
            Self::Time32 => StatLayout { inode_at: 80, n_bytes: 88, ..padded },
            Self::Padded => padded,
            Self::Packed => packed,
            Self::PackedWide => StatLayout {
                size_at: 32,
                block_at: 40,
                times_at: 48,
                inode_at: 96,
                n_bytes: 104,
                ..packed
            },
        }
    }

    /// A `struct stat`.
    pub(super) fn stat(self, stat: &Stat) -> Vec<u8> {
        const NANOSECONDS: u64 = 1_000_000_000;
        let layout = self.stat_layout();
        let mut out = vec![0; layout.n_bytes];
        let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
        let short = |number: u64| (number as u32).to_le_bytes();
        put(0, &short(stat.device));
        if let Some(at) = layout.short_inode_at {
            put(at, &short(stat.inode));
        }
        put(layout.mode_at, &mode(stat.kind).to_le_bytes());
        put(layout.links_at, &short(stat.n_links));
        put(layout.size_at, &stat.size.to_le_bytes());
        put(layout.block_at, &BLOCK_BYTES.to_le_bytes());
        put(layout.block_at + 4, &short(stat.size.div_ceil(SECTOR_BYTES)));
        for (idx, time) in stat.times.into_iter().enumerate() {
            let at = layout.times_at + idx * self.timespec_bytes();
            match self {
                Self::Time32 => put(at, &short(time / NANOSECONDS)),
                _ => put(at, &(time / NANOSECONDS).to_le_bytes()),
            }
            put(at + self.timespec_bytes() / 2, &short(time % NANOSECONDS));
        }
        put(layout.inode_at, &stat.inode.to_le_bytes());
        out
    }
}

/// Where the fields of `struct stat` begin.
struct StatLayout {
    /// Older versions have the low half of the inode too.
    short_inode_at: Option<usize>,
    mode_at: usize,
    links_at: usize,
    size_at: usize,
    /// The size of a block; the number of sectors follows.
    block_at: usize,
    times_at: usize,
    inode_at: usize,
    n_bytes: usize,
}

/// The mode of a file of this kind. WASI has no permissions: all are there.
fn mode(kind: u8) -> u32 {
    match kind {
        1 => 0o060_666,
        KIND_CHARACTER => 0o020_666,
        KIND_FOLDER => 0o040_777,
        KIND_FILE => 0o100_666,
        5 | 6 => 0o140_777,
        7 => 0o120_777,
        // A pipe, most likely: WASI has no number for it.
        _ => 0o010_666,
    }
}

/// A directory entry as WASI gives it.
pub(super) struct Entry<'a> {
    /// Where to go on after it.
    pub(super) next: u64,
    inode: u64,
    kind: u8,
    name: &'a [u8],
}

/// The whole entries at the start of what WASI answers.
pub(super) fn entries(mut bytes: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    std::iter::from_fn(move || {
        let (head, rest) = bytes.split_first_chunk::<24>()?;
        let number = |at: usize| {
            let part = head.get(at..at + 8).and_then(<[u8]>::first_chunk);
            u64::from_le_bytes(part.copied().unwrap_or_default())
        };
        let name = rest.get(..number(16) as u32 as usize)?;
        bytes = &rest[name.len()..];
        Some(Entry { next: number(0), inode: number(8), kind: head[20], name })
    })
}

impl Entry<'_> {
    /// The entry as a program expects it.
    pub(super) fn laid_out(&self) -> Vec<u8> {
        let mut out = vec![0; ENTRY_BYTES];
        let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &self.inode.to_le_bytes());
        put(8, &self.next.to_le_bytes());
        put(16, &(ENTRY_BYTES as u16).to_le_bytes());
        // The kinds of `d_type`.
        let kind = match self.kind {
            1 => 6,
            KIND_CHARACTER => 2,
            KIND_FOLDER => 4,
            KIND_FILE => 8,
            5 | 6 => 12,
            7 => 10,
            _ => 0,
        };
        put(18, &[kind]);
        // The byte after the longest name stays 0.
        let room = ENTRY_BYTES - ENTRY_NAME - 1;
        put(ENTRY_NAME, &self.name[..self.name.len().min(room)]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_finds_its_fields() {
        let stat = Stat { size: 7, inode: 9, n_links: 2, kind: KIND_FOLDER, ..Stat::default() };
        // Version, size of all, where the mode, the size and the inode are.
        let cases = [
            (Libc::Time32, 88, 12, 40, 80),
            (Libc::Padded, 112, 12, 40, 104),
            (Libc::Packed, 96, 4, 24, 88),
            (Libc::PackedWide, 104, 4, 32, 96),
        ];
        for (libc, n_bytes, mode_at, size_at, inode_at) in cases {
            let bytes = libc.stat(&stat);
            assert_eq!(bytes.len(), n_bytes, "{libc:?}");
            assert_eq!(bytes[mode_at..mode_at + 2], 0o040_777_u16.to_le_bytes(), "{libc:?}");
            assert_eq!((bytes[size_at], bytes[inode_at]), (7, 9), "{libc:?}");
        }
    }

    #[test]
    fn half_an_entry_is_none() {
        let mut bytes = vec![0; 24];
        bytes[16] = 3;
        bytes.extend(b"abc");
        assert_eq!(entries(&bytes).count(), 1);
        assert_eq!(entries(&bytes[..26]).count(), 0);
        let twice = [bytes.clone(), bytes].concat();
        let names: Vec<_> = entries(&twice).map(|entry| entry.name.to_vec()).collect();
        assert_eq!(names, [b"abc", b"abc"]);
    }
}
