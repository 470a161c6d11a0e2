package org.t2workbench.core.text.jinja;

/** What can be called in a template: a function, a macro, or a method bound to its object. */
@FunctionalInterface
interface Callable {
    Object call(Arguments arguments);
}
