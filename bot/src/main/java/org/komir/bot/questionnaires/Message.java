package org.komir.bot.questionnaires;

import com.ibm.icu.message2.MFDataModel;
import com.ibm.icu.message2.MessageFormatter;
import com.ibm.icu.text.PluralRules;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text with places for values, in Unicode's MessageFormat 2 (LDML part 9): <code>Question {$n} of {$total}</code>, and with forms for
 * numbers <code>.input {$n :integer} .match $n one {{...}} * {{...}}</code>.
 *
 * <p>A text without a brace is no message and is shown as it stands.
 */
final class Message {

    private static final Pattern LITERAL = Pattern.compile("\\{\\s*(?:[\\p{L}0-9_]|\\|)");
    private static final Pattern ISOLATES = Pattern.compile("[\u2066-\u2069]");
    private static final Set<String> BY_NUMBER = Set.of("number", "integer");

    private final MessageFormatter formatter;
    private final Set<String> values;

    private Message(MessageFormatter formatter, Set<String> values) {
        this.formatter = formatter;
        this.values = values;
    }

    static boolean isMessage(String text) {
        return text.indexOf('{') >= 0;
    }

    /** Empty where the text cannot be used; what is wrong with it is told. */
    static Optional<Message> read(String text, String id, Language language, Problems.In problems) {
        Locale locale = Locale.forLanguageTag(language.tag());
        MessageFormatter formatter;
        MFDataModel.Message model;
        try {
            formatter = MessageFormatter.builder()
                    .setLocale(locale)
                    .setPattern(text)
                    .setBidiIsolation(MessageFormatter.BidiIsolation.DEFAULT)
                    .setErrorHandlingBehavior(MessageFormatter.ErrorHandlingBehavior.STRICT)
                    .build();
            model = formatter.getDataModel();
        } catch (IllegalArgumentException e) {
            problems.add(id, "is no message of MessageFormat 2: " + reason(e));
            return Optional.empty();
        }
        if (LITERAL.matcher(text).find()) {
            problems.add(id, "a value is written {$name}, with a dollar");
            return Optional.empty();
        }
        Message message = new Message(formatter, valuesIn(text, model));
        if (model instanceof MFDataModel.SelectMessage select) {
            message.missingForms(select, locale)
                    .forEach(form -> problems.add(id, "has no form for the numbers that are called \"" + form + "\""));
        }
        try {
            message.format(message.sample());
        } catch (IllegalArgumentException e) {
            problems.add(id, "cannot be filled in: " + reason(e));
            return Optional.empty();
        }
        return Optional.of(message);
    }

    /** The names of what is filled in. */
    Set<String> values() {
        return values;
    }

    /**
     * The words, every value between isolates (UAX 9) where a right-to-left letter stands anywhere in the line: {@code 2017-03} behind
     * Arabic letters would otherwise be shown as {@code 03-2017}, a wrong date. Elsewhere isolates change nothing, and old telephones
     * draw them as boxes.
     *
     * @throws IllegalArgumentException if a value is missing
     */
    String format(Map<String, String> filledIn) {
        String words = formatter.formatToString(filledIn);
        return words.codePoints().anyMatch(Message::isRightToLeft)
                ? words
                : ISOLATES.matcher(words).replaceAll("");
    }

    private static boolean isRightToLeft(int letter) {
        byte direction = Character.getDirectionality(letter);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** Something for every value, to see whether it works. */
    private Map<String, String> sample() {
        Map<String, String> sample = new HashMap<>();
        values.forEach(name -> sample.put(name, "3"));
        return sample;
    }

    private static Set<String> valuesIn(String text, MFDataModel.Message model) {
        Set<String> names = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_.-]*)")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        declarations(model).forEach(declaration -> {
            if (declaration instanceof MFDataModel.LocalDeclaration local) {
                names.remove(local.name);
            }
        });
        return names;
    }

    private static List<MFDataModel.Declaration> declarations(MFDataModel.Message model) {
        return model instanceof MFDataModel.SelectMessage select
                ? select.declarations
                : model instanceof MFDataModel.PatternMessage pattern ? pattern.declarations : List.of();
    }

    /** Plural categories of the language (CLDR) that a selection by number leaves to the form for all others. */
    private Set<String> missingForms(MFDataModel.SelectMessage select, Locale locale) {
        Set<String> missing = new LinkedHashSet<>();
        for (int i = 0; i < select.selectors.size(); i++) {
            if (isByNumber(select.selectors.get(i), select.declarations)) {
                Set<String> needed = new TreeSet<>(PluralRules.forLocale(locale).getKeywords());
                needed.remove(PluralRules.KEYWORD_OTHER);
                for (MFDataModel.Variant variant : select.variants) {
                    if (variant.keys.get(i) instanceof MFDataModel.Literal literal) {
                        needed.remove(literal.value);
                    }
                }
                missing.addAll(needed);
            }
        }
        return missing;
    }

    private static boolean isByNumber(MFDataModel.Expression selector, List<MFDataModel.Declaration> declarations) {
        if (!(selector instanceof MFDataModel.VariableExpression variable)) {
            return false;
        }
        return declarations.stream().anyMatch(declaration -> switch (declaration) {
            case MFDataModel.InputDeclaration input ->
                input.name.equals(variable.arg.name) && isByNumber(input.value.function);
            case MFDataModel.LocalDeclaration local ->
                local.name.equals(variable.arg.name)
                        && local.value instanceof MFDataModel.VariableExpression value
                        && isByNumber(value.function);
            default -> false;
        });
    }

    private static boolean isByNumber(MFDataModel.@Nullable FunctionRef function) {
        return function != null && BY_NUMBER.contains(function.name);
    }

    /** The library's own words, which quote nothing but the text. */
    private static String reason(IllegalArgumentException e) {
        String all = String.valueOf(e.getMessage());
        return all.lines()
                .filter(line -> line.startsWith("Error: "))
                .map(line -> line.substring("Error: ".length()))
                .findFirst()
                .orElseGet(() -> all.lines().findFirst().orElse(""));
    }
}
