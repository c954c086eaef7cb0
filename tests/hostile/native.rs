//! What a host program does wrong, or what only one can see: each by its name in a case.
//!
//! To add one, add a row to [`PROGRAMS`].

use crate::child::Job;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};
use wasm_broker::{
    Allocation, Broker, Error, Limits, Link, LinkPlan, Module, Result, Val, WasiOptions,
};

type Program = fn(&Job) -> Result<String>;

const PROGRAMS: &[(&str, Program)] = &[
    ("foreign-func", foreign_func),
    ("foreign-pointer", foreign_pointer),
    ("foreign-library", foreign_library),
    ("stale-pointer", stale_pointer),
    ("stale-library", stale_library),
    ("host-panics", host_panics),
    ("host-panic-poisons", host_panic_poisons),
    ("host-error", host_error),
    ("host-memory", host_memory),
    ("closure-called-by-guest", closure),
    ("wrong-types", wrong_types),
    ("wrong-values", wrong_values),
    ("copy-edges", copy_edges),
    ("grow-over-limit", grow_over_limit),
    ("names-of-host", names_of_host),
    ("wasi-for-nobody", wasi_for_nobody),
    ("pool-too-small", pool_too_small),
    ("threads", threads),
    ("deadline-per-call", deadline_per_call),
    ("after-deadline", after_deadline),
    ("fuel-is-one-budget", fuel_is_one_budget),
    ("many-links", many_links),
    ("failed-opens", failed_opens),
    ("deep-error", deep_error),
    ("plans", plans),
];

/// Runs a program: what it answers.
pub(crate) fn answer(name: &str, job: &Job) -> Result<String> {
    let (_, program) = PROGRAMS.iter().find(|(known, _)| *known == name).expect("there is one");
    program(job)
}

fn link(job: &Job) -> Result<Link<()>> {
    job.builder(&Broker::new()?)?.plan()?.instantiate(())
}

fn title<R>(result: Result<R>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(error) => error.title(),
    }
}

fn foreign_func(job: &Job) -> Result<String> {
    let (mut one, mut other) = (link(job)?, link(job)?);
    let func = one.func::<(), i32>("one")?;
    func.call(&mut other, ()).map(|answer| answer.to_string())
}

fn foreign_pointer(job: &Job) -> Result<String> {
    let (mut one, mut other) = (link(job)?, link(job)?);
    let pointer = one.rehome("main", 1_u64, "main")?;
    let called = title(other.call_pointer::<(), i32>(pointer, ()));
    let released = title(other.release(pointer));
    Ok(format!("{called} {released}"))
}

fn foreign_library(job: &Job) -> Result<String> {
    let (mut one, mut other) = (link(job)?, link(job)?);
    let module = Module::from_bytes(b"(module)")?;
    let library = one.open_module("late", module)?;
    let closed = title(other.close(library));
    Ok(format!("{closed} {}", title(one.close(library))))
}

fn stale_pointer(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let pointer = link.add_function("main", |_: &mut _, (): ()| Ok(7_i32))?;
    let before = link.call_pointer::<(), i32>(pointer, ())?;
    link.release(pointer)?;
    let called = title(link.call_pointer::<(), i32>(pointer, ()));
    Ok(format!("{before} {called} {}", title(link.release(pointer))))
}

fn stale_library(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let text = br#"(module (memory 1) (func (export "f") (result i32) (i32.const 1)))"#;
    let library = link.open_module("late", Module::from_bytes(text)?)?;
    let func = link.func::<(), i32>("late.f")?;
    link.close(library)?;
    let closed = title(link.close(library));
    let named = title(link.func::<(), i32>("late.f"));
    // The function itself was looked up before; what it answers is its own, and harms nobody.
    let _ = func.call(&mut link, ());
    Ok(format!("{closed} {named} {}", title(link.memory("late"))))
}

