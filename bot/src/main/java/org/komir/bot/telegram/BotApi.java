package org.komir.bot.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.komir.bot.conversation.Card;
import org.komir.bot.intake.LetterFile;
import org.komir.bot.intake.Parcel.Call.Menu.Entry;
import org.telegram.telegrambots.client.okhttp.OkHttpTelegramClient;
import org.telegram.telegrambots.meta.TelegramUrl;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;
import org.telegram.telegrambots.meta.api.methods.commands.SetMyCommands;
import org.telegram.telegrambots.meta.api.methods.groupadministration.LeaveChat;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.send.SendVoice;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.DeleteMessages;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import org.telegram.telegrambots.meta.api.objects.InputFile;
import org.telegram.telegrambots.meta.api.objects.LinkPreviewOptions;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;
import org.telegram.telegrambots.meta.api.objects.ReplyParameters;
import org.telegram.telegrambots.meta.api.objects.commands.BotCommand;
import org.telegram.telegrambots.meta.api.objects.commands.scope.BotCommandScopeChat;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardButton;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardRow;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/**
 * The calls that this bot makes. Updates are fetched here as a tree, so that one that cannot be parsed does not hide the others;
 * everything else goes through TelegramBots' client.
 */
public final class BotApi {
    public static final URI TELEGRAM = URI.create("https://api.telegram.org");

    /** Telegram's longest long poll. */
    static final Duration POLL = Duration.ofSeconds(50);

    private static final int MOST_UPDATES = 100;
    private static final int MOST_DELETED_AT_ONCE = 100;
    private static final int CALLS_AT_ONCE = 64;
    /** For its answer, once a file is there. */
    private static final Duration UPLOAD = Duration.ofSeconds(60);

    private static final MediaType ANY = MediaType.get("application/octet-stream");
    private static final MediaType JSON = MediaType.get("application/json");

    private final ObjectMapper json = new ObjectMapper();
    private final URI base;
    private final BotToken token;
    private final OkHttpClient http;
    private final OkHttpClient polling;
    private final OkHttpClient uploading;
    private final OkHttpTelegramClient client;
    private final Map<Path, String> uploaded = new ConcurrentHashMap<>();
    private volatile @Nullable Call poll;
    private volatile boolean closing;

