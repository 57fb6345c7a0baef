package org.entente.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.entente.exchange.Command;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.State.ContractEntry;
import org.entente.memorandum.Fault;
import org.entente.memorandum.Reading;

/**
 * What actions work with.
 *
 * @param tls the certificates that the configuration names
 * @param cut closes the connections on which something leaves under a contract
 */
record Parts(Config config, NodeKeys keys, Exchange exchange, Pulling pulling, TlsFiles tls, Consumer<UUID> cut) {
    /** How many faults of a document an answer names. */
    private static final int MAX_FAULTS = 50;

    String self() {
        return config.organisation().did();
    }

    <R> R handle(Command<R> command) {
        return exchange.handle(command);
    }

    /** The contract of that id; throws {@link Failure} {@code NOT_FOUND}. */
    ContractEntry contract(UUID id) {
        ContractEntry entry = exchange.state().contract(id);
        if (entry == null) {
            throw new Failure(Failure.Code.NOT_FOUND, "There is no contract with this id.", "contract", id.toString());
        }
        return entry;
    }

    /** What was read, or a failure that names what is wrong with it. */
    static <T> T accepted(Reading<T> reading, String refusal) {
        return switch (reading) {
            case Reading.Accepted<T>(var value) -> value;
            case Reading.Refused<T>(var faults) -> {
                Map<String, String> fields = new LinkedHashMap<>();
                for (Fault fault : faults.subList(0, Math.min(faults.size(), MAX_FAULTS))) {
                    fields.merge(
                            fault.path(), fault.rule() + ": " + fault.message(), (one, other) -> one + " " + other);
                }
                throw new Failure(
                        Failure.Code.INVALID,
                        refusal,
                        fields.entrySet().stream()
                                .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
                                .toArray(String[]::new));
            }
        };
    }
}
