//! What copying between two memories means, and a property that holds a real copy path to it.
//!
//! The meaning is `memory.copy`'s: both ranges are checked first, in arithmetic that does not wrap;
//! a range out of bounds changes nothing; overlapping ranges of one memory are copied as if through
//! a buffer. This file knows no engine, so that any crate may include it: implement [`CopyPath`],
//! and let proptest run [`check`] on [`cases`].

use proptest::prelude::*;

/// Bytes in a page of memory.
pub(crate) const PAGE_BYTES: u64 = 0x1_0000;
/// No memory grows past this, so that comparing whole memories stays quick.
pub(crate) const MAX_PAGES: u64 = 4;

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
        let fill = |n_pages: u64, seed: u64| {
            let byte = |at: u64| (at ^ (at >> 8) ^ (at >> 16) * 0x55 ^ seed) as u8;
            (0..n_pages * PAGE_BYTES).map(byte).collect()
        };
        let side = (!shape.aliased).then(|| fill(shape.n_side_pages, 0xa7));
        Model { main: fill(shape.n_main_pages, 0), side }
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

/// Where an address lies, before the sizes of the memories are known.
#[derive(Clone, Copy, Debug)]
enum Anchor {
    /// The first byte.
    Start,
    /// The end of a page.
    PageEnd(u64),
    /// The end of the memory, as large as it is by then.
    MemoryEnd,
    /// This many 2^32ths of the memory.
    Share(u32),
    /// The other address of the same call, so that the ranges overlap if it is one memory.
    OtherAddress,
    /// 2^31, 2^32 or 2^64: where a signed or a wrapping address goes wrong.
    PowerOfTwo(u32),
}

/// How many bytes to copy, before the addresses are known.
#[derive(Clone, Copy, Debug)]
enum Size {
    Bytes(u64),
    /// Up to the end of the destination's memory.
    ToDestEnd,
    /// Up to the end of the source's memory.
    ToSrcEnd,
    /// So many that the destination's address plus the size is 2^32, or 2^64.
    WrapDest(u32),
    /// So many that the source's address plus the size is 2^32, or 2^64.
    WrapSrc(u32),
    PowerOfTwo(u32),
}

/// One step of a case. A `delta` is added to what the enum before it stands for.
#[derive(Clone, Copy, Debug)]
enum Step {
    Copy { direction: Direction, dest: (Anchor, i64), src: (Anchor, i64), size: (Size, i64) },
    CopyFixed { direction: Direction, dest: (Anchor, i64), src: (Anchor, i64), size: u64 },
    Grow { memory: Side, n_pages: u64 },
}

/// Two memories and what is done to them.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) shape: Shape,
    steps: Vec<Step>,
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

/// The numbers of a copy; `None` for a growth.
fn resolve(step: &Step, shape: Shape, model: &Model) -> Option<Call> {
    let (direction, dest, src, size) = match *step {
        Step::Copy { direction, dest, src, size } => (direction, dest, src, size),
        Step::CopyFixed { direction, dest, src, size } => {
            (direction, dest, src, (Size::Bytes(size), 0))
        }
        Step::Grow { .. } => return None,
    };
    let (dest_memory, src_memory) = direction.dest_and_src();
    let (dest_len, src_len) = (model.len(dest_memory), model.len(src_memory));
    let address = |(anchor, delta): (Anchor, i64), len: u64, other: u64, is_wide: bool| {
        let base = match anchor {
            Anchor::Start => 0,
            Anchor::PageEnd(page) => page * PAGE_BYTES,
            Anchor::MemoryEnd => len,
            Anchor::Share(share) => len * u64::from(share) >> 32,
            Anchor::OtherAddress => other,
            Anchor::PowerOfTwo(exponent) => power_of_two(exponent),
        };
        truncate(base.wrapping_add_signed(delta), is_wide)
    };
    let dest = address(dest, dest_len, 0, shape.is_wide(dest_memory));
    let src = address(src, src_len, dest, shape.is_wide(src_memory));
    let bytes = match size.0 {
        Size::Bytes(bytes) => bytes,
        Size::ToDestEnd => dest_len.wrapping_sub(dest),
        Size::ToSrcEnd => src_len.wrapping_sub(src),
        Size::WrapDest(exponent) => power_of_two(exponent).wrapping_sub(dest),
        Size::WrapSrc(exponent) => power_of_two(exponent).wrapping_sub(src),
        Size::PowerOfTwo(exponent) => power_of_two(exponent),
    };
    let size_is_wide = shape.main_is_wide && shape.side_is_wide;
    let size = truncate(bytes.wrapping_add_signed(size.1), size_is_wide);
    Some(Call { direction, dest, src, size })
}

