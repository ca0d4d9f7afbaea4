package org.komir.engine;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Session;
import org.komir.bot.conversation.Step;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** What the page calls; {@code bot/src/main/web/form/engine.d.ts} tells its shape. */
public final class Engine {

    private Engine() {}

    /** One step of the conversation. */
    @JSFunctor
    private interface Next extends JSObject {
        /**
         * @param session the bytes of the last step's session, as hexadecimal digits; empty before the consent
         * @param today {@code 2026-11-23}, UTC
         * @return {@code session} and {@code effects}
         */
        JSObject next(String session, JSObject input, String today);
    }

    /** What the present card asks, for a page that has more than buttons. */
    @JSFunctor
    private interface Asks extends JSObject {
        JSObject asks(String session);
    }

    /**
     * A conversation.
     *
     * @param data {@code komir-form/1}
     * @param recordings names of the texts that were read aloud
     * @return an object with the functions {@code next} and {@code asks}
     */
    @JSExport
    public static JSObject conversation(JSObject data, String[] recordings, JSObject filler) {
        Conversation conversation = FromPage.conversation(data, List.of(recordings), asFiller(filler));
        return functions(
                (session, input, today) -> next(conversation, session, input, today),
                session -> asks(conversation, session));
    }

    @JSBody(params = "filler", script = "return filler;")
    private static native Filler asFiller(JSObject filler);

    @JSBody(
            params = {"next", "asks"},
            script = "return {next: next, asks: asks};")
    private static native JSObject functions(Next next, Asks asks);

    private static JSObject next(Conversation conversation, String session, JSObject input, String today) {
        Step step = conversation.next(session(session), FromPage.input(input), day(today));
        JSObject to = Js.object();
        Js.put(to, "session", step.session().map(s -> hex(s.toBytes())).orElse(""));
        Js.put(to, "effects", ToPage.effects(step.effects()));
        return to;
    }

    /** Without the JDK's own parser, which would bring all of its formats into the page. */
    private static LocalDate day(String iso) {
        String[] parts = iso.split("-", -1);
        return LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private static JSObject asks(Conversation conversation, String session) {
        JSObject to = Js.object();
        session(session).flatMap(conversation::asks).ifPresent(asked -> {
            Js.put(to, "question", asked.question().id());
            Js.put(to, "item", asked.item());
        });
        return to;
    }

    private static Optional<Session> session(String hex) {
        if (hex.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Session.fromBytes(bytes(hex)));
        } catch (Session.UnknownFormat foreign) {
            throw new IllegalArgumentException("no session of this page");
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder(2 * bytes.length);
        for (byte one : bytes) {
            hex.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
        }
        return hex.toString();
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }
}
