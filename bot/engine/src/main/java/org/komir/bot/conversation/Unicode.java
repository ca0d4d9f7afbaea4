package org.komir.bot.conversation;

import org.teavm.jso.JSBody;

/** The normal forms as the browser has them; takes the place of the bot's class of this name. */
final class Unicode {

    private Unicode() {}

    @JSBody(params = "text", script = "return text.normalize('NFKC');")
    static native String compatible(String text);

    @JSBody(params = "text", script = "return text.normalize('NFKC').toLowerCase();")
    static native String small(String text);

    @JSBody(params = "text", script = "return text.normalize('NFD');")
    static native String decomposed(String text);
}
