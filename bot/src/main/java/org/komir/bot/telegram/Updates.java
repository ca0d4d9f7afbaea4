package org.komir.bot.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.komir.bot.conversation.Input;
import org.komir.bot.intake.Incoming;
import org.komir.bot.intake.TypedNumber;
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

    /** What names a person, a chat, or the moment. The upper half of a tap's number is the user's. */
    private static final Set<String> TELLS_WHO = Set.of(
            "update_id",
            "from",
            "chat",
            "chat_instance",
            "sender_chat",
            "sender_business_bot",
            "sender_user",
            "user",
            "user_id",
            "contact",
            "via_bot",
            "origin",
            "forward_origin",
            "forward_from",
            "forward_from_chat",
            "forward_sender_name",
            "forward_signature",
            "author_signature",
            "new_chat_members",
            "new_chat_member",
            "left_chat_member",
            "business_connection_id",
            "inline_message_id",
            "date",
            "edit_date",
            "forward_date");

    /** Shorter numbers are not replaced inside of texts: they would take away years and days. */
    private static final int DIGITS_OF_AN_ID = 6;

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
            chat = update.path("edited_message").path("chat").path("id");
        }
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
                return read(update.getUpdateId(), update.getMessage(), false);
            }
            if (update.getEditedMessage() != null) {
                return read(update.getUpdateId(), update.getEditedMessage(), true);
            }
            if (update.getCallbackQuery() != null) {
                return read(update.getUpdateId(), update.getCallbackQuery());
            }
            return new Read.Nothing();
        } catch (JsonProcessingException | RuntimeException | StackOverflowError unreadable) {
            return new Read.Unreadable(chat(tree));
        }
    }

    private Read read(long id, Message message, boolean edited) {
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
        if (sent.isPresent() && !edited) {
            Incoming.Source source =
                    new Incoming.Source(sent.get().id(), sent.get().size());
            return new Read.Turn(new Incoming(
                    chat,
                    id,
                    new Input.File(sent.get().file()),
                    Optional.of(number),
                    false,
                    Optional.empty(),
                    Optional.of(source)));
        }
        Input input = message.getText() == null ? new Input.Unreadable() : input(message.getText(), code);
        return new Read.Turn(new Incoming(chat, id, input, Optional.of(number), edited, Optional.empty()));
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
        String[] words = text.strip().split("\\s+");
        String command = words[0].split("@", 2)[0].toLowerCase(Locale.ROOT);
        return switch (command) {
            case "/start" ->
                new Input.Start(
                        languageCode == null ? "" : languageFor.apply(languageCode), words.length > 1 ? words[1] : "");
            case "/help" -> new Input.Help();
            case "/language" -> new Input.Language();
            case "/status" -> new Input.Status();
            case "/stop" -> new Input.Stop();
            case "/delete" -> new Input.Delete();
            default -> new Input.Text(text);
        };
    }

    /** The update without what tells who sent it, and when: neither the objects that name people, nor their numbers elsewhere. */
    static byte[] withoutIds(JsonNode update) {
        Set<String> ids = new HashSet<>();
        collectIds(update, ids);
        return stripped(update, ids).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void collectIds(JsonNode node, Set<String> ids) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            boolean isId = field.getKey().equals("id") || field.getKey().endsWith("_id");
            if (isId
                    && field.getValue().isValueNode()
                    && field.getValue().asText().length() >= DIGITS_OF_AN_ID) {
                ids.add(field.getValue().asText());
            }
        }
        node.forEach(child -> collectIds(child, ids));
    }

    private static JsonNode stripped(JsonNode node, Set<String> ids) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (node.isObject()) {
            ObjectNode object = make.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!TELLS_WHO.contains(field.getKey())) {
                    object.set(field.getKey(), stripped(field.getValue(), ids));
                }
            }
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = make.arrayNode();
            node.forEach(child -> array.add(stripped(child, ids)));
            return array;
        }
        if (node.isTextual() || node.isNumber()) {
            // A number to come back with is in no quarantine either.
            String text = TypedNumber.cleared(node.asText());
            for (String id : ids) {
                text = text.replace(id, "");
            }
            return text.equals(node.asText()) ? node : make.textNode(text);
        }
        return node;
    }
}
