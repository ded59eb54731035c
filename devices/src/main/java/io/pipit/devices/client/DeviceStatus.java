package io.pipit.devices.client;

/**
 * How a device is doing.
 *
 * @param waiting items in memory that are not known to be stored
 * @param stored items that the service acknowledged
 * @param refused items that the service refused; they are not sent again
 * @param dropped items that were given up because the buffer was full
 */
public record DeviceStatus(boolean online, int waiting, long stored, long refused, long dropped) {}
