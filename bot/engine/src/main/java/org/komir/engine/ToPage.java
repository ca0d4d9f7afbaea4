package org.komir.engine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.komir.bot.conversation.Answer;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.SentFile;
import org.teavm.jso.JSObject;

/** What a step wants done, for the page. */
final class ToPage {

    private ToPage() {}

    static JSObject effects(List<Effect> effects) {
        return Js.list(effects.stream().map(ToPage::effect).toArray(JSObject[]::new));
    }

    private static JSObject effect(Effect effect) {
        return switch (effect) {
            case Effect.OpenCase open -> {
                JSObject to = of("openCase");
                Js.put(to, "questionnaire", open.questionnaire().name());
                Js.put(to, "destroyUnfinished", open.destroyUnfinished());
                yield to;
            }
            case Effect.Keep keep -> kept("keep", keep.question(), keep.item(), keep.part(), keep.answer());
            case Effect.Amend amend -> kept("amend", amend.question(), amend.item(), amend.part(), amend.answer());
            case Effect.Drop drop -> about("drop", drop.question(), drop.item());
            case Effect.Urgent urgent -> {
                JSObject to = of("urgent");
                Js.put(to, "now", urgent.now());
                yield to;
            }
            case Effect.Fetch fetch -> about("fetch", fetch.question(), fetch.item());
            case Effect.Attach attach -> {
                JSObject to = about("attach", attach.question(), attach.item());
                Js.put(to, "answer", answer(attach.answer()));
                yield to;
            }
            case Effect.MinimumMet met -> of("minimumMet");
            case Effect.Submit submit -> of("submit");
            case Effect.Sent sent -> of("sent");
            case Effect.MakeNumber make -> of("makeNumber");
            case Effect.ShowOnce once -> shown("show", once.card());
            case Effect.Destroy destroy -> of("destroy");
            case Effect.Show show -> shown("show", show.card());
            case Effect.Hide hide -> shown("hide", hide.line());
            case Effect.Hear hear -> {
                JSObject to = of("hear");
                Js.put(to, "recording", hear.recording());
                yield to;
            }
            case Effect.Speak speak -> {
                JSObject to = of("speak");
                Js.put(to, "language", speak.language());
                yield to;
            }
        };
    }

    private static JSObject of(String kind) {
        JSObject object = Js.object();
        Js.put(object, "kind", kind);
        return object;
    }

    private static JSObject about(String kind, Question question, int item) {
        JSObject to = of(kind);
        Js.put(to, "question", question.id());
        Js.put(to, "compartment", question.compartment());
        Js.put(to, "item", item);
        return to;
    }

    private static JSObject kept(String kind, Question question, int item, int part, Answer answer) {
        JSObject to = about(kind, question, item);
        Js.put(to, "part", part);
        Js.put(to, "answer", answer(answer));
        return to;
    }

    private static JSObject answer(Answer answer) {
        return switch (answer) {
            case Answer.Agreed agreed -> {
                JSObject to = of("agreed");
                Js.put(to, "option", agreed.option());
                Js.put(to, "text", agreed.text());
                Js.put(to, "invitation", agreed.invitation());
                yield to;
            }
            case Answer.Words words -> {
                JSObject to = of("words");
                Js.put(to, "text", words.text());
                yield to;
            }
            case Answer.Chosen chosen -> {
                JSObject to = of("chosen");
                Js.put(to, "option", chosen.option());
                yield to;
            }
            case Answer.ChosenMany many -> {
                JSObject to = of("chosenMany");
                Js.put(to, "options", many.options().toArray(String[]::new));
                yield to;
            }
            case Answer.Dated dated -> {
                JSObject to = of("dated");
                Js.put(to, "edtf", dated.edtf());
                put(to, "words", dated.words());
                yield to;
            }
            case Answer.Located located -> {
                JSObject to = of("located");
                put(to, "code", located.code());
                put(to, "words", located.words());
                yield to;
            }
            case Answer.Numbered numbered -> {
                JSObject to = of("numbered");
                Js.put(to, "number", numbered.number());
                Js.put(to, "words", numbered.words());
                yield to;
            }
            case Answer.Attached attached -> {
                JSObject to = of("attached");
                Js.put(to, "file", file(attached.file()));
                Js.put(to, "name", attached.name());
                Js.putNumber(to, "size", attached.size());
                Js.put(to, "sha256", attached.sha256());
                yield to;
            }
            case Answer.Unknown unknown -> of("unknown");
            case Answer.Declined declined -> of("declined");
            case Answer.Later later -> of("later");
        };
    }

    private static JSObject file(SentFile file) {
        JSObject to = of(file.kind().name().toLowerCase(Locale.ROOT));
        put(to, "type", file.type());
        file.seconds().ifPresent(seconds -> Js.put(to, "seconds", seconds));
        put(to, "name", file.name());
        put(to, "caption", file.caption());
        Js.put(to, "forwarded", file.forwarded());
        return to;
    }

    private static void put(JSObject to, String name, Optional<String> value) {
        value.ifPresent(text -> Js.put(to, name, text));
    }

    private static JSObject shown(String kind, Card card) {
        JSObject to = of(kind);
        Js.put(to, "text", card.text());
        Js.put(to, "rightToLeft", card.rightToLeft());
        Js.put(
                to,
                "rows",
                Js.list(card.rows().stream()
                        .map(row -> Js.list(row.stream().map(ToPage::button).toArray(JSObject[]::new)))
                        .toArray(JSObject[]::new)));
        return to;
    }

    private static JSObject button(Card.Button button) {
        JSObject to = Js.object();
        Js.put(to, "label", button.label());
        Js.put(to, "token", button.token());
        return to;
    }
}
