//! Time per copy against size, from main's memory to another module's, on every path.

use super::measured::{COPIER, MAIN, Measured};
use super::rounds::measure;
use super::stats::Summary;
use std::hint::black_box;
use std::time::{Duration, Instant};
use wasm_broker::{Error, Func, Result};

/// The largest copy; larger ones no longer fit into the caches and measure those.
const MAX_LOG2: u32 = 20;
/// Sizes between the powers of two: most copies of real programs are such.
const ODD_SIZES: [u64; 6] = [3, 13, 100, 1_000, 10_000, 100_003];
/// Where copies begin in main, so that all paths read the same bytes: a multiple of a cache line.
const ALIGN_BYTES: u64 = 64;
const PAGE_BYTES: u64 = 64 << 10;

/// How bytes get from one memory to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path {
    /// By `memory.copy` in a helper.
    Bridge,
    /// By accessor calls in a helper.
    Fallback,
    /// By the host, as a Rust program asks for it.
    Host,
    /// Within one memory, for comparison.
    OneMemory,
    /// Without WebAssembly, for comparison.
    Native,
}

impl Path {
    pub(super) const ALL: [Self; 5] =
        [Self::Bridge, Self::Fallback, Self::Host, Self::OneMemory, Self::Native];

    /// What people read.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Bridge => "bridge",
            Self::Fallback => "fallback",
            Self::Host => "host, Link::copy",
            Self::OneMemory => "memory.copy in one memory",
            Self::Native => "native memmove",
        }
    }

    /// What programs read.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Bridge => "bridge",
            Self::Fallback => "fallback",
            Self::Host => "host",
            Self::OneMemory => "one_memory",
            Self::Native => "native_memmove",
        }
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub(super) struct Copies {
    pub(super) sizes_bytes: Vec<u64>,
    /// One for each path that the link has.
    pub(super) columns: Vec<Column>,
    /// What a reader should know besides.
    pub(super) remarks: Vec<String>,
}

/// The times of one path, one for each size.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) path: Path,
    pub(super) times: Vec<Summary>,
}

/// One thing that is measured.
#[derive(Clone, Copy, Debug)]
struct Copy {
    path: Path,
    n_bytes: u64,
}

/// The exports of the copier, for a main with 32-bit or 64-bit addresses.
enum Copier {
    W32([Func<(u32, u32, u32, u32), ()>; 2]),
    W64([Func<(u32, u32, u64, u32), ()>; 2]),
}

struct Runner<'a> {
    measured: &'a mut Measured,
    copier: Copier,
    one_memory: Func<(u32, u32, u32, u32), ()>,
    main_bytes: u64,
    /// Where copies within the copier's memory begin; those that arrive begin at 0.
    half_bytes: u64,
    native: Vec<u8>,
}

/// Measures all paths, or says why there is nothing to measure.
///
/// # Errors
/// What the engine fails with; our copies are in bounds.
pub(super) fn run(
    measured: &mut Measured,
    budget: Duration,
) -> Result<std::result::Result<Copies, String>> {
    if let Err(reason) = &measured.copier {
        return Ok(Err(reason.clone()));
    }
    let has_bridge = measured.has_bridge();
    let mut runner = Runner::new(measured)?;
    let max_bytes = runner.main_bytes.min(runner.half_bytes);
    let sizes_bytes = sizes(max_bytes);
    if sizes_bytes.is_empty() {
        return Ok(Err("main's memory is empty".to_owned()));
    }
    let has_path = |path: &Path| has_bridge || *path != Path::Bridge;
    let paths: Vec<Path> = Path::ALL.into_iter().filter(has_path).collect();
    let of_size = |n_bytes: u64| paths.iter().map(move |path| Copy { path: *path, n_bytes });
    let items: Vec<Copy> = sizes_bytes.iter().copied().flat_map(of_size).collect();
    let times = measure(&items, budget, |copy, n_turns| runner.turns(*copy, n_turns))?;
    let column = |(idx, path): (usize, &Path)| {
        let times = times.iter().skip(idx).step_by(paths.len()).copied().collect();
        Column { path: *path, times }
    };
    let columns = paths.iter().enumerate().map(column).collect();
    let mut remarks = Vec::new();
    if !has_bridge {
        remarks.push("no bridge: copies of this link go by accessor calls".to_owned());
    }
    if max_bytes < 1 << MAX_LOG2 {
        let largest = super::units::size(max_bytes);
        remarks.push(format!("no larger copies: the memories hold {largest} of them"));
    }
    Ok(Ok(Copies { sizes_bytes, columns, remarks }))
}

