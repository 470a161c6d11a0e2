package org.t2workbench.app.workbench;

/** A token as it is generated, by one of the two. */
public record SideToken(Side side, AnswerToken token) {}
