//! Copies of more than 2^31 bytes, and at the very end of 4 GiB, are exact by every path.
//!
//! One test runs all paths in turn, so that no more than two memories exist at a time: 4 GiB are
//! reserved, and the pages that the copy writes, some 2 GiB, are in use until the path is dropped.
//! The copies at the end of 4 GiB touch the first and last pages only.

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

/// The last 256 addresses of a memory of 4 GiB, and the first 256, where an address that goes round
/// would end up.
const EDGES: [usize; 2] = [(FOUR_GIB - EDGE_BYTES) as usize, 0];
const EDGE_BYTES: u64 = 256;
const FOUR_GIB: u64 = 1 << 32;

/// The bytes at both edges of main, then of side.
fn edges(path: &WasmPath) -> Vec<u8> {
    let mut bytes = Vec::new();
    for memory in path.memories {
        for address in EDGES {
            let mut edge = [0; EDGE_BYTES as usize];
            memory.read(&path.store, address, &mut edge).expect("it is in bounds");
            bytes.extend(edge);
        }
    }
    bytes
}

/// A range that ends 1 byte before 2^32, at it, or up to 2 bytes after it, is copied whole or not
/// at all. In [`edges`], what lies at address `a` of main's end is at `a - EDGES[0]`, and side's
/// 512 bytes after.
fn copy_at_the_end_of_4_gib(which: Path, aliased: bool) {
    let n_pages = FOUR_GIB / PAGE_BYTES;
    let shape = Shape {
        main_is_wide: false,
        side_is_wide: false,
        aliased,
        n_main_pages: n_pages,
        n_side_pages: n_pages,
    };
    let mut path = Kit::new(which, Width::W32, Width::W32).path_with_max(shape, n_pages);
    let side_at = if aliased { 0 } else { 2 * EDGE_BYTES as usize };
    for size in [1, 2, 3, 4, 5, 8, 9, 16, 17, 32, 33, 64, 65, 127, 128, 129, 200] {
        for (dest_end, src_end) in
            [(0, 0), (0, 1), (1, 0), (0, 8), (8, 0), (0, -1), (-1, 0), (-2, 3), (3, -2), (0, -64)]
        {
            for memory in path.memories {
                for address in EDGES {
                    let fill: Vec<u8> = (0..EDGE_BYTES)
                        .map(|at| (at as u8).wrapping_mul(3) ^ size as u8 ^ address as u8)
                        .collect();
                    memory.write(&mut path.store, address, &fill).expect("it is in bounds");
                }
            }
            let mut expected = edges(&path);
            // A positive number is a distance below 2^32.
            let is_in_bounds = dest_end >= 0 && src_end >= 0;
            let [dest, src] = [dest_end, src_end].map(|end: i64| {
                (FOUR_GIB - size as u64).wrapping_add_signed(-end) & (FOUR_GIB - 1)
            });
            if dest < FOUR_GIB - EDGE_BYTES || src < FOUR_GIB - EDGE_BYTES {
                // A range of 1 byte after 2^32 begins at 0: it is in bounds, and no concern here.
                continue;
            }
            if is_in_bounds {
                let [to, from] = [dest, src].map(|address| address as usize - EDGES[0]);
                expected.copy_within(from..from + size, side_at + to);
                if aliased {
                    let half = expected.len() / 2;
                    expected.copy_within(..half, half);
                }
            }
            let outcome = path.copy(Direction::MainToSide, dest, src, size as u64);
            let context = format!("{which:?} {size} bytes from {src:#x} to {dest:#x}");
            assert_eq!(outcome.is_ok(), is_in_bounds, "{context}");
            assert!(edges(&path) == expected, "{context}");
        }
    }
}

#[test]
fn more_than_2_gib_are_copied_and_the_end_of_4_gib_is_exact() {
    for which in Path::ALL {
        copy_more_than_half_the_range(which);
        for aliased in [false, true] {
            copy_at_the_end_of_4_gib(which, aliased);
        }
    }
}
