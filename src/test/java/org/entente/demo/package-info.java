/** Tests of the whole, with nodes as processes of their own. */
@org.jspecify.annotations.NullMarked
package org.entente.demo;
