//! What copying between two memories means, and a property that holds a real copy path to it.
//!
//! The meaning is `memory.copy`'s: both ranges are checked first, in arithmetic that does not wrap;
//! a range out of bounds changes nothing; overlapping ranges of one memory are copied as if through
//! a buffer. This file knows no engine, so that any crate may include it: implement [`CopyPath`],
//! and let proptest run [`check`] on [`cases`].

use std::sync::LazyLock;

mod cases;

pub(crate) use cases::{Case, cases};
use cases::{Step, resolve};

/// Bytes in a page of memory.
pub(crate) const PAGE_BYTES: u64 = 0x1_0000;
/// No memory grows past this, so that comparing whole memories stays quick.
pub(crate) const MAX_PAGES: u64 = 4;

/// What main and side hold at first; made once, since a debug build takes its time over each byte.
static FILLS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    [0, 0xa7].map(|seed| {
        let byte = |at: u64| (at ^ (at >> 8) ^ ((at >> 16) * 0x55) ^ seed) as u8;
        (0..MAX_PAGES * PAGE_BYTES).map(byte).collect()
    })
});

/// One of the two memories.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Side {
    Main,
    Side,
}

/// Which memory is read and which is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Direction {
    MainToSide,
    SideToMain,
}

/// A copy was refused because a range is past the end of its memory.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct OutOfBounds;

/// A way to copy bytes between two memories. Anything but success and [`OutOfBounds`] panics.
pub(crate) trait CopyPath {
    /// Copies `size` bytes.
    fn copy(
        &mut self,
        direction: Direction,
        dest: u64,
        src: u64,
        size: u64,
    ) -> Result<(), OutOfBounds>;

    /// Copies 1, 2, 4 or 8 bytes by the function for that size, where the path has such.
    fn copy_fixed(
        &mut self,
        direction: Direction,
        dest: u64,
        src: u64,
        size: u64,
    ) -> Result<(), OutOfBounds> {
        self.copy(direction, dest, src, size)
    }

    /// Grows a memory by `n_pages`; false, and no change, if that is more than [`MAX_PAGES`].
    fn grow(&mut self, memory: Side, n_pages: u64) -> bool;

    /// The whole contents of a memory.
    fn bytes(&self, memory: Side) -> Vec<u8>;

    /// Stores `bytes` at address 0.
    fn write(&mut self, memory: Side, bytes: &[u8]);
}

/// The two memories at the start of a case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Whether main has 64-bit addresses.
    pub(crate) main_is_wide: bool,
    /// Whether side has 64-bit addresses.
    pub(crate) side_is_wide: bool,
    /// Whether both are one and the same memory, which is main's.
    pub(crate) aliased: bool,
    pub(crate) n_main_pages: u64,
    pub(crate) n_side_pages: u64,
}

impl Shape {
    fn is_wide(&self, memory: Side) -> bool {
        match memory {
            Side::Main => self.main_is_wide,
            Side::Side => self.side_is_wide,
        }
    }
}

impl Direction {
    /// The memory that is written, and the one that is read.
    pub(crate) fn dest_and_src(self) -> (Side, Side) {
        match self {
            Direction::MainToSide => (Side::Side, Side::Main),
            Direction::SideToMain => (Side::Main, Side::Side),
        }
    }
}

/// The meaning: two arrays of bytes, or one that is both memories.
#[derive(Debug)]
pub(crate) struct Model {
    main: Vec<u8>,
    /// `None` where main is both memories.
    side: Option<Vec<u8>>,
}

impl Model {
    /// Memories full of bytes that differ from their neighbours, near and a page away.
    pub(crate) fn new(shape: Shape) -> Model {
        let fill = |memory: Side, n_pages: u64| {
            FILLS[memory as usize][..(n_pages * PAGE_BYTES) as usize].to_vec()
        };
        let side = (!shape.aliased).then(|| fill(Side::Side, shape.n_side_pages));
        Model { main: fill(Side::Main, shape.n_main_pages), side }
    }

    fn memory(&mut self, memory: Side) -> &mut Vec<u8> {
        match (memory, &mut self.side) {
            (Side::Side, Some(side)) => side,
            _ => &mut self.main,
        }
    }

    fn len(&self, memory: Side) -> u64 {
        match (memory, &self.side) {
            (Side::Side, Some(side)) => side.len() as u64,
            _ => self.main.len() as u64,
        }
    }
}