fn with_host<R>(job: &Job, f: impl FnOnce(&mut Link<()>) -> R) -> Result<R> {
    let builder = job.builder(&Broker::new()?)?;
    let builder = builder
        .host("env", "panics", |_, (): ()| -> Result<()> { panic!("of the host") })
        .host("env", "fails", |_, (): ()| -> Result<()> {
            Err(Error::new(wasm_broker::Code::PermissionDenied, "not for you"))
        })
        .host("env", "peek", |cx, (addr,): (u32,)| {
            let mut byte = [0];
            cx.memory().read(addr, &mut byte)?;
            Ok(i32::from(byte[0]))
        })
        .host("env", "fill", |cx, (addr, n_bytes): (u32, u32)| {
            let bytes = vec![0x55; n_bytes as usize];
            cx.memory().write(addr, &bytes)
        });
    Ok(f(&mut builder.plan()?.instantiate(())?))
}

/// The panic of a host function is to come back as an error, not to unwind through the engine.
fn quietly<R>(f: impl FnOnce() -> R) -> std::thread::Result<R> {
    // The message of a panic that is caught is no panic of ours.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(f));
    let _ = std::panic::take_hook();
    outcome
}

fn host_panics(job: &Job) -> Result<String> {
    with_host(job, |link| match quietly(|| link.invoke("go", &[])) {
        Ok(outcome) => title(outcome),
        Err(_) => "it unwound through the link".to_owned(),
    })
}

fn host_panic_poisons(job: &Job) -> Result<String> {
    with_host(job, |link| {
        let _ = quietly(|| link.invoke("go", &[]));
        title(link.invoke("fine", &[]))
    })
}

fn host_error(job: &Job) -> Result<String> {
    with_host(job, |link| title(link.invoke("go", &[])))
}

fn host_memory(job: &Job) -> Result<String> {
    with_host(job, |link| {
        let outcome = title(link.invoke("go", &[]));
        let mut bytes = [0; 2];
        let read = link.memory("main").and_then(|memory| memory.read(0xfffe_u64, &mut bytes));
        format!("{outcome} {} {bytes:?}", title(read))
    })
}

fn closure(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let pointer = link.add_function("main", |_: &mut _, (n,): (i32,)| Ok(n + 1))?;
    let slot = Val::I32(pointer.slot_idx() as i32);
    let right = link.invoke("call", &[slot])?;
    link.release(pointer)?;
    Ok(format!("{} {}", right[0], title(link.invoke("call", &[slot]))))
}

fn wrong_types(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let typed = title(link.func::<i64, f32>("one"));
    let pointer = link.rehome("main", 1_u64, "main")?;
    let called = title(link.call_pointer::<(i64,), f64>(pointer, (1,)));
    let again = title(link.call_pointer::<(), i32>(pointer, ()));
    Ok(format!("{typed} {called} {again}"))
}

fn wrong_values(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let outcomes = [
        title(link.invoke("one", &[Val::I32(1)])),
        title(link.invoke("take", &[])),
        title(link.invoke("take", &[Val::I64(1)])),
        title(link.invoke("take", &[Val::SomeRef])),
        title(link.invoke("refer", &[Val::SomeRef])),
        title(link.invoke("refer", &[Val::NullRef])),
        title(link.invoke("no.such", &[])),
        title(link.invoke("", &[])),
    ];
    Ok(outcomes.join(" "))
}

/// The corners of the copies and reads that a host may ask for.
fn copy_edges(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let size = link.memory("main")?.size_bytes();
    let edges = [
        (0, 0, u64::MAX),
        (u64::MAX, 0, 1),
        (0, u64::MAX, 1),
        (u64::MAX, u64::MAX, u64::MAX),
        (size, size, 0),
        (size + 1, 0, 0),
        (0, size + 1, 0),
        (1, 0, size),
        (0, 0, 1 << 32),
        ((1 << 32) - 1, 0, 2),
        (1 << 63, 1 << 63, 1 << 63),
    ];
    let mut outcomes = Vec::new();
    for (src, dest, n_bytes) in edges {
        outcomes.push(title(link.copy("main", src, "side", dest, n_bytes)));
        let mut memory = link.memory("main")?;
        let is_slice = memory.slice_mut(src, n_bytes).is_ok();
        assert_eq!(is_slice, memory.slice(src, n_bytes).is_ok(), "both faces agree");
    }
    // Nothing of all that was written.
    let side = link.memory("side")?;
    let is_clean = side.slice(0, side.size_bytes())?.iter().all(|byte| *byte == 0);
    let n_refused = outcomes.iter().filter(|it| *it == "error[5006]").count();
    let n_ok = outcomes.iter().filter(|it| *it == "ok").count();
    let side = if is_clean { "clean" } else { "written" };
    Ok(format!("{n_refused} error[5006], {n_ok} ok, {side}"))
}

