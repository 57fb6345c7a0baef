/** Placeholder until the room is furnished. */
@org.jspecify.annotations.NullMarked
package org.entente.journal;
