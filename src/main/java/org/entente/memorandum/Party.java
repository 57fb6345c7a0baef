package org.entente.memorandum;

/**
 * One of the organisations that a memorandum binds.
 *
 * @param id the organisation's {@code did:web} identifier, host in lower case
 * @param name how the memorandum calls it
 */
public record Party(String id, String name) {}
