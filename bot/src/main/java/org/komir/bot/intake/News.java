package org.komir.bot.intake;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Texts;
import org.komir.bot.intake.TellHere.Notice;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells families in their chats that there is news, where they asked for it ({@code docs/record-format.md}, step 25). */
public final class News {
    private static final String NOTICE = "komir-notice/1";
    private static final String TELL = "komir-tell/1";
    private static final int TOKEN_BYTES = 16;

    /** No token of a conversation begins so. */
    private static final String NO_MORE = "!t~";

    /** In no language; the words of the message say what it does. */
    private static final String NO_MORE_SIGN = "\uD83D\uDD15";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TellHere store;
    private final WitnessKey key;
    private final List<Texts> languages;

    public News(TellHere store, WitnessKey key, List<Texts> languages) {
        this.store = store;
        this.key = key;
        this.languages = List.copyOf(languages);
    }

    /** From now on consoles seal to this process. */
    public void listens() {
        store.listens(key.published());
    }

    /** What is to be said now, by the id of its notice. What does not open is forgotten. */
    public Map<String, Parcel> waiting() {
        Map<String, Parcel> waiting = new LinkedHashMap<>();
        for (Notice notice : store.notices()) {
            Optional<Parcel> parcel = key.open(notice.sealed()).flatMap(this::parcel);
            if (parcel.isPresent()) {
                waiting.put(notice.id(), parcel.get());
            } else {
                store.told(List.of(notice.id()));
            }
        }
        return waiting;
    }

    public void told(Collection<String> ids) {
        store.told(ids);
    }

    /** The same words for everybody, in every language: nobody here knows which one this chat speaks. */
    private Optional<Parcel> parcel(byte[] opened) {
        try {
            JsonNode notice = JSON.readTree(opened);
            String token = notice.path("token").asString("");
            if (!notice.path("format").asString("").equals(NOTICE)
                    || !notice.path("chat").isIntegralNumber()
                    || bytes(token).isEmpty()) {
                return Optional.empty();
            }
            String words = String.join(
                    "\n\n",
                    languages.stream().map(texts -> texts.get("tell_here")).toList());
            Card card = new Card(words, false, List.of(List.of(new Card.Button(NO_MORE_SIGN, NO_MORE + token))));
            Parcel.Call show = new Parcel.Call.Show(Optional.empty(), card);
            return Optional.of(new Parcel(Optional.empty(), notice.path("chat").asLong(), List.of(show)));
        } catch (JacksonException damaged) {
            return Optional.empty();
        }
    }

    /** A wish to be told, sealed to the case. */
    static Tell wish(long chat, Recipient to, Sealer sealer, SecureRandom random) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        byte[] plain = JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("format", TELL)
                .put("chat", chat)
                .put("token", Base64.getUrlEncoder().withoutPadding().encodeToString(token)));
        return new Tell(name(token), sealer.seal(Purpose.TELL, Padding.pad(plain), List.of(to)));
    }

    /** The name of the wish that a button takes back; empty for every other button. */
    static Optional<String> takenBack(String button) {
        return button.startsWith(NO_MORE)
                ? bytes(button.substring(NO_MORE.length())).map(News::name)
                : Optional.empty();
    }

    private static Optional<byte[]> bytes(String token) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(token)).filter(bytes -> bytes.length == TOKEN_BYTES);
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static String name(byte[] token) {
        return HexFormat.of().formatHex(VisitKeys.sha256(token));
    }
}
