package io.pipit.broker.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one class share a pair of clients, whose connections must outlive each of them. */
abstract class OnSmackPair {

  @TempDir static Path folder;
  static SmackPair pair;

  @BeforeAll
  static void start() throws Exception {
    pair = SmackPair.start(folder);
  }

  @AfterEach
  void nothingHasEndedAConnection() {
    pair.checkConnected();
  }

  @AfterAll
  static void stop() {
    pair.close();
  }
}
