/**
 * A thin XMPP client for devices and tools: one stream, requests and their answers, publish and
 * subscribe, and a device that reconnects. Made so that thousands of them fit in one process.
 */
@NullMarked
package io.pipit.devices.client;

import org.jspecify.annotations.NullMarked;
