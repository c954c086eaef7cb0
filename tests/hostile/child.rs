//! Child processes: under a deadline and a limit of memory; and what this program does as one.

use crate::case::Case;
use crate::{native, script};
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use wasm_broker::manifest::{parse_bytes, parse_duration};
use wasm_broker::{
    Broker, CopyPath, Error, Limits, Link, LinkBuilder, Module, run_on_guest_thread,
};

/// How often it is looked after.
const TICK: Duration = Duration::from_millis(10);
/// Says that this process is a child, and what it has to do.
const JOB: &str = "WASM_BROKER_HOSTILE_JOB";
/// Between the parts of a job: no case has it.
const PART: char = '\u{1f}';
/// Bytes that are kept of a stream; the rest is read and dropped.
const KEPT_BYTES: u64 = 1 << 20;

/// How a child is to be run.
#[derive(Debug)]
pub(crate) struct Child<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) stack: &'a str,
    pub(crate) rss_mib: u64,
    pub(crate) deadline: Duration,
}

/// How it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// None where a signal ended it.
    pub(crate) status: Option<i32>,
    /// Why we ended it.
    pub(crate) killed: Option<String>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    pub(crate) rss_mib: u64,
    pub(crate) took: Duration,
}

/// More than any machine has addresses for.
const NO_STACK_BYTES: u64 = 1 << 60;

impl Child<'_> {
    /// Runs a program to its end, or to ours.
    pub(crate) fn run(
        &self,
        program: &Path,
        args: &[String],
        variables: &[(String, String)],
    ) -> Result<Ended, String> {
        let mut command = self.command(program);
        command.args(args).envs(variables.iter().map(|(key, value)| (key, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let begun = Instant::now();
        let mut child = command.spawn().map_err(|cause| cause.to_string())?;
        let stdout = drained(child.stdout.take().expect("it is piped"));
        let stderr = drained(child.stderr.take().expect("it is piped"));
        let (mut killed, mut rss_mib) = (None, 0);
        let status = loop {
            if let Some(status) = child.try_wait().map_err(|cause| cause.to_string())? {
                break status;
            }
            rss_mib = rss_mib.max(peak_mib(child.id()));
            let too_late = begun.elapsed() > self.deadline;
            if (too_late || rss_mib > self.rss_mib) && killed.is_none() {
                killed = Some(match too_late {
                    true => format!("it runs for more than {:?}", self.deadline),
                    false => format!("it has more than {} MiB of memory", self.rss_mib),
                });
                child.kill().map_err(|cause| cause.to_string())?;
            }
            std::thread::sleep(TICK);
        };
        let read = |thread: std::thread::JoinHandle<Vec<u8>>| thread.join().unwrap_or_default();
        Ok(Ended {
            status: status.code(),
            killed,
            stdout: read(stdout),
            stderr: read(stderr),
            rss_mib,
            took: begun.elapsed(),
        })
    }

    /// The program, where a stack is asked for through a shell that sets it.
    fn command(&self, program: &Path) -> Command {
        let mut command = match self.stack {
            "" => Command::new(program),
            "too-large" => {
                let mut command = Command::new(program);
                command.env("RUST_MIN_STACK", NO_STACK_BYTES.to_string());
                command
            }
            stack => {
                let mut shell = Command::new("sh");
                shell.args(["-c", "ulimit -s \"$0\" && exec \"$@\"", stack]).arg(program);
                if let Ok(kib) = stack.parse::<u64>() {
                    shell.env("RUST_MIN_STACK", (kib << 10).to_string());
                }
                shell
            }
        };
        command.current_dir(self.folder);
        for variable in ["RUST_LOG", "WASM_BROKER_LOG", "WASM_BROKER_CACHE_DIR", "RUST_BACKTRACE"] {
            command.env_remove(variable);
        }
        command
    }
}

fn drained(mut stream: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        // A pipe that breaks ends the text.
        let _ = stream.by_ref().take(KEPT_BYTES).read_to_end(&mut kept);
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
        kept
    })
}

/// The most memory that a process has had; 0 where the system does not say.
fn peak_mib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) >> 10
}

/// What a child has to do.
#[derive(Debug)]
pub(crate) struct Job {
    what: String,
    has_manifest: bool,
    modules: Vec<String>,
    limits: Vec<String>,
    lines: Vec<String>,
}

/// The variable that makes this program do a job.
pub(crate) fn job_of(case: &Case, what: &str, lines: &[String]) -> Vec<(String, String)> {
    let limits: Vec<_> = case.limits.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let manifest = if case.has_manifest() { "manifest" } else { "" };
    let parts = [
        what.to_owned(),
        manifest.to_owned(),
        case.modules().join("\n"),
        limits.join("\n"),
        lines.join("\n"),
    ];
    vec![(JOB.to_owned(), parts.join(&PART.to_string()))]
}

