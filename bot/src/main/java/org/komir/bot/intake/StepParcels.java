package org.komir.bot.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.Session;
import org.komir.bot.conversation.Step;
import org.komir.bot.conversation.Texts;
import org.komir.bot.intake.Parcel.Call;

/** What a step says, put into the calls that say it in its chat. */
final class StepParcels {
    private static final List<String> COMMANDS = List.of("start", "help", "language", "status", "stop", "delete");

    private final Conversation conversation;
    private final List<Texts> languages;

    /** @param languages for the lines that are said when a chat's own language cannot be read, all after another */
    StepParcels(Conversation conversation, List<Texts> languages) {
        this.conversation = conversation;
        this.languages = languages;
    }

    /** What a step says, as calls: the card first, so that the next question is there when the old words vanish. */
    Parcel of(
            Incoming incoming,
            Optional<Long> card,
            List<Long> played,
            List<Effect> effects,
            Optional<Call.Fetch> fetch,
            Optional<CaseId> of,
            Optional<Card> byHand) {
        List<Call> calls = new ArrayList<>();
        List<Long> leftOver = new ArrayList<>();
        fetch.ifPresent(calls::add);
        // A file stays in the chat until it is durable here, and if it cannot be: there may be no other copy.
        boolean notHereYet = incoming.input() instanceof Input.File || incoming.input() instanceof Input.NoFile;
        incoming.written().filter(number -> !notHereYet).ifPresent(leftOver::add);
        Optional<Long> tapped = incoming.tapped().map(Incoming.Tapped::card);
        incoming.tapped().ifPresent(tap -> calls.add(new Call.Acknowledge(tap.callback())));
        // Somebody who begins again looks at the end of the chat: the card goes there.
        boolean anew = incoming.input() instanceof Input.Start;
        Optional<Long> place = anew ? Optional.empty() : card.or(() -> tapped);
        card.filter(old -> anew).ifPresent(leftOver::add);
        tapped.filter(old -> card.isPresent() && !card.equals(tapped)).ifPresent(leftOver::add);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Show show) {
                calls.add(new Call.Show(place, show.card()));
                leftOver.addAll(played);
            } else if (effect instanceof Effect.Hide hide) {
                calls.add(new Call.Show(place, hide.line()));
                leftOver.addAll(played);
            } else if (effect instanceof Effect.ShowOnce once) {
                calls.add(new Call.Show(place, once.card()));
            } else if (effect instanceof Effect.MakeNumber make) {
                of.ifPresent(id -> calls.add(new Call.MakeNumber(id, make.turn())));
            } else if (effect instanceof Effect.Hear hear) {
                calls.add(new Call.Play(hear.recording()));
            } else if (effect instanceof Effect.Speak speak) {
                calls.add(menu(conversation.texts(speak.language())));
            }
        }
        if (!leftOver.isEmpty()) {
            calls.add(new Call.Delete(leftOver, byHand));
        }
        return new Parcel(Optional.empty(), incoming.chat(), calls);
    }

    /** What to say of a message that cannot be deleted any more; nothing before a language was chosen. */
    Optional<Card> byHand(Optional<Draft> draft, Step step) {
        return step.session()
                .or(() -> draft.map(Draft::session))
                .map(Session::language)
                .map(conversation::texts)
                .map(words -> new Card(words.get("delete_by_hand"), words.rightToLeft(), List.of()));
    }

    /** Why no case is opened now; nothing is stored. */
    Parcel notOpened(Incoming incoming, Step step, String why) {
        Texts words =
                step.session().map(Session::language).map(conversation::texts).orElse(languages.getFirst());
        Card line = new Card(words.get(why), words.rightToLeft(), List.of());
        return of(
                incoming,
                Optional.empty(),
                List.of(),
                List.of(new Effect.Show(line)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Parcel inAllLanguages(long chat, String textId) {
        List<String> lines = languages.stream().map(texts -> texts.get(textId)).toList();
        Card card = new Card(String.join("\n\n", lines), false, List.of());
        return new Parcel(Optional.empty(), chat, List.of(new Call.Show(Optional.empty(), card)));
    }

    /** Where the card will be, as far as it is known before it is sent. */
    static Optional<Long> cardAfter(Incoming incoming, Optional<Long> card, Parcel parcel) {
        boolean anew = parcel.calls().stream()
                .anyMatch(call -> call instanceof Call.Show show && show.card().isEmpty());
        return anew ? Optional.empty() : card.or(() -> incoming.tapped().map(Incoming.Tapped::card));
    }

    static boolean deletes(Parcel parcel, List<Long> played) {
        return !played.isEmpty()
                && parcel.calls().stream()
                        .anyMatch(call -> call instanceof Call.Delete delete
                                && delete.messages().containsAll(played));
    }

    private static Call.Menu menu(Texts texts) {
        return new Call.Menu(COMMANDS.stream()
                .map(command -> new Call.Menu.Entry(command, texts.get("command." + command)))
                .toList());
    }
}
