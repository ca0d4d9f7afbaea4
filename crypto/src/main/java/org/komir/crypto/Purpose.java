package org.komir.crypto;

/**
 * What sealed bytes are for. Each purpose is a type of its own, so that a sealed testimony cannot be handed on where a sealed reply is
 * wanted: that does not compile. A purpose is a fact of this program and not written into the sealed bytes of an age file, which binds
 * no context: a reader checks what stands inside.
 */
public sealed interface Purpose {
    Testimony TESTIMONY = new Testimony();
    CaseKey CASE_KEY = new CaseKey();
    Reply REPLY = new Reply();
    Quarantine QUARANTINE = new Quarantine();
    Tell TELL = new Tell();
    Notice NOTICE = new Notice();
    Work WORK = new Work();
    Kept KEPT = new Kept();
    MatchKey MATCH_KEY = new MatchKey();
    MatchRecord MATCH_RECORD = new MatchRecord();
    EscrowShare ESCROW_SHARE = new EscrowShare();
    Cursor CURSOR = new Cursor();
    Outgoing OUTGOING = new Outgoing();
    Card CARD = new Card();

    /** Sealed with age, to keys that the server does not have. */
    sealed interface ForPeople extends Purpose {}

    /** Sealed with {@link LocalBox}, under a key that the server has for a short time. */
    sealed interface ForTheServer extends Purpose {
        /** Bound as associated data. */
        String label();
    }

    /** A record of a case, to the key of one of its compartments. */
    record Testimony() implements ForPeople {}

    /** The private half of a case's key, to a panel. */
    record CaseKey() implements ForPeople {}

    /** A volunteer's words to a family, to the key of its receipt. */
    record Reply() implements ForPeople {}

    /** An update that could not be taken, to the reviewers. */
    record Quarantine() implements ForPeople {}

    /** A chat in which a family wants to be told of news, to its case's key. */
    record Tell() implements ForPeople {}

    /** The same for one message, to the key of a running witness process, which a volunteer's browser seals it to. */
    record Notice() implements ForPeople {}

    /** What a volunteer adds to a case, to the key of its compartment {@code case}. */
    record Work() implements ForPeople {}

    /** What a volunteer has begun and not ended, to that volunteer alone. */
    record Kept() implements ForPeople {}

    /** The key of match records, to the reviewers. */
    record MatchKey() implements ForPeople {}

    /** Keyed hashes of whom a case is about, to the matchers. */
    record MatchRecord() implements ForPeople {}

    /** A part of the escrow's identity, to the trustee who keeps it. */
    record EscrowShare() implements ForPeople {}

    /** Where a draft stands. */
    record Cursor() implements ForTheServer {
        @Override
        public String label() {
            return "cursor";
        }
    }

    /** What waits to be said. */
    record Outgoing() implements ForTheServer {
        @Override
        public String label() {
            return "outgoing";
        }
    }

    /** Which message carries the live card. */
    record Card() implements ForTheServer {
        @Override
        public String label() {
            return "card";
        }
    }
}
