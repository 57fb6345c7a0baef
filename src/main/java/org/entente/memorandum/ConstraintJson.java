package org.entente.memorandum;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.entente.memorandum.Constraint.AgeTerm;
import org.entente.memorandum.Constraint.All;
import org.entente.memorandum.Constraint.Any;
import org.entente.memorandum.Constraint.ConfidenceTerm;
import org.entente.memorandum.Constraint.InstantTerm;
import org.entente.memorandum.Constraint.Not;
import org.entente.memorandum.Constraint.PapTerm;
import org.entente.memorandum.Constraint.Term;
import org.entente.memorandum.Constraint.TlpTerm;
import org.entente.memorandum.Constraint.WordTerm;
import org.entente.stix.StixId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of constraints, drawn at {@link Constraint}. */
final class ConstraintJson {
    /** The names of object types (STIX 2.1 sections 3.1 and 11.2.1), their length apart. */
    private static final Pattern TYPE_NAME = Pattern.compile("[a-z](-?[a-z0-9])*-?");

    private static final int MIN_TYPE_LENGTH = 3;

    /** STIX 2.1 section 3.2. */
    private static final int MAX_CONFIDENCE = 100;

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    static final String UNKNOWN_TERM =
            "A constraint is all, any or not, or a term on a property that can be asked for.";

    private ConstraintJson() {}

    static Constraint read(Element element) {
        return read(element, 1);
    }

    private static Constraint read(Element element, int depth) {
        if (depth > Constraint.MAX_DEPTH) {
            throw element.refuse("too-deep", "Constraints are nested more deeply than they may be.");
        }
        String name = element.onlyName("A constraint is an object with exactly one property.");
        Element value = element.get(name);
        return switch (name) {
            case "all" -> new All(members(value, depth));
            case "any" -> new Any(members(value, depth));
            case "not" -> new Not(read(value, depth + 1));
            default -> term(name, value);
        };
    }

    private static List<Constraint> members(Element value, int depth) {
        return value.list(1, Constraint.MAX_CHILDREN, member -> read(member, depth + 1));
    }

    private static Term term(String name, Element value) {
        LeftOperand left = LeftOperand.parse(name);
        if (left == null) {
            throw value.refuse("unknown-term", UNKNOWN_TERM);
        }
        String operatorName = value.onlyName("A term is an object with exactly one operator.");
        Element right = value.get(operatorName);
        Operator operator = Operator.parse(operatorName);
        if (operator == null) {
            throw right.refuse("unknown-operator", "This operator is not known.");
        }
        return term(left, operator, right);
    }

    /** The term with these right operands, in their JSON form. */
    static Term term(LeftOperand left, Operator operator, Element right) {
        if (!left.allows(operator)) {
            throw right.refuse("unfit-operator", "This operator has no meaning for this property.");
        }
        return switch (left) {
            case TYPE -> words(left, operator, right, ConstraintJson::typeName);
            case TLP -> new TlpTerm(operator, right(operator, right, Element::tlp));
            case PAP -> new PapTerm(operator, right(operator, right, Element::pap));
            case TOPIC, COLLECTION -> words(left, operator, right, ConstraintJson::label);
            case CONFIDENCE -> new ConfidenceTerm(operator, right(operator, right, ConstraintJson::confidence));
            case AGE -> new AgeTerm(operator, right(operator, right, ConstraintJson::span));
            case CREATED, MODIFIED, VALID_FROM, VALID_UNTIL ->
                new InstantTerm(left, operator, right(operator, right, Element::instant));
            case KIND, PATTERN_TYPE, SECTOR -> words(left, operator, right, ConstraintJson::label);
            case KILL_CHAIN_PHASE -> words(left, operator, right, ConstraintJson::phase);
            case PRODUCER -> words(left, operator, right, ConstraintJson::identity);
            case REGION -> words(left, operator, right, ConstraintJson::place);
            case RECEIVED_FROM -> words(left, operator, right, Element::did);
            case RECEIVED_UNDER -> words(left, operator, right, ConstraintJson::contract);
        };
    }

