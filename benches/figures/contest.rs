//! Several ways to do the same work, timed against each other.
//!
//! Invariant: contenders run in turns, each for a slice of time, so that what slows the machine
//! down for a while slows all of them. Each round has another order: a loop of 3 ns runs up to a
//! third slower for a whole slice after some neighbours than after others, and with a fixed order
//! that would look like a property of the contender.

use crate::guests::Numbers;
use crate::statistics::Spread;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long a contender runs before it is the next one's turn. Far below a scheduler's time slice,
/// far above what it costs to enter a guest.
const SLICE: Duration = Duration::from_micros(150);
/// How long a contender may really run where most of its work is not timed.
const UNTIMED_SLICE: Duration = Duration::from_millis(5);
/// How long a contest may really take in one process, once all contenders are warm.
const BUDGET: Duration = Duration::from_millis(900);
/// How much time criterion usually sees of a contender.
const CRITERION_TIME: Duration = Duration::from_millis(250);
/// Turns of a contest: at most, and at least.
const N_ROUNDS: std::ops::RangeInclusive<usize> = 9..=251;

/// One way to do the work.
pub(crate) struct Contender {
    pub(crate) name: String,
    run: Box<dyn FnMut(u64) -> Duration>,
}

/// Several ways to do the same work. All of them do the same number of units per run.
pub(crate) struct Contest {
    /// `group/what`; figures refer to it.
    pub(crate) name: String,
    pub(crate) contenders: Vec<Contender>,
    /// How much time criterion shall see of each contender.
    pub(crate) criterion_time: Duration,
}

/// What one process saw of a contest.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) contest: String,
    pub(crate) contenders: Vec<String>,
    /// Nanoseconds per unit, by round, then by contender.
    pub(crate) rounds: Vec<Vec<f64>>,
}

impl Contender {
    /// `run` does the work that many times, at least once, and answers how long that took.
    pub(crate) fn new(name: &str, run: impl FnMut(u64) -> Duration + 'static) -> Self {
        Self { name: name.to_owned(), run: Box::new(run) }
    }

    pub(crate) fn run(&mut self, n: u64) -> Duration {
        (self.run)(n)
    }

    /// How often to do the work to fill a slice. Warms up on the way: what is seen of a number of
    /// units counts when it is seen a second time, since the first time may compile or grow
    /// something.
    fn n_per_slice(&mut self) -> u64 {
        let mut n = 1_u64;
        loop {
            self.share_of_slice(n);
            let share = self.share_of_slice(n);
            if share >= 0.25 {
                return ((n as f64 / share) as u64).max(1);
            }
            n *= 4;
        }
    }

    /// How much of a slice this many units fill.
    fn share_of_slice(&mut self, n: u64) -> f64 {
        let start = Instant::now();
        let timed = self.run(n).as_secs_f64() / SLICE.as_secs_f64();
        timed.max(start.elapsed().as_secs_f64() / UNTIMED_SLICE.as_secs_f64())
    }
}

impl Contest {
    pub(crate) fn new(name: impl Into<String>, contenders: Vec<Contender>) -> Self {
        Self { name: name.into(), contenders, criterion_time: CRITERION_TIME }
    }

    /// Lets criterion look for another time than usual.
    pub(crate) fn criterion_time(mut self, time: Duration) -> Self {
        self.criterion_time = time;
        self
    }

    /// Runs the contest.
    pub(crate) fn measure(&mut self) -> Measured {
        let n_units: Vec<_> = self.contenders.iter_mut().map(Contender::n_per_slice).collect();
        let mut order: Vec<_> = (0..n_units.len()).collect();
        let mut numbers = Numbers::seeded();
        let start = Instant::now();
        let mut rounds = Vec::new();
        while rounds.len() < *N_ROUNDS.start()
            || (start.elapsed() < BUDGET && rounds.len() < *N_ROUNDS.end())
        {
            shuffle(&mut order, &mut numbers);
            let mut times = vec![0.0; n_units.len()];
            for &idx in &order {
                let n = n_units[idx];
                times[idx] = self.contenders[idx].run(n).as_nanos() as f64 / n as f64;
            }
            rounds.push(times);
        }
        let contenders = self.contenders.iter().map(|it| it.name.clone()).collect();
        Measured { contest: self.name.clone(), contenders, rounds }
    }
}

impl Measured {
    /// The time of a contender, in nanoseconds per unit.
    pub(crate) fn time(&self, contender: &str) -> Option<Spread> {
        self.idx(contender).map(|_| Spread::of(self.times(contender)))
    }

    /// The times of a contender, by round; none if it was not there.
    pub(crate) fn times(&self, contender: &str) -> Vec<f64> {
        let times = self.idx(contender).map(|idx| self.rounds.iter().map(move |round| round[idx]));
        times.into_iter().flatten().collect()
    }

    fn idx(&self, contender: &str) -> Option<usize> {
        self.contenders.iter().position(|name| name == contender)
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "contest": self.contest, "contenders": self.contenders, "rounds": self.rounds })
    }

    /// What [`Self::to_json`] wrote.
    pub(crate) fn of_json(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let numbers =
            |round: &Value| round.as_array()?.iter().map(Value::as_f64).collect::<Option<Vec<_>>>();
        Some(Self {
            contest: text(value.get("contest")?)?,
            contenders: value
                .get("contenders")?
                .as_array()?
                .iter()
                .map(text)
                .collect::<Option<_>>()?,
            rounds: value.get("rounds")?.as_array()?.iter().map(numbers).collect::<Option<_>>()?,
        })
    }
}

/// Puts a list into another order.
fn shuffle(order: &mut [usize], numbers: &mut Numbers) {
    for end in (1..order.len()).rev() {
        order.swap(end, numbers.below(end as u32 + 1) as usize);
    }
}
