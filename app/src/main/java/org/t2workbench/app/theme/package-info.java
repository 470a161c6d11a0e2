/** Light and dark: the theme, its palette and the fonts that come with the program. */
@NullMarked
package org.t2workbench.app.theme;

import org.jspecify.annotations.NullMarked;
