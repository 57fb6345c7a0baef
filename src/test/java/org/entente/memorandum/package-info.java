/** Tests of memoranda, and samples of documents for the rooms above. */
@NullMarked
package org.entente.memorandum;

import org.jspecify.annotations.NullMarked;
