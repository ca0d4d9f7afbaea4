package org.komir.bot;

import org.springframework.boot.SpringApplication;

/** The one entry point of the jar: the server without arguments, the command line with a command. */
public final class Komir {
    private Komir() {}

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        application.run(arguments);
    }
}
