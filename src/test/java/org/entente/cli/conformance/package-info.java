@NullMarked
package org.entente.cli.conformance;

import org.jspecify.annotations.NullMarked;
