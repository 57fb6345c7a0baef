package org.entente.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads the classes of this project anew, with calls in some rooms led elsewhere: where a room has a class {@code Planted}, each
 * call of a method {@code m} on an {@code X} becomes one of {@code Planted.m(X, ...)}, if there is such a method, and each call of
 * a static {@code m} one of the static {@code Planted.m} that takes the same. So the real code runs with a fault in it, and has
 * no place made for faults.
 */
final class Diverted extends ClassLoader {
    private static final String OURS = "org.entente.";
    private static final Set<String> ROOMS = Set.of("org.entente.exchange", "org.entente.taxii", "org.entente.http");

    /** How types relate, which frames of stacks depend on; read from the files, so that nothing is loaded for it. */
    private static final ClassFile.ClassHierarchyResolverOption HIERARCHY = ClassFile.ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(Diverted.class.getClassLoader()));

    /** By room, the calls that lead to its {@code Planted}, as name and type there. */
    private final Map<String, Set<String>> planted = new ConcurrentHashMap<>();

    private final Set<String> used = ConcurrentHashMap.newKeySet();

    Diverted() {
        super(Diverted.class.getClassLoader());
    }

    /** Methods that stand in the place of none: each is a mistake, such as a method that has another name now. */
    Set<String> unused() {
        Set<String> unused = new TreeSet<>();
        ROOMS.forEach(room -> planted(room).forEach(call -> unused.add(room + "." + call)));
        unused.removeAll(used);
        return unused;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = bytes(name);
            int dot = name.lastIndexOf('.');
            String room = name.substring(0, dot);
            boolean ours = ROOMS.contains(room) && !name.substring(dot + 1).equals("Planted");
            byte[] divertedBytes = ours ? diverted(bytes, room) : bytes;
            return defineClass(name, divertedBytes, 0, divertedBytes.length);
        }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] diverted(byte[] bytes, String room) {
        Set<String> calls = planted(room);
        ClassFile classes = ClassFile.of(HIERARCHY);
        return classes.transformClass(
                classes.parse(bytes),
                ClassTransform.transformingMethodBodies((code, element) -> divert(code, element, room, calls)));
    }

    private void divert(CodeBuilder code, CodeElement element, String room, Set<String> calls) {
        if (element instanceof InvokeInstruction call && call.opcode() != Opcode.INVOKESPECIAL) {
            MethodTypeDesc type = call.typeSymbol();
            MethodTypeDesc there = call.opcode() == Opcode.INVOKESTATIC
                    ? type
                    : type.insertParameterTypes(0, call.owner().asSymbol());
            String key = call.name().stringValue() + there.descriptorString();
            if (calls.contains(key)) {
                used.add(room + "." + key);
                code.invokestatic(ClassDesc.of(room, "Planted"), call.name().stringValue(), there);
                return;
            }
        }
        code.with(element);
    }

    private Set<String> planted(String room) {
        return planted.computeIfAbsent(room, _ -> {
            Set<String> calls = new TreeSet<>();
            try {
                ClassFile.of().parse(bytes(room + ".Planted")).methods().forEach(method -> {
                    String name = method.methodName().stringValue();
                    if (!method.flags().has(AccessFlag.PRIVATE) && !name.startsWith("<")) {
                        calls.add(name + method.methodType().stringValue());
                    }
                });
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
            return calls;
        });
    }
}
