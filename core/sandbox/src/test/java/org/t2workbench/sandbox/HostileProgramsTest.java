package org.t2workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.task.CodeTrial;
import org.t2workbench.core.task.CodeVerdict;
import org.t2workbench.core.task.sandbox.Sandbox;
import org.t2workbench.core.task.sandbox.SandboxLimits;

/** Programs that do harm or cheat, run by the real sandbox: every one is a wrong answer and no more. */
class HostileProgramsTest {

    private static final String TESTS = """
            import math
            assert f(1) == 2
            assert f(41) == 42
            assert math.isclose(f(0.5), 1.5)
            assert [f(2), f(3)] == [3, 4] and set([f(7)]) == {8} and isinstance(f(1), int)
            assert all([f(n) == n + 1 for n in range(4)]) and len(str(f(9))) == 2
            """;

    private static final String RIGHT = "def f(x):\n    return x + 1";

    private static final String WRONG = "def f(x):\n    return 0";

    private static Sandbox sandbox;

    @BeforeAll
    static void startTheSandbox() {
        sandbox = Sandbox.open(new SandboxLimits(2, Duration.ofSeconds(4), Duration.ofSeconds(8), 384, 1 << 20));
    }

    @AfterAll
    static void closeTheSandbox() {
        sandbox.close();
    }

    private static CodeVerdict verdict(String program, String tests) {
        return sandbox.run(List.of(new CodeTrial(program, tests)), new CancellationToken())
                .get(0);
    }

