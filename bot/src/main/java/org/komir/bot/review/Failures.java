package org.komir.bot.review;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.komir.bot.review.Refused.Why;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What nobody answered, or failed: one word, for every path. It stands in the place of Spring Boot's own page, which would show a
 * path, a time and the message of an exception.
 */
@RestController
public final class Failures implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @RequestMapping("/error")
    ResponseEntity<ObjectNode> failure(HttpServletRequest request) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            // its class only: the message of an exception may quote what somebody wrote
            LOG.error("a request failed: {}", thrown.getClass().getName());
        }
        if (status >= 500) {
            return answer(Why.INTERNAL);
        }
        return answer(status == 404 ? Why.NOT_FOUND : Why.BAD_REQUEST);
    }

    static ResponseEntity<ObjectNode> answer(Why why) {
        return ResponseEntity.status(why.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonNodeFactory.instance.objectNode().put("error", why.word()));
    }
}
