package org.entente.exchange;

/**
 * How many of our own object versions of one type a contract releases or withholds for one reason.
 *
 * @param released whether they are live in the feed
 * @param decidedBy the grant that releases them, or the clause, marking, rule or reference that withholds them
 * @param type STIX type
 * @param count object versions
 */
public record AccountRow(boolean released, String decidedBy, String type, long count) {}
