package org.komir.bot.questionnaires;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects the problems of all files, so that they are told in one go. */
final class Problems {
    private final SortedSet<Problem> found = new TreeSet<>();

    List<Problem> all() {
        return List.copyOf(found);
    }

    In in(String file) {
        return new In(file, Optional.empty());
    }

    In in(String file, String language) {
        return new In(file, Optional.of(language));
    }

    /** The problems of one file. */
    final class In {
        private final String file;
        private final Optional<String> language;

        private In(String file, Optional<String> language) {
            this.file = file;
            this.language = language;
        }

        void add(String id, String message) {
            found.add(new Problem(file, id, language, message));
        }

        boolean none() {
            return found.stream().noneMatch(problem -> problem.file().equals(file));
        }
    }
}
