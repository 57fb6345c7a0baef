package org.entente.intake;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Properties of cyber-observable objects that STIX 2.1 section 6 names otherwise than STIX 2.0 part 4, or no longer has;
 * these become custom ones.
 */
final class Renamed20 {
    /** By type: the name in 2.0 and what stands in its place. */
    static final Map<String, Map<String, String>> TOP = Map.of(
            "file",
            Map.of(
                    "created", "ctime",
                    "modified", "mtime",
                    "accessed", "atime",
                    "is_encrypted", "x_is_encrypted",
                    "encryption_algorithm", "x_encryption_algorithm",
                    "decryption_key", "x_decryption_key"),
            "directory",
            Map.of("created", "ctime", "modified", "mtime", "accessed", "atime"),
            "process",
            Map.of(
                    "created", "created_time",
                    "binary_ref", "image_ref",
                    "name", "x_name",
                    "arguments", "x_arguments"),
            "user-account",
            Map.of("password_last_changed", "credential_last_changed"),
            "windows-registry-key",
            Map.of("modified", "modified_time"));

    /**
     * By extension and its property in 2.0: the custom property of the object that keeps it. In a fixed order, which shows in
     * what comes out.
     */
    static final SortedMap<String, Map<String, String>> IN_EXTENSIONS = new TreeMap<>(Map.of(
            "archive-ext", Map.of("version", "x_archive_version"),
            "raster-image-ext", Map.of("image_compression_algorithm", "x_image_compression_algorithm"),
            "socket-ext", Map.of("protocol_family", "x_protocol_family")));

    private Renamed20() {}

    static String property(String type, String name) {
        return TOP.getOrDefault(type, Map.of()).getOrDefault(name, name);
    }

    /** A path of a pattern below its type. */
    static String path(String type, String path) {
        for (Map.Entry<String, Map<String, String>> extension : IN_EXTENSIONS.entrySet()) {
            for (Map.Entry<String, String> moved : extension.getValue().entrySet()) {
                String before = "extensions.'" + extension.getKey() + "'." + moved.getKey();
                if (path.equals(before)) {
                    return moved.getValue();
                }
            }
        }
        int end = firstEnd(path);
        String renamed = property(type, path.substring(0, end)) + path.substring(end);
        return renamed.replaceFirst("hashes\\.(ssdeep$|'ssdeep'$)", "hashes.SSDEEP");
    }

    private static int firstEnd(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return end;
    }
}
