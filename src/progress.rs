//! A line on the terminal while modules are compiled, if that takes long enough to wonder.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use wasm_broker::{Progress, escaped};

/// Links of this length show nothing: a line that flashes past tells nobody anything.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// What is shown; clones show the same line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bar(Arc<Mutex<Option<ProgressBar>>>);

impl Bar {
    /// Takes in what the broker does now.
    pub(crate) fn show(&self, news: &Progress) {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match news {
            Progress::Compiling { module, n_done, n_total } => {
                let bar = shown.get_or_insert_with(start);
                bar.set_length(*n_total as u64);
                bar.set_position(*n_done as u64);
                bar.set_message(escaped(module));
            }
            Progress::Done => {
                if let Some(bar) = shown.take() {
                    bar.finish_and_clear();
                }
            }
        }
    }
}

/// A bar that stays hidden until the patience is over, though one module alone may take longer.
fn start() -> ProgressBar {
    // A link that fails drops the bar without a word, and the error must not stand beside it.
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        .with_finish(ProgressFinish::AndClear);
    let template = "compiling {pos}/{len} {msg} ({elapsed})";
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| {
        // The template is a constant; a bar in the default style is no reason to stop.
        ProgressStyle::default_bar()
    }));
    let late = bar.downgrade();
    std::thread::spawn(move || {
        std::thread::sleep(PATIENCE);
        if let Some(late) = late.upgrade().filter(|late| !late.is_finished()) {
            late.set_draw_target(ProgressDrawTarget::stderr());
            late.enable_steady_tick(TICK);
        }
    });
    bar
}
