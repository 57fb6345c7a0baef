package org.entente.exchange;

/**
 * The organisation whose node this is.
 *
 * @param did its identifier, such as {@code did:web:cert.example}
 * @param name how people call it
 * @param url where partners reach the node: scheme, host and port, no path, no trailing slash
 */
public record Organisation(String did, String name, String url) {}