/// The job of this process, if it is a child.
pub(crate) fn job() -> Option<Job> {
    let text = std::env::var(JOB).ok()?;
    let mut parts = text.split(PART).map(str::to_owned);
    let mut part = || parts.next().expect("a job has all its parts");
    let (what, manifest) = (part(), part());
    let mut list = || part().lines().map(str::to_owned).collect::<Vec<_>>();
    let (modules, limits, lines) = (list(), list(), list());
    Some(Job { what, has_manifest: !manifest.is_empty(), modules, limits, lines })
}

/// Does a job, and prints what came of it.
pub(crate) fn work(job: &Job) -> ExitCode {
    // From a thread of the size that RUST_MIN_STACK says, as a program with threads would.
    let printed = std::thread::scope(|scope| {
        let worker = scope.spawn(|| run_on_guest_thread(|| job.answer()));
        worker.join().expect("the worker does not panic")
    });
    let text = printed.unwrap_or_else(|error| error.to_string());
    match writeln!(std::io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

impl Job {
    fn answer(&self) -> String {
        let copy = match self.what.as_str() {
            "accessors" => CopyPath::Accessors,
            _ => CopyPath::Auto,
        };
        match self.what.as_str() {
            "native" => native::answer(&self.lines[0], self).unwrap_or_else(|it| it.to_string()),
            "link" => self.link(copy).map_or_else(
                |error| match sound() {
                    true => error,
                    false => format!("{error}\nafter that, a sound link fails"),
                },
                |_| "ok".to_owned(),
            ),
            _ => {
                let script = self.lines.join("\n");
                script::run(&script, Path::new("."), &|| self.link(copy))
                    .unwrap_or_else(|error| format!("no link: {error}"))
            }
        }
    }

    fn link(&self, copy: CopyPath) -> Result<Link<()>, String> {
        let broker = Broker::new().map_err(|error| error.to_string())?;
        let builder = self.builder(&broker).map(|builder| builder.copy_path(copy));
        let link = builder.and_then(LinkBuilder::plan).and_then(|plan| plan.instantiate(()));
        link.map_err(|error| error.to_string())
    }

    /// The link of the case, by this broker.
    pub(crate) fn builder(&self, broker: &Broker) -> Result<LinkBuilder<()>, Error> {
        let builder = match self.has_manifest {
            true => broker.open_target("link.toml")?,
            false => {
                let mut modules = self.modules.iter();
                let main = modules.next().expect("a case has a main module");
                let builder = broker.main("main", Module::from_file(main)?);
                modules.try_fold(builder, |builder, file| {
                    let stem = PathBuf::from(file).with_extension("");
                    let module = Module::from_file(file)?;
                    Ok::<_, Error>(builder.side(&stem.to_string_lossy(), module))
                })?
            }
        };
        let limits = self.limits.iter().fold(builder.current_limits(), with_limit);
        let lib = Path::new("lib");
        let builder = builder.limits(limits);
        Ok(if lib.is_dir() && !self.has_manifest { builder.library_path(lib) } else { builder })
    }
}

fn with_limit(limits: Limits, pair: &String) -> Limits {
    let (key, value) = pair.split_once('=').expect("a limit has a value");
    let number = || value.parse().unwrap_or_else(|_| panic!("{pair} is no number"));
    let bytes = || parse_bytes(value).unwrap_or_else(|error| panic!("{error}"));
    match key {
        "memory" => limits.memory_bytes(bytes()),
        "table_elements" => limits.table_elements(number()),
        "broker_slots" => limits.broker_slots(number()),
        "modules" => limits.modules(number()),
        "module_bytes" => limits.module_bytes(bytes()),
        "stack" => limits.stack_bytes(bytes()),
        "fuel" => limits.fuel(number()),
        "timeout" => limits.timeout(parse_duration(value).unwrap_or_else(|it| panic!("{it}"))),
        other => panic!("there is no limit {other}"),
    }
}

/// Whether a link can be made that nobody can object to: however the last one failed, its process
/// is as good as new.
fn sound() -> bool {
    let made = || -> Result<i32, Error> {
        let side = br#"(module (memory 1) (data (i32.const 0) "\2a")
            (func (export "get") (result i32) (i32.load (i32.const 0))))"#;
        let main = br#"(module (import "side" "get" (func $get (result i32)))
            (func (export "go") (result i32) (call $get)))"#;
        let broker = Broker::new()?;
        let builder = broker.main("main", Module::from_bytes(main)?);
        let mut link = builder.side("side", Module::from_bytes(side)?).plan()?.instantiate(())?;
        link.func::<(), i32>("go")?.call(&mut link, ())
    };
    made().is_ok_and(|answer| answer == 42)
}
