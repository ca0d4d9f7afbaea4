package org.komir.bot.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Card.Button;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Texts;
import org.komir.bot.intake.FamilyLetters.Read;
import org.komir.bot.intake.Mailboxes.Mail;

/** Words and buttons of a visit, in one language. The first line of a card is harmless: a lock screen shows it. */
final class VisitCards {

    /** Of one message; Telegram's own limit is 4096. */
    private static final int LONGEST_PART = 3500;

    private final Texts texts;
    private final String visit;
    private final Optional<String> form;

    /** @param visit its id, for the buttons */
    VisitCards(Texts texts, String visit, Optional<String> form) {
        this.texts = texts;
        this.visit = visit;
        this.form = form;
    }

    /** The languages in their own letters: whoever comes back has none any more. */
    static Card languages(List<Texts> languages, String visit) {
        String greetings = String.join(
                "\n", languages.stream().map(t -> t.get("choose_language")).toList());
        List<List<Button>> rows = languages.stream()
                .map(t -> List.of(new Button(t.name(), VisitToken.of(visit, VisitToken.LANGUAGE, t.language()))))
                .toList();
        return new Card(greetings, false, rows);
    }

    /** What was typed is gone from the screen; the form is offered first. */
    Card found(boolean besideWords) {
        List<String> lines = new ArrayList<>(List.of(texts.get("visit.found")));
        List<List<Button>> rows = new ArrayList<>();
        if (besideWords) {
            lines.add(texts.get("visit.words_too"));
        }
        form.ifPresent(address -> {
            lines.add(texts.get("visit.form"));
            rows.add(List.of(Button.to(address, texts.get("button.form"))));
        });
        lines.add(texts.get("visit.here"));
        rows.add(List.of(button("button.open_here", VisitToken.OPEN)));
        rows.add(List.of(close()));
        return card(String.join("\n\n", lines), rows);
    }

    Card mistyped(int group, boolean besideWords) {
        String again = texts.get(besideWords ? "visit.words_too" : "visit.write_again");
        String text = texts.get("visit.found") + "\n\n"
                + texts.get(Texts.form("back.wrong_group"), Map.of("n", Integer.toString(group))) + "\n" + again;
        return card(text, List.of(List.of(close())));
    }

    Card looking(boolean slowly) {
        String text = texts.get(Texts.form("back.looking")) + (slowly ? "\n" + texts.get("visit.slow") : "");
        return card(text, List.of(List.of(button("button.continue", VisitToken.STATUS)), List.of(close())));
    }

    Card busy() {
        return card(
                texts.get("number.busy"),
                List.of(List.of(button("button.open_here", VisitToken.OPEN)), List.of(close())));
    }

    Card nothingThere() {
        return card(
                texts.get(Texts.form("back.none")) + "\n" + texts.get("visit.write_again"), List.of(List.of(close())));
    }

    /**
     * The number that takes the place of the typed one.
     *
     * @param why the words that explain it
     */
    Card renewed(Mail mail, String why, String number, boolean news) {
        List<List<Button>> rows = new ArrayList<>();
        rows.add(List.of(button("button.number_have", VisitToken.HAVE)));
        if (news) {
            rows.add(List.of(button("button.number_have_and_tell", VisitToken.HAVE_AND_TELL)));
        }
        rows.add(List.of(button("button.not_now", VisitToken.STATUS)));
        return Conversation.number(texts, stage(mail) + "\n\n" + texts.get(why), number, news, rows);
    }

    /** How it stands, and what can be done. */
    Card status(Mail mail, List<Read> letters, Optional<String> notice, boolean renewable, boolean tells) {
        List<List<Button>> rows = new ArrayList<>();
        String text = notice.map(id -> texts.get(id) + "\n\n").orElse("") + stage(mail);
        boolean alive = mail.withdrawn().isEmpty() && mail.first().isPresent();
        if (alive && letters.isEmpty()) {
            text += "\n" + texts.get(Texts.form("back.no_letters"));
        }
        for (int i = 0; i < letters.size(); i++) {
            rows.add(List.of(
                    new Button("✉ " + letters.get(i).day(), VisitToken.of(visit, VisitToken.LETTER, i + ".0"))));
        }
        if (alive) {
            if (renewable) {
                rows.add(List.of(button("button.number_again", VisitToken.RENEW)));
            }
            if (tells) {
                rows.add(List.of(tells("button.tell_news", "news")));
                if (!letters.isEmpty()) {
                    rows.add(List.of(tells("button.about.answer", "answer")));
                }
                rows.add(List.of(tells("button.about.agreement", "agreement")));
            }
            rows.add(List.of(
                    new Button(texts.get(Texts.form("back.withdraw")), VisitToken.of(visit, VisitToken.WITHDRAW, ""))));
        }
        rows.add(List.of(close()));
        return card(text, rows);
    }

