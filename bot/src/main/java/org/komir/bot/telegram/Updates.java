package org.komir.bot.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.komir.bot.conversation.Input;
import org.komir.bot.intake.Incoming;
import org.telegram.telegrambots.meta.api.objects.CallbackQuery;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.message.MaybeInaccessibleMessage;
import org.telegram.telegrambots.meta.api.objects.message.Message;

/** Reads Telegram's updates; the only place that does. */
final class Updates {

    /** What an update is for us. */
    sealed interface Read {
        /** Something a family did. */
        record Turn(Incoming incoming) implements Read {}

        /** A message in a group or channel: it is refused kindly, and the bot leaves. */
        record Group(long chat) implements Read {}

        /** Nothing that concerns us. */
        record Nothing() implements Read {}

        /** It cannot be read; {@code chat} is known where the tree still tells it. */
        record Unreadable(Optional<Long> chat) implements Read {}
    }

    private static final Set<String> TELLS_WHO = Set.of(
            "from",
            "chat",
            "sender_chat",
            "sender_business_bot",
            "contact",
            "via_bot",
            "forward_origin",
            "forward_from",
            "new_chat_members");

    private final ObjectMapper json =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private final UnaryOperator<String> languageFor;

    /** @param languageFor from Telegram's language code to the tag of a language that we have, or to the empty text */
    Updates(UnaryOperator<String> languageFor) {
        this.languageFor = languageFor;
    }

    /** The number of an update; empty if even that is missing. */
    static Optional<Long> id(JsonNode update) {
        return update.path("update_id").canConvertToLong()
                        && update.path("update_id").isIntegralNumber()
                ? Optional.of(update.path("update_id").asLong())
                : Optional.empty();
    }

    /** The chat of an update as far as the tree tells, to keep the order of each chat. */
    static Optional<Long> chat(JsonNode update) {
        JsonNode chat = update.path("message").path("chat").path("id");
        if (chat.isMissingNode()) {
            chat = update.path("callback_query").path("message").path("chat").path("id");
        }
        if (chat.isMissingNode()) {
            chat = update.path("callback_query").path("from").path("id");
        }
        return chat.isIntegralNumber() ? Optional.of(chat.asLong()) : Optional.empty();
    }

    Read read(JsonNode tree) {
        try {
            Update update = json.treeToValue(tree, Update.class);
            if (update.getMessage() != null) {
                return read(update.getUpdateId(), update.getMessage());
            }
            if (update.getCallbackQuery() != null) {
                return read(update.getUpdateId(), update.getCallbackQuery());
            }
            return new Read.Nothing();
        } catch (JsonProcessingException | RuntimeException unreadable) {
            return new Read.Unreadable(chat(tree));
        }
    }

    private Read read(long id, Message message) {
        long chat = message.getChatId();
        if (!message.getChat().isUserChat()) {
            return new Read.Group(chat);
        }
        if (message.getFrom() != null && Boolean.TRUE.equals(message.getFrom().getIsBot())) {
            return new Read.Nothing();
        }
        @Nullable
        String code = message.getFrom() == null ? null : message.getFrom().getLanguageCode();
        long number = message.getMessageId();
        Optional<Sent> sent = Sent.in(message);
        if (sent.isPresent()) {
            Incoming.Source source =
                    new Incoming.Source(sent.get().id(), sent.get().size());
            return new Read.Turn(new Incoming(
                    chat,
                    id,
                    new Input.File(sent.get().file()),
                    Optional.of(number),
                    Optional.empty(),
                    Optional.of(source)));
        }
        Input input = message.getText() == null ? new Input.Unreadable() : input(message.getText(), code);
        return new Read.Turn(new Incoming(chat, id, input, Optional.of(number), Optional.empty()));
    }

    private Read read(long id, CallbackQuery query) {
        @Nullable MaybeInaccessibleMessage card = query.getMessage();
        if (card == null || query.getData() == null) {
            return new Read.Nothing();
        }
        if (!card.getChat().isUserChat()) {
            return new Read.Group(card.getChatId());
        }
        Incoming.Tapped tapped = new Incoming.Tapped(card.getMessageId(), query.getId());
        return new Read.Turn(new Incoming(
                card.getChatId(), id, new Input.Tap(query.getData()), Optional.empty(), Optional.of(tapped)));
    }

    private Input input(String text, @Nullable String languageCode) {
        if (!text.startsWith("/")) {
            return new Input.Text(text);
        }
        String command = text.strip().split("[\\s@]", 2)[0].toLowerCase(Locale.ROOT);
        return switch (command) {
            case "/start" -> new Input.Start(languageCode == null ? "" : languageFor.apply(languageCode));
            case "/help" -> new Input.Help();
            case "/language" -> new Input.Language();
            case "/status" -> new Input.Status();
            case "/stop" -> new Input.Stop();
            case "/delete" -> new Input.Delete();
            default -> new Input.Text(text);
        };
    }

    /** The update without what tells who sent it: neither the objects that name people, nor any number that is their id. */
    static byte[] withoutIds(JsonNode update) {
        Set<Long> ids = new HashSet<>();
        collectIds(update, ids, false);
        JsonNode copy = update.deepCopy();
        strip(copy, ids);
        if (copy instanceof ObjectNode object) {
            object.remove("update_id");
        }
        return copy.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void collectIds(JsonNode node, Set<Long> ids, boolean aboutPeople) {
        if (node.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                if (aboutPeople && field.getValue().isIntegralNumber()) {
                    ids.add(field.getValue().asLong());
                }
                collectIds(field.getValue(), ids, aboutPeople || TELLS_WHO.contains(field.getKey()));
            }
        } else if (node.isArray()) {
            node.forEach(child -> collectIds(child, ids, aboutPeople));
        }
    }

    private static void strip(JsonNode node, Set<Long> ids) {
        if (node instanceof ObjectNode object) {
            object.remove(TELLS_WHO);
            Set<String> names = new HashSet<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode value = object.get(name);
                if (isId(value, ids)) {
                    object.remove(name);
                } else {
                    strip(value, ids);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                if (isId(array.get(i), ids)) {
                    array.remove(i);
                } else {
                    strip(array.get(i), ids);
                }
            }
        }
    }

    private static boolean isId(JsonNode value, Set<Long> ids) {
        return value.isIntegralNumber() && ids.contains(value.asLong())
                || value.isTextual()
                        && ids.stream().anyMatch(id -> value.asText().equals(Long.toString(id)));
    }
}
