//! What every command needs: the global options, a broker, the two output streams.

use crate::failure::Failure;
use crate::options::{Color, Global};
use crate::{output, progress, report};
use anstream::ColorChoice;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;
use wasm_broker::{Broker, Code, Error, SourceLines};

/// Says what the broker does, as `wasm_broker=debug`.
const LOG_VARIABLE: &str = "WASM_BROKER_LOG";
/// The usual variable of Rust programs, read where [`LOG_VARIABLE`] is not set.
const FALLBACK_LOG_VARIABLE: &str = "RUST_LOG";
/// The folder of the cache of compiled code.
const CACHE_VARIABLE: &str = "WASM_BROKER_CACHE_DIR";

/// One run of the program.
#[derive(Debug)]
pub(crate) struct Session {
    global: Global,
    color: ColorChoice,
}

impl Session {
    pub(crate) fn new(global: Global) -> Self {
        let color = color_choice(global.color);
        Self { global, color }
    }

    /// Whether results and errors are wanted as JSON.
    pub(crate) fn wants_json(&self) -> bool {
        self.global.json
    }

    /// Whether only errors are wanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.global.quiet
    }

    /// Whether more than results and errors is wanted.
    pub(crate) fn is_verbose(&self) -> bool {
        self.global.verbose > 0
    }

    /// Writes results.
    pub(crate) fn print(&self, text: &str) -> Result<(), Failure> {
        Ok(output::stdout(text, self.color)?)
    }

    /// Writes a JSON text, already laid out for people.
    pub(crate) fn print_json(&self, text: &str) -> Result<(), Failure> {
        let text = format!("{}\n", output::safe_json(text.trim_end()));
        Ok(output::stdout(&text, ColorChoice::Never)?)
    }

    /// Shows errors on stderr: blocks with an empty line between them, or one JSON object per line.
    pub(crate) fn show_errors(&self, errors: &[Error]) {
        if self.global.json {
            let lines: String =
                errors.iter().map(|error| output::json_line(&report::json(error))).collect();
            output::stderr(&lines, ColorChoice::Never);
        } else {
            let blocks: Vec<String> = errors.iter().map(report::drawn).collect();
            output::stderr(&blocks.join("\n"), self.color);
        }
    }

    /// Says something on stderr that is neither a result nor an error, unless that is unwanted.
    pub(crate) fn talk(&self, text: &str) {
        if !self.global.quiet && !self.global.json {
            output::stderr(&format!("{text}\n"), self.color);
        }
    }

    /// A broker with what the environment says.
    pub(crate) fn broker(&self) -> Result<Broker, Failure> {
        // The files are the user's own, typed or named in the manifest, so their lines may be read.
        let mut builder = Broker::builder().source_lines(SourceLines::On);
        if let Some(folder) = std::env::var_os(CACHE_VARIABLE).filter(|folder| !folder.is_empty()) {
            builder = builder.cache_dir(folder);
        }
        let wants_progress = !self.global.no_progress && !self.global.quiet && !self.global.json;
        if wants_progress && std::io::stderr().is_terminal() {
            let bar = progress::Bar::default();
            builder = builder.progress(move |news| bar.show(&news));
        }
        Ok(builder.build()?)
    }

    /// Starts the log on stderr, as loud as `-v` or the environment says.
    pub(crate) fn start_log(&self) -> Result<(), Failure> {
        let from_variable = [LOG_VARIABLE, FALLBACK_LOG_VARIABLE].into_iter().find_map(|name| {
            let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
            Some((name, value))
        });
        let own_level = match (self.global.quiet, self.global.verbose) {
            (true, _) => "wasm_broker=error",
            (false, 0) => "wasm_broker=warn",
            (false, 1) => "wasm_broker=info",
            (false, 2) => "wasm_broker=debug",
            (false, _) => "wasm_broker=trace",
        };
        // An option that was typed is meant more than a variable that happens to be set.
        let is_typed = self.global.quiet || self.global.verbose > 0;
        let (origin, directives) = match from_variable {
            Some((name, value)) if !is_typed => (name, value),
            _ => ("-v", own_level.to_owned()),
        };
        let filter = EnvFilter::try_new(&directives).map_err(|cause| {
            let message = format!("{origin} is not a log filter: {cause}");
            Error::new(Code::ManifestError, message)
                .help(format!("for instance {LOG_VARIABLE}=wasm_broker=debug"))
        })?;
        let stderr_color = match self.color {
            ColorChoice::Auto => anstream::AutoStream::choice(&std::io::stderr()),
            chosen => chosen,
        };
        let log = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .with_ansi(stderr_color != ColorChoice::Never)
            .without_time();
        // It fails only where a log was started before, which this program does not do.
        let _already_started = log.try_init();
        Ok(())
    }
}

/// The word of `--color` in the terms of the stream.
pub(crate) fn color_choice(color: Color) -> ColorChoice {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}
