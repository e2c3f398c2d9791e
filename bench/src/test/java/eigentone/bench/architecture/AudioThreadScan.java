package eigentone.bench.architecture;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks the bytecode of everything that is reachable from `@AudioThread` methods and lists what
/// must not run on the audio thread, each with the way there.
///
/// A call of an interface or overridable method reaches every implementation among the scanned
/// classes, lambdas included: more than may happen at run time, never less. The body of an `assert`
/// is left out, since it does not run when the instrument plays; so is the `MatchException` that
/// javac adds to an exhaustive `switch`. Not seen: static initialisers, reflection, and classes
/// generated at run time (the allocation tests watch those).
final class AudioThreadScan {
    private static final String AUDIO_THREAD = "Leigentone/engine/AudioThread;";
    private static final String CONTROL_THREAD = "Leigentone/engine/ControlThread;";

    /// A method by its class's internal name, its name and its descriptor.
    record Method(String owner, String name, String descriptor) {
        @Override
        public String toString() {
            return owner.replace('/', '.') + "." + name;
        }

        Method in(String otherOwner) {
            return new Method(otherOwner, name, descriptor);
        }
    }

    /// Something that must not be there, where it is, and the methods from the annotated one to it.
    record Violation(String what, String where, List<Method> way) {
        @Override
        public String toString() {
            var text = new StringBuilder(what).append(" at ").append(where);
            for (Method method : way.reversed()) text.append("\n    in ").append(method);
            return text.append(", which is @AudioThread").toString();
        }
    }

    private final Map<String, ClassModel> classes = new LinkedHashMap<>();
    private final Map<String, Set<String>> directSubtypes = new LinkedHashMap<>();
    private final Map<String, Set<Method>> lambdas = new LinkedHashMap<>();

    /// The annotated method or implementation that first led to each method reached.
    private final Map<Method, @Nullable Method> reachedFrom = new LinkedHashMap<>();

    private final List<Method> roots = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    /// Scans class files; calls that leave them must be on [AllowedCalls].
    AudioThreadScan(Collection<byte[]> classFiles) {
        for (byte[] bytes : classFiles) {
            ClassModel model = ClassFile.of().parse(bytes);
            classes.put(model.thisClass().asInternalName(), model);
        }
        classes.values().forEach(this::learn);
        classes.values().forEach(this::findRoots);
        walk();
    }

    /// The annotated methods, and the implementations of annotated interface methods.
    List<Method> roots() {
        return List.copyOf(roots);
    }

    /// Everything reachable from the roots, the roots included.
    Set<Method> reached() {
        return Set.copyOf(reachedFrom.keySet());
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    private void learn(ClassModel type) {
        String name = type.thisClass().asInternalName();
        type.superclass().ifPresent(parent -> directSubtypes(parent.asInternalName()).add(name));
        type.interfaces().forEach(parent -> directSubtypes(parent.asInternalName()).add(name));
        for (MethodModel method : type.methods()) {
            method.code()
                    .ifPresent(code ->
                            code.forEach(element -> {
                                if (element instanceof InvokeDynamicInstruction dynamic)
                                    learnLambda(dynamic);
                            }));
        }
    }

    private Set<String> directSubtypes(String parent) {
        return directSubtypes.computeIfAbsent(parent, key -> new LinkedHashSet<>());
    }

    private void learnLambda(InvokeDynamicInstruction dynamic) {
        if (!isLambda(dynamic)
                || !(dynamic.bootstrapArgs().get(1) instanceof DirectMethodHandleDesc body)) return;
        lambdas.computeIfAbsent(
                        internalName(dynamic.typeSymbol().returnType())
                                + "."
                                + dynamic.name().stringValue(),
                        key -> new LinkedHashSet<>())
                .add(
                        new Method(
                                internalName(body.owner()),
                                body.methodName(),
                                body.lookupDescriptor()));
    }

    private static String internalName(ClassDesc type) {
        String descriptor = type.descriptorString();
        return type.isArray() ? descriptor : descriptor.substring(1, descriptor.length() - 1);
    }

    private static boolean isLambda(InvokeDynamicInstruction dynamic) {
        return bootstrapOwner(dynamic).equals("java/lang/invoke/LambdaMetafactory");
    }

    private static String bootstrapOwner(InvokeDynamicInstruction dynamic) {
        return dynamic.invokedynamic()
                .bootstrap()
                .bootstrapMethod()
                .reference()
                .owner()
                .asInternalName();
    }

    private void findRoots(ClassModel type) {
        boolean wholeType =
                isAnnotated(
                        type.findAttribute(Attributes.runtimeInvisibleAnnotations()),
                        type.findAttribute(Attributes.runtimeVisibleAnnotations()),
                        AUDIO_THREAD);
        for (MethodModel model : type.methods()) {
            Method method = methodOf(type, model);
            boolean byType =
                    wholeType
                            && !method.name().startsWith("<")
                            && !model.flags().has(AccessFlag.SYNTHETIC)
                            && !isAnnotated(model, CONTROL_THREAD);
            if (!byType && !isAnnotated(model, AUDIO_THREAD)) continue;
            for (Method implementation :
                    model.flags().has(AccessFlag.STATIC) ? List.of(method) : overridable(method)) {
                if (!reachedFrom.containsKey(implementation)) {
                    roots.add(implementation);
                    reachedFrom.put(implementation, null);
                }
            }
        }
    }

    private static Method methodOf(ClassModel type, MethodModel model) {
        return new Method(
                type.thisClass().asInternalName(),
                model.methodName().stringValue(),
                model.methodType().stringValue());
    }

    private static boolean isAnnotated(MethodModel model, String annotation) {
        return isAnnotated(
                model.findAttribute(Attributes.runtimeInvisibleAnnotations()),
                model.findAttribute(Attributes.runtimeVisibleAnnotations()),
                annotation);
    }

    private static boolean isAnnotated(
            Optional<RuntimeInvisibleAnnotationsAttribute> invisible,
            Optional<RuntimeVisibleAnnotationsAttribute> visible,
            String annotation) {
        return invisible.stream()
                        .flatMap(attribute -> attribute.annotations().stream())
                        .anyMatch(found -> found.className().equalsString(annotation))
                || visible.stream()
                        .flatMap(attribute -> attribute.annotations().stream())
                        .anyMatch(found -> found.className().equalsString(annotation));
    }

    private void walk() {
        Deque<Method> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            Method method = open.remove();
            for (Method callee : check(method)) {
                if (!reachedFrom.containsKey(callee)) {
                    reachedFrom.put(callee, method);
                    open.add(callee);
                }
            }
        }
    }

