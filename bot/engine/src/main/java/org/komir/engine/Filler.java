package org.komir.engine;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Fills a message of MessageFormat 2 in, with the page's own formatter. */
@JSFunctor
interface Filler extends JSObject {

    /** @param values name to text */
    String fill(String language, String id, JSObject values);
}
