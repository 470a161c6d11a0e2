package org.t2workbench.app.i18n;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of the window. A key that is missing is a programming error and is thrown as one. */
public final class Strings {

    private static final String BUNDLE = "org.t2workbench.ui.strings";

    private final ResourceBundle bundle;
    private final Locale locale;

    public Strings(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(BUNDLE, locale);
    }

    /** @throws java.util.MissingResourceException when no bundle has the key */
    public String get(String key) {
        return bundle.getString(key);
    }

    /** The text with {0}, {1}… filled in ({@link MessageFormat}). */
    public String get(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }
}
