package org.komir.bot.intake;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Session;
import org.komir.bot.conversation.Step;
import org.komir.bot.directory.Directory;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.crypto.CaseKeys;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panel;
import org.komir.crypto.Sealer;

/** What a step changes in the store, with everything of it sealed. */
final class StepWriter {
    private final Conversation conversation;
    private final Records records;
    private final Visits visits;
    private final Sealer sealer;
    private final SecureRandom random;

    StepWriter(Conversation conversation, Visits visits, Sealer sealer, SecureRandom random) {
        this.conversation = conversation;
        this.records = new Records(sealer);
        this.visits = visits;
        this.sealer = sealer;
        this.random = random;
    }

    static boolean opensCase(Step step) {
        return step.effects().stream().anyMatch(Effect.OpenCase.class::isInstance);
    }

    static boolean showsOnce(Step step) {
        return step.effects().stream().anyMatch(Effect.ShowOnce.class::isInstance);
    }

    Optional<CaseWriter> of(Optional<Draft> draft, LinkKey today) {
        return draft.filter(d -> conversation.questionnaireOf(d.session()).isPresent())
                .map(d -> new CaseWriter(records, d, conversation, today.day()));
    }

    /** What a step changes in the store. */
    Turn.After after(
            Optional<CaseWriter> writer,
            Step step,
            Optional<Directory> panels,
            Optional<Long> card,
            LinkKey key,
            Incoming incoming,
            long swept,
            Optional<Mailbox> made) {
        long message = incoming.written().orElse(0L);
        Optional<CaseWriter> going = writer;
        Optional<Turn.Opening> opening = Optional.empty();
        boolean minimumMet = false;
        Optional<Boolean> urgent = Optional.empty();
        boolean sent = false;
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.OpenCase open -> {
                    Map<Compartment, Panel> compartments =
                            panels.orElseThrow().panels(open.questionnaire().compartments(), random);
                    CaseKeys keys = CaseKeys.generate(random, sealer, compartments);
                    opening = Optional.of(new Turn.Opening(open.destroyUnfinished(), keys.keys()));
                    Session session = step.session().orElseThrow();
                    CaseWriter opened = new CaseWriter(
                            records, CaseId.random(random), keys, open.questionnaire(), session.language(), key.day());
                    if (Visits.FOLLOWING.contains(open.questionnaire().id())) {
                        visits.follows(incoming.chat(), opened.id(), opened.recipient())
                                .ifPresent(opened::follows);
                    }
                    going = Optional.of(opened);
                }
                case Effect.Keep keep -> going.orElseThrow().keep(keep, message);
                case Effect.Attach attach -> going.orElseThrow().attach(attach, message);
                case Effect.Fetch fetch -> {}
                case Effect.Amend amend -> going.orElseThrow().amend(amend, message);
                case Effect.Drop drop -> going.orElseThrow().drop(drop);
                case Effect.Urgent decided -> urgent = Optional.of(decided.now());
                case Effect.MinimumMet met -> minimumMet = true;
                case Effect.Sent send -> sent = true;
                case Effect.MakeNumber make -> going.orElseThrow().number(Optional.empty());
                case Effect.ShowOnce once -> going.orElseThrow().number(made);
                case Effect.Submit submit -> {
                    return submitted(going.orElseThrow(), submit.wayBack(), incoming.chat(), key.day());
                }
                case Effect.Destroy destroy -> {
                    return new Turn.After.Destroyed(going.orElseThrow().id());
                }
                case Effect.Show show -> {}
                case Effect.Hide hide -> {}
                case Effect.Hear hear -> {}
                case Effect.Speak speak -> {}
            }
        }
        CaseWriter kept = going.orElseThrow();
        Draft next = kept.draft(incoming.chat(), step.session().orElseThrow(), card, swept);
        return new Turn.After.Going(
                next.id(),
                KeyedDrafts.seal(next, key),
                opening,
                kept.added(),
                kept.dropped(),
                minimumMet,
                urgent,
                sent);
    }

    private Turn.After submitted(CaseWriter last, Effect.WayBack wayBack, long chat, LocalDate day) {
        Optional<Mailbox> number = wayBack == Effect.WayBack.NONE ? Optional.empty() : last.number();
        if (number.isEmpty()) {
            return new Turn.After.Submitted(
                    last.id(), List.of(last.manifest()), last.follows().map(Turn.WayBack.class::cast));
        }
        StoredRecord receipt = last.receipt(number.get());
        Optional<TellHere.Tell> tell = wayBack == Effect.WayBack.NUMBER_AND_NEWS
                ? Optional.of(News.wish(chat, last.recipient(), sealer, random))
                : Optional.empty();
        return new Turn.After.Submitted(
                last.id(),
                List.of(receipt, last.manifest()),
                Optional.of(new Turn.WayBack.Opened(number.get(), day, tell)));
    }
}
