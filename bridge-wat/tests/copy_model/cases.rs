//! The cases that copies are tried on: random, but drawn to the places where copies go wrong.

use proptest::prelude::*;

use super::{Call, Direction, Model, PAGE_BYTES, Shape, Side};

/// Where an address lies, before the sizes of the memories are known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    /// The first byte.
    Start,
    /// The end of a page.
    PageEnd(u64),
    /// The end of the memory, as large as it is by then.
    MemoryEnd,
    /// As many bytes below the end of the memory as are copied.
    SizeBelowEnd,
    /// This many 2^32ths of that: the range runs across the end.
    AcrossEnd(u32),
    /// This many 2^32ths of the memory.
    Share(u32),
    /// The other address of the same call, so that the ranges overlap if it is one memory.
    OtherAddress,
    /// 2^31, 2^32 or 2^64: where a signed or a wrapping address goes wrong.
    PowerOfTwo(u32),
}

/// How many bytes to copy, before the addresses are known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Size {
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
pub(super) enum Step {
    Copy { direction: Direction, dest: (Anchor, i64), src: (Anchor, i64), size: (Size, i64) },
    CopyFixed { direction: Direction, dest: (Anchor, i64), src: (Anchor, i64), size: u64 },
    Grow { memory: Side, n_pages: u64 },
}

/// Two memories and what is done to them.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) shape: Shape,
    pub(super) steps: Vec<Step>,
}

/// The numbers of a copy; `None` for a growth.
pub(super) fn resolve(step: &Step, shape: Shape, model: &Model) -> Option<Call> {
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
            Anchor::SizeBelowEnd => len.wrapping_sub(fixed_bytes(size.0)),
            Anchor::AcrossEnd(share) => {
                len.wrapping_sub((fixed_bytes(size.0) * u64::from(share)) >> 32)
            }
            Anchor::Share(share) => (len * u64::from(share)) >> 32,
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

/// The bytes of a size that does not depend on an address.
fn fixed_bytes(size: Size) -> u64 {
    match size {
        Size::Bytes(bytes) => bytes,
        _ => 0,
    }
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
        2 => Just(Anchor::MemoryEnd),
        2 => Just(Anchor::SizeBelowEnd),
        2 => any::<u32>().prop_map(Anchor::AcrossEnd),
        9 => any::<u32>().prop_map(Anchor::Share),
        2 => powers_of_two().prop_map(Anchor::PowerOfTwo),
    ]
}

fn sizes() -> impl Strategy<Value = (Size, i64)> {
    // The ends of every size class that a copy treats by itself, and a few whole pages.
    let ends = vec![
        0_u64, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 192,
        193, 255, 256, 257, 4096, PAGE_BYTES,
    ];
    let bytes = prop_oneof![3 => prop::sample::select(ends), 1 => 1..=16_u64, 1 => 0..300_u64];
    prop_oneof![
        16 => bytes.prop_map(|bytes| (Size::Bytes(bytes), 0)),
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
    prop_oneof![6 => Just(0), 1 => -3..=3_i64, 3 => -16..=16_i64, 1 => -140..=140_i64]
}