    private static WordTerm words(LeftOperand left, Operator operator, Element right, Function<Element, String> value) {
        return new WordTerm(left, operator, right(operator, right, value));
    }

    private static <T> List<T> right(Operator operator, Element right, Function<Element, T> value) {
        return switch (operator.operands()) {
            case ONE -> List.of(value.apply(right));
            case LIST -> right.distinct(1, Constraint.MAX_VALUES, value, item -> item);
            case NONE -> {
                if (!right.node().isBoolean() || !right.node().booleanValue()) {
                    throw right.refuse("wrong-type", "Only true is allowed here; say the opposite with not.");
                }
                yield List.of();
            }
        };
    }

    private static String typeName(Element element) {
        String text = element.line(Constraint.MAX_VALUE_LENGTH);
        if (text.length() < MIN_TYPE_LENGTH || !TYPE_NAME.matcher(text).matches()) {
            throw element.refuse(
                    "bad-type", "A STIX type name has three or more lower-case letters, digits and single hyphens.");
        }
        return text;
    }

    private static String label(Element element) {
        return element.line(Constraint.MAX_VALUE_LENGTH);
    }

    private static int confidence(Element element) {
        if (!element.node().isInt()
                || element.node().intValue() < 0
                || element.node().intValue() > MAX_CONFIDENCE) {
            throw element.refuse("bad-confidence", "A confidence is a whole number from 0 to 100.");
        }
        return element.node().intValue();
    }

    private static Duration span(Element element) {
        Duration span = Span.parse(element.line(100));
        if (span == null) {
            throw element.refuse(
                    "bad-span", "An age is written in whole days, P90D, or in whole hours that are not days, PT36H.");
        }
        return span;
    }

    private static String phase(Element element) {
        String text = label(element);
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw element.refuse(
                    "bad-phase", "A phase is written as the name of its kill chain, a colon and its own name.");
        }
        return text;
    }

    private static String identity(Element element) {
        StixId id = StixId.parse(element.line(Constraint.MAX_VALUE_LENGTH));
        if (id == null || !id.isOfType("identity")) {
            throw element.refuse("bad-id", "The identifier of an identity is expected here.");
        }
        return id.value();
    }

    private static String place(Element element) {
        String text = label(element);
        if (!Places.isKnown(text)) {
            throw element.refuse(
                    "unknown-place",
                    "A place is a region of STIX, such as northern-africa, or a code of ISO 3166, such as MA or MA-05.");
        }
        return text;
    }

    private static String contract(Element element) {
        String text = element.line(100);
        if (!UUID_TEXT.matcher(text).matches()) {
            throw element.refuse("bad-id", "The identifier of a contract is a UUID in lower case.");
        }
        return text;
    }

    static JsonNode write(Constraint constraint) {
        return switch (constraint) {
            case All(var members) -> one("all", members(members));
            case Any(var members) -> one("any", members(members));
            case Not(var member) -> one("not", write(member));
            case Term term -> one(term.left().text(), one(term.operator().text(), right(term)));
        };
    }

    private static JsonNode right(Term term) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (term.operator().operands()) {
            case NONE -> json.booleanNode(true);
            case ONE -> value(term, term.right().getFirst());
            case LIST -> {
                ArrayNode array = json.arrayNode();
                term.right().forEach(value -> array.add(value(term, value)));
                yield array;
            }
        };
    }

    private static JsonNode value(Term term, String text) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return term instanceof ConfidenceTerm ? json.numberNode(Integer.parseInt(text)) : json.stringNode(text);
    }

    private static ArrayNode members(List<Constraint> members) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        members.forEach(member -> array.add(write(member)));
        return array;
    }

    private static ObjectNode one(String name, JsonNode value) {
        return JsonNodeFactory.instance.objectNode().set(name, value);
    }
}
