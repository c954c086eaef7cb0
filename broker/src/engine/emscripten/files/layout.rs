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

    /// A `struct stat`.
    pub(super) fn stat(self, stat: &Stat) -> Vec<u8> {
        let mut out = Struct::default();
        let (device, links) = (stat.device as u32, stat.n_links as u32);
        let mode = mode(stat.kind);
        let blocks = stat.size.div_ceil(SECTOR_BYTES) as u32;
        // Each with the offset at which its field begins.
        let (words, wide): (Vec<(usize, u32)>, Vec<(usize, u64)>) = match self {
            Self::Time32 | Self::Padded => {
                let inode_at = if self == Self::Time32 { 80 } else { 104 };
                let truncated = stat.inode as u32;
                let words = vec![(8, truncated), (12, mode), (16, links)];
                (
                    [words, vec![(48, BLOCK_BYTES), (52, blocks)]].concat(),
                    vec![(40, stat.size), (inode_at, stat.inode)],
                )
            }
            Self::Packed => (
                vec![(4, mode), (8, links), (32, BLOCK_BYTES), (36, blocks)],
                vec![(24, stat.size), (88, stat.inode)],
            ),
            Self::PackedWide => (
                vec![(4, mode), (8, links), (40, BLOCK_BYTES), (44, blocks)],
                vec![(32, stat.size), (96, stat.inode)],
            ),
        };
        out.put(0, &device.to_le_bytes());
        words.into_iter().for_each(|(at, word)| out.put(at, &word.to_le_bytes()));
        wide.into_iter().for_each(|(at, word)| out.put(at, &word.to_le_bytes()));
        let first_time = match self {
            Self::Time32 | Self::Padded => 56,
            Self::Packed => 40,
            Self::PackedWide => 48,
        };
        for (idx, time) in stat.times.into_iter().enumerate() {
            const NANOSECONDS: u64 = 1_000_000_000;
            let at = first_time + idx * self.timespec_bytes();
            let (seconds, part) = (time / NANOSECONDS, (time % NANOSECONDS) as u32);
            match self {
                Self::Time32 => out.put(at, &(seconds as u32).to_le_bytes()),
                _ => out.put(at, &seconds.to_le_bytes()),
            }
            out.put(at + self.timespec_bytes() / 2, &part.to_le_bytes());
        }
        out.padded(match self {
            Self::Time32 => 88,
            Self::Padded => 112,
            Self::Packed => 96,
            Self::PackedWide => 104,
        })
    }
}

/// A structure in the making.
#[derive(Default)]
struct Struct(Vec<u8>);

impl Struct {
    fn put(&mut self, at: usize, bytes: &[u8]) {
        let end = at + bytes.len();
        self.0.resize(self.0.len().max(end), 0);
        self.0[at..end].copy_from_slice(bytes);
    }

    fn padded(mut self, n_bytes: usize) -> Vec<u8> {
        self.0.resize(n_bytes, 0);
        self.0
    }
}

/// The mode of a file of this kind. WASI has no permissions: all are there.
fn mode(kind: u8) -> u32 {
    match kind {
        1 => 0o060_666,
        KIND_CHARACTER => 0o020_666,
        KIND_FOLDER => 0o040_777,
        4 => 0o100_666,
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
        let mut out = Struct::default();
        out.put(0, &self.inode.to_le_bytes());
        out.put(8, &self.next.to_le_bytes());
        out.put(16, &(ENTRY_BYTES as u16).to_le_bytes());
        // The kinds of `d_type`.
        let kind = match self.kind {
            1 => 6,
            KIND_CHARACTER => 2,
            KIND_FOLDER => 4,
            4 => 8,
            5 | 6 => 12,
            7 => 10,
            _ => 0,
        };
        out.put(18, &[kind]);
        let room = ENTRY_BYTES - ENTRY_NAME - 1;
        out.put(ENTRY_NAME, &self.name[..self.name.len().min(room)]);
        out.padded(ENTRY_BYTES)
    }
}
