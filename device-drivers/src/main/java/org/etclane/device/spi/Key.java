package org.etclane.device.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of the configuration at the record component that it fills. Binding, JSON Schema, the printed effective
 * configuration and the messages are derived from this. A component may be a String, int, long, boolean, enum (written in lower
 * case with hyphens), {@link java.nio.file.Path}, {@link java.time.ZoneId}, a record of such components (a section within), a List
 * of them, a Map from an enum to one, or an Optional of any of these.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /** No default: the key must be written. */
    String REQUIRED = "\0required";

    /** What it is, in English. */
    String en();

    String zh();

    /** Used when the key is not written, in the form in which it would be written. */
    String otherwise() default REQUIRED;

    /** A value as it may look, for a key that has no default: "/dev/ttyS0". */
    String example() default "";

    /** For numbers: smallest value; for texts: fewest characters. */
    long min() default Long.MIN_VALUE;

    /** For numbers: largest value; for texts: most characters. */
    long max() default Long.MAX_VALUE;

    /** For lists: most elements. */
    int rows() default Integer.MAX_VALUE;

    /** For texts: regular expression of the whole text. */
    String form() default "";

    /** The form in words. */
    String formEn() default "";

    String formZh() default "";

    /** For texts: most bytes in GBK, 0 = any. Not counted when a placeholder is in the text. */
    int gbkBytes() default 0;

    /** For paths: the file has to be there and readable. */
    boolean mustExist() default false;

    /** Shown as *** wherever the configuration is shown. */
    boolean secret() default false;
}
