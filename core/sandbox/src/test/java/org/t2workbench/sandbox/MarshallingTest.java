package org.t2workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.task.CodeTrial;
import org.t2workbench.core.task.CodeVerdict;
import org.t2workbench.core.task.sandbox.Sandbox;
import org.t2workbench.core.task.sandbox.SandboxLimits;

/** What crosses between a program and its tests: every shape the tests of MBPP and HumanEval use. */
class MarshallingTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void startTheSandbox() {
        sandbox = Sandbox.open(new SandboxLimits(1, Duration.ofSeconds(10), Duration.ofSeconds(30), 384, 1 << 20));
    }

    @AfterAll
    static void closeTheSandbox() {
        sandbox.close();
    }

    private static void passes(String program, String tests) {
        CodeVerdict verdict = sandbox.run(List.of(new CodeTrial(program, tests)), new CancellationToken())
                .get(0);
        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
    }

    @Test
    void plainValuesComeBackAsTheyWent() {
        passes("def f(x): return x", """
                values = [None, True, False, 0, -1, 2**31, -2**63, 10**40, -10**40, 0.1, -0.0, float('inf'), 1j, '', 'héλ😀',
                          '\\ud800', b'\\x00\\xff', (), (1,), [], [[1], (2, [3])], {}, {'a': [1], 2: {3}}, {1, 2}, frozenset([1]),
                          range(2, 9, 3), int, str, [int, {'k': range(3)}], list(range(1000))]
                for value in values:
                    back = f(value)
                    assert back == value and type(back) is type(value), value
                    assert repr(back) == repr(value) or isinstance(value, (set, frozenset))
                assert f(bytearray(b'ab')) == b'ab'
                assert f(float('nan')) != f(float('nan'))
                """);
    }

    @Test
    void subclassesOfPlainTypesComeBackAsTheirData() {
        passes("""
                import collections, enum
                class C(enum.IntEnum): A = 3
                P = collections.namedtuple('P', 'x y')
                class S(str): pass
                def f(): return [collections.Counter('aab'), collections.OrderedDict(a=1), P(1, [C.A]), S('s'), True]
                def g(): d = collections.defaultdict(list); d['k'].append(P(1, 2)); return d
                """, "assert f() == [{'a': 2, 'b': 1}, {'a': 1}, (1, [3]), 's', True]\nassert g() == {'k': [(1, 2)]}");
    }

    @Test
    void viewsAndIteratorsAreReadThroughIteration() {
        passes(
                "def f(d): return d.keys()\ndef g(n): return (i * i for i in range(n))\ndef h(a): return map(str, a)",
                "assert f({'a': 1}) == {'a'} and list(f({'b': 2})) == ['b']\nassert list(g(3)) == [0, 1, 4]\nassert sorted(h([2, 1])) == ['1', '2']");
    }

    @Test
    void objectsOfTheProgramAreHandedBackToIt() {
        passes(
                "class Node:\n    def __init__(self, v): self.v = v; self.left = None\ndef depth(n): return 0 if n is None else 1 + depth(n.left)",
                "root = Node(1)\nroot.left = Node(2)\nassert depth(root) == 2 and root.left.v == 2\nassert depth(None) == 0");
    }

    @Test
    void anObjectOfTheProgramIsTrueAsItsOwnPythonSays() {
        passes("import re\ndef f(x): return re.search('a.b', x)", "assert f('xaab') and not f('ab')");
        CodeVerdict verdict = sandbox.run(
                        List.of(new CodeTrial("def f(x): return object()", "assert f(1) == f(1)")),
                        new CancellationToken())
                .get(0);
        assertThat(verdict.reason()).contains("not plain data");
    }

    @Test
    void theTestsMayCheckAsHumanEvalDoes() {
        passes(
                "def helper(x): return x * 2\ndef solve(xs): return [helper(x) for x in xs]",
                "METADATA = {}\ndef check(candidate):\n    assert candidate([1, 2]) == [helper(1), 4]\n    assert candidate([]) == []\ncheck(solve)");
    }

    @Test
    void exceptionsOfTheProgramKeepTheirKind() {
        passes(
                "def f(x):\n    raise ValueError('no')",
                "try:\n    f(1)\n    assert False\nexcept ValueError as e:\n    assert str(e) == 'no'");
    }

    @Test
    void aFunctionMayBeNamedAsABuiltin() {
        passes("def sum(a, b): return a * b", "assert sum(10, 15) == 150");
    }

    @Test
    void modulesThatOnlyTheProgramImportsAreThereForTheTests() {
        passes("import math\ndef f(x): return x / 3", "assert math.isclose(f(1), 0.3333, rel_tol=0.001)");
    }

    @Test
    void typesMayBeNamedAsTypingNamesThem() {
        passes("""
                import sys, typing
                from typing import Any, Dict, FrozenSet, List, Optional, Set, Tuple, Type, Union
                class Node:
                    next: Optional['Node'] = None
                    of: 'Union[Node, None]' = None
                class Stack(List[int]): pass
                def f(a: List[Tuple[int, ...]], b: Dict[str, Any], c: Optional[Set[int]] = None,
                      d: Union[int, List[str], None] = None, e: Optional[Any] = None, g: Type[Node] = Node,
                      h: Union['Node', int] = 1) -> FrozenSet[int]:
                    s = Stack([1])
                    return [isinstance(s, List), isinstance(1, Union[int, str]), isinstance(None, Optional[int]),
                            isinstance('', Union[int, float]), Optional[int] == Union[int, None], typing.List is List]
                """, "assert f([], {}) == [True, True, True, False, True, True]");
    }

    @Test
    void theRestOfTypingIsThereToo() {
        passes("""
                import typing
                from typing import List, NamedTuple, TypeVar, Generic, Callable, Iterable, get_type_hints
                T = TypeVar('T')
                class P(NamedTuple):
                    x: int
                    y: List[int] = []
                class Box(Generic[T]):
                    def __init__(self, v: T): self.v = v
                def hinted(a: typing.List[int], b: typing.Optional[str]) -> Callable[[int], T]: pass
                def f(x):
                    hints = get_type_hints(hinted)
                    return [P(x, [1]), Box(x).v, isinstance([], Iterable), sorted(hints), hints['a'] == list[int], typing.cast(int, x)]
                """, "assert f(3) == [(3, [1]), 3, True, ['a', 'b', 'return'], True, 3]");
        passes(
                "from typing import *\ndef f(x: Sequence[int]) -> List[int]: return list(x)",
                "assert f((1, 2)) == [1, 2]");
        CodeVerdict verdict = sandbox.run(
                        List.of(new CodeTrial("from typing import Nonsense\ndef f(x): return x", "assert f(1) == 1")),
                        new CancellationToken())
                .get(0);
        assertThat(verdict.reason()).contains("ImportError");
    }

    @Test
    void testsThatNeverCallTheProgramProveNothing() {
        CodeVerdict verdict = sandbox.run(List.of(new CodeTrial("x = 1", "assert True")), new CancellationToken())
                .get(0);
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.reason()).contains("never called");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c",
                "r\0\0\0\0",
                "[\u00ff\u00ff\u00ff\u007f",
                "(\1\0\0\0",
                "{i\1\0\0\0",
                "u\u00ff\u00ff\u00ff\u007fa",
                "NN",
                "0",
                "l\0\0\0\u0080",
                "[\1\0\0\0c"
            })
    void whatIsNotPlainDataIsRefused(String text) {
        assertThatThrownBy(() -> PlainData.check(text)).isInstanceOf(TrialFailure.class);
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThatThrownBy(() -> PlainData.check("[\1\0\0\0".repeat(1000) + "N"))
                .isInstanceOf(TrialFailure.class);
    }
}
