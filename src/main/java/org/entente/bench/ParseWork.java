package org.entente.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bound of importing: a fresh process that reads the document and does nothing with it. Prints nanoseconds and objects. */
final class ParseWork {
    private ParseWork() {}

    public static void main(String[] arguments) throws IOException {
        byte[] document = Files.readAllBytes(Path.of(arguments[0]));
        long start = System.nanoTime();
        int objects = Corpus.parse(document).size();
        System.out.println(System.nanoTime() - start + " " + objects);
    }
}