    private static Map<String, String> harmful() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("an endless loop", "def f(x):\n    while True: pass");
        programs.put("an endless loop at import", "while True: pass");
        programs.put("a power that cannot be stopped from within", "def f(x):\n    return 10**(10**9) % 7");
        programs.put("a sum that cannot be stopped from within", "def f(x):\n    return sum(range(10**13))");
        programs.put("a long sleep", "import time\ndef f(x):\n    time.sleep(1000)");
        programs.put(
                "an endless loop that catches everything",
                "def f(x):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass");
        programs.put(
                "a pattern that backtracks for ever",
                "import re\ndef f(x):\n    return re.match('(a|aa)+(?=c)\\\\1$', 'a' * 90 + 'b')");
        programs.put("a fork bomb", "import os\ndef f(x):\n    while True: os.fork()");
        programs.put(
                "a bomb of processes",
                "import subprocess\ndef f(x):\n    while True: subprocess.Popen(['sleep', '9'])");
        programs.put(
                "a bomb of threads",
                "import threading\ndef f(x):\n    while True: threading.Thread(target=f, args=(x,)).start()");
        programs.put("ten gigabytes in one list", "def f(x):\n    return [0] * (10**10 // 8)");
        programs.put("ten gigabytes in one text", "def f(x):\n    return 'a' * 10**10");
        programs.put("memory bit by bit", "def f(x):\n    kept = []\n    while True: kept.append(bytearray(10**6))");
        programs.put(
                "memory bit by bit, caught",
                "def f(x):\n    kept = []\n    while True:\n        try:\n            kept.append('a' * 10**6 + str(len(kept)))\n        except BaseException: pass");
        programs.put(
                "a value of exponential size",
                "def f(x):\n    a = [1]\n    for i in range(60): a = [a, a]\n    return a");
        programs.put("a list that holds itself", "def f(x):\n    a = []\n    a.append(a)\n    return a");
        programs.put("deep recursion", "def f(x):\n    return f(x)");
        programs.put("deeper recursion", "import sys\nsys.setrecursionlimit(10**9)\ndef f(x):\n    return f(x) + 1");
        programs.put("a deeply nested source", "(".repeat(5000) + ")".repeat(5000));
        programs.put("writing without end", "def f(x):\n    while True: print('a' * 10000)");
        programs.put(
                "writing errors without end", "import sys\ndef f(x):\n    while True: sys.stderr.write('a' * 10000)");
        programs.put(
                "writing to a stream by its number", "import os\ndef f(x):\n    while True: os.write(1, b'a' * 1000)");
        programs.put("reading a file", "def f(x):\n    open('/etc/hosts').read()\n    return x + 1");
        programs.put(
                "reading a file beside its library",
                "import os\ndef f(x):\n    open(os.path.dirname(os.__file__) + '/../../../../../../../../../etc/hosts').read()\n    return x + 1");
        programs.put("listing a folder", "import os\ndef f(x):\n    os.listdir('/')\n    return x + 1");
        programs.put(
                "writing a file", "def f(x):\n    open('/tmp/t2-sandbox-was-here', 'w').write('x')\n    return x + 1");
        programs.put(
                "writing into its library",
                "import os\ndef f(x):\n    open(os.path.dirname(os.__file__) + '/evil.py', 'w').write('x')\n    return x + 1");
        programs.put("removing its library", "import os\ndef f(x):\n    os.remove(os.__file__)\n    return x + 1");
        programs.put(
                "opening a socket",
                "import socket\ndef f(x):\n    socket.create_connection(('127.0.0.1', 80))\n    return x + 1");
        programs.put(
                "loading a page",
                "import urllib.request\ndef f(x):\n    urllib.request.urlopen('http://127.0.0.1/')\n    return x + 1");
        programs.put("starting a program", "import os\ndef f(x):\n    os.system('true')\n    return x + 1");
        programs.put(
                "Java's classes",
                "import java\ndef f(x):\n    java.type('java.lang.Runtime').getRuntime().halt(0)\n    return x + 1");
        programs.put(
                "another language",
                "import polyglot\ndef f(x):\n    polyglot.eval(language='python', string='1')\n    return x + 1");
        programs.put("native code", "import ctypes\ndef f(x):\n    ctypes.CDLL(None)\n    return x + 1");
        programs.put("a signal to itself", "import os, signal\ndef f(x):\n    signal.raise_signal(9)\n    return 0");
        return programs;
    }

    private static Map<String, String> cheating() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("an exit at import", "import sys\nsys.exit(0)");
        programs.put("an exit when called", "import sys\ndef f(x):\n    sys.exit(0)");
        programs.put("a hard exit", "import os\ndef f(x):\n    os._exit(0)");
        programs.put("a raised SystemExit", "raise SystemExit(0)");
        programs.put("a quit when called", "def f(x):\n    quit()");
        programs.put(
                "a work after the end", "import atexit\natexit.register(print, 'passed')\ndef f(x):\n    return 0");
        for (String base : List.of("object", "int", "float", "str", "list", "tuple", "dict", "set", "bool.__base__")) {
            programs.put("an equality that is always true, on " + base, """
                    class Any(%s):
                        def __eq__(self, other): return True
                        def __ne__(self, other): return False
                        def __hash__(self): return 8
                        def __bool__(self): return True
                        def __len__(self): return 2
                        def __sub__(self, other): return 0
                        __rsub__ = __add__ = __radd__ = __abs__ = __sub__
                        def __getattribute__(self, name):
                            return int if name == '__class__' else super().__getattribute__(name)
                    def f(x):
                        return Any()
                    """.formatted(base));
        }
        programs.put(
                "an equality that is always true, deep inside",
                "class I(int):\n    def __eq__(s, o): return True\ndef f(x):\n    return [[I(0)]]");
        programs.put(
                "a metaclass that says what it is not",
                "class M(type):\n    def __instancecheck__(c, o): return True\n    def __eq__(c, o): return True\n    __hash__ = type.__hash__\nclass A(metaclass=M): pass\ndef f(x):\n    return A");
        programs.put(
                "its own builtins",
                "import builtins\nbuiltins.all = builtins.any = builtins.isinstance = lambda *a: True\nbuiltins.len = lambda *a: 2\nbuiltins.set = builtins.str = builtins.range = lambda *a: ()\n"
                        + WRONG);
        programs.put(
                "names that hide builtins",
                "def all(*a): return True\ndef set(*a): return {8}\ndef len(*a): return 2\ndef isinstance(*a): return True\n"
                        + WRONG);
        programs.put(
                "its own AssertionError",
                "import builtins\nbuiltins.AssertionError = type('Fine', (Exception,), {})\nAssertionError = builtins.AssertionError\n"
                        + WRONG);
        programs.put(
                "its own import",
                "import builtins\nreal = builtins.__import__\nclass Fake:\n    def __getattr__(s, n): return lambda *a, **k: True\nbuiltins.__import__ = lambda n, *a, **k: Fake()\n"
                        + WRONG);
        programs.put("its own dictionary of builtins", "__builtins__ = {}\n" + WRONG);
        programs.put(
                "its own math",
                "import math, sys, re\nmath.isclose = lambda *a, **k: True\nsys.modules['math'] = type('m', (), {'isclose': math.isclose})\nmath = sys.modules['math']\n"
                        + WRONG);
        programs.put(
                "a tracer", "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\n" + WRONG);
        programs.put("looking for the answer in the frames", """
                import sys
                def f(x):
                    frame, found = sys._getframe(), []
                    while frame:
                        found += list(frame.f_locals.values()) + list(frame.f_globals.values())
                        frame = frame.f_back
                    wanted = [v for v in found if type(v) is str and 'assert' in v]
                    return x + 1 if wanted else 0
                """);
        programs.put("tampering with how it is asked", """
                import sys
                def f(x):
                    frame = sys._getframe().f_back
                    while frame:
                        frame.f_globals.update(encode=lambda v: '0T', serve=lambda *a: 'rpassed', wire=None)
                        frame.f_locals.update(encode=lambda v: '0T')
                        for function in list(frame.f_globals.values()):
                            try: function.__code__ = (lambda *a: 'r0T').__code__
                            except Exception: pass
                        frame = frame.f_back
                    return 0
                """);
        programs.put("its own marshal", """
                import marshal, sys, gc
                marshal.dumps = lambda *a: b'c' + b'\\0' * 60
                def f(x):
                    frame = sys._getframe().f_back
                    for cell in frame.f_code.co_freevars: pass
                    for function in [v for v in frame.f_locals.values() if callable(v)]:
                        for cell in function.__closure__ or ():
                            try: cell.cell_contents = marshal.dumps
                            except Exception: pass
                    return 0
                """);
        programs.put(
                "printing what marks success",
                "def f(x):\n    print('passed')\n    print('\\x01passed', flush=True)\n    return 'passed'");
        programs.put("raising what marks success", "def f(x):\n    raise Exception('passed')");
        programs.put("raising AssertionError away", "def f(x):\n    raise AssertionError()");
        programs.put("a generator of the right answers", "def f(x):\n    yield x + 1");
        programs.put("a function for an answer", "def f(x):\n    return lambda: x + 1");
        programs.put(
                "its own f in other places",
                "import sys\nsys.modules['tests'] = sys.modules['__main__'] = sys\nsys.f = lambda x: x + 1\ncheck = tests = run = lambda *a: 'passed'\n"
                        + WRONG);
        programs.put(
                "an interop behaviour",
                "import polyglot\nclass A: pass\ntry:\n    polyglot.register_interop_behavior(A, is_string=True, as_string='r0T', fits_in_int=True, as_int=2, is_number=True)\nexcept Exception: pass\ndef f(x):\n    return A()");
        programs.put("nothing", "");
        programs.put("no Python", "Here is my answer: 42");
        programs.put("a null byte", "def f(x):\n    return x + 1\n\0");
        return programs;
    }

    @TestFactory
    Stream<DynamicTest> harmIsAWrongAnswer() {
        return each(harmful());
    }

    @TestFactory
    Stream<DynamicTest> cheatingIsAWrongAnswer() {
        return each(cheating());
    }

    private static Stream<DynamicTest> each(Map<String, String> programs) {
        return programs.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    CodeVerdict verdict = verdict(entry.getValue(), TESTS);
                    assertThat(verdict.passed()).as(verdict.reason()).isFalse();
                    assertThat(verdict.reason()).isNotBlank();
                }));
    }

    @Test
    void aRightProgramPasses() {
        CodeVerdict verdict = verdict(RIGHT, TESTS);
        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
    }

    @Test
    void whatKillsAWorkerCostsNoOtherTrial() {
        List<CodeTrial> trials = new ArrayList<>();
        for (String killer :
                List.of("an endless loop", "a sum that cannot be stopped from within", "memory bit by bit")) {
            trials.add(new CodeTrial(RIGHT, TESTS));
            trials.add(new CodeTrial(Objects.requireNonNull(harmful().get(killer)), TESTS));
            trials.add(new CodeTrial(RIGHT, TESTS));
        }
        List<CodeVerdict> verdicts = sandbox.run(trials, new CancellationToken());
        assertThat(verdicts.stream().map(CodeVerdict::passed))
                .containsExactly(true, false, true, true, false, true, true, false, true);
    }

    @Test
    void nothingIsLeftForTheNextTrial() {
        String spoils = """
                import builtins, sys, math, os
                builtins.len = lambda *a: 77
                builtins.left = math.left = sys.left = os.left = 77
                sys.setrecursionlimit(60)
                def f(x): return 0
                """;
        String looks = """
                import builtins, sys, math, os
                def f(): return [hasattr(m, 'left') for m in (builtins, math, sys, os)] + [len([1]), 'spoils' in sys.modules]
                """;
        for (int i = 0; i < 4; i++) {
            verdict(spoils, TESTS);
            CodeVerdict verdict = verdict(looks, "assert f() == [False] * 4 + [1, False]");
            assertThat(verdict.passed()).as(verdict.reason()).isTrue();
        }
    }

    @Test
    void theHostsEnvironmentIsNotThere() {
        CodeVerdict verdict = verdict(
                "import os\ndef f(): return [n in os.environ for n in ('PATH', 'HOME', 'USER', 'JAVA_HOME')]",
                "assert f() == [False] * 4");
        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
    }
}
