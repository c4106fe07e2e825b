package io.patchline.ingest.contract;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.patchline.ingest.http.QueryNames;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An operation as the code has it.
 *
 * @param path without regular expressions; a choice of words is a path for each
 * @param method in lower case
 * @param scopes of {@link RolesAllowed}
 */
record Endpoint(String path, String method, Set<String> scopes, Set<String> queryParameters) {
    private static final Pattern CHOICE = Pattern.compile("\\{\\s*\\w+\\s*:\\s*([\\w/-]+(?:\\|[\\w/-]+)+)\\s*}");
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\s*(\\w+)\\s*:[^}]*}");

    private static final List<Endpoint> ALL = read();

    static List<Endpoint> all() {
        return ALL;
    }

    private static List<Endpoint> read() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPath(Path.of("target/classes")).stream()
                        .filter(type -> type.isAnnotatedWith(jakarta.ws.rs.Path.class))
                        // Another protocol, which describes itself: tools/list (docs/models.md).
                        .filter(type -> !type.getSimpleName().startsWith("Mcp"))
                        .map(type -> (Class<?>) type.reflect())
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .flatMap(Endpoint::of)
                        .toList();
    }

    private static Stream<Endpoint> of(Method method) {
        Optional<String> verb = Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .flatMap(Stream::ofNullable)
                .map(HttpMethod::value)
                .findFirst();
        Class<?> type = method.getDeclaringClass();
        String template = "/" + type.getAnnotation(jakarta.ws.rs.Path.class).value();
        String whole = Optional.ofNullable(method.getAnnotation(jakarta.ws.rs.Path.class))
                .map(path -> template + "/" + path.value())
                .orElse(template);
        Set<String> scopes = Optional.ofNullable(method.getAnnotation(RolesAllowed.class))
                .or(() -> Optional.ofNullable(type.getAnnotation(RolesAllowed.class)))
                .map(roles -> Set.of(roles.value()))
                .orElse(Set.of());
        return verb.stream()
                .flatMap(name -> paths(whole)
                        .map(path ->
                                new Endpoint(path, name.toLowerCase(Locale.ROOT), scopes, queryParameters(method))));
    }

    private static Stream<String> paths(String template) {
        String clean = template.replaceAll("/{2,}", "/").replaceAll("(.)/$", "$1");
        Matcher choice = CHOICE.matcher(clean);
        return choice.find()
                ? Arrays.stream(choice.group(1).split("\\|")).map(word -> choice.replaceFirst(word))
                : Stream.of(EXPRESSION.matcher(clean).replaceAll("{$1}"));
    }

    /** Those that the method names, those of its parameters, and those of the fields of its bean parameters. */
    private static Set<String> queryParameters(Method method) {
        Stream<Annotation> own = Arrays.stream(method.getParameterAnnotations()).flatMap(Arrays::stream);
        Stream<Annotation> ofBeans = Arrays.stream(method.getParameterTypes())
                .filter(type -> type.getName().startsWith("io.patchline."))
                .flatMap(type -> Stream.concat(
                        Arrays.stream(type.getDeclaredFields()),
                        Arrays.stream(type.getDeclaredConstructors())
                                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))))
                .flatMap(element -> Arrays.stream(element.getAnnotations()));
        Stream<String> named = Stream.ofNullable(method.getAnnotation(QueryNames.class))
                .flatMap(names -> Arrays.stream(names.value()));
        Stream<String> annotated = Stream.concat(own, ofBeans)
                .filter(QueryParam.class::isInstance)
                .map(annotation -> ((QueryParam) annotation).value());
        return Stream.concat(named, annotated).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return method.toUpperCase(Locale.ROOT) + " " + path;
    }
}
