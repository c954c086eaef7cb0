//! A copy of more than 2^31 bytes copies all of them, by both paths.
//!
//! One test runs both paths in turn, so that no more than two memories exist at a time: 4 GiB are
//! reserved, and the pages that the copy writes, some 2 GiB, are in use until the path is dropped.

use bridge_wat::Width;

use crate::{
    copy_model::{CopyPath, Direction, PAGE_BYTES, Shape},
    copy_wasm::{Kit, Path, WasmPath},
};

/// 16 bytes more than a signed 32-bit size can say.
const SIZE: u64 = (1 << 31) + 16;
/// Room for the size and for unaligned addresses.
const N_PAGES: u64 = SIZE / PAGE_BYTES + 2;
/// Unaligned, and not alike in the two memories.
const DEST: u64 = 5;
const SRC: u64 = 3;

/// What is written before the copy, by distance from the start of the range, and looked for after.
fn samples() -> Vec<(u64, [u8; 8])> {
    let mut places: Vec<u64> = (0..64).map(|n| n * (SIZE / 64)).collect();
    places.extend([SIZE / 2 - 20, (1 << 31) - 8, 1 << 31, SIZE - 8]);
    let value = |at: u64| (at + 1).wrapping_mul(0x0103_0507_0b0d_1113);
    places.into_iter().map(|at| (at, value(at).to_le_bytes())).collect()
}

/// The 8 bytes at an address of side's memory.
fn side_bytes(path: &WasmPath, address: u64) -> [u8; 8] {
    let mut bytes = [0; 8];
    path.memories[1].read(&path.store, address as usize, &mut bytes).expect("it is in bounds");
    bytes
}

fn copy_more_than_half_the_range(which: Path) {
    let shape = Shape {
        main_is_wide: false,
        side_is_wide: false,
        aliased: false,
        n_main_pages: N_PAGES,
        n_side_pages: N_PAGES,
    };
    let kit = Kit::new(which, Width::W32, Width::W32);
    let mut path = kit.path_with_max(shape, N_PAGES);
    for (at, bytes) in samples() {
        let address = (SRC + at) as usize;
        path.memories[0].write(&mut path.store, address, &bytes).expect("it is in bounds");
    }
    // Neighbours of the range, which must stay.
    path.memories[1].write(&mut path.store, 0, &[0xee; DEST as usize]).expect("in bounds");
    let after = (DEST + SIZE) as usize;
    path.memories[1].write(&mut path.store, after, &[0xee; 8]).expect("it is in bounds");

    assert_eq!(path.copy(Direction::MainToSide, DEST, SRC, SIZE), Ok(()), "{which:?}");

    for (at, bytes) in samples() {
        assert_eq!(side_bytes(&path, DEST + at), bytes, "{which:?} at {at:#x}");
    }
    assert_eq!(side_bytes(&path, 0)[..DEST as usize], [0xee; DEST as usize], "{which:?}");
    assert_eq!(side_bytes(&path, DEST + SIZE), [0xee; 8], "{which:?}");
}

#[test]
fn more_than_2_gib_are_copied() {
    copy_more_than_half_the_range(Path::Bridge);
    copy_more_than_half_the_range(Path::Fallback);
}
