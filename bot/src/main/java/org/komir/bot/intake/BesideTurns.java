package org.komir.bot.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.Session;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Parcel.Call;

/** What is no turn of the conversation: a number that was typed, a button of a visit, or of a message that told of news. Nothing of it is stored. */
final class BesideTurns {
    private final Conversation conversation;
    private final KeyedDrafts keyed;
    private final Visits visits;
    private final TellHere wishes;

    BesideTurns(Conversation conversation, KeyedDrafts keyed, Visits visits, TellHere wishes) {
        this.conversation = conversation;
        this.keyed = keyed;
        this.visits = visits;
        this.wishes = wishes;
    }

    Optional<Parcel> said(Incoming incoming) {
        long chat = incoming.chat();
        if (incoming.input() instanceof Input.Text text) {
            Optional<TypedNumber> number = TypedNumber.in(text.text());
            if (number.isPresent()) {
                return Optional.of(visits.typed(incoming, number.get(), standing(chat)));
            }
        }
        boolean hides = incoming.input() instanceof Input.Stop
                || (incoming.input() instanceof Input.Text text && conversation.asksToHide(text.text()));
        if (hides && visits.isOnScreen(chat) && keyed.of(chat).isEmpty()) {
            return Optional.of(visits.hidden(chat, incoming.written()));
        }
        return incoming.input() instanceof Input.Tap tap ? tapped(incoming, tap) : Optional.empty();
    }

    private Optional<Parcel> tapped(Incoming incoming, Input.Tap tap) {
        Incoming.Tapped tapped = incoming.tapped().orElseThrow();
        Call acknowledged = new Call.Acknowledge(tapped.callback());
        Optional<String> noMore = News.takenBack(tap.token());
        if (noMore.isPresent()) {
            wishes.forget(noMore.get());
            Call gone = new Call.Delete(List.of(tapped.card()));
            return Optional.of(new Parcel(Optional.empty(), incoming.chat(), List.of(acknowledged, gone)));
        }
        Optional<VisitToken> token = VisitToken.parse(tap.token());
        if (token.isEmpty()) {
            return Optional.empty();
        }
        boolean inConversation = keyed.of(incoming.chat()).isPresent();
        return switch (visits.tapped(incoming.chat(), token.get(), Optional.of(tapped.card()), inConversation)) {
            case Visits.Tapped.Said said -> {
                List<Call> calls = new ArrayList<>(List.of(acknowledged));
                calls.addAll(said.calls());
                yield Optional.of(new Parcel(Optional.empty(), incoming.chat(), calls));
            }
            // To a conversation this is a button that it does not know: it shows where it is.
            case Visits.Tapped.Over over -> Optional.empty();
        };
    }

    private Visits.Standing standing(long chat) {
        Optional<StoredDraft> stored = keyed.stored(chat);
        Optional<Draft> draft = stored.flatMap(keyed::open);
        return new Visits.Standing(
                draft.map(Draft::session).map(Session::language).map(conversation::texts),
                stored.flatMap(keyed::onScreen).flatMap(OnScreen::card).or(() -> draft.flatMap(Draft::card)));
    }
}