    /** @param part of a letter that does not fit into one message, from 0 */
    Card letter(Read letter, int number, int part, Optional<String> notice) {
        List<List<Button>> rows = new ArrayList<>();
        if (letter.from().isEmpty()) {
            rows.add(List.of(back()));
            return card(texts.get(Texts.form("back.not_ours")), rows);
        }
        List<String> parts = parts(letter.text());
        int here = Math.clamp(part, 0, parts.size() - 1);
        String text = notice.map(id -> texts.get(id) + "\n\n").orElse("")
                + texts.get(
                        Texts.form("back.letter"), Map.of("name", letter.from().get(), "day", letter.day()))
                + "\n\n" + parts.get(here);
        if (here + 1 < parts.size()) {
            rows.add(List.of(new Button(
                    texts.get("button.continue"), VisitToken.of(visit, VisitToken.LETTER, number + "." + (here + 1)))));
        } else if (letter.attached() > 0) {
            text += files(letter, number, rows);
        }
        rows.add(List.of(back()));
        return card(text, rows);
    }

    /** What Telegram sees is said before anything is sent. */
    private String files(Read letter, int number, List<List<Button>> rows) {
        StringBuilder text = new StringBuilder();
        List<LetterFile> files = letter.files();
        if (!files.isEmpty()) {
            text.append("\n\n").append(texts.get("visit.files_here"));
            form.ifPresent(address -> text.append(' ').append(texts.get("visit.form")));
        }
        if (files.size() < letter.attached()) {
            text.append("\n\n").append(texts.get(files.isEmpty() ? "visit.files" : "visit.files_large"));
        }
        for (int i = 0; i < files.size(); i++) {
            String label = texts.get(
                    switch (files.get(i).shown()) {
                        case VOICE -> "button.letter_voice";
                        case PHOTO -> "button.letter_photo";
                        case VIDEO -> "button.letter_video";
                        case DOCUMENT -> "button.letter_file";
                    });
            String which = files.size() == 1 ? "" : " " + (i + 1);
            rows.add(List.of(new Button(label + which, VisitToken.of(visit, VisitToken.FILE, number + "." + i))));
        }
        form.ifPresent(address -> rows.add(List.of(Button.to(address, texts.get("button.form")))));
        return text.toString();
    }

    Card withdrawAsked() {
        return card(
                texts.get(Texts.form("back.withdraw_ask")),
                List.of(
                        List.of(new Button(
                                texts.get(Texts.form("back.withdraw_yes")),
                                VisitToken.of(visit, VisitToken.WITHDRAW_YES, ""))),
                        List.of(new Button(
                                texts.get(Texts.form("back.withdraw_no")),
                                VisitToken.of(visit, VisitToken.STATUS, "")))));
    }

    /** The same words whatever happened. */
    Card withdrawn() {
        return card(texts.get(Texts.form("back.withdrawn")), List.of(List.of(close())));
    }

    /** What stays when a visit is over. */
    Card over() {
        return card(texts.get("stopped"), List.of());
    }

    private String stage(Mail mail) {
        Map<String, String> day = Map.of("day", mail.day().toString());
        return switch (mail.stage()) {
            case WAITING -> texts.get(Texts.form("back.waiting"), day);
            case WITH_VOLUNTEERS -> texts.get(Texts.form("back.with_volunteers"), day);
            case CLOSED -> texts.get(Texts.form("back.closed"), day);
            case WITHDRAWN -> texts.get(Texts.form("back.withdrawn"));
            case GONE -> texts.get(Texts.form("back.gone"));
        };
    }

    /** At the ends of lines or words where there are some. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        String left = text;
        while (left.length() > LONGEST_PART) {
            int end = Math.max(left.lastIndexOf('\n', LONGEST_PART), left.lastIndexOf(' ', LONGEST_PART));
            end = end > 0 ? end : LONGEST_PART - (Character.isHighSurrogate(left.charAt(LONGEST_PART - 1)) ? 1 : 0);
            parts.add(left.substring(0, end));
            left = left.substring(end).stripLeading();
        }
        parts.add(left);
        return parts;
    }

    private Button tells(String label, String questionnaire) {
        return new Button(texts.get(label), VisitToken.of(visit, VisitToken.TELL, questionnaire));
    }

    private Button close() {
        return new Button(texts.get(Texts.form("page.close")), VisitToken.of(visit, VisitToken.CLOSE, ""));
    }

    private Button back() {
        return new Button(texts.get("button.back"), VisitToken.of(visit, VisitToken.STATUS, ""));
    }

    private Button button(String label, String verb) {
        return new Button(texts.get(label), VisitToken.of(visit, verb, ""));
    }

    private Card card(String text, List<List<Button>> rows) {
        return new Card(text, texts.rightToLeft(), rows);
    }
}
