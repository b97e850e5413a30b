package org.etclane.device.spi;

/** The two languages that people on a lane read. */
public enum Language {
    ZH, EN
}
