package org.entente.exchange;

import org.entente.memorandum.SignedConsent;

/**
 * A giver's last word on passing one version on to one organisation, that we said or that we took in.
 *
 * @param signed the document with the giver's signature
 * @param micros when it was said or taken in here, in the journal's time
 */
public record RecordedConsent(SignedConsent signed, long micros) {}
