//! Imports that only JavaScript or a browser can serve: recognised, so that the error says what
//! each is and what to do without.
//!
//! To add one: a name in `names/emscripten.rs` and a row here.

use super::resolve::Planner;
use crate::error::quoted;
use crate::ids::ModuleId;
use crate::names;

/// How a name is recognised.
enum Like {
    /// By all of it.
    Is(&'static str),
    /// By how it begins.
    Begins(&'static str),
    /// By how it begins, where a capital letter follows.
    BeginsCapital(&'static str),
    /// By how it begins and what it holds.
    Holds(&'static str, &'static str),
}

/// A kind of imports.
struct Kind {
    names: &'static [Like],
    /// What such a function is, after its name.
    what: &'static str,
    help: &'static str,
}

use Like::{Begins, BeginsCapital, Holds, Is};

const SCRIPT_HELP: &str =
    "give the function from Rust with `.host(…)`, or build the program without it";
const BROWSER_HELP: &str = "build the program without graphics, sound and events, or give the \
                            function from Rust with `.host(…)`";
const ASYNCIFY_HELP: &str = "build without -sASYNCIFY and -sJSPI: the host waits where it must";

const KINDS: &[Kind] = &[
    Kind {
        names: &[Begins(names::EM_ASM_PREFIX)],
        what: "runs JavaScript that stands in the program (EM_ASM)",
        help: SCRIPT_HELP,
    },
    Kind {
        names: &[Begins(names::EM_RUN_SCRIPT_PREFIX)],
        what: "runs a text as JavaScript",
        help: SCRIPT_HELP,
    },
    Kind {
        names: &[Begins(names::EM_ASYNC_JS_PREFIX)],
        what: "is JavaScript that stands in the program (EM_ASYNC_JS)",
        help: SCRIPT_HELP,
    },
    Kind {
        names: &[Begins(names::EMBIND_PREFIX), Begins(names::EMVAL_PREFIX)],
        what: "shows C++ and JavaScript to each other (embind)",
        help: "build without embind (--bind, -lembind): export C functions instead",
    },
    Kind {
        names: &[
            Begins(names::EM_MAIN_LOOP_PREFIX),
            Begins(names::EM_ANIMATION_FRAME_PREFIX),
            Is(names::EM_ASYNC_CALL),
        ],
        what: "asks a browser to call the program later",
        help: "loop in `main`, or export a function that does one round for the host to call",
    },
    Kind {
        names: &[
            Begins(names::EM_WEBGL_PREFIX),
            Begins(names::EM_GL_PREFIX),
            BeginsCapital(names::GL_PREFIX),
            BeginsCapital(names::EGL_PREFIX),
            BeginsCapital(names::WGPU_PREFIX),
            Begins(names::GLFW_PREFIX),
        ],
        what: "draws with a browser's graphics (WebGL, WebGPU)",
        help: BROWSER_HELP,
    },
    Kind {
        names: &[
            BeginsCapital(names::AL_PREFIX),
            Begins(names::SDL_PREFIX),
            Holds(names::EM_SET_PREFIX, names::EM_CALLBACK_PART),
        ],
        what: "works with the sound or the events of a page",
        help: BROWSER_HELP,
    },
    Kind {
        names: &[Begins(names::EM_FETCH), Begins(names::EM_WEBSOCKET_PREFIX)],
        what: "speaks to servers through a browser",
        help: SCRIPT_HELP,
    },
    Kind {
        names: &[
            Is(names::PTHREAD_CREATE_JS),
            Begins(names::EM_THREAD_PREFIX),
            Begins(names::EM_THREAD_OLD_PREFIX),
            Begins(names::EM_MAIN_THREAD_PREFIX),
            Begins(names::EM_MAIN_THREAD_OLD_PREFIX),
            Begins(names::EM_MAILBOX_PREFIX),
            Is(names::EM_CHECK_BLOCKING),
        ],
        what: "works with threads, which are workers of a browser",
        help: "build without -pthread",
    },
];

/// What such a program asks of its host is answered by leaving it and coming back.
const OF_ASYNCIFY: &[&str] = &[names::EM_SLEEP, names::EM_FIBER_SWAP, names::EM_SCAN_REGISTERS];

impl Like {
    fn fits(&self, name: &str) -> bool {
        match self {
            Is(whole) => name == *whole,
            Begins(start) => name.starts_with(start),
            BeginsCapital(start) => name
                .strip_prefix(start)
                .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase())),
            Holds(start, part) => name.starts_with(start) && name.contains(part),
        }
    }
}

impl Planner<'_> {
    /// Why this import of `env` cannot be had, and what to do, if it is one of these.
    pub(super) fn needs_javascript(
        &self,
        importer: ModuleId,
        module: &str,
        name: &str,
    ) -> Option<(String, &'static str)> {
        if module != names::ENV {
            return None;
        }
        let shown = quoted(name);
        let source = format!("{}{name}", names::EM_JS_PREFIX);
        if [importer, ModuleId::MAIN].into_iter().any(|it| self.export(it, &source).is_some()) {
            let text = format!("{shown} is JavaScript that stands in the program (EM_JS)");
            return Some((text, SCRIPT_HELP));
        }
        if OF_ASYNCIFY.contains(&name) {
            let text = format!("{shown} leaves the program and comes back to it (asyncify)");
            return Some((text, ASYNCIFY_HELP));
        }
        let kind = KINDS.iter().find(|kind| kind.names.iter().any(|like| like.fits(name)))?;
        Some((format!("{shown} {}", kind.what), kind.help))
    }

    /// Whether a module was rewritten so that its host may leave it in the middle and come back.
    pub(super) fn is_asyncify(&self, module: ModuleId) -> bool {
        self.export(module, names::ASYNCIFY_START).is_some()
    }
}