    /** @param base scheme, host and port, without a path: that is all that the library's address can hold */
    public BotApi(URI base, BotToken token) {
        this.base = base;
        this.token = token;
        // The library sends through the dispatcher, which by itself lets no more than five calls to one host run at a
        // time.
        Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        dispatcher.setMaxRequests(CALLS_AT_ONCE);
        dispatcher.setMaxRequestsPerHost(CALLS_AT_ONCE);
        this.http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(CALLS_AT_ONCE, 1, TimeUnit.MINUTES))
                .build();
        this.polling = http.newBuilder().readTimeout(POLL.plusSeconds(10)).build();
        this.uploading = http.newBuilder()
                .retryOnConnectionFailure(false)
                .readTimeout(UPLOAD)
                .build();
        boolean secure = "https".equals(base.getScheme());
        int port = base.getPort() >= 0 ? base.getPort() : secure ? 443 : 80;
        this.client = new OkHttpTelegramClient(
                http, token.reveal(), new TelegramUrl(base.getScheme(), base.getHost(), port, false));
    }

    boolean isTelegram() {
        return base.equals(TELEGRAM);
    }

    /**
     * The next updates, each as its own tree.
     *
     * @param offset the first one wanted, everything before it is forgotten by Telegram; 0 for whatever waits
     */
    List<JsonNode> updates(long offset, Duration timeout) throws ApiFailure {
        ObjectNode body = json.createObjectNode();
        if (offset != 0) {
            body.put("offset", offset);
        }
        body.put("limit", MOST_UPDATES);
        body.put("timeout", timeout.toSeconds());
        body.putArray("allowed_updates").add("message").add("edited_message").add("callback_query");
        Request request = new Request.Builder()
                .url(base.resolve("/bot" + token.reveal() + "/getUpdates").toString())
                .post(RequestBody.create(body.toString(), JSON))
                .build();
        Call call = polling.newCall(request);
        poll = call;
        if (closing) { // interrupt() may have come before there was a call to cancel
            call.cancel();
        }
        try (Response response = call.execute()) {
            @Nullable ResponseBody content = response.body();
            JsonNode answer = json.readTree(content == null ? new byte[0] : content.bytes());
            if (answer == null || !answer.path("ok").asBoolean(false)) {
                throw failure(answer, response.code());
            }
            List<JsonNode> updates = new ArrayList<>();
            answer.path("result").forEach(updates::add);
            return updates;
        } catch (IOException noAnswer) {
            throw unreachable(noAnswer);
        } finally {
            poll = null;
        }
    }

    /** Reads a file while it is downloaded. */
    interface Reader<T> {
        T read(InputStream content) throws IOException;
    }

    /**
     * Downloads a file, streamed. The library's own way writes it to a disk in the clear, and asks Telegram's host whatever host is set.
     *
     * <p>A self-hosted server in {@code --local} mode tells an absolute path and serves no file itself: a web server in front of it must
     * serve its folder of this bot below {@code /file/bot<token>/}.
     *
     * @throws ApiFailure if Telegram does not give the file; of the kind REFUSED where it would not give it later either
     * @throws IOException if it breaks off, or {@code reader} fails
     */
    <T> T download(String id, Reader<T> reader) throws ApiFailure, IOException {
        String path = path(id);
        String local = "/" + token.reveal() + "/";
        int own = path.indexOf(local);
        String below = own >= 0 ? path.substring(own + local.length()) : path;
        HttpUrl url = Objects.requireNonNull(HttpUrl.parse(base.toString()))
                .newBuilder()
                .encodedPath("/file/bot" + token.reveal() + "/")
                .addPathSegments(below.startsWith("/") ? below.substring(1) : below)
                .build();
        try (Response response =
                http.newCall(new Request.Builder().url(url).build()).execute()) {
            @Nullable ResponseBody content = response.body();
            if (!response.isSuccessful() || content == null) {
                throw ApiFailure.of(response.code() == 404 ? 502 : response.code(), "", 0);
            }
            return reader.read(content.byteStream());
        }
    }

    /** The path of a file, valid for an hour (Bot API, getFile). */
    private String path(String id) throws ApiFailure {
        ObjectNode body = json.createObjectNode().put("file_id", id);
        Request request = new Request.Builder()
                .url(base.resolve("/bot" + token.reveal() + "/getFile").toString())
                .post(RequestBody.create(body.toString(), JSON))
                .build();
        try (Response response = http.newCall(request).execute()) {
            @Nullable ResponseBody content = response.body();
            JsonNode answer = json.readTree(content == null ? new byte[0] : content.bytes());
            if (answer == null || !answer.path("ok").asBoolean(false)) {
                throw failure(answer, response.code());
            }
            String path = answer.path("result").path("file_path").asText("");
            if (path.isEmpty()) {
                throw new ApiFailure(ApiFailure.Kind.REFUSED);
            }
            return path;
        } catch (IOException noAnswer) {
            throw new ApiFailure(ApiFailure.Kind.UNREACHABLE);
        }
    }

    /** Ends a long poll that is under way, and lets no other one begin. */
    void interrupt() {
        closing = true;
        Call call = poll;
        if (call != null) {
            call.cancel();
        }
    }

    /** Ends what the connections keep running. */
    void close() {
        interrupt();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private static ApiFailure failure(@Nullable JsonNode answer, int status) {
        if (answer == null || !answer.isObject()) { // not Telegram but something on the way to it
            return new ApiFailure(ApiFailure.Kind.UNREACHABLE);
        }
        return ApiFailure.of(
                answer.path("error_code").asInt(status),
                answer.path("description").asText(""),
                answer.path("parameters").path("retry_after").asInt(0));
    }

    /** @return the number of the new message */
    long send(long chat, Card card) throws ApiFailure {
        return call(sending(chat, card)).getMessageId();
    }

    private static SendMessage sending(long chat, Card card) {
        SendMessage send = new SendMessage(Long.toString(chat), text(card));
        send.setReplyMarkup(card.rows().isEmpty() ? null : keyboard(card));
        send.setEntities(covered(card));
        // No forwarding, no saving, no sound, no preview of a link in the words.
        send.setProtectContent(true);
        send.setDisableNotification(true);
        send.setLinkPreviewOptions(LinkPreviewOptions.builder().isDisabled(true).build());
        return send;
    }

    /** The same, below another message, so that nobody can doubt which one is meant. */
    long reply(long chat, long message, Card card) throws ApiFailure {
        SendMessage send = sending(chat, card);
        send.setReplyParameters(ReplyParameters.builder()
                .messageId(Math.toIntExact(message))
                .allowSendingWithoutReply(true)
                .build());
        return call(send).getMessageId();
    }

    void edit(long chat, long message, Card card) throws ApiFailure {
        EditMessageText edit = EditMessageText.builder().text(text(card)).build();
        edit.setChatId(Long.toString(chat));
        edit.setMessageId(Math.toIntExact(message));
        edit.setEntities(covered(card));
        edit.setReplyMarkup(card.rows().isEmpty() ? null : keyboard(card));
        edit.setLinkPreviewOptions(LinkPreviewOptions.builder().isDisabled(true).build());
        call(edit);
    }

    void delete(long chat, List<Long> messages) throws ApiFailure {
        for (int from = 0; from < messages.size(); from += MOST_DELETED_AT_ONCE) {
            List<Long> some = messages.subList(from, Math.min(messages.size(), from + MOST_DELETED_AT_ONCE));
            call(new DeleteMessages(
                    Long.toString(chat), some.stream().map(Math::toIntExact).toList()));
        }
    }

    /**
     * Plays an OGG file with Opus in it as a voice message. Telegram keeps it under a name, so that it is uploaded once.
     *
     * @return the number of the new message
     */
    long voice(long chat, Path file) throws ApiFailure {
        String known = uploaded.get(file);
        SendVoice send =
                new SendVoice(Long.toString(chat), known == null ? new InputFile(file.toFile()) : new InputFile(known));
        send.setProtectContent(true);
        send.setDisableNotification(true);
        Message sent = call(() -> client.execute(send));
        if (sent.getVoice() != null) {
            uploaded.put(file, sent.getVoice().getFileId());
        }
        return sent.getMessageId();
    }

    /**
     * Sends a file as it streams by, never whole in memory.
     *
     * @return the number of the new message
     * @throws ApiFailure NOT_CONNECTED where Telegram certainly has not got all of it, and NOT_AS_SIGNED where it is not what was signed
     */
    long file(long chat, LetterFile.Opened file) throws ApiFailure {
        Streamed streamed = new Streamed(file);
        RequestBody form = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("chat_id", Long.toString(chat))
                .addFormDataPart("protect_content", "true")
                .addFormDataPart("disable_notification", "true")
                .addFormDataPart(file.field(), file.name(), streamed)
                .build();
        Request request = new Request.Builder()
                .url(base.resolve("/bot" + token.reveal() + "/" + file.method()).toString())
                .post(form)
                .build();
        try (Response response = uploading.newCall(request).execute()) {
            @Nullable ResponseBody content = response.body();
            JsonNode answer = json.readTree(content == null ? new byte[0] : content.bytes());
            if (answer == null || !answer.path("ok").asBoolean(false)) {
                throw failure(answer, response.code());
            }
            return answer.path("result").path("message_id").asLong();
        } catch (LetterFile.NotAsSigned changed) {
            throw new ApiFailure(ApiFailure.Kind.NOT_AS_SIGNED);
        } catch (IOException noAnswer) {
            throw new ApiFailure(streamed.whole ? ApiFailure.Kind.UNREACHABLE : ApiFailure.Kind.NOT_CONNECTED);
        }
    }

    /** Breaks the call off before the last piece where the file is not what was signed. */
    private static final class Streamed extends RequestBody {
        private final LetterFile.Opened file;
        private volatile boolean whole;

        Streamed(LetterFile.Opened file) {
            this.file = file;
        }

        @Override
        public MediaType contentType() {
            return ANY;
        }

        @Override
        public long contentLength() {
            return file.size();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            file.content().writeTo(sink.outputStream());
            whole = true;
        }
    }

    void menu(long chat, List<Entry> entries) throws ApiFailure {
        List<BotCommand> commands = entries.stream()
                .map(entry -> new BotCommand(entry.command(), entry.description()))
                .toList();
        call(new SetMyCommands(commands, new BotCommandScopeChat(Long.toString(chat)), null));
    }

    void acknowledge(String callback) throws ApiFailure {
        call(new AnswerCallbackQuery(callback));
    }

    void leave(long chat) throws ApiFailure {
        call(new LeaveChat(Long.toString(chat)));
    }

    private <T extends Serializable> T call(BotApiMethod<T> method) throws ApiFailure {
        return call(() -> client.execute(method));
    }

    /** One call of the library. */
    private interface Sending<T> {
        T send() throws TelegramApiException;
    }

    private static <T> T call(Sending<T> sending) throws ApiFailure {
        try {
            return sending.send();
        } catch (TelegramApiRequestException refused) {
            Integer code = refused.getErrorCode();
            if (code == null || code < 400) { // not in Telegram's form: something on the way to it answered
                throw new ApiFailure(ApiFailure.Kind.UNREACHABLE);
            }
            Integer retryAfter = refused.getParameters() == null
                    ? null
                    : refused.getParameters().getRetryAfter();
            String description = refused.getApiResponse() == null ? "" : refused.getApiResponse();
            throw ApiFailure.of(code, description, retryAfter == null ? 0 : retryAfter);
        } catch (TelegramApiException | RuntimeException noAnswer) {
            // An answer that is no JSON reaches us as a NullPointerException of the library.
            throw unreachable(noAnswer);
        }
    }

    /** Only what certainly had no effect may be repeated without a limit. */
    private static ApiFailure unreachable(Throwable why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return new ApiFailure(ApiFailure.Kind.NOT_CONNECTED);
            }
        }
        return new ApiFailure(ApiFailure.Kind.UNREACHABLE);
    }

    /** A right-to-left card begins with a mark: Telegram takes the direction from the first strong letter, which may be a Latin one. */
    private static String text(Card card) {
        return card.rightToLeft() ? "\u200F" + card.text() : card.text();
    }

    /** What is covered until it is touched; nothing, and then no entities at all, on most cards. */
    private static @Nullable List<MessageEntity> covered(Card card) {
        return card.covered()
                .map(part -> List.of(MessageEntity.builder()
                        .type("spoiler")
                        .offset(text(card).indexOf(part))
                        .length(part.length())
                        .build()))
                .orElse(null);
    }

    private static InlineKeyboardMarkup keyboard(Card card) {
        List<InlineKeyboardRow> rows = card.rows().stream()
                .map(row -> new InlineKeyboardRow(row.stream()
                        .map(button -> {
                            InlineKeyboardButton key = new InlineKeyboardButton(button.label());
                            button.address().ifPresentOrElse(key::setUrl, () -> key.setCallbackData(button.token()));
                            return key;
                        })
                        .toList()))
                .toList();
        return new InlineKeyboardMarkup(rows);
    }
}
