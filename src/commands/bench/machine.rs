//! What the numbers depend on and nobody measures: machine, versions, date, command line.

use super::report::About;
use jiff::Timestamp;

/// The engine that is linked in; a test compares it with the lock file.
const ENGINE: &str = "wasmtime 48.0.8";
/// Where Linux tells what the processor is.
const CPU_INFO: &str = "/proc/cpuinfo";

/// What holds for this run.
pub(super) fn about() -> About {
    let args = std::env::args_os().skip(1).map(|arg| quoted(&arg.to_string_lossy()));
    let command = std::iter::once("wasm-broker".to_owned()).chain(args).collect::<Vec<_>>();
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    let info = std::fs::read_to_string(CPU_INFO).unwrap_or_default();
    About {
        command: command.join(" "),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: ENGINE.to_owned(),
        build: build.to_owned(),
        cpu: cpu_model(&info).unwrap_or("unknown").to_owned(),
        n_cpus: std::thread::available_parallelism().map_or(1, usize::from),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        date: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

/// The first processor's name.
fn cpu_model(info: &str) -> Option<&str> {
    info.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        matches!(key.trim(), "model name" | "Model" | "cpu model").then(|| value.trim())
    })
}

/// An argument as a shell takes it.
fn quoted(arg: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:@,+%~".contains(c);
    match !arg.is_empty() && arg.chars().all(is_plain) && !arg.starts_with('~') {
        true => arg.to_owned(),
        false => format!("'{}'", arg.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_is_the_one_of_the_lock_file() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock");
        let lock = std::fs::read_to_string(path).expect("the lock file is part of the repository");
        let (name, version) = ENGINE.split_once(' ').expect("a name and a version");
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&entry), "{ENGINE} is not the engine");
    }

    #[test]
    fn a_processor_is_found_where_it_is_told() {
        let info = "processor\t: 0\nmodel name\t: Some CPU @ 2.00GHz\nprocessor\t: 1\n";
        assert_eq!(cpu_model(info), Some("Some CPU @ 2.00GHz"));
        assert_eq!(cpu_model("processor\t: 0\nModel\t\t: A Board\n"), Some("A Board"));
        assert_eq!(cpu_model(""), None);
    }

    #[test]
    fn a_command_line_can_be_typed_again() {
        let cases = [
            ("plain-word.wat", "plain-word.wat"),
            ("a=b", "a=b"),
            ("", "''"),
            ("two words", "'two words'"),
            ("it's", "'it'\\''s'"),
            ("~", "'~'"),
            ("$x", "'$x'"),
        ];
        for (arg, expected) in cases {
            assert_eq!(quoted(arg), expected);
        }
    }

    #[test]
    fn a_date_is_utc_and_sorts() {
        let date = about().date;
        assert!(date.len() == 20 && date.ends_with('Z') && date.as_bytes()[10] == b'T', "{date}");
    }
}