/// 2 to this power, in 64 bits, where 2^64 is 0.
fn power_of_two(exponent: u32) -> u64 {
    1_u64.checked_shl(exponent).unwrap_or(0)
}

/// The low 32 bits of a number, or all 64 of a wide one.
fn truncate(number: u64, is_wide: bool) -> u64 {
    if is_wide { number } else { number & u64::from(u32::MAX) }
}

/// Cases for memories of these widths.
pub(crate) fn cases(
    main_is_wide: bool,
    side_is_wide: bool,
    aliased: bool,
) -> impl Strategy<Value = Case> {
    let n_pages = prop_oneof![1 => Just(0), 9 => 1..=3_u64];
    let shape = (n_pages.clone(), n_pages).prop_map(move |(n_main_pages, n_side_pages)| Shape {
        main_is_wide,
        side_is_wide,
        aliased,
        n_main_pages,
        n_side_pages,
    });
    let steps = prop::collection::vec(steps(), 1..8);
    (shape, steps).prop_map(|(shape, steps)| Case { shape, steps })
}

fn steps() -> impl Strategy<Value = Step> {
    let direction = prop_oneof![Just(Direction::MainToSide), Just(Direction::SideToMain)];
    let memory = prop_oneof![Just(Side::Main), Just(Side::Side)];
    let dest = (anchors(), deltas());
    let src = (prop_oneof![3 => anchors(), 1 => Just(Anchor::OtherAddress)], deltas());
    let fixed_size = prop::sample::select(vec![1_u64, 2, 4, 8]);
    let copy = (direction.clone(), dest.clone(), src.clone(), sizes())
        .prop_map(|(direction, dest, src, size)| Step::Copy { direction, dest, src, size });
    let copy_fixed = (direction, dest, src, fixed_size)
        .prop_map(|(direction, dest, src, size)| Step::CopyFixed { direction, dest, src, size });
    let grow = (memory, 0..=2_u64).prop_map(|(memory, n_pages)| Step::Grow { memory, n_pages });
    prop_oneof![8 => copy, 2 => copy_fixed, 1 => grow]
}

fn anchors() -> impl Strategy<Value = Anchor> + Clone {
    prop_oneof![
        3 => Just(Anchor::Start),
        3 => (1..=3_u64).prop_map(Anchor::PageEnd),
        3 => Just(Anchor::MemoryEnd),
        9 => any::<u32>().prop_map(Anchor::Share),
        1 => powers_of_two().prop_map(Anchor::PowerOfTwo),
    ]
}

fn sizes() -> impl Strategy<Value = (Size, i64)> {
    // The ends of every size class that a copy might treat by itself, and a few whole pages.
    let ends = vec![0_u64, 1, 4, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 129, 4096, PAGE_BYTES];
    let bytes = prop_oneof![prop::sample::select(ends), 0..300_u64];
    prop_oneof![
        12 => bytes.prop_map(|bytes| (Size::Bytes(bytes), 0)),
        3 => deltas().prop_map(|delta| (Size::ToDestEnd, delta)),
        3 => deltas().prop_map(|delta| (Size::ToSrcEnd, delta)),
        1 => (powers_of_two(), deltas()).prop_map(|(n, delta)| (Size::WrapDest(n), delta)),
        1 => (powers_of_two(), deltas()).prop_map(|(n, delta)| (Size::WrapSrc(n), delta)),
        1 => (powers_of_two(), deltas()).prop_map(|(n, delta)| (Size::PowerOfTwo(n), delta)),
    ]
}

fn powers_of_two() -> impl Strategy<Value = u32> + Clone {
    prop::sample::select(vec![31, 32, 63, 64])
}

fn deltas() -> impl Strategy<Value = i64> + Clone {
    prop_oneof![4 => Just(0), 4 => -16..=16_i64, 1 => -140..=140_i64]
}
