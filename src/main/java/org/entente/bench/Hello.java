package org.entente.bench;

/** The least that a JVM can do: the bound of starting up. */
final class Hello {
    private Hello() {}

    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
