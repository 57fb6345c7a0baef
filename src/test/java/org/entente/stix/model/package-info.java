@org.jspecify.annotations.NullMarked
package org.entente.stix.model;
