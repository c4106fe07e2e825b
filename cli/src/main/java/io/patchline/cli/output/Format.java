package io.patchline.cli.output;

/** How data is printed. */
public enum Format {
    /** Columns for people. */
    TABLE,
    /** One JSON document, indented. */
    JSON,
    /** One JSON object a line. */
    JSONL
}
