package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.Refused.Why;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The log, for everybody who is logged in: only what all see can be compared by all. */
@RestController
@RequestMapping("/api/log")
public final class LogController extends ReviewApi {
    private final ActLog log;

    public LogController(Cases cases, ActLog log, Login login, Clock clock) {
        super(cases, login, clock);
        this.log = log;
    }

    /** The head, and entries from a number on; there may be more than are given. @param from 0 for the head alone */
    @GetMapping
    ObjectNode read(HttpServletRequest request, @RequestParam(name = "from", defaultValue = "0") long from) {
        me(request);
        if (from < 0) {
            throw new Refused(Why.BAD_REQUEST);
        }
        Head head = log.head();
        ObjectNode answer = json(head);
        ArrayNode entries = answer.putArray("entries");
        if (from > 0) {
            log.entries(from, Limit.LOG_ENTRIES.most())
                    .forEach(one -> entries.addObject().put("entry", one.text()).put("signature", one.base64()));
        }
        return answer;
    }
}
