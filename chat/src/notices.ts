// Whether this browser is told things when nobody looks at the page, and the person's way to say so.
import { signal } from "@preact/signals";
import type { Api } from "./api";
import { SignedOut } from "./problems";
import type { Keep } from "./keep";
import type { NewDevice } from "./wire";

/** `unable`: this browser, or the server, can't. `blocked`: the person has forbidden it in the browser's settings. */
export type NoticesState = "unable" | "off" | "on" | "blocked" | "busy";

/** What is needed of a browser, so that a test can stand in for one. */
export interface PushBrowser {
  readonly permission: () => NotificationPermission;
  readonly ask: () => Promise<NotificationPermission>;
  readonly manager: () => Promise<Pick<PushManager, "getSubscription" | "subscribe">>;
}

const DEVICE = "device";

export class Notices {
  readonly state = signal<NoticesState>("unable");

  constructor(
    private readonly api: Api,
    private readonly kept: Keep,
    /** Null where there is no push at all. */
    private readonly browser: PushBrowser | null,
    private readonly tell: (sentence: string) => void,
  ) {}

  /** Once the person is known: nothing is asked, but a browser that was allowed before says that it is still there. */
  async look(): Promise<void> {
    if (!this.browser) return;
    try {
      const key = await this.api.pushKey();
      if (key === null) return;
      const subscription = await (await this.browser.manager()).getSubscription();
      this.state.value = this.browser.permission() === "denied" ? "blocked" : "off";
      if (subscription && this.browser.permission() === "granted") await this.signUp(this.browser, key);
    } catch (error) {
      this.failed(error);
    }
  }

  /** The person wants to be told. Only now does the browser ask them. */
  async allow(): Promise<void> {
    if (!this.browser || this.state.value !== "off") return;
    this.state.value = "busy";
    try {
      const permission = await this.browser.ask();
      const key = permission === "granted" ? await this.api.pushKey() : null;
      if (key !== null) await this.signUp(this.browser, key);
      else this.state.value = permission === "denied" ? "blocked" : "off";
    } catch (error) {
      this.state.value = "off";
      this.failed(error);
      this.tell("This device could not be signed up for notifications. Try again in a while.");
    }
  }

  /** The person has enough of it. */
  async stop(): Promise<void> {
    const id = this.kept.read<string | null>(DEVICE, null);
    await this.forget();
    try {
      if (id !== null) await this.api.removeDevice(id);
    } catch (error) {
      // The push service says that it is gone when it is told something next.
      this.failed(error);
    }
  }

  /** Nothing is shown here any more, whatever the server still believes. */
  async forget(): Promise<void> {
    this.kept.remove(DEVICE);
    if (this.state.value === "on") this.state.value = "off";
    try {
      const subscription = await (await this.browser?.manager())?.getSubscription();
      await subscription?.unsubscribe();
    } catch {
      // A browser that won't is one that has none.
    }
  }

  private async signUp(browser: PushBrowser, key: string): Promise<void> {
    const manager = await browser.manager();
    const earlier = await manager.getSubscription();
    // A subscription for another key is of no use: the server has a new one since.
    if (earlier && !sameKey(earlier, key)) await earlier.unsubscribe();
    const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const { id } = await this.api.addDevice(device(subscription));
    this.kept.write(DEVICE, id);
    this.state.value = "on";
  }

  private failed(error: unknown): void {
    // Whoever is signed out is told so by the rest of the page.
    if (!(error instanceof SignedOut)) console.info("notifications:", error instanceof Error ? error.name : "failed");
  }
}

/** The browser's own push, where it has any. Safari has it only once the page is on the home screen. */
export function pushOf(scope: typeof globalThis): PushBrowser | null {
  if (!("PushManager" in scope && "Notification" in scope && "serviceWorker" in scope.navigator)) return null;
  return {
    permission: () => scope.Notification.permission,
    ask: () => scope.Notification.requestPermission(),
    manager: async () => (await scope.navigator.serviceWorker.ready).pushManager,
  };
}

function device(subscription: PushSubscription): NewDevice {
  const { keys } = subscription.toJSON();
  return {
    kind: "webpush",
    value: subscription.endpoint,
    p256dh: keys?.["p256dh"] ?? null,
    auth: keys?.["auth"] ?? null,
    label: null,
  };
}

function sameKey(subscription: PushSubscription, key: string): boolean {
  const own = subscription.options.applicationServerKey;
  return own !== null && String(new Uint8Array(own)) === String(bytes(key));
}

/** The bytes behind base64url. */
function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
