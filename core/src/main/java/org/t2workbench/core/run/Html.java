package org.t2workbench.core.run;

/** Texts of any origin in an HTML page. */
final class Html {

    private Html() {}

    /**
     * A text for element content and quoted attributes. What no page can show is shown as a replacement character:
     * control characters, and those that turn the direction of writing around.
     */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(code -> {
            switch (code) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t' -> safe.appendCodePoint(code);
                case '\r' -> {}
                default -> safe.appendCodePoint(isShowable(code) ? code : 0xfffd);
            }
        });
        return safe.toString();
    }

    private static boolean isShowable(int code) {
        boolean control = Character.isISOControl(code);
        boolean half = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        boolean turning = code >= 0x202a && code <= 0x202e || code >= 0x2066 && code <= 0x2069;
        boolean none = (code & 0xfffe) == 0xfffe;
        return !control && !half && !turning && !none;
    }
}
