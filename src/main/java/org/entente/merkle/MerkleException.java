package org.entente.merkle;

/**
 * Input that is not what it claims to be: a frontier, bundle, checkpoint, note or key that breaks a rule of its format.
 *
 * <p>Checked, since all such input comes from a disk or a partner and somebody must decide what follows. The message is
 * a fixed sentence that names the rule and repeats nothing of the input.
 */
public final class MerkleException extends Exception {
    private static final long serialVersionUID = 1L;

    MerkleException(String rule) {
        super(rule);
    }
}
