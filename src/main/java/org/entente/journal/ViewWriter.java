package org.entente.journal;

/** Changes views, and reads its own writes. Arrays that it is handed must not be changed afterwards. */
public interface ViewWriter extends ViewReader {
    void put(View view, byte[] key, byte[] value);

    /** Removes a key; one that is not there is no error. */
    void delete(View view, byte[] key);
}
