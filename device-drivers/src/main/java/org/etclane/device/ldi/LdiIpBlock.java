package org.etclane.device.ldi;

import org.etclane.device.Bytes;

/**
 * The network settings of a device, as 0A sets and D1 reports them (§6), 65 bytes without the head.
 *
 * @param server1      peripheral control service: the lane
 * @param server2      reserved, as are {@code server3} and all of MQTT
 * @param mqttUser     10 bytes
 * @param mqttPassword 10 bytes
 * @param mqttQos      0–255
 * @param ntp          4 bytes
 * @param device       the device's own address and configuration port
 * @param gateway      4 bytes
 * @param netmask      4 bytes
 */
public record LdiIpBlock(Address server1, Address server2, Address server3, Address mqtt, Bytes mqttUser, Bytes mqttPassword,
                         int mqttQos, Bytes ntp, Address device, Bytes gateway, Bytes netmask) {

    /** @param ip 4 bytes; @param port 0–65535 */
    public record Address(Bytes ip, int port) {
        public static final Address NONE = new Address(Bytes.zeros(4), 0);

        public Address {
            sized("ip", ip, 4);
        }
    }

    public LdiIpBlock {
        sized("mqttUser", mqttUser, 10);
        sized("mqttPassword", mqttPassword, 10);
        sized("ntp", ntp, 4);
        sized("gateway", gateway, 4);
        sized("netmask", netmask, 4);
    }

    /** Everything that is reserved is zero. */
    public static LdiIpBlock of(Address server, Bytes ntp, Address device, Bytes gateway, Bytes netmask) {
        return new LdiIpBlock(server, Address.NONE, Address.NONE, Address.NONE, Bytes.zeros(10), Bytes.zeros(10), 0, ntp, device,
                gateway, netmask);
    }

    private static void sized(String field, Bytes value, int length) {
        if (value.size() != length) {
            throw new IllegalArgumentException(field + " of " + value.size() + " bytes, allowed: " + length);
        }
    }
}
