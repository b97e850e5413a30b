/**
 * Files of the user card (用户卡) as bytes and as records, both directions (card-and-obu-files.md §1). Values only; imports
 * {@link org.etclane.device} and {@link org.etclane.device.frame}. Any thread. Parsing never throws on any bytes.
 */
package org.etclane.device.card;
