/**
 * What several protocols share: check bytes, escaping, BCD, GBK text, packing of integers. Pure functions on values, no
 * state that outlives a call; imports {@link org.etclane.device} only. Any thread. Decoding never throws on any bytes.
 */
package org.etclane.device.frame;
