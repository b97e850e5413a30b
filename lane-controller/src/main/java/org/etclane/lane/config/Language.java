package org.etclane.lane.config;

/** The two languages that people on a lane read. */
public enum Language {
    ZH, EN
}
