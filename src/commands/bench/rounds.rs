//! Measuring many things in turn, round after round.
//!
//! Invariants: every thing is warmed up before it counts; all are measured in every round, so that
//! a busy machine slows each of them alike; every second round goes backwards, so that none always
//! comes after the same one; a batch is long enough for the clock.

use super::stats::{Summary, ns_per_turn};
use std::time::{Duration, Instant};

/// Batches are as long as the budget allows, between these two: a clock reads to some tens of
/// nanoseconds, and a longer batch is more likely to be interrupted than to be more exact.
const BATCH: [Duration; 2] = [Duration::from_micros(20), Duration::from_micros(300)];
/// Rounds for which batches are made short enough.
const WANTED_ROUNDS: u32 = 31;
/// Rounds even where the budget is gone: fewer have no median to speak of.
const MIN_ROUNDS: usize = 3;
/// Rounds after which more would not change the median.
const MAX_ROUNDS: usize = 101;
/// Turns of a batch at the most: they travel as i32.
const MAX_TURNS: u32 = 1 << 24;

/// Measures each of the items; `turns` makes some turns of one item and answers how long they took.
///
/// # Errors
/// The first error of `turns`.
pub(super) fn measure<I, E>(
    items: &[I],
    budget: Duration,
    mut turns: impl FnMut(&I, u32) -> Result<Duration, E>,
) -> Result<Vec<Summary>, E> {
    let start = Instant::now();
    let n_batches = WANTED_ROUNDS.saturating_mul(items.len() as u32).max(1);
    let batch = (budget / n_batches).clamp(BATCH[0], BATCH[1]);
    let mut n_turns = Vec::with_capacity(items.len());
    for item in items {
        n_turns.push(warm_up(batch, |n_turns| turns(item, n_turns))?);
    }
    let mut times_ns = vec![Vec::new(); items.len()];
    for round_idx in 0..MAX_ROUNDS {
        if round_idx >= MIN_ROUNDS && start.elapsed() >= budget {
            break;
        }
        for place in 0..items.len() {
            let idx = if round_idx % 2 == 0 { place } else { items.len() - 1 - place };
            let time = turns(&items[idx], n_turns[idx])?;
            times_ns[idx].push(ns_per_turn(time, n_turns[idx]));
        }
    }
    Ok(times_ns.into_iter().filter_map(Summary::of).collect())
}

/// Turns until a batch is long enough; answers how many make one.
fn warm_up<E>(
    batch: Duration,
    mut turns: impl FnMut(u32) -> Result<Duration, E>,
) -> Result<u32, E> {
    let mut n_turns = 1;
    loop {
        let time = turns(n_turns)?;
        if time >= batch || n_turns >= MAX_TURNS {
            return Ok(n_turns);
        }
        // The first turns are the slow ones, so this goes up in steps and not at once.
        let missing = batch.as_secs_f64() / time.as_secs_f64().max(1e-9);
        let factor = (missing * 1.1).clamp(1.5, 10.0);
        n_turns = (f64::from(n_turns) * factor).ceil().min(f64::from(MAX_TURNS)) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_measured_in_every_round_there_and_back() {
        let mut calls = Vec::new();
        let found =
            measure(&[1_u64, 2, 4], Duration::ZERO, |ns, n_turns| -> Result<Duration, ()> {
                calls.push((*ns, n_turns));
                Ok(Duration::from_nanos(ns * u64::from(n_turns)))
            });
        let found: Vec<Summary> = found.expect("no turn fails");
        let medians: Vec<f64> = found.iter().map(|it| it.median_ns.round()).collect();
        assert_eq!(medians, [1.0, 2.0, 4.0]);
        let rounds: Vec<u64> = calls[calls.len() - 9..].iter().map(|(ns, _)| *ns).collect();
        assert_eq!(rounds, [1, 2, 4, 4, 2, 1, 1, 2, 4]);
        assert!(calls.iter().rev().take(9).all(|(ns, n_turns)| ns * u64::from(*n_turns) >= 20_000));
        assert_eq!(found[0].n_rounds, MIN_ROUNDS);
    }

    #[test]
    fn what_takes_no_time_at_all_ends() {
        let found = measure(&[()], Duration::ZERO, |(), _| Ok::<_, ()>(Duration::ZERO));
        assert_eq!(found.map(|it| it[0].median_ns).ok(), Some(0.0));
    }

    #[test]
    fn rounds_end_where_they_say_nothing_new() {
        let found =
            measure(&[()], Duration::from_secs(600), |(), _| Ok::<_, ()>(Duration::from_secs(1)));
        assert_eq!(found.map(|it| it[0].n_rounds).ok(), Some(MAX_ROUNDS));
    }

    #[test]
    fn the_first_error_ends_it() {
        let mut n_calls = 0;
        let found = measure(&[1, 2], Duration::ZERO, |_, _| {
            n_calls += 1;
            Err("boom")
        });
        assert_eq!(found, Err("boom"));
        assert_eq!(n_calls, 1);
    }
}
