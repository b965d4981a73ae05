import { beforeEach, expect, test } from "vitest";
import { Api } from "./api";
import { Line } from "./doubles";
import { Keep } from "./keep";
import { Notices, type PushBrowser, pushOf } from "./notices";

/** A browser with a push service behind it. */
class Browser implements PushBrowser {
  granted: NotificationPermission = "default";
  answer: NotificationPermission = "granted";
  asked = 0;
  key: ArrayBuffer | null = null;
  fails = false;

  readonly permission = () => this.granted;

  readonly ask = async () => {
    this.asked += 1;
    this.granted = this.answer;
    return this.answer;
  };

  readonly manager = async () => ({
    getSubscription: async () => (this.key ? this.subscription(this.key) : null),
    subscribe: async (options?: PushSubscriptionOptionsInit) => {
      if (this.fails) throw new DOMException("no push service", "AbortError");
      this.key = (options?.applicationServerKey as Uint8Array<ArrayBuffer>).buffer;
      return this.subscription(this.key);
    },
  });

  private subscription(applicationServerKey: ArrayBuffer): PushSubscription {
    const endpoint = "https://push.example.org/1";
    return {
      endpoint,
      options: { applicationServerKey },
      toJSON: () => ({ endpoint, keys: { p256dh: "BA", auth: "au" } }),
      unsubscribe: async () => {
        this.key = null;
        return true;
      },
    } as unknown as PushSubscription;
  }
}

let line: Line;
let browser: Browser;
let told: string[];

beforeEach(() => {
  localStorage.clear();
  line = new Line();
  browser = new Browser();
  told = [];
});

function notices(): Notices {
  return new Notices(new Api(line.fetch, line.request), new Keep(localStorage), browser, (sentence) => told.push(sentence));
}

test("nobody is asked before they have said that they want it", async () => {
  const page = notices();
  await page.look();
  expect(page.state.value).toBe("off");
  expect(browser.asked).toBe(0);
  expect(line.asked).not.toContain("POST /api/v1/devices");
});

test("who wants it is asked once, and the server is told of the device", async () => {
  const page = notices();
  await page.look();
  await page.allow();
  expect(page.state.value).toBe("on");
  expect(browser.asked).toBe(1);
  expect(line.asked).toContain("POST /api/v1/devices");
});

test("a browser that was allowed before says at each visit that it is still there, and asks nothing", async () => {
  const first = notices();
  await first.look();
  await first.allow();
  const later = notices();
  await later.look();
  expect(later.state.value).toBe("on");
  expect(browser.asked).toBe(1);
  expect(line.asked.filter((each) => each === "POST /api/v1/devices")).toHaveLength(2);
});

test("when the server has another key the browser signs up anew", async () => {
  const page = notices();
  await page.look();
  await page.allow();
  line.pushKey = "BAED";
  await notices().look();
  expect([...new Uint8Array(browser.key ?? new ArrayBuffer(0))]).toEqual([4, 1, 3]);
});

test("who says no is not asked again, and sees where to change it", async () => {
  browser.answer = "denied";
  const page = notices();
  await page.look();
  await page.allow();
  await page.allow();
  expect(page.state.value).toBe("blocked");
  expect(browser.asked).toBe(1);
});

test("who puts the question aside may press again", async () => {
  browser.answer = "default";
  const page = notices();
  await page.look();
  await page.allow();
  expect(page.state.value).toBe("off");
});

test("who has enough of it is told nothing more, by the browser or the server", async () => {
  const page = notices();
  await page.look();
  await page.allow();
  await page.stop();
  expect(page.state.value).toBe("off");
  expect(browser.key).toBeNull();
  expect(line.asked).toContain("DELETE /api/v1/devices/device-1");
});

test("a push service that can't be reached is told, and may be tried again", async () => {
  browser.fails = true;
  const page = notices();
  await page.look();
  await page.allow();
  expect(page.state.value).toBe("off");
  expect(told).toHaveLength(1);
});

test("a server without push offers nothing", async () => {
  line.pushKey = null;
  const page = notices();
  await page.look();
  expect(page.state.value).toBe("unable");
});

test("a browser without push offers nothing and fails at nothing", async () => {
  expect(pushOf({ navigator: {} } as unknown as typeof globalThis)).toBeNull();
  const page = new Notices(new Api(line.fetch, line.request), new Keep(localStorage), null, () => undefined);
  await page.look();
  await page.allow();
  await page.stop();
  expect(page.state.value).toBe("unable");
});