/// Powers of two and some others, as far as the memories go.
fn sizes(max_bytes: u64) -> Vec<u64> {
    let mut sizes: Vec<u64> = (0..=MAX_LOG2).map(|log2| 1 << log2).chain(ODD_SIZES).collect();
    sizes.retain(|n_bytes| *n_bytes <= max_bytes);
    sizes.sort_unstable();
    sizes
}

/// Where a copy of this size begins in main: in the middle, on a cache line.
fn src_addr(main_bytes: u64, n_bytes: u64) -> u64 {
    main_bytes.saturating_sub(n_bytes) / 2 / ALIGN_BYTES * ALIGN_BYTES
}

impl<'a> Runner<'a> {
    fn new(measured: &'a mut Measured) -> Result<Self> {
        let link = &mut measured.link;
        let name = |export: &str| format!("{COPIER}.{export}");
        let main_bytes = link.memory(MAIN)?.size_bytes();
        let grow = link.func::<u32, i32>(&name("grow"))?;
        // Room for the largest copy and for a source beside it; less where a limit forbids that.
        let mut n_pages = (2_u64 << MAX_LOG2) / PAGE_BYTES;
        while n_pages > 1 && grow.call(link, n_pages as u32 - 1)? < 0 {
            n_pages /= 2;
        }
        let half_bytes = link.memory(COPIER)?.size_bytes() / 2;
        let copier = match link.func(&name("bridge")) {
            Ok(bridge) => Copier::W32([bridge, link.func(&name("fallback"))?]),
            Err(_) => Copier::W64([link.func(&name("bridge"))?, link.func(&name("fallback"))?]),
        };
        let one_memory = link.func(&name("one_memory"))?;
        let native = vec![0; 1 << MAX_LOG2];
        Ok(Self { measured, copier, one_memory, main_bytes, half_bytes, native })
    }

    fn turns(&mut self, copy: Copy, n_turns: u32) -> Result<Duration> {
        let Copy { path, n_bytes } = copy;
        let src = src_addr(self.main_bytes, n_bytes);
        let link = &mut self.measured.link;
        let start = Instant::now();
        match path {
            Path::Bridge | Path::Fallback => {
                let idx = usize::from(path == Path::Fallback);
                match &self.copier {
                    Copier::W32(funcs) => {
                        funcs[idx].call(link, (n_turns, 0, src as u32, n_bytes as u32))?;
                    }
                    Copier::W64(funcs) => {
                        funcs[idx].call(link, (n_turns, 0, src, n_bytes as u32))?;
                    }
                }
            }
            Path::OneMemory => {
                let params = (n_turns, 0, self.half_bytes as u32, n_bytes as u32);
                self.one_memory.call(link, params)?;
            }
            Path::Host => {
                for _ in 0..n_turns {
                    link.copy(MAIN, src, COPIER, 0_u64, n_bytes)?;
                }
            }
            Path::Native => {
                return native(&mut self.native, link.memory(MAIN)?.slice(src, n_bytes)?, n_turns);
            }
        }
        Ok(start.elapsed())
    }
}

/// Copies the same bytes of main to memory of the host: a call of the platform's memmove.
fn native(dest: &mut [u8], src: &[u8], n_turns: u32) -> std::result::Result<Duration, Error> {
    let start = Instant::now();
    for _ in 0..n_turns {
        let src = black_box(src);
        black_box(&mut dest[..src.len()]).copy_from_slice(src);
    }
    Ok(start.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_go_up_to_what_fits() {
        assert_eq!(sizes(0), [0; 0]);
        assert_eq!(sizes(1), [1]);
        assert_eq!(sizes(15), [1, 2, 3, 4, 8, 13]);
        let all = sizes(u64::MAX);
        assert_eq!(all.len(), 27);
        assert_eq!((all.first(), all.last()), (Some(&1), Some(&(1 << 20))));
        assert!(all.is_sorted());
    }

    #[test]
    fn copies_lie_within_main() {
        for (main_bytes, n_bytes) in [(65_536, 65_536), (65_536, 1), (65_536, 65_535), (64, 3)] {
            let src = src_addr(main_bytes, n_bytes);
            assert!(src + n_bytes <= main_bytes && src.is_multiple_of(ALIGN_BYTES), "{main_bytes}");
        }
    }
}