impl CopyPath for Model {
    fn copy(
        &mut self,
        direction: Direction,
        dest: u64,
        src: u64,
        size: u64,
    ) -> Result<(), OutOfBounds> {
        let (dest_memory, src_memory) = direction.dest_and_src();
        let range = |at: u64, len: u64| {
            let end = at.checked_add(size).filter(|end| *end <= len).ok_or(OutOfBounds)?;
            Ok(at as usize..end as usize)
        };
        let src_range = range(src, self.len(src_memory))?;
        let dest_range = range(dest, self.len(dest_memory))?;
        let buffer = self.memory(src_memory)[src_range].to_vec();
        self.memory(dest_memory)[dest_range].copy_from_slice(&buffer);
        Ok(())
    }

    fn grow(&mut self, memory: Side, n_pages: u64) -> bool {
        let n_bytes = self.len(memory) + n_pages * PAGE_BYTES;
        if n_bytes > MAX_PAGES * PAGE_BYTES {
            return false;
        }
        self.memory(memory).resize(n_bytes as usize, 0);
        true
    }

    fn bytes(&self, memory: Side) -> Vec<u8> {
        match (memory, &self.side) {
            (Side::Side, Some(side)) => side.clone(),
            _ => self.main.clone(),
        }
    }

    fn write(&mut self, memory: Side, bytes: &[u8]) {
        self.memory(memory)[..bytes.len()].copy_from_slice(bytes);
    }
}

/// A copy with the numbers that the path was given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) direction: Direction,
    pub(crate) dest: u64,
    pub(crate) src: u64,
    pub(crate) size: u64,
}

/// The first copy or growth after which a path and the model disagree.
#[derive(Debug)]
pub(crate) struct Difference {
    /// `None` if it was a growth.
    pub(crate) call: Option<Call>,
    pub(crate) what: String,
}

/// How many copies of a case moved bytes, and how many were refused.
#[derive(Debug, Default)]
pub(crate) struct Outcomes {
    pub(crate) n_copied: usize,
    pub(crate) n_refused: usize,
}

/// Runs the case on `path`, whose memories are as the shape says, and on the model.
pub(crate) fn check(case: &Case, path: &mut dyn CopyPath) -> Result<Outcomes, Difference> {
    let mut outcomes = Outcomes::default();
    let mut model = Model::new(case.shape);
    path.write(Side::Main, &model.bytes(Side::Main));
    if !case.shape.aliased {
        path.write(Side::Side, &model.bytes(Side::Side));
    }
    for step in &case.steps {
        let call = resolve(step, case.shape, &model);
        let (found, expected) = match (step, call) {
            (Step::Grow { memory, n_pages }, _) => (
                format!("grown: {}", path.grow(*memory, *n_pages)),
                format!("grown: {}", model.grow(*memory, *n_pages)),
            ),
            (_, None) => unreachable!("every copy resolves to a call"),
            (_, Some(Call { direction, dest, src, size })) => {
                let found = match step {
                    Step::CopyFixed { .. } => path.copy_fixed(direction, dest, src, size),
                    _ => path.copy(direction, dest, src, size),
                };
                let expected = model.copy(direction, dest, src, size);
                outcomes.n_copied += usize::from(expected.is_ok() && size > 0);
                outcomes.n_refused += usize::from(expected.is_err());
                (format!("{found:?}"), format!("{expected:?}"))
            }
        };
        if found != expected {
            return Err(Difference { call, what: format!("found {found}, expected {expected}") });
        }
        for memory in [Side::Main, Side::Side] {
            if let Some(what) = first_difference(&path.bytes(memory), &model.bytes(memory)) {
                return Err(Difference {
                    call,
                    what: format!("after {found}, {memory:?}: {what}"),
                });
            }
        }
    }
    Ok(outcomes)
}

/// Says where two memories differ first, if they do.
fn first_difference(found: &[u8], expected: &[u8]) -> Option<String> {
    if found.len() != expected.len() {
        return Some(format!("{} bytes long, expected {}", found.len(), expected.len()));
    }
    if found == expected {
        return None;
    }
    let at = found.iter().zip(expected).position(|(found, expected)| found != expected)?;
    Some(format!("byte {at:#x} is {:#x}, expected {:#x}", found[at], expected[at]))
}
