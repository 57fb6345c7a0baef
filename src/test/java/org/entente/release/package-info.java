/** Tests of decisions, closure, versions and order. */
@NullMarked
package org.entente.release;

import org.jspecify.annotations.NullMarked;
