package org.entente.memorandum;

/**
 * One reason why a document was refused.
 *
 * @param rule the rule that was broken, a short fixed name such as {@code unknown-property}
 * @param path where, from {@code $} as the document's root, for instance {@code $.grants[0].constraint.all[1]}
 * @param message one fixed sentence for a person
 */
public record Fault(String rule, String path, String message) {}
