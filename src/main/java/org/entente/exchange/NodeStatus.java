package org.entente.exchange;

/**
 * How a node stands.
 *
 * @param objects copies of object versions that were ever added, those that were removed since among them
 * @param classes release classes
 * @param journalMicros journal time of the last command
 * @param owed entries that commands decided and that are not in their feeds yet: they follow by themselves (release.md rule 13)
 */
public record NodeStatus(long objects, int classes, long journalMicros, long owed) {}
