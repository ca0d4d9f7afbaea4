package org.komir.bot.telegram;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.conversation.SentFile;
import org.komir.bot.conversation.SentFile.Kind;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.photo.PhotoSize;

/**
 * The file in a message. Of an album each message carries one. A sticker is no answer.
 *
 * @param id by which Telegram gives the file to this bot
 * @param size in bytes, where Telegram tells it
 */
record Sent(String id, Optional<Long> size, SentFile file) {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_TYPE = 127;
    private static final String JPEG = "image/jpeg";

    static Optional<Sent> in(Message message) {
        if (message.getVoice() != null) {
            var voice = message.getVoice();
            return of(
                    message,
                    Kind.VOICE,
                    voice.getFileId(),
                    voice.getFileSize(),
                    voice.getMimeType(),
                    voice.getDuration(),
                    null);
        }
        if (message.getAudio() != null) {
            var audio = message.getAudio();
            return of(
                    message,
                    Kind.AUDIO,
                    audio.getFileId(),
                    audio.getFileSize(),
                    audio.getMimeType(),
                    audio.getDuration(),
                    audio.getFileName());
        }
        if (message.getVideoNote() != null) {
            var note = message.getVideoNote();
            return of(
                    message,
                    Kind.VIDEO_NOTE,
                    note.getFileId(),
                    wide(note.getFileSize()),
                    "video/mp4",
                    note.getDuration(),
                    null);
        }
        if (message.getVideo() != null) {
            var video = message.getVideo();
            return of(
                    message,
                    Kind.VIDEO,
                    video.getFileId(),
                    video.getFileSize(),
                    video.getMimeType(),
                    video.getDuration(),
                    video.getFileName());
        }
        if (message.getLivePhoto() != null && message.getLivePhoto().getPhoto() != null) {
            return largest(message, message.getLivePhoto().getPhoto());
        }
        if (message.getPhoto() != null) {
            return largest(message, message.getPhoto());
        }
        // An animation comes with a document of the same file, for older programs.
        if (message.getAnimation() != null) {
            var animation = message.getAnimation();
            return of(
                    message,
                    Kind.ANIMATION,
                    animation.getFileId(),
                    animation.getFileSize(),
                    animation.getMimeType(),
                    animation.getDuration(),
                    animation.getFileName());
        }
        if (message.getDocument() != null) {
            var document = message.getDocument();
            return of(
                    message,
                    Kind.DOCUMENT,
                    document.getFileId(),
                    document.getFileSize(),
                    document.getMimeType(),
                    null,
                    document.getFileName());
        }
        return Optional.empty();
    }

    private static Optional<Sent> largest(Message message, List<PhotoSize> sizes) {
        return sizes.stream()
                .max(Comparator.comparingLong(size -> (long) size.getWidth() * size.getHeight()))
                .flatMap(photo ->
                        of(message, Kind.PHOTO, photo.getFileId(), wide(photo.getFileSize()), JPEG, null, null));
    }

    private static Optional<Sent> of(
            Message message,
            Kind kind,
            String id,
            @Nullable Long size,
            @Nullable String type,
            @Nullable Integer seconds,
            @Nullable String name) {
        return Optional.of(new Sent(
                id,
                Optional.ofNullable(size),
                new SentFile(
                        kind,
                        Optional.ofNullable(type).map(t -> cut(t, LONGEST_TYPE)),
                        Optional.ofNullable(seconds),
                        Optional.ofNullable(name).map(n -> cut(n, LONGEST_NAME)),
                        Optional.ofNullable(message.getCaption()).filter(words -> !words.isBlank()),
                        message.getForwardOrigin() != null)));
    }

    private static @Nullable Long wide(@Nullable Integer size) {
        return size == null ? null : size.longValue();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
