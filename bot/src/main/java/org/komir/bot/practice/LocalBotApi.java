package org.komir.bot.practice;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Telegram of our own, in memory: the Bot API for the bot on one side, chats for people on the other. Updates have Telegram's semantics: an
 * offset confirms and forgets what is before it, numbers begin at random, an offset beyond the end falls back to what waits.
 */
public final class LocalBotApi {
    private static final int MOST_CHATS = 500;
    private static final int MOST_MESSAGES_A_CHAT = 200;
    private static final int MOST_EVENTS_A_CHAT = 1000;
    private static final int MOST_UPDATES = 100;
    private static final int MOST_WAITING_UPDATES = 10_000;
    private static final int MOST_OPEN_TAPS = 1000;
    private static final int MOST_FILES = 50;
    private static final String PATH = "files/";
    private static final String ATTACHED = "attach://";
    private static final long BOT_ID = 4242;
    /** Farther than this beyond the last update an offset is taken to be of an earlier numbering (tdlib, TQueue). */
    private static final long OFFSET_BEYOND_THE_END = 10;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Clock clock;
    private final Deque<ObjectNode> updates = new ArrayDeque<>();
    private final Map<Long, Chat> chats = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Chat> eldest) {
            return size() > MOST_CHATS;
        }
    };
    private final Set<String> openTaps = new LinkedHashSet<>();
    private long polls;
    private long nextUpdate;
    private long nextMessage = 1;
    private long nextTap = 1;
    private long nextFile = 1;
    /** The latest: practice must not fill the memory. */
    private final Map<String, StoredFile> files = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StoredFile> eldest) {
            return size() > MOST_FILES;
        }
    };
    /** What the bot uploaded. Of voice messages never more than a bot plays again; the rest goes with its message. */
    private final Map<String, byte[]> recordings = new LinkedHashMap<>();

    public LocalBotApi(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.nextUpdate = random.nextLong(1, 1L << 30);
    }

    /** What the Bot API answers: an HTTP status and a body. */
    public record Answer(int status, JsonNode body) {}

    /**
     * What happened in a chat, for the phone.
     *
     * @param voice what {@link #recording} gives, where the message is a voice message, a photo, a video or a document of the bot's; it begins with which
     * @param covered what is covered of the text
     */
    public record Event(
            long seq,
            String type,
            long message,
            @Nullable String text,
            List<List<Key>> keyboard,
            String from,
            @Nullable String voice,
            List<Covered> covered) {}

    /**
     * A button under a message.
     *
     * @param url where it leads; empty where it comes back as a tap
     */
    public record Key(String text, String data, String url) {}

    /** Where a text is covered until it is touched, in UTF-16 code units. */
    public record Covered(int offset, int length) {}

    private static final class Chat {
        private final Map<Long, Message> messages = new LinkedHashMap<>();
        private final Deque<Event> events = new ArrayDeque<>();
        private long lastEvent;
    }

    private record Message(
            long id,
            boolean mine,
            String text,
            List<List<Key>> keyboard,
            @Nullable String voice,
            List<Covered> covered) {
        Message(long id, boolean mine, String text, List<List<Key>> keyboard) {
            this(id, mine, text, keyboard, null, List.of());
        }
    }

    /** Calls a method of the Bot API, by its name in any case; what is uploaded with it stands among the parameters as bytes. */
    public Answer call(String method, JsonNode parameters) throws InterruptedException {
        return switch (method.toLowerCase(Locale.ROOT)) {
            case "getupdates" -> getUpdates(parameters);
            case "getme" -> ok(bot());
            case "sendmessage" -> sendMessage(parameters);
            case "sendvoice" -> sendFile(parameters, "voice");
            case "sendphoto" -> sendFile(parameters, "photo");
            case "sendvideo" -> sendFile(parameters, "video");
            case "senddocument" -> sendFile(parameters, "document");
            case "editmessagetext" -> edit(parameters);
            case "deletemessages", "deletemessage" -> delete(parameters);
            case "answercallbackquery" -> answerTap(parameters);
            case "getfile" -> getFile(parameters);
            case "getwebhookinfo" -> ok(json.createObjectNode().put("url", "").put("pending_update_count", waiting()));
            case "deletewebhook", "setmycommands", "sendchataction", "leavechat" ->
                ok(json.getNodeFactory().booleanNode(true));
            default -> error(404, "Not Found: the practice phone does not know this method");
        };
    }

    private synchronized Answer getFile(JsonNode parameters) {
        String id = parameters.path("file_id").asString("");
        StoredFile file = files.get(id);
        if (file == null) {
            return error(400, "Bad Request: wrong file_id or the file is temporarily unavailable");
        }
        return ok(json.createObjectNode()
                .put("file_id", id)
                .put("file_unique_id", id)
                .put("file_size", file.bytes().length)
                .put("file_path", PATH + id));
    }

    /** What a download of this path gives, below {@code /file/bot<token>/}. */
    public synchronized Optional<byte[]> download(String path) {
        return path.startsWith(PATH)
                ? Optional.ofNullable(files.get(path.substring(PATH.length()))).map(StoredFile::bytes)
                : Optional.empty();
    }

    /** Telegram has these files no longer. */
    public synchronized void forgetFiles() {
        files.clear();
    }

    private ObjectNode bot() {
        return json.createObjectNode()
                .put("id", BOT_ID)
                .put("is_bot", true)
                .put("first_name", "Practice")
                .put("username", "practice_bot");
    }

    private synchronized int waiting() {
        return updates.size();
    }

    private synchronized Answer getUpdates(JsonNode parameters) throws InterruptedException {
        long thisPoll = ++polls;
        notifyAll();
        forget(parameters.path("offset").asLong(0));
        long deadline = System.nanoTime()
                + Duration.ofSeconds(parameters.path("timeout").asLong(0)).toNanos();
        while (updates.isEmpty()) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                break;
            }
            wait(millis);
            if (polls != thisPoll) {
                return error(
                        409,
                        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
            }
        }
        ArrayNode batch = json.createArrayNode();
        int limit = Math.clamp(parameters.path("limit").asInt(MOST_UPDATES), 1, MOST_UPDATES);
        updates.stream().limit(limit).forEach(batch::add);
        return ok(batch);
    }

    /** Everything before the offset; where it is negative, everything but so many of the last. */
    private void forget(long offset) {
        boolean ofThisNumbering = offset <= nextUpdate + OFFSET_BEYOND_THE_END;
        while (!updates.isEmpty()
                && (offset > 0
                        ? ofThisNumbering && idOf(updates.getFirst()) < offset
                        : offset < 0 && updates.size() > -offset)) {
            updates.removeFirst();
        }
    }

    private void add(ObjectNode update) {
        updates.add(update);
        if (updates.size() > MOST_WAITING_UPDATES) {
            updates.removeFirst();
        }
        notifyAll();
    }

    private static long idOf(ObjectNode update) {
        return update.path("update_id").asLong();
    }

    private synchronized Answer sendMessage(JsonNode parameters) {
        Optional<Long> id = number(parameters, "chat_id");
        if (id.isEmpty()) {
            return error(400, "Bad Request: chat not found");
        }
        Chat chat = chat(id.get());
        Message message = new Message(
                nextMessage++,
                false,
                parameters.path("text").asString(""),
                keyboard(parameters),
                null,
                covered(parameters));
        keep(chat, message);
        event(chat, "message", message);
        return ok(asTelegram(id.get(), message));
    }

    /** A recording is uploaded once, and named by its file_id whenever it is played again. */
    private synchronized Answer sendFile(JsonNode parameters, String kind) {
        Optional<Long> id = number(parameters, "chat_id");
        JsonNode voice = uploaded(parameters, parameters.path(kind));
        if (id.isEmpty()) {
            return error(400, "Bad Request: chat not found");
        }
        String fileId;
        if (voice.isBinary() && voice.binaryValue().length == 0) {
            return error(400, "Bad Request: file must be non-empty");
        }
        if (voice.isBinary()) {
            fileId = kind + "-" + nextFile++;
            recordings.put(fileId, voice.binaryValue());
        } else {
            fileId = voice.asString("");
        }
        byte[] bytes = recordings.get(fileId);
        if (bytes == null) {
            return error(400, "Bad Request: wrong remote file identifier specified: can't unserialize it");
        }
        Chat chat = chat(id.get());
        Message message = new Message(nextMessage++, false, "", List.of(), fileId, List.of());
        keep(chat, message);
        event(chat, "message", message);
        ObjectNode telegram = asTelegram(id.get(), message);
        telegram.remove("text");
        ObjectNode one = json.createObjectNode()
                .put("file_id", fileId)
                .put("file_unique_id", fileId)
                .put("file_size", bytes.length);
        switch (kind) {
            case "voice" -> telegram.set(kind, one.put("duration", 7).put("mime_type", "audio/ogg"));
            case "photo" -> telegram.putArray(kind).add(one.put("width", 1).put("height", 1));
            case "video" ->
                telegram.set(kind, one.put("duration", 7).put("width", 1).put("height", 1));
            default -> telegram.set(kind, one);
        }
        return ok(telegram);
    }

    /** A file may go in a part of its own, whose name its parameter tells (Bot API, "Sending files"). */
    private static JsonNode uploaded(JsonNode parameters, JsonNode named) {
        String name = named.asString("");
        return name.startsWith(ATTACHED) ? parameters.path(name.substring(ATTACHED.length())) : named;
    }

    /** What the bot played or sent, by its file_id. */
    public synchronized Optional<byte[]> recording(String voice) {
        return Optional.ofNullable(recordings.get(voice));
    }

    private synchronized Answer edit(JsonNode parameters) {
        Optional<Long> id = number(parameters, "chat_id");
        Optional<Long> number = number(parameters, "message_id");
        Chat chat = id.map(chats::get).orElse(null);
        Message old = chat == null || number.isEmpty() ? null : chat.messages.get(number.get());
        if (chat == null || old == null || id.isEmpty()) {
            return error(400, "Bad Request: message to edit not found");
        }
        if (old.mine()) {
            return error(400, "Bad Request: message can't be edited");
        }
        Message next = new Message(
                old.id(), false, parameters.path("text").asString(""), keyboard(parameters), null, covered(parameters));
        if (next.equals(old)) {
            return error(
                    400,
                    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
                            + " as a current content and reply markup of the message");
        }
        chat.messages.put(next.id(), next);
        event(chat, "edit", next);
        return ok(asTelegram(id.get(), next));
    }

    /** Of several messages, those that are gone do not matter; of a single one, it does. */
    private synchronized Answer delete(JsonNode parameters) {
        Optional<Long> id = number(parameters, "chat_id");
        Chat chat = id.map(chats::get).orElse(null);
        if (chat == null) {
            return error(400, "Bad Request: chat not found");
        }
        Optional<Long> single = number(parameters, "message_id");
        if (single.isPresent() && !chat.messages.containsKey(single.get())) {
            return error(400, "Bad Request: message to delete not found");
        }
        List<Long> numbers = new ArrayList<>(single.stream().toList());
        parameters.path("message_ids").forEach(node -> numbers.add(node.asLong()));
        for (long number : numbers) {
            Message gone = chat.messages.remove(number);
            if (gone != null) {
                if (gone.voice() != null && !gone.voice().startsWith("voice-")) {
                    recordings.remove(gone.voice());
                }
                event(chat, "delete", gone);
            }
        }
        return ok(json.getNodeFactory().booleanNode(true));
    }

    private synchronized Answer answerTap(JsonNode parameters) {
        String tap = parameters.path("callback_query_id").asString("");
        if (!openTaps.remove(tap)) {
            return error(400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
        }
        notifyAll();
        return ok(json.getNodeFactory().booleanNode(true));
    }

    /** A person writes. */
    public synchronized void send(long id, String text, String language) {
        Chat chat = chat(id);
        Message message = new Message(nextMessage++, true, text, List.of());
        keep(chat, message);
        event(chat, "mine", message);
        ObjectNode telegram = asTelegram(id, message);
        telegram.set("from", person(id, language));
        ObjectNode update = json.createObjectNode().put("update_id", nextUpdate++);
        update.set("message", telegram);
        add(update);
    }

    /** What a person sends: the name of the field of the Bot API's message that carries it. */
    public enum FileKind {
        VOICE,
        AUDIO,
        VIDEO,
        VIDEO_NOTE,
        PHOTO,
        DOCUMENT
    }

    /** A file of a person's phone. */
    public record StoredFile(FileKind kind, String name, String type, byte[] bytes) {}

    /**
     * A person sends a file, with words or the empty text, forwarded or not.
     *
     * @return the number of the message
     */
    public synchronized long send(long id, StoredFile file, String caption, boolean forwarded) {
        String fileId = "file-" + nextFile++;
        files.put(fileId, file);
        Chat chat = chat(id);
        Message message = new Message(nextMessage++, true, "\uD83D\uDCCE " + file.name() + "\n" + caption, List.of());
        keep(chat, message);
        event(chat, "mine", message);
        ObjectNode telegram = asTelegram(id, message);
        telegram.remove("text");
        telegram.set("from", person(id, ""));
        if (!caption.isEmpty()) {
            telegram.put("caption", caption);
        }
        if (forwarded) {
            telegram.putObject("forward_origin")
                    .put("type", "hidden_user")
                    .put("date", 0)
                    .put("sender_user_name", "Practice");
        }
        ObjectNode one = json.createObjectNode()
                .put("file_id", fileId)
                .put("file_unique_id", fileId)
                .put("file_size", file.bytes().length);
        String field = file.kind().name().toLowerCase(Locale.ROOT);
        switch (file.kind()) {
            case PHOTO -> telegram.putArray(field).add(one.put("width", 800).put("height", 600));
            case VIDEO_NOTE -> telegram.set(field, one.put("length", 240).put("duration", 7));
            case VOICE -> telegram.set(field, one.put("duration", 7).put("mime_type", file.type()));
            case VIDEO ->
                telegram.set(
                        field,
                        one.put("duration", 7)
                                .put("width", 640)
                                .put("height", 480)
                                .put("mime_type", file.type()));
            case AUDIO, DOCUMENT ->
                telegram.set(
                        field,
                        one.put("duration", 7).put("mime_type", file.type()).put("file_name", file.name()));
        }
        ObjectNode update = json.createObjectNode().put("update_id", nextUpdate++);
        update.set("message", telegram);
        updates.add(update);
        notifyAll();
        return message.id();
    }

    /** A person presses a button; returns when the bot has acknowledged it, or after {@code wait}. */
    public synchronized boolean tap(long id, long message, String data, Duration wait) throws InterruptedException {
        Chat chat = chat(id);
        Message card = chat.messages.get(message);
        if (card == null) {
            return false;
        }
        String tap = Long.toString(nextTap++);
        openTaps.add(tap);
        if (openTaps.size() > MOST_OPEN_TAPS) {
            openTaps.remove(openTaps.iterator().next());
        }
        ObjectNode query = json.createObjectNode()
                .put("id", tap)
                .put("chat_instance", Long.toString(id))
                .put("data", data);
        query.set("from", person(id, ""));
        query.set("message", asTelegram(id, card));
        ObjectNode update = json.createObjectNode().put("update_id", nextUpdate++);
        update.set("callback_query", query);
        add(update);
        long deadline = System.nanoTime() + wait.toNanos();
        while (openTaps.contains(tap)) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /** What happened in a chat after an event, waiting for the first for at most {@code wait}. */
    public synchronized List<Event> events(long id, long after, Duration wait) throws InterruptedException {
        Chat chat = chat(id);
        long deadline = System.nanoTime() + wait.toNanos();
        while (chat.lastEvent <= after) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                break;
            }
            wait(millis);
        }
        return chat.events.stream().filter(event -> event.seq() > after).toList();
    }

    /** What stands in a chat now; every event has the number of the last one that happened. */
    public synchronized List<Event> state(long id) {
        Chat chat = chat(id);
        return chat.messages.values().stream()
                .map(m -> new Event(
                        chat.lastEvent,
                        m.mine() ? "mine" : "message",
                        m.id(),
                        m.text(),
                        m.keyboard(),
                        m.mine() ? "me" : "bot",
                        m.voice(),
                        m.covered()))
                .toList();
    }

    private Chat chat(long id) {
        return chats.computeIfAbsent(id, key -> new Chat());
    }

    private void keep(Chat chat, Message message) {
        chat.messages.put(message.id(), message);
        if (chat.messages.size() > MOST_MESSAGES_A_CHAT) {
            chat.messages.remove(chat.messages.keySet().iterator().next());
        }
    }

    private void event(Chat chat, String type, Message message) {
        boolean deleted = type.equals("delete");
        chat.events.add(new Event(
                ++chat.lastEvent,
                type,
                message.id(),
                deleted ? null : message.text(),
                deleted ? List.of() : message.keyboard(),
                message.mine() ? "me" : "bot",
                deleted ? null : message.voice(),
                deleted ? List.of() : message.covered()));
        if (chat.events.size() > MOST_EVENTS_A_CHAT) {
            chat.events.removeFirst();
        }
        notifyAll();
    }

    private ObjectNode person(long id, String language) {
        ObjectNode person =
                json.createObjectNode().put("id", id).put("is_bot", false).put("first_name", "Practice");
        return language.isEmpty() ? person : person.put("language_code", language);
    }

    private ObjectNode asTelegram(long chat, Message message) {
        ObjectNode telegram = json.createObjectNode()
                .put("message_id", message.id())
                .put("date", clock.instant().getEpochSecond())
                .put("text", message.text());
        telegram.putObject("chat").put("id", chat).put("type", "private").put("first_name", "Practice");
        if (!message.mine()) {
            telegram.set("from", bot());
        }
        return telegram;
    }

    private static List<List<Key>> keyboard(JsonNode parameters) {
        List<List<Key>> rows = new ArrayList<>();
        for (JsonNode row : parameters.path("reply_markup").path("inline_keyboard")) {
            List<Key> keys = new ArrayList<>();
            for (JsonNode key : row) {
                keys.add(new Key(
                        key.path("text").asString(""),
                        key.path("callback_data").asString(""),
                        key.path("url").asString("")));
            }
            rows.add(keys);
        }
        return rows;
    }

    private static List<Covered> covered(JsonNode parameters) {
        List<Covered> covered = new ArrayList<>();
        for (JsonNode entity : parameters.path("entities")) {
            if (entity.path("type").asString("").equals("spoiler")) {
                covered.add(new Covered(
                        entity.path("offset").asInt(), entity.path("length").asInt()));
            }
        }
        return covered;
    }

    /** Telegram's clients send numbers as numbers or as text. */
    private static Optional<Long> number(JsonNode parameters, String name) {
        JsonNode node = parameters.path(name);
        if (node.isIntegralNumber()) {
            return Optional.of(node.asLong());
        }
        String text = node.asString("");
        return text.matches("-?[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private Answer ok(JsonNode result) {
        ObjectNode body = json.createObjectNode().put("ok", true);
        body.set("result", result);
        return new Answer(200, body);
    }

    private Answer error(int code, String description) {
        return new Answer(
                code,
                json.createObjectNode().put("ok", false).put("error_code", code).put("description", description));
    }
}
