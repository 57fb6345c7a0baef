package org.entente.exchange;

import java.util.List;

/**
 * A version that would go under a contract if enough releasers approved it.
 *
 * @param sha256 of the form in which it would go, hexadecimal
 * @param approvals those that were given for that form
 * @param needed how many the grant asks for
 */
public record AwaitedApproval(String id, String version, String sha256, List<Approval> approvals, int needed) {}
