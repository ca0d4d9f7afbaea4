package org.komir.bot.practice;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the pages that this is practice, and hands out the keys of the two practice volunteers. */
@RestController
public final class PracticeController {
    private final PracticeOrganisation organisation;

    public PracticeController(PracticeOrganisation organisation) {
        this.organisation = organisation;
    }

    public record Info(boolean practice, String volunteer, String passphrase, String words) {}

    @GetMapping("/practice/info")
    public Info info() {
        return new Info(true, organisation.volunteer(), organisation.passphrase(), organisation.words());
    }

    @GetMapping(path = "/practice/identity.age", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    public byte[] identity() {
        return organisation.identityFile();
    }

    /** Of the second volunteer: what one has found another must find too. */
    @GetMapping(path = "/practice/colleague.age", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    public byte[] colleague() {
        return organisation.colleagueFile();
    }
}
