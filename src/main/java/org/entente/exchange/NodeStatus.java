package org.entente.exchange;

/**
 * How a node stands.
 *
 * @param objects copies of object versions that were ever added, those that were removed since among them
 * @param classes release classes
 * @param journalMicros journal time of the last command
 */
public record NodeStatus(long objects, int classes, long journalMicros) {}
