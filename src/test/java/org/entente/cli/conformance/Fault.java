package org.entente.cli.conformance;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.entente.cli.conformance.TinyTaxii.Request;
import org.entente.cli.conformance.TinyTaxii.Response;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a server does wrong: it takes another request for the one that came, or answers something else. */
record Fault(UnaryOperator<Request> before, Change after) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final Fault NONE = new Fault(request -> request, (_, _, response) -> response);

    /** What becomes of the right answer. */
    interface Change {
        Response change(TinyTaxii taxii, Request request, Response response);
    }

    /** Changes the answers to such requests. */
    static Fault after(Predicate<Request> when, UnaryOperator<Response> change) {
        return after(when, (_, _, response) -> change.apply(response));
    }

    static Fault after(Predicate<Request> when, Change change) {
        return new Fault(
                request -> request,
                (taxii, request, response) -> when.test(request) ? change.change(taxii, request, response) : response);
    }

    /** Takes such requests for others. */
    static Fault before(Predicate<Request> when, UnaryOperator<Request> change) {
        return new Fault(request -> when.test(request) ? change.apply(request) : request, (_, _, response) -> response);
    }

    /** Edits a body that is a JSON object; others stay. */
    static UnaryOperator<Response> json(Consumer<ObjectNode> edit) {
        return response -> {
            if (response.body().length == 0 || response.body()[0] != '{') {
                return response;
            }
            ObjectNode json = (ObjectNode) JSON.readTree(response.body());
            edit.accept(json);
            return response.body(json.toString());
        };
    }
}