fn grow_over_limit(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let before = link.memory("main")?.size_bytes();
    let pages = [u64::MAX, 1 << 48, 1 << 32, 65_536, 17];
    let refused: Vec<_> =
        pages.iter().map(|n| Ok(title(link.memory("main")?.grow(*n)))).collect::<Result<_>>()?;
    let after = link.memory("main")?.size_bytes();
    let fine = title(link.memory("main")?.grow(1));
    Ok(format!("{} {} {fine}", refused.join(" "), after - before))
}

/// Names that a host passes on from somebody who means harm.
fn names_of_host(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let names = ["", "\u{1b}[2J", "\u{202e}x", "a\0b", "main.", ".one", "..", &"n".repeat(1 << 20)];
    let mut all = String::new();
    for name in names {
        for error in [
            link.func::<(), i32>(name).err(),
            link.memory(name).err(),
            link.rehome(name, 1_u64, "main").err(),
            link.copy(name, 0_u64, "main", 0_u64, 0_u64).err(),
            link.open(name).err(),
            link.open_local(name).err(),
        ] {
            all.push_str(&error.expect("nothing has such a name").to_string());
            all.push('\n');
        }
    }
    let n_bytes = all.len();
    let harmful = all.chars().find(|c| crate::judge::is_harmful(*c));
    assert!(n_bytes < 200 * names.len() * 100, "{n_bytes} bytes of messages");
    Ok(match harmful {
        None => title(link.func::<(), i32>("one")),
        Some(c) => format!("{c:?} is in a message"),
    })
}

fn wasi_for_nobody(job: &Job) -> Result<String> {
    let builder = job.builder(&Broker::new()?)?;
    builder.wasi_for(Some("nobody"), WasiOptions::new()).plan().map(|_| "ok".to_owned())
}

/// A pool has room for a number that the host states; beyond is an error, and not for ever.
fn pool_too_small(job: &Job) -> Result<String> {
    let broker = Broker::builder().allocation(Allocation::Pooling).build()?;
    let mut links = Vec::new();
    let error = loop {
        match job.builder(&broker)?.plan()?.instantiate(()) {
            Ok(link) => links.push(link),
            Err(error) => break error.title(),
        }
        assert!(links.len() < 2_000, "the pool has an end");
    };
    links.clear();
    Ok(format!("{error} {}", title(job.builder(&broker)?.plan()?.instantiate(()))))
}

/// Links of one broker, made and trapping on several threads at once.
fn threads(job: &Job) -> Result<String> {
    let broker = Broker::new()?;
    let one = || -> Result<String> {
        let mut link = job.builder(&broker)?.plan()?.instantiate(())?;
        let outcome = title(link.invoke("trap", &[]));
        Ok(format!("{outcome} {}", title(link.invoke("one", &[]))))
    };
    let outcomes = std::thread::scope(|scope| {
        let spawn = |_| {
            scope.spawn(|| {
                wasm_broker::run_on_guest_thread(|| (0..20).map(|_| one()).collect::<Vec<_>>())
            })
        };
        let threads: Vec<_> = (0..4).map(spawn).collect();
        threads.into_iter().map(|it| it.join().expect("no thread panics")).collect::<Vec<_>>()
    });
    let mut answers = Vec::new();
    for of_thread in outcomes {
        for answer in of_thread? {
            answers.push(answer?);
        }
    }
    answers.dedup();
    Ok(answers.join(", "))
}

