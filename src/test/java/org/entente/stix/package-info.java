/** Tests of the room {@code stix}, and the slow, obvious versions of its code that they compare it with. */
@org.jspecify.annotations.NullMarked
package org.entente.stix;
