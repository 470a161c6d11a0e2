package org.t2workbench.app.theme;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The dark styles are what the library's dark theme says otherwise than its light one. After another version of the
 * library they are written anew with {@code mvn -q test -Dtest=DarkStylesTest -Dt2.write=true}.
 */
class DarkStylesTest {

    private static final Path FILE = Path.of("..", "resources", "ui", "dark.css");
    private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)}");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final String HEADER = """
            /*
             * What AtlantaFX's dark theme (Primer) says otherwise than its light one, for a scene whose root is :dark.
             * Written by DarkStylesTest.
             *
             * MIT License
             *
             * Copyright (c) 2022 mkpaz
             *
             * Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
             * documentation files (the "Software"), to deal in the Software without restriction, including without
             * limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
             * the Software, and to permit persons to whom the Software is furnished to do so, subject to the following
             * conditions:
             *
             * The above copyright notice and this permission notice shall be included in all copies or substantial
             * portions of the Software.
             *
             * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
             * LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO
             * EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
             * IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE
             * USE OR OTHER DEALINGS IN THE SOFTWARE.
             */
            """;

    private record Rule(String selectors, List<String> declarations) {

        /** What this rule says otherwise than another one for the same selectors, if anything. */
        Stream<String> otherThan(Rule light) {
            assertThat(selectors).isEqualTo(light.selectors);
            List<String> others = declarations.stream()
                    .filter(declaration -> !light.declarations.contains(declaration))
                    .toList();
            if (others.isEmpty()) {
                return Stream.empty();
            }
            String dark = Stream.of(selectors.split(",", -1))
                    .map(String::strip)
                    .map(selector -> selector.equals(".root") ? ".root:dark" : ".root:dark " + selector)
                    .collect(Collectors.joining(",\n"));
            return Stream.of(dark + " {\n    " + String.join(";\n    ", others) + ";\n}\n");
        }
    }

    @Test
    void darkStylesAreTheDifferenceOfTheLibrarysThemes() throws IOException {
        List<Rule> light = rules(new PrimerLight().getUserAgentStylesheet());
        List<Rule> dark = rules(new PrimerDark().getUserAgentStylesheet());

        StringBuilder difference = new StringBuilder(HEADER);
        assertThat(dark).hasSameSizeAs(light).hasSizeGreaterThan(1000);
        for (int i = 0; i < dark.size(); i++) {
            dark.get(i).otherThan(light.get(i)).forEach(difference::append);
        }

        if (Boolean.getBoolean("t2.write")) {
            Files.writeString(FILE, difference);
        }
        assertThat(FILE).content().isEqualTo(difference.toString());
    }

    private static List<Rule> rules(String resource) throws IOException {
        String path = resource.replaceFirst("\\.bss$", ".css");
        try (InputStream in = Objects.requireNonNull(PrimerLight.class.getResourceAsStream(path), path)) {
            String text = COMMENT.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .replaceAll("");
            List<Rule> rules = new ArrayList<>();
            Matcher matcher = RULE.matcher(text);
            while (matcher.find()) {
                rules.add(new Rule(
                        matcher.group(1).strip().replaceAll("\\s+", " "),
                        Stream.of(matcher.group(2).split(";", -1))
                                .map(declaration -> declaration.strip().replaceAll("\\s+", " "))
                                .filter(declaration -> !declaration.isEmpty())
                                .toList()));
            }
            return rules;
        }
    }
}
