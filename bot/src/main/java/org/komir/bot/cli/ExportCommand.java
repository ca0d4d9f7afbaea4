package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Cases;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Letters.Box;
import org.komir.bot.review.Panels;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Work;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what is sealed as it is: no key is needed, and none is here. */
@Command(
        name = "export",
        description = "Writes every case that was handed in as plain age files, still sealed.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Terminal terminal;
    private final Function<String, ExportSource> stores;

    @Option(
            names = "--store",
            required = true,
            description =
                    "The setting komir.store. One with a password belongs in a file: komir export @FILE --out FOLDER.")
    private String store = "";

    @Option(names = "--out", required = true, description = "A folder that is empty or not there yet.")
    private Path out = Path.of("");

    @Option(
            names = "--files",
            defaultValue = "data/files",
            description = "The folder komir.files: voice, photos, videos and documents (default: data/files).")
    private Path files = Path.of("");

    private int filesWritten;
    private int filesMissing;

    ExportCommand(Terminal terminal, Function<String, ExportSource> stores) {
        this.terminal = terminal;
        this.stores = stores;
    }

    @Override
    public Integer call() throws Exception {
        mustBeEmpty(out);
        try (ExportSource source = open()) {
            return export(source);
        }
    }

    private ExportSource open() {
        try {
            return stores.apply(store);
        } catch (IllegalArgumentException notASetting) {
            throw CommandFailed.usage("--store names no store; the setting begins with sqlite: or redis://");
        }
    }

    private int export(ExportSource source) throws IOException {
        Cases cases = source.cases();
        NewFile.folder(out);
        int written = 0;
        int gone = 0;
        for (CaseId id : cases.all()) {
            Optional<SealedCase> sealed = cases.read(id);
            if (sealed.isPresent()) {
                write(sealed.get());
                writeWhatLeadsToIt(sealed.get(), source);
                writeWork(id, source);
                writePanels(id, source);
                written++;
            } else {
                gone++;
            }
        }
        Map<String, Sealed<Purpose.Quarantine>> quarantined = cases.quarantined();
        for (Map.Entry<String, Sealed<Purpose.Quarantine>> each : quarantined.entrySet()) {
            Path folder = out.resolve(ExportedNames.QUARANTINE);
            NewFile.folder(folder);
            NewFile.secret(
                    folder.resolve(fileName(each.getKey()) + ".age"),
                    each.getValue().bytes());
        }
        writeDecisions(source.withdrawals().decisions());
        terminal.out().println("exported: " + written + " cases, " + quarantined.size() + " quarantined, to " + out);
        if (filesWritten > 0) {
            terminal.out().println("with " + filesWritten + " files");
        }
        if (gone > 0) {
            terminal.err().println(gone + " cases were destroyed while this ran");
        }
        if (filesMissing > 0) {
            terminal.err()
                    .println(filesMissing + " files are not in " + files + "; is --files the setting komir.files?");
            return Cli.PROBLEM;
        }
        return Cli.OK;
    }

    private void write(SealedCase sealed) throws IOException {
        Path folder = out.resolve(sealed.id().hex());
        NewFile.folder(folder);
        for (Map.Entry<Compartment, Sealed<Purpose.CaseKey>> key : sealed.keys().entrySet()) {
            NewFile.secret(
                    folder.resolve(ExportedNames.key(key.getKey())),
                    key.getValue().bytes());
        }
        for (Map.Entry<Compartment, Recipient> to : sealed.recipients().entrySet()) {
            NewFile.secret(
                    folder.resolve(ExportedNames.recipient(to.getKey())), (to.getValue() + "\n").getBytes(US_ASCII));
        }
        for (StoredRecord record : sealed.records()) {
            NewFile.secret(
                    folder.resolve(ExportedNames.record(record.seq(), record.compartment())),
                    record.sealed().bytes());
            for (FileName file : record.files()) {
                write(file, folder);
            }
        }
    }

    private void writeWhatLeadsToIt(SealedCase sealed, ExportSource source) throws IOException {
        Path folder = out.resolve(sealed.id().hex());
        Optional<CaseId> first = source.cases().first(sealed.id());
        Optional<SignedText> author = sealed.author();
        if (first.isPresent() && author.isPresent()) {
            ObjectNode follows =
                    JSON.createObjectNode().put("first", first.get().hex());
            follows.setAll(signed(author.get()));
            write(folder.resolve(ExportedNames.FOLLOWS), follows);
        }
        List<Link> links =
                source.letters().mailboxOf(sealed.id()).map(Box::links).orElse(List.of());
        if (!links.isEmpty()) {
            write(folder.resolve(ExportedNames.LINKS), JSON.valueToTree(links));
        }
    }

    private void writeWork(CaseId id, ExportSource source) throws IOException {
        Path folder = out.resolve(id.hex());
        for (Work.Piece piece : source.work().workOn(id)) {
            NewFile.folder(folder.resolve(ExportedNames.WORK));
            NewFile.secret(
                    folder.resolve(ExportedNames.work(piece.name())),
                    piece.sealed().bytes());
        }
        for (Work.Piece piece : source.needs().workOnNeed(id)) {
            NewFile.folder(folder.resolve(ExportedNames.NEEDS));
            NewFile.secret(
                    folder.resolve(ExportedNames.workOnNeed(piece.name())),
                    piece.sealed().bytes());
        }
        List<Verdict> verdicts = source.verdicts().verdictsOf(id);
        if (!verdicts.isEmpty()) {
            ArrayNode list = JSON.createArrayNode();
            verdicts.forEach(verdict -> list.add(signed(verdict.statement())));
            write(folder.resolve(ExportedNames.VERDICTS), list);
        }
    }

    /** Of a case that was not seen in the queue yet they are not written. */
    private void writePanels(CaseId id, ExportSource source) throws IOException {
        Path folder = out.resolve(id.hex());
        CaseId first = source.cases().first(id).orElse(id);
        for (Panels.Seat seat :
                source.panels().group(first).map(Panels.Group::seats).orElse(List.of())) {
            Optional<Panelists> panelists = seat.panelists();
            if (seat.id().equals(id) && panelists.isPresent()) {
                writeIds(
                        folder.resolve(ExportedNames.panel(seat.compartment())),
                        panelists.get().panel());
                Optional<List<String>> outer = panelists.get().outer();
                if (outer.isPresent()) {
                    writeIds(folder.resolve(ExportedNames.outerPanel(seat.compartment())), outer.get());
                }
            }
        }
    }

    private static void writeIds(Path file, List<String> ids) throws IOException {
        NewFile.secret(
                file,
                String.join("", ids.stream().map(id -> id + "\n").toList()).getBytes(US_ASCII));
    }

    private void writeDecisions(List<Decision> decisions) throws IOException {
        if (!decisions.isEmpty()) {
            ArrayNode list = JSON.createArrayNode();
            decisions.forEach(decision -> list.add(signed(decision.statement())));
            write(out.resolve(ExportedNames.DECISIONS), list);
        }
    }

    private static ObjectNode signed(SignedText text) {
        return JSON.createObjectNode().put("statement", text.text()).put("signature", text.base64());
    }

    private static void write(Path file, JsonNode content) throws IOException {
        NewFile.secret(file, (content.toPrettyString() + "\n").getBytes(UTF_8));
    }

    private void write(FileName file, Path folder) throws IOException {
        Path from = files.resolve(file.hex());
        if (Files.notExists(from)) {
            filesMissing++;
            return;
        }
        NewFile.folder(folder.resolve(ExportedNames.FILES));
        try (OutputStream to = NewFile.secret(folder.resolve(ExportedNames.file(file)))) {
            Files.copy(from, to);
        }
        filesWritten++;
    }

    /** A store that was tampered with must not choose where a file is written. */
    private static String fileName(String name) {
        if (!name.matches("[A-Za-z0-9-]{1,128}")) {
            throw CommandFailed.problem("the store holds a quarantined entry with a forged name");
        }
        return name;
    }

    private static void mustBeEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw CommandFailed.usage(folder + " is not empty; name a new folder");
            }
        }
    }
}
