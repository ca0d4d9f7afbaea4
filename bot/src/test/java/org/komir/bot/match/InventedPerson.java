package org.komir.bot.match;

/**
 * @param county six digits of GB/T 2260
 */
record InventedPerson(
        boolean kazakh, boolean woman, Phonemes given, Phonemes father, Phonemes grandfather, int year, String county) {

    InventedPerson brotherOrSister(boolean sister, Phonemes name, int born) {
        return new InventedPerson(kazakh, sister, name, father, grandfather, born, county);
    }

    InventedPerson namesake(Phonemes otherFather, Phonemes otherGrandfather, int born, String elsewhere) {
        return new InventedPerson(kazakh, woman, given, otherFather, otherGrandfather, born, elsewhere);
    }
}
