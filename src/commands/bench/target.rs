//! The user's link, made again and again: from the same command line, with new names where needed.

use super::super::plan::verdict;
use super::super::run::parsed;
use crate::failure::{Failure, ended_before};
use crate::options::LinkArgs;
use crate::session::Session;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use wasm_broker::{
    Broker, FuncType, Link, LinkBuilder, Module, Progress, SourceLines, Stdio, Val, WasiOptions,
    quoted,
};

/// The entry of a WASI command, which may be called once in the life of an instance.
const COMMAND_ENTRY: &str = "_start";

/// What is linked and how, with all that can be read once only.
#[derive(Debug)]
pub(super) struct Target<'a> {
    session: &'a Session,
    args: &'a LinkArgs,
    stdin: Option<Module>,
    entry: Option<&'a str>,
}

/// A link that was made by a broker which knew nothing, and how long that took.
pub(super) struct ColdLink {
    pub(super) broker: Broker,
    pub(super) link: Link<()>,
    pub(super) compile: Duration,
    pub(super) total: Duration,
}

/// The user's function with its arguments.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) ty: FuncType,
    pub(super) params: Vec<Val>,
    pub(super) repeat: Repeat,
}

/// How a function can be called more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Again and again in one link.
    SameLink,
    /// Once in each link, because it ends the program.
    FreshLink,
}

impl<'a> Target<'a> {
    pub(super) fn new(
        session: &'a Session,
        args: &'a LinkArgs,
        entry: Option<&'a str>,
    ) -> Result<Self, Failure> {
        Ok(Self { session, args, stdin: args.stdin()?, entry })
    }

    pub(super) fn args(&self) -> &LinkArgs {
        self.args
    }

    pub(super) fn main_module(&self) -> Result<Module, Failure> {
        self.args.main_module(self.stdin.as_ref())
    }

    /// The link by this broker, ready to be planned. Its streams lead nowhere: a function that
    /// prints would fill the screen a million times over.
    pub(super) fn builder(&self, broker: &Broker) -> Result<LinkBuilder<()>, Failure> {
        let builder = self.args.builder_of(broker, self.stdin.as_ref(), self.session)?;
        let builder = builder.wasi_for(None, WasiOptions::new().stdio(Stdio::Null));
        Ok(match self.entry {
            Some(entry) => builder.entry(entry),
            None => builder,
        })
    }

    /// Makes the link by a new broker, without the cache on disk, and says how long it took.
    ///
    /// # Errors
    /// All problems of the link, as in `run`.
    pub(super) fn cold_link(&self) -> Result<ColdLink, Failure> {
        let compiling: Arc<Mutex<Option<Instant>>> = Arc::default();
        let compiled: Arc<Mutex<Duration>> = Arc::default();
        let (begin, end) = (compiling.clone(), compiled.clone());
        let broker = Broker::builder().source_lines(SourceLines::On).progress(move |news| {
            let mut begin = begin.lock().unwrap_or_else(PoisonError::into_inner);
            match news {
                Progress::Compiling { .. } => {
                    begin.get_or_insert_with(Instant::now);
                }
                Progress::Done => {
                    let time = begin.take().map(|begin| begin.elapsed()).unwrap_or_default();
                    *end.lock().unwrap_or_else(PoisonError::into_inner) += time;
                }
            }
        });
        let broker = broker.build()?;
        let builder = self.builder(&broker)?;
        verdict(self.session, &builder, &builder.draft()?)?;
        let start = Instant::now();
        let link = builder.plan()?.instantiate(());
        let link = link.map_err(|error| ended_before(error, "it could be measured"))?;
        let total = start.elapsed();
        let compile = *compiled.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(ColdLink { broker, link, compile, total })
    }
}

impl Function {
    /// Looks the function up, reads its arguments and calls it once, under the user's own limits.
    ///
    /// # Errors
    /// 5003, 5004, 5007; what the guest fails with, an exit code other than 0 included.
    pub(super) fn tried(link: &mut Link<()>, invoke: &[String]) -> Result<Option<Self>, Failure> {
        let Some((name, texts)) = invoke.split_first() else { return Ok(None) };
        let ty = link.func_type(name)?;
        let params = parsed(name, &ty, texts)?;
        let repeat = match link.invoke(name, &params) {
            Ok(_) if name == COMMAND_ENTRY => Repeat::FreshLink,
            Ok(_) => Repeat::SameLink,
            Err(error) if error.guest_exit() == Some(0) => Repeat::FreshLink,
            Err(error) => {
                return Err(ended_before(error, &format!("{} returned", quoted(name))).into());
            }
        };
        Ok(Some(Self { name: name.clone(), ty, params, repeat }))
    }

    /// `add(2, 3)`.
    pub(super) fn call_text(&self) -> String {
        let params: Vec<String> = self.params.iter().map(ToString::to_string).collect();
        format!("{}({})", wasm_broker::escaped(&self.name), params.join(", "))
    }
}
