/** Tests of the main path, on real directories and without any network. */
@org.jspecify.annotations.NullMarked
package org.entente.exchange;
