package org.komir.bot.questionnaires;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.conversation.Texts;
import org.komir.bot.questionnaires.Words.Use;
import org.komir.bot.questionnaires.Words.Written;

/**
 * What is particular to {@code form.yaml}, the words of the sealed form: its buttons, and the group {@code instead}, whose texts stand in the
 * place of others ({@link Texts#inForm}). Nothing of the form stays in a chat.
 */
final class FormWords {
    static final String FILE = "form.yaml";

    private static final String INSTEAD = "instead.";
    private static final String SCREENS = "screens.";
    private static final String CONSENT = "consent.";
    private static final String PROBLEM = "problem.";

    /** Each has a row of its own. */
    static final Set<String> BUTTONS = Set.of(
            "page.keep",
            "page.keep_more",
            "page.to_question",
            "page.change",
            "page.keep_change",
            "page.no_change",
            "page.remove",
            "page.speak",
            "page.film",
            "page.take_photo",
            "page.add_file",
            "page.end_recording",
            "page.again",
            "page.forget",
            "page.send",
            "page.greeting",
            "page.about",
            "page.close",
            "page.language",
            "page.save_page",
            "number.take",
            "number.none",
            "number.show",
            "number.hide",
            "number.have_it",
            "number.lost",
            "number.make_new",
            "number.try",
            "sending.stop",
            "sending.proof",
            "sending.leave",
            "sending.again",
            "sending.other_way",
            "sending.save_letter",
            "sending.copy_letter",
            "sending.hand_in",
            "sending.hand_in_go",
            "back.come",
            "back.open",
            "back.withdraw",
            "back.withdraw_yes",
            "back.withdraw_no",
            "hear.yes",
            "hear.no",
            "hear.stop",
            "hear.again",
            "back.answer",
            "back.news",
            "back.agreement",
            "back.go_on",
            "back.to_visit",
            "back.file_open",
            "back.file_save",
            "statement.show",
            "statement.print",
            "statement.save",
            "card.open",
            "card.print",
            "card.save",
            "office.next",
            "office.forget",
            "office.go_on",
            "office.read_back_done",
            "office.print");

    /** What stands on the page before anything is chosen, what is left on it in the end, and what is printed without a name; and all problems. */
    private static final Set<String> SEEN_BY_ANYBODY = Set.of(
            "page.again",
            "page.forget",
            "page.words_of",
            "page.mark_why",
            "page.namesakes",
            "page.greeting",
            "page.about",
            "page.close",
            "page.language",
            "page.save_page",
            "page.save_page_why",
            "sending.left",
            "sending.hand_in",
            "sending.hand_in_why",
            "sending.hand_in_go",
            "sending.letter_broken",
            "sending.letter_in",
            "hear.ask",
            "hear.yes",
            "hear.no",
            "hear.fetching",
            "hear.stop",
            "hear.again",
            "hear.altered",
            "hear.failed",
            "office.paper");

    private FormWords() {}

    /** What stands in the place of another text is used as that one is. */
    static Use use(String id) {
        if (id.startsWith(INSTEAD)) {
            String replaced = id.substring(INSTEAD.length());
            return replaced.startsWith(CONSENT) ? Use.LABEL : Use.of(replaced);
        }
        return BUTTONS.contains(id) ? Use.LABEL : Use.LINE;
    }

    static boolean seenByAnybody(String id) {
        return SEEN_BY_ANYBODY.contains(id) || id.startsWith(PROBLEM);
    }

    /**
     * Whether each text of {@code instead} stands in the place of one that there is, and has its values. Only of the source language: all
     * others are compared with that one.
     */
    static void check(Words source, List<Structure> structures, Problems all) {
        if (!source.read().contains(Words.INTERFACE)) {
            return;
        }
        source.written().values().stream()
                .filter(one -> one.file().equals(FILE) && one.id().startsWith(INSTEAD))
                .forEach(one -> {
                    List<Written> replaced = replacedBy(one.id().substring(INSTEAD.length()), source, structures);
                    if (replaced.isEmpty()) {
                        source.in(FILE, all).add(one.id(), "stands in the place of a text that there is not");
                    }
                    replaced.forEach(from -> source.compare(from, source, one, all));
                });
    }

    private static List<Written> replacedBy(String id, Words source, List<Structure> structures) {
        if (!id.startsWith(SCREENS) && !id.startsWith(CONSENT)) {
            return Optional.ofNullable(source.written().get(id)).stream().toList();
        }
        return structures.stream()
                .map(structure -> structure.name() + "/" + id.replace('.', '/'))
                .flatMap(key -> Optional.ofNullable(source.written().get(key)).stream())
                .toList();
    }
}