/// The clock of one call does not run on in the next.
fn deadline_per_call(job: &Job) -> Result<String> {
    let limits = Limits::new().timeout(Duration::from_millis(300));
    let builder = job.builder(&Broker::new()?)?.limits(limits);
    let mut link = builder.plan()?.instantiate(())?;
    std::thread::sleep(Duration::from_millis(400));
    let begun = Instant::now();
    let first = title(link.invoke("one", &[]));
    let second = title(link.invoke("spin", &[]));
    let took = begun.elapsed();
    let in_time = (200..3_000).contains(&took.as_millis());
    Ok(format!("{first} {second} {}", if in_time { "in time" } else { "late" }))
}

fn after_deadline(job: &Job) -> Result<String> {
    let limits = Limits::new().timeout(Duration::from_millis(50));
    let builder = job.builder(&Broker::new()?)?.limits(limits);
    let mut link = builder.plan()?.instantiate(())?;
    let spun = title(link.invoke("spin", &[]));
    Ok(format!("{spun} {}", title(link.invoke("one", &[]))))
}

/// Every fuel from none up: either it suffices, or the error is that of fuel, wherever it ran out.
fn fuel_is_one_budget(job: &Job) -> Result<String> {
    let broker = Broker::new()?;
    let mut n_out = 0;
    let mut fuel = 0_u64;
    while fuel < 10_000_000 {
        fuel += 1 + fuel / 20;
        let builder = job.builder(&broker)?.limits(Limits::new().fuel(fuel));
        let outcome = builder
            .plan()?
            .instantiate(())
            .and_then(|mut link| link.invoke("one", &[]).map(|_| ()));
        match outcome {
            Ok(()) => {
                return Ok(format!("ok {}", if n_out > 0 { "after 5011" } else { "at once" }));
            }
            Err(error) if error.code().number() == 5011 => n_out += 1,
            Err(error) => return Err(error),
        }
    }
    Ok("ten million units do not suffice".to_owned())
}

/// What failed links leave behind is nothing: a thousand of them take no memory, no file, no
/// thread.
fn many_links(job: &Job) -> Result<String> {
    let broker = Broker::new()?;
    let one = || job.builder(&broker).and_then(|it| it.plan()).and_then(|it| it.instantiate(()));
    for _ in 0..100 {
        let _ = one();
    }
    let count = |folder: &str| std::fs::read_dir(folder).map_or(0, Iterator::count);
    let seen = || (count("/proc/self/fd"), count("/proc/self/task"));
    let before = seen();
    let mut last = String::new();
    for _ in 0..1_000 {
        last = title(one());
    }
    Ok(format!("{last} {}", if seen() == before { "nothing left" } else { "something left" }))
}

/// Libraries that cannot be opened, again and again, in one link.
fn failed_opens(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let bad = Module::from_bytes(br#"(module (import "nobody" "f" (func)))"#)?;
    let before = link.plan().to_json();
    let mut last = String::new();
    for _ in 0..200 {
        last = title(link.open_module("bad", bad.clone()));
    }
    let is_same = link.plan().to_json() == before;
    let fine = title(link.invoke("one", &[]));
    Ok(format!("{last} {is_same} {fine}"))
}

/// A trap under many frames: what is printed of it has an end.
fn deep_error(job: &Job) -> Result<String> {
    let mut link = link(job)?;
    let error = link.invoke("deep", &[]).expect_err("it overflows the stack");
    let n_bytes = error.to_string().len();
    Ok(format!("{} {}", error.title(), if n_bytes < 16_384 { "short" } else { "long" }))
}

/// Plans that no planner wrote: each is refused when it is read.
fn plans(job: &Job) -> Result<String> {
    let link = link(job)?;
    let sound = link.plan().to_json();
    let wild = sound.replace('0', "4294967295");
    let cut = &sound[..sound.len() / 2];
    let texts = [
        "[".repeat(1_000_000),
        "{\"a\":".repeat(100_000),
        String::new(),
        "null".to_owned(),
        wild,
        cut.to_owned(),
    ];
    let outcomes = texts.iter().map(|text| match LinkPlan::from_json(text) {
        Ok(_) => "ok",
        Err(error) if error.to_string().len() < 4_096 => "error",
        Err(_) => "long error",
    });
    Ok(outcomes.collect::<Vec<_>>().join(" "))
}
