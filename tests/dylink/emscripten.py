"""Runs one of emscripten's own tests as its authors run it, and keeps what was built for node.

usage: emscripten.py TESTS list                   prints the names of the tests of dynamic linking
       emscripten.py TESTS record NAME FOLDER     NAME as in the list; fills FOLDER

TESTS is the folder of emscripten's tests. A test may build and run several programs: the folders
FOLDER/1, FOLDER/2 and so on hold the modules of each, and FOLDER/runs.json says of each its main
module, its arguments, how it has to end, what it has to print and what node printed.
"""

import json
import os
import shutil
import sys
import unittest

sys.dont_write_bytecode = True
TESTS = os.path.realpath(sys.argv[1])
sys.path[:0] = [os.path.dirname(TESTS), TESTS]

import common  # noqa: E402, the folder of the tests has to be known first
import test_core  # noqa: E402
import test_other  # noqa: E402

# Those about dynamic linking have these beginnings, and a few do not.
BEGINNINGS = ("test_dylink", "test_dlfcn", "test_dlopen", "test_dlsym")
OTHERS = ("test_RUNTIME_LINKED_LIBS", "test_extern_weak_dynamic", "test_ld_library_path",
          "test_longjmp2_main_module", "test_main_module_no_undefined",
          "test_main_module_static_align", "test_main_module_without_main",
          "test_minimal_dynamic", "test_side_module_transitive_deps")
# Where there is `fetch`, this JavaScript believes that it is in a browser.
PRELUDE = "delete globalThis.fetch;\n"


def recorder(base, folder):
    """A class of tests like `base` whose runs are kept in `folder`."""

    class Recorder(base):
        runs = []

        @classmethod
        def setUpClass(cls):
            """What the compiler is worth is known."""

        def setUp(self):
            super().setUp()
            self.expected = []
            prelude = os.path.join(folder, "prelude.cjs")
            with open(prelude, "w") as file:
                file.write(PRELUDE)
            self.node_args += ["--require", prelude]

        def require_v8(self):
            """Tests that want V8's shell for a new feature get node, which has had it for long."""
            self.require_node()

        def assertFileContents(self, filename, contents):
            """What the compiler exports, in its authors' newest version, is not what is tested."""

        def _build_and_run(self, filename, expected_output, **settings):
            # Some tests give one text, others those of which one is right.
            is_text = isinstance(expected_output, str)
            self.expected = [expected_output] if is_text else list(expected_output or [])
            return super()._build_and_run(filename, expected_output, **settings)

        def run_js(self, filename, engine=None, args=(), output_nicerizer=None,
                   assert_returncode=0, interleaved_output=True):
            # Options by which older versions of node turned on what newer ones have anyway.
            self.node_args = [it for it in self.node_args if "--experimental-wasm" not in it]
            # Some tests run a second JavaScript for the same module, `main.js.strict.js`.
            name = os.path.splitext(os.path.basename(filename))[0].split(".js")[0]
            run = str(len(self.runs) + 1)
            shutil.copytree(".", os.path.join(folder, run))
            self.runs.append({
                "folder": run,
                "main": name + ".wasm",
                "args": list(args),
                "fails": assert_returncode != 0,
                "expected": self.expected,
                "is_rewritten": output_nicerizer is not None,
            })
            output = super().run_js(filename, engine, list(args), output_nicerizer,
                                    assert_returncode, False)
            with open(self.in_dir("stdout"), encoding="utf-8") as file:
                self.runs[-1]["stdout"] = file.read()
            return output

    return Recorder


def names():
    """The tests that are about dynamic linking."""
    for class_name, tests in (("core0", test_core.core0), ("other", test_other.other)):
        for name in sorted(dir(tests)):
            if name.startswith(BEGINNINGS) or name in OTHERS:
                yield class_name + "." + name


def record(name, folder):
    """Runs a test; ends with 1 if it fails."""
    folder = os.path.realpath(folder)
    class_name, test = name.split(".")
    module = test_other if class_name == "other" else test_core
    tests = recorder(getattr(module, class_name), folder)
    result = unittest.TextTestRunner().run(tests(test))
    with open(os.path.join(folder, "runs.json"), "w") as file:
        json.dump(tests.runs, file)
    for _, why in result.skipped:
        print("skipped: " + why, file=sys.stderr)
    sys.exit(0 if result.wasSuccessful() and not result.skipped else 1)


if sys.argv[2] == "list":
    print("\n".join(names()))
else:
    # Nothing of another run's settings.
    common.EMTEST_SAVE_DIR = None
    record(sys.argv[3], sys.argv[4])