    /// Notes what is wrong in one method and returns the scanned methods that it calls.
    private Set<Method> check(Method method) {
        ClassModel type = classes.get(method.owner());
        MethodModel model = declared(method);
        if (type == null || model == null) return Set.of();
        var body = new Body(method, type);
        if (isAnnotated(model, CONTROL_THREAD)) body.report("a @ControlThread method");
        if (model.flags().has(AccessFlag.SYNCHRONIZED)) body.report("a synchronized method");
        if (model.flags().has(AccessFlag.NATIVE)) body.report("a native method");
        model.code().ifPresent(code -> body.read(code.elementList()));
        return body.callees;
    }

    private @Nullable MethodModel declared(Method method) {
        ClassModel type = classes.get(method.owner());
        if (type == null) return null;
        for (MethodModel model : type.methods()) {
            if (model.methodName().equalsString(method.name())
                    && model.methodType().equalsString(method.descriptor())) {
                return model;
            }
        }
        return null;
    }

    /// The body that a call of exactly this method runs: its own, or one inherited; null where none
    /// is scanned.
    private @Nullable Method inherited(Method method) {
        ClassModel type = classes.get(method.owner());
        if (type == null) return null;
        MethodModel own = declared(method);
        if (own != null) return own.flags().has(AccessFlag.ABSTRACT) ? null : method;
        List<String> parents = new ArrayList<>();
        type.superclass().ifPresent(parent -> parents.add(parent.asInternalName()));
        type.interfaces().forEach(parent -> parents.add(parent.asInternalName()));
        for (String parent : parents) {
            Method found = inherited(method.in(parent));
            if (found != null) return found;
        }
        return null;
    }

