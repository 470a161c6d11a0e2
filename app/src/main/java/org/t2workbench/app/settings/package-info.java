/** What the window remembers between starts. */
@NullMarked
package org.t2workbench.app.settings;

import org.jspecify.annotations.NullMarked;
