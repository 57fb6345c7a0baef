package org.entente.exchange;

/**
 * How a node stands.
 *
 * @param objects copies of object versions in the store
 * @param classes release classes
 * @param journalMicros journal time of the last command
 */
public record NodeStatus(long objects, int classes, long journalMicros) {}
