import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoff } from "./backoff";
import { Connection } from "./connection";
import { Line } from "./doubles";

describe("the wait before another try", () => {
  it("doubles up to half a minute, and half of it is random", () => {
    expect([0, 1, 2, 20].map((failures) => backoff(failures, () => 1))).toEqual([500, 1_000, 2_000, 30_000]);
    expect([0, 20].map((failures) => backoff(failures, () => 0))).toEqual([250, 15_000]);
  });
});

describe("the connection", () => {
  let line: Line;
  let connection: Connection;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    line = new Line();
    connection = new Connection({
      admitted: async () => true,
      socket: line.open,
      opened: () => undefined,
      heard: () => undefined,
      random: () => 1,
    });
  });

  afterEach(() => {
    connection.close();
    vi.useRealTimers();
  });

  async function open(): Promise<void> {
    connection.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    line.socket.opens();
  }

  it("says that it waits while the device has no network", async () => {
    await open();
    dispatchEvent(new Event("offline"));
    expect(connection.state.value).toBe("waiting");
    expect(connection.send({ type: "read", sequence: 1 })).toBe(false);
  });

  it("gives up an attempt that neither opens nor fails", async () => {
    connection.reconnect();
    await vi.advanceTimersByTimeAsync(10_600);
    expect(line.sockets).toHaveLength(2);
  });

  it("ignores what an abandoned socket still reports", async () => {
    await open();
    const old = line.socket;
    connection.renew();
    await vi.advanceTimersByTimeAsync(600);
    line.socket.opens();
    old.breaks();
    expect(connection.state.value).toBe("online");
  });

  it("waits longer each time a server takes the call only to hang up", async () => {
    await open();
    for (const wait of [500, 1_000, 2_000, 4_000]) {
      const before = line.sockets.length;
      line.socket.breaks();
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(line.sockets).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      line.socket.opens();
    }
  });

  it("comes back soon after a line that stood for a while", async () => {
    await open();
    for (let times = 0; times < 5; times += 1) {
      await vi.advanceTimersByTimeAsync(6_000);
      line.socket.breaks();
      await vi.advanceTimersByTimeAsync(500);
      line.socket.opens();
    }
    expect(connection.state.value).toBe("online");
  });
});
