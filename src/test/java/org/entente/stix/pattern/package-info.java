/** Tests of patterning, and the slow, obvious matcher that the fast one is compared with. */
@org.jspecify.annotations.NullMarked
package org.entente.stix.pattern;
