package org.t2workbench.core.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the reference implementation; see golden/chat/make_chat.py. */
class JinjaTemplateTest {

    private static JsonNode golden() throws IOException {
        return new ObjectMapper()
                .readTree(Objects.requireNonNull(JinjaTemplateTest.class.getResource("/golden/chat/pieces.json")));
    }

    private static Object value(JsonNode json) {
        if (json.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            json.fields().forEachRemaining(field -> map.put(field.getKey(), value(field.getValue())));
            return map;
        }
        if (json.isArray()) {
            List<Object> list = new ArrayList<>();
            json.forEach(element -> list.add(value(element)));
            return list;
        }
        return json.isNull()
                ? None.NONE
                : json.isBoolean()
                        ? (Object) json.booleanValue()
                        : json.isIntegralNumber()
                                ? (Object) json.longValue()
                                : json.isNumber() ? (Object) json.doubleValue() : json.textValue();
    }

    @TestFactory
    @SuppressWarnings("unchecked")
    Stream<DynamicTest> everyPieceIsRenderedOrRefusedAsByTheReference() throws IOException {
        JsonNode golden = golden();
        Map<String, Object> variables = (Map<String, Object>) value(golden.get("variables"));
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode piece : golden.get("pieces")) {
            String template = piece.get("template").textValue();
            tests.add(DynamicTest.dynamicTest(template.length() > 80 ? template.substring(0, 80) : template, () -> {
                if (piece.has("error")) {
                    assertThatThrownBy(() -> JinjaTemplate.parse(template).render(variables))
                            .isInstanceOf(JinjaException.class)
                            .message()
                            .isNotBlank();
                } else {
                    assertThat(JinjaTemplate.parse(template).render(variables))
                            .isEqualTo(piece.get("result").textValue());
                }
            }));
        }
        return tests.stream();
    }

    /** Each would use up time, memory or stack without bounds. */
    static List<String> bombs() {
        // a list that is written down as 2^100 numbers
        String dag =
                "{% set ns = namespace(s=[1]) %}{% for i in range(100) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}";
        return List.of(
                "{% for i in range(100000) %}{% for k in range(100000) %}{% set x = i %}{% endfor %}{% endfor %}",
                "{% for i in range(1000) %}{% for k in range(1000) %}{% for l in range(1000) %}{% endfor %}{% endfor %}{% endfor %}",
                "{{ 'a' * 1000000000000 }}",
                "{{ [0] * 1000000000 }}",
                "{% set ns = namespace(s='aaaa') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
                "{% set ns = namespace(s=['a']) %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{{ ('a' * 1000000).replace('a', 'b' * 1000000) }}",
                "{{ ('a' * 1000000)|replace('', 'b' * 1000) }}",
                "{{ ('a' * 100000).join(['b'] * 100000) }}",
                "{{ 'x'|indent(2000000000) }}{{ ('\\n' * 1000000)|indent(1000000, true, true) }}",
                "{{ ('a' * 8000000 ~ 'b') in ('a' * 16000000) }}",
                dag + "{{ ns.s }}",
                dag + "{{ ns.s|tojson }}",
                dag + dag.replace("ns", "t") + "{{ ns.s == t.s }}",
                dag + dag.replace("ns", "t") + "{{ ns.s in [t.s] }}",
                dag + "{{ {ns.s: 1} }}",
                dag + "{{ ns.s in {} }}",
                "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}",
                "{% macro f(x) %}" + "{% if 1 %}".repeat(50) + "{{ f(x) }}" + "{% endif %}".repeat(50)
                        + "{% endmacro %}{{ f(1) }}",
                "{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}",
                "{{ " + "[".repeat(100_000) + " }}",
                "{{ " + "not ".repeat(100_000) + "1 }}",
                "{{ " + "- ".repeat(100_000) + "1 }}",
                "{{ 1" + " + 1".repeat(100_000) + " }}",
                "{{ 1" + "|string".repeat(100_000) + " }}",
                "{{ x" + ".y".repeat(100_000) + " }}",
                "{{ 1" + " if 1 else 1".repeat(100_000) + " }}",
                "{% if 1 %}".repeat(100_000),
                "{{ 9 ** 9 ** 9 }}",
                "{{ 9223372036854775807 + 1 }}",
                "{{ 99999999999999999999 }}",
                "{#".repeat(400_000),
                "x".repeat(2_000_000));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    @Timeout(60)
    void everythingUnboundedIsRefused(String template) throws InterruptedException {
        // on a thread with as small a stack as a window's
        List<Throwable> thrown = new ArrayList<>();
        Thread worker =
                new Thread(null, () -> JinjaTemplate.parse(template).render(Map.of()), "small stack", 512 * 1024);
        worker.setUncaughtExceptionHandler((thread, error) -> thrown.add(error));
        worker.start();
        worker.join();
        assertThat(thrown).singleElement().isInstanceOf(JinjaException.class);
    }

    @Test
    void nothingOfJavaCanBeReached() {
        Map<String, Object> variables = Map.of("s", "text", "l", List.of(1L), "m", Map.of("k", "v"));
        for (String reach : List.of(
                "s.getClass()", "s.getBytes()", "l.getClass()", "m.entrySet()", "s.matches('t')", "range.call()")) {
            assertThatThrownBy(() -> JinjaTemplate.parse("{{ " + reach + " }}").render(variables))
                    .as(reach)
                    .isInstanceOf(JinjaException.class)
                    .hasMessageContaining("undefined");
        }
        for (String nothing : List.of("s.class", "s['class']", "l.size", "m.class", "s.__class__", "self", "request")) {
            assertThat(JinjaTemplate.parse("{{ " + nothing + " }}").render(variables))
                    .as(nothing)
                    .isEmpty();
        }
    }

    @Test
    void textOfVariablesIsNeverRunAsATemplate() {
        assertThat(JinjaTemplate.parse("{{ s }}{{ s|upper }}").render(Map.of("s", "{{ 1 + 1 }}{% x %}")))
                .isEqualTo("{{ 1 + 1 }}{% x %}{{ 1 + 1 }}{% X %}");
    }

    @Test
    void todayIsWrittenInTheAskedForm() {
        assertThat(JinjaTemplate.parse("{{ strftime_now('%Y-%m-') }}").render(Map.of()))
                .startsWith(LocalDate.now().getYear() + "-");
        assertThat(JinjaTemplate.parse("{{ strftime_now('%d %b %Y, 100%%') }}").render(Map.of()))
                .matches("\\d\\d [A-Z][a-z][a-z] \\d{4}, 100%");
    }

    @Test
    void errorsNameTheLine() {
        assertThatThrownBy(() -> JinjaTemplate.parse("a\nb\n{% if %}\n"))
                .hasMessage("a value is expected instead of '%}' (line 3)");
        assertThatThrownBy(() -> JinjaTemplate.parse("a\n{% for x in y %}\nb\n"))
                .hasMessageContaining("'else' or 'endfor' is expected instead of the end of the template");
    }
}
