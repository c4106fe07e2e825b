package io.patchline.ingest.reading;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.PatchIdGenerator;
import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.ingest.json.JsonText;
import io.patchline.ingest.json.ValidationProblems;
import io.patchline.message.MessageCodec;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.CallbackUrl;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.Text;
import io.patchline.patch.WorkspaceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads a submission in any of the forms of {@code docs/forms.md}, or says everything that is wrong with it at once.
 * The same content in another order of fields or with other names of a field is an equal patch. Safe for use by several threads.
 *
 * <p>Its lane is the one it names, else its {@link DefaultLane}.
 */
public final class PatchParser {
    private static final ObjectMapper JSON = MessageCodec.mapper();
    private static final TypeReference<Map<String, Object>> FREE_FORM = new TypeReference<>() {};

    private final ValidationRules rules;
    private final PatchIdGenerator idGenerator;
    private final JsonText json;
    private final ActionsReader actionsReader;
    private final OptionsReader optionsReader;

    /**
     * @param idGenerator gives an id to a patch that has none
     */
    public PatchParser(ValidationRules rules, PatchIdGenerator idGenerator) {
        this.rules = rules;
        this.idGenerator = idGenerator;
        this.json = new JsonText(rules.maxNesting());
        this.actionsReader = new ActionsReader(rules);
        this.optionsReader = new OptionsReader(rules);
    }

    /** Reads the body of a request. Whatever the bytes are, there is a reading: no exception, and no echo of them. */
    public ParseResult read(byte[] body) {
        return read(body, idGenerator::next);
    }

    /**
     * Reads as {@link #read(byte[])} does.
     *
     * @param idIfNone the id of a patch that names none
     */
    public ParseResult read(byte[] body, Supplier<PatchId> idIfNone) {
        ValidationProblems problems = new ValidationProblems(rules.maxProblems());
        if (body.length > rules.maxBodyBytes()) {
            problems.stop(
                    ErrorCode.TOO_LARGE,
                    "The body has " + body.length + " bytes; at most " + rules.maxBodyBytes()
                            + " are taken. Split the patch, or let its command fetch what is large.");
            return new ParseResult.Unreadable(problems.list());
        }
        Optional<Patch> patch = json.read(body, problems).flatMap(document -> patch(document, idIfNone));
        return patch.<ParseResult>map(ParseResult.Understood::new)
                .orElseGet(() -> new ParseResult.Unreadable(problems.list()));
    }

    private Optional<Patch> patch(JsonField document, Supplier<PatchId> idIfNone) {
        if (!document.value().isObject()) {
            document.refuseKind(
                    "one JSON object with the patch, each patch sent on its own",
                    document.value().isTextual()
                            ? "send {\"id\": …} itself, without the quotes around it and the backslashes in it"
                            : "{\"id\": \"<id>\", \"role\": \"command_patch\", \"patch\": \"<command>\"}");
            return Optional.empty();
        }
        Submission submission = Submission.of(document);
        PatchFields.refuseMistaken(submission.object(), submission.extra());
        return patch(submission, idIfNone);
    }

    /** The patch, as far as it can be read; nothing where there is a reason among the problems. */
    private Optional<Patch> patch(Submission submission, Supplier<PatchId> idIfNone) {
        Fields fields = submission.fields();
        PatchId id = fields.get(PatchFields.ID)
                .flatMap(place -> place.text(NameBounds::id))
                .orElseGet(idIfNone);
        Optional<String> role = fields.get(PatchFields.ROLE)
                .flatMap(place -> place.text(text -> Text.oneLine("role", text, Patch.MAX_ROLE_CHARACTERS)));
        Optional<String> target = fields.get(PatchFields.TARGET_FILE).flatMap(place -> place.text(NameBounds::target));
        Optional<Lane> lane = fields.get(PatchFields.LANE).flatMap(place -> place.text(NameBounds::lane));
        Optional<String> description = fields.get(PatchFields.DESCRIPTION).flatMap(JsonField::text);
        Map<String, Object> metadata =
                fields.get(PatchFields.METADATA).map(PatchParser::freeForm).orElse(Map.of());
        Optional<CallbackUrl> callback =
                fields.get(PatchFields.CALLBACK).flatMap(place -> place.text(CallbackUrl::new));
        RunOptions options = optionsReader.read(fields);
        Optional<WorkspaceName> workspace =
                fields.get(PatchFields.WORKSPACE).flatMap(place -> place.text(WorkspaceName::new));
        Optional<CommitOptions> commit = CommitReader.read(fields);
        ChangeNotes notes = new ChangeNotes();
        List<PlacedAction> actions = actionsReader.read(submission, notes);
        if (!submission.object().problems().isEmpty()) {
            return Optional.empty();
        }
        Lane orderedBy = lane.orElseGet(() -> DefaultLane.of(
                id,
                workspace,
                target.map(this::normalTarget),
                actions.stream().map(PlacedAction::action).toList()));
        return Optional.of(new Patch(
                id,
                role,
                target,
                orderedBy,
                actions.stream().map(PlacedAction::action).toList(),
                options,
                description,
                metadata,
                callback,
                plain(submission.extra(), notes),
                actions.stream().map(PlacedAction::pointer).toList(),
                workspace,
                commit));
    }

    /** A path that is known by an absolute one is the same lane under both. */
    private String normalTarget(String target) {
        try {
            return rules.roots().path(target).value();
        } catch (IllegalArgumentException e) {
            return target;
        }
    }

    private static Map<String, Object> freeForm(JsonField place) {
        if (!place.value().isObject()) {
            place.refuseKind("an object");
            return Map.of();
        }
        return JSON.convertValue(place.value(), FREE_FORM);
    }

    private static Map<String, Object> plain(Map<String, JsonField> extra, ChangeNotes notes) {
        if (extra.isEmpty() && notes.all().isEmpty()) {
            return Map.of();
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        extra.forEach((name, place) -> object.set(name, place.value()));
        notes.all().ifPresent(all -> object.set(ChangeNotes.FIELD, all));
        return JSON.convertValue(object, FREE_FORM);
    }
}