    /// Every body that a virtual or interface call of this method can run.
    private Set<Method> overridable(Method method) {
        Set<Method> bodies = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(method.owner()));
        Set<String> seen = new LinkedHashSet<>(open);
        while (!open.isEmpty()) {
            String type = open.remove();
            Method body = inherited(method.in(type));
            if (body != null) bodies.add(body);
            bodies.addAll(lambdas.getOrDefault(type + "." + method.name(), Set.of()));
            for (String subtype : directSubtypes.getOrDefault(type, Set.of())) {
                if (seen.add(subtype)) open.add(subtype);
            }
        }
        return bodies;
    }

    /// Where a method that no scanned class declares comes from: the first parent outside the
    /// scanned classes that is not Object, else Object.
    private String outsideOwner(String type) {
        ClassModel model = classes.get(type);
        if (model == null) return type;
        for (var parent : model.interfaces()) {
            String owner = outsideOwner(parent.asInternalName());
            if (!owner.equals("java/lang/Object")) return owner;
        }
        return model.superclass()
                .map(parent -> outsideOwner(parent.asInternalName()))
                .orElse("java/lang/Object");
    }

    /// One method's code, read from top to bottom.
    private final class Body {
        private final Method method;
        private final String sourceFile;
        private final Set<Method> callees = new LinkedHashSet<>();
        private int line;

        Body(Method method, ClassModel type) {
            this.method = method;
            this.sourceFile =
                    type.findAttribute(Attributes.sourceFile())
                            .map(SourceFileAttribute::sourceFile)
                            .map(Object::toString)
                            .orElse(method.owner());
        }

        void report(String what) {
            List<Method> way = new ArrayList<>();
            for (Method step = method; step != null; step = reachedFrom.get(step))
                way.addFirst(step);
            violations.add(new Violation(what, sourceFile + ":" + line, way));
        }

        void read(List<CodeElement> elements) {
            Label assertionEnd = null;
            boolean assertionNext = false;
            boolean matchException = false;
            for (CodeElement element : elements) {
                if (assertionEnd != null) {
                    if (element instanceof LabelTarget target
                            && target.label().equals(assertionEnd)) {
                        assertionEnd = null;
                    }
                    continue;
                }
                if (assertionNext && element instanceof BranchInstruction branch) {
                    assertionEnd = branch.target();
                    assertionNext = false;
                    continue;
                }
                switch (element) {
                    case LineNumber number -> line = number.line();
                    case FieldInstruction field
                            when field.name().equalsString("$assertionsDisabled") ->
                            assertionNext = true;
                    case NewObjectInstruction created -> {
                        matchException =
                                created.className()
                                        .asInternalName()
                                        .equals("java/lang/MatchException");
                        if (!matchException)
                            report("new " + readable(created.className().asInternalName()));
                    }
                    case NewPrimitiveArrayInstruction created ->
                            report(
                                    "new array of "
                                            + created.typeKind().name().toLowerCase(Locale.ROOT));
                    case NewReferenceArrayInstruction created ->
                            report(
                                    "new array of "
                                            + readable(created.componentType().asInternalName())
                                            + " (varargs make one too)");
                    case NewMultiArrayInstruction created ->
                            report("new array " + readable(created.arrayType().asInternalName()));
                    case InvokeDynamicInstruction dynamic -> report(dynamicCall(dynamic));
                    case MonitorInstruction monitor when monitor.opcode() == Opcode.MONITORENTER ->
                            report("a lock (synchronized)");
                    case ThrowInstruction thrown -> {
                        if (!matchException) report("throw");
                        matchException = false;
                    }
                    case ConstantInstruction.LoadConstantInstruction constant
                            when constant.constantEntry() instanceof ConstantDynamicEntry ->
                            report("a constant made by a bootstrap method");
                    case InvokeInstruction call -> call(call);
                    default -> {}
                }
            }
        }

        private void call(InvokeInstruction call) {
            String owner = call.owner().asInternalName();
            var target = new Method(owner, call.name().stringValue(), call.type().stringValue());
            // The `new` before it is reported already.
            if (target.name().equals("<init>")) return;
            if (!classes.containsKey(owner)) {
                leave(target);
                return;
            }
            Method own = inherited(target);
            if (own == null && !isAbstractHere(target)) leave(target.in(outsideOwner(owner)));
            Set<Method> bodies = new LinkedHashSet<>();
            if (own != null) bodies.add(own);
            boolean exact =
                    call.opcode() == Opcode.INVOKESTATIC || call.opcode() == Opcode.INVOKESPECIAL;
            if (!exact) bodies.addAll(overridable(target));
            for (Method body : bodies) {
                if (classes.containsKey(body.owner())) callees.add(body);
                else leave(body);
            }
        }

        /// Whether a scanned class declares the method without any body: nothing implements it yet.
        private boolean isAbstractHere(Method target) {
            if (declared(target) != null) return true;
            ClassModel type = classes.get(target.owner());
            if (type == null) return false;
            return type.interfaces().stream()
                            .anyMatch(parent -> isAbstractHere(target.in(parent.asInternalName())))
                    || type.superclass()
                            .filter(parent -> isAbstractHere(target.in(parent.asInternalName())))
                            .isPresent();
        }

        private void leave(Method target) {
            if (!AllowedCalls.contains(target)) report(AllowedCalls.kind(target) + " " + target);
        }

        private static String dynamicCall(InvokeDynamicInstruction dynamic) {
            return switch (bootstrapOwner(dynamic)) {
                case "java/lang/invoke/LambdaMetafactory" -> "a lambda or method reference";
                case "java/lang/invoke/StringConcatFactory" -> "a string concatenation";
                case "java/lang/runtime/SwitchBootstraps" -> "a pattern switch";
                case "java/lang/runtime/ObjectMethods" -> "a record's generated " + dynamic.name();
                default -> "an invokedynamic of " + readable(bootstrapOwner(dynamic));
            };
        }

        private static String readable(String internalName) {
            return internalName.replace('/', '.');
        }
    }
}
