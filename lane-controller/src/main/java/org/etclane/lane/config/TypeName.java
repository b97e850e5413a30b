package org.etclane.lane.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value of the key "type" that selects this record among those that a sealed interface permits. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface TypeName {
    String value();
}
