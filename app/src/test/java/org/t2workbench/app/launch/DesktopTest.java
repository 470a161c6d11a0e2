package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DesktopTest {

    private static final String ALL =
            "libgtk-3.so.0 libXtst.so.6 libpango-1.0.so.0 libfreetype.so.6 libfontconfig.so.1";

    @Test
    void withEverythingThereIsNoObstacle() {
        assertThat(new Desktop(true, ":0", ALL, "DejaVu").obstacle()).isEmpty();
    }

    @Test
    void whatCannotBeAskedIsNoObstacle() {
        assertThat(new Desktop(true, ":0", "", null).obstacle()).isEmpty();
        assertThat(new Desktop(false, "", "", null).obstacle()).isEmpty();
    }

    @Test
    void eachThingThatIsMissingIsNamedInOneSentence() {
        assertThat(new Desktop(true, "", ALL, "DejaVu").obstacle())
                .get()
                .asString()
                .contains("DISPLAY");
        assertThat(new Desktop(true, ":0", ALL.replace("libgtk-3.so.0", ""), "DejaVu").obstacle())
                .get()
                .asString()
                .contains("libgtk-3.so.0");
        assertThat(new Desktop(true, ":0", ALL, "").obstacle()).get().asString().contains("no fonts");
    }

    @Test
    void whatJavaFxMissesItselfIsExplainedWithoutItsWords() {
        assertThat(Desktop.explain(new UnsupportedOperationException("Unable to open DISPLAY")))
                .contains("the display does not answer")
                .doesNotContain("Exception");
        assertThat(Desktop.explain(new UnsatisfiedLinkError("no glassgtk3 in java.library.path")))
                .contains("a library of the desktop is missing");
    }
}
