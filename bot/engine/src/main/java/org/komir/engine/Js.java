package org.komir.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Fields of JavaScript's objects. What is read here was made by our own page and is of the shape that {@code engine.d.ts} tells. */
final class Js {

    private Js() {}

    @JSBody(script = "return {};")
    static native JSObject object();

    @JSBody(params = "items", script = "return items;")
    static native JSObject list(JSObject[] items);

    @JSBody(
            params = {"of", "name", "value"},
            script = "of[name] = value;")
    static native void put(JSObject of, String name, String value);

    @JSBody(
            params = {"of", "name", "value"},
            script = "of[name] = value;")
    static native void put(JSObject of, String name, int value);

    @JSBody(
            params = {"of", "name", "value"},
            script = "of[name] = value;")
    static native void put(JSObject of, String name, boolean value);

    @JSBody(
            params = {"of", "name", "value"},
            script = "of[name] = value;")
    static native void put(JSObject of, String name, JSObject value);

    @JSBody(
            params = {"of", "name", "value"},
            script = "of[name] = value;")
    static native void put(JSObject of, String name, String[] value);

    @JSBody(
            params = {"of", "name", "value"},
            script = "of[name] = value;")
    static native void putNumber(JSObject of, String name, double value);

    @JSBody(
            params = {"of", "name"},
            script = "return of[name] !== undefined && of[name] !== null;")
    static native boolean has(JSObject of, String name);

    @JSBody(
            params = {"of", "name"},
            script = "return of[name];")
    static native JSObject field(JSObject of, String name);

    @JSBody(
            params = {"of", "name"},
            script = "return of[name];")
    private static native String textOf(JSObject of, String name);

    @JSBody(
            params = {"of", "name"},
            script = "return of[name] || [];")
    private static native String[] textsOf(JSObject of, String name);

    @JSBody(
            params = {"of", "name"},
            script = "return of[name] || [];")
    private static native JSObject[] itemsOf(JSObject of, String name);

    @JSBody(
            params = {"of", "name"},
            script = "return of[name] === true;")
    static native boolean flag(JSObject of, String name);

    @JSBody(
            params = {"of", "name"},
            script = "return of[name] || 0;")
    static native double number(JSObject of, String name);

    @JSBody(params = "of", script = "return Object.keys(of);")
    private static native String[] namesOf(JSObject of);

    static String text(JSObject of, String name) {
        return optional(of, name).orElse("");
    }

    static Optional<String> optional(JSObject of, String name) {
        return has(of, name) ? Optional.of(textOf(of, name)) : Optional.empty();
    }

    static int integer(JSObject of, String name) {
        return (int) number(of, name);
    }

    static List<String> texts(JSObject of, String name) {
        return List.of(textsOf(of, name));
    }

    /** {@code null} where JavaScript has none. */
    static @Nullable String[] sparse(JSObject of, String name) {
        return textsOf(of, name);
    }

    static Set<String> set(JSObject of, String name) {
        return Set.copyOf(Arrays.asList(textsOf(of, name)));
    }

    static List<JSObject> items(JSObject of, String name) {
        return List.of(itemsOf(of, name));
    }

    /** An object as a map; empty where there is none. */
    static <T> Map<String, T> map(JSObject of, String name, BiFunction<JSObject, String, T> read) {
        Map<String, T> map = new HashMap<>();
        if (has(of, name)) {
            JSObject inner = field(of, name);
            for (String key : namesOf(inner)) {
                map.put(key, read.apply(inner, key));
            }
        }
        return map;
    }
}
