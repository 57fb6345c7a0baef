/**
 * STIX patterning, section 9 of STIX 2.1: reading patterns and matching them with observed data.
 *
 * <p>The main types are {@link org.entente.stix.pattern.PatternReader}, which turns text into a
 * {@link org.entente.stix.pattern.Pattern} or says where and why it is none, and
 * {@link org.entente.stix.pattern.PatternMatcher}, which is made once of a pattern and matches it with any number of
 * {@link org.entente.stix.pattern.Observation}s; {@link org.entente.stix.pattern.PatternIndex} does so for many patterns at
 * once without testing each. The package is a part of the room {@code stix} and as pure as the rest of
 * it; no other room is needed here.
 */
@org.jspecify.annotations.NullMarked
package org.entente.stix.pattern;
