package org.entente.memorandum;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.entente.memorandum.Constraint.All;
import org.entente.memorandum.Constraint.Any;
import org.entente.memorandum.Constraint.CollectionTerm;
import org.entente.memorandum.Constraint.Not;
import org.entente.memorandum.Constraint.Term;
import org.entente.memorandum.Constraint.TlpTerm;
import org.entente.memorandum.Constraint.TopicTerm;
import org.entente.memorandum.Constraint.TypeTerm;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of constraints, drawn at {@link Constraint}. */
final class ConstraintJson {
    /** The names of object types (STIX 2.1 sections 3.1 and 11.2.1), their length apart. */
    private static final Pattern TYPE_NAME = Pattern.compile("[a-z](-?[a-z0-9])*-?");

    private static final int MIN_TYPE_LENGTH = 3;

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
            throw value.refuse(
                    "unknown-term", "A constraint is one of all, any, not, type, tlp, topic and collection.");
        }
        String operatorName = value.onlyName("A term is an object with exactly one operator.");
        Element right = value.get(operatorName);
        Operator operator = Operator.parse(operatorName);
        if (operator == null) {
            throw right.refuse("unknown-operator", "This operator is not known.");
        }
        if (!left.allows(operator)) {
            throw right.refuse("unfit-operator", "This operator has no meaning for this property.");
        }
        return switch (left) {
            case TYPE -> new TypeTerm(operator, right(operator, right, ConstraintJson::typeName));
            case TLP -> new TlpTerm(operator, right(operator, right, Element::tlp));
            case TOPIC -> new TopicTerm(operator, right(operator, right, ConstraintJson::label));
            case COLLECTION -> new CollectionTerm(operator, right(operator, right, ConstraintJson::label));
        };
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
            case ONE -> json.stringNode(term.right().getFirst());
            case LIST -> {
                ArrayNode array = json.arrayNode();
                term.right().forEach(array::add);
                yield array;
            }
        };
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
