package org.komir.bot.review;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** The headers that every answer carries, and the permission for the console to ask from where it is opened. */
public final class Headers extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Frame-Options", "DENY");
        boolean api = request.getRequestURI().startsWith("/api/");
        if (!api) {
            response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
            response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
            rest.doFilter(request, response);
            return;
        }
        // Every origin, since the console is a file that volunteers open from disk, where its origin is "null". That
        // gives nothing
        // away: there are no cookies, so another page can only ask as somebody whose token it has.
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Expose-Headers", "Date, ETag");
        if (request.getMethod().equals("OPTIONS")) {
            response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
            response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match");
            response.setHeader("Access-Control-Max-Age", "600");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        rest.doFilter(request, response);
    }

    /** Errors are answered in a second dispatch, for which the container may have cleared what was set in the first. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
