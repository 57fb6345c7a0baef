package org.entente.http;

/** What a site says to a call on the thread that read it: the answer, or that there is work to do before there is one. */
public sealed interface Reply permits Answer, Work {}
