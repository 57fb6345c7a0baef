/** Tests of the house as a whole, and what the tests of several rooms share. */
@org.jspecify.annotations.NullMarked
package org.entente;
