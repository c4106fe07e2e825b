package io.patchline.shell;

/**
 * A here-document of a script. (Source: POSIX.1-2017, Shell Command Language, 2.7.4.)
 *
 * @param operator the offset of its {@code <<} in the script
 * @param delimiter the word that ends it
 * @param quoted whether the delimiter is quoted, so that nothing in the body is expanded
 * @param body what stands between the line of the operator and the delimiter
 */
public record HereDocument(int operator, String delimiter, boolean quoted, String body) {}
