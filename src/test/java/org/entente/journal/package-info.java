/** Tests of the journal: its formats, its promises under crashes and failing disks, its check. */
@org.jspecify.annotations.NullMarked
package org.entente.journal;
