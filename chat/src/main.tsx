// Puts the chat together and on the page.
import { effect } from "@preact/signals";
import { render } from "preact";
import { Api } from "./api";
import { App } from "./app";
import { Chat } from "./chat";
import { Calendar } from "./days";
import { newId } from "./ids";
import { Keep } from "./keep";
import { Notices, pushOf } from "./notices";
import "./styles/page.css";
import "./styles/thread.css";
import "./styles/bubble.css";
import "./styles/files.css";
import "./styles/composer.css";
import "./styles/attaching.css";

/** Changes that come in quick succession are kept together. */
const KEEPING_MS = 500;

const clock = () => new Date();
const calendar = new Calendar();
const api = new Api(globalThis.fetch.bind(globalThis), () => new XMLHttpRequest());
const lasting = new Keep(localStorage);
const notices = new Notices(api, lasting, pushOf(globalThis), (sentence) => chat.tell(sentence));
const chat: Chat = new Chat({
  api,
  kept: { lasting, visit: new Keep(sessionStorage) },
  forgetDevice: () => void notices.forget(),
  socket: () => new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/v1/socket`),
  zone: calendar.zone,
  random: Math.random,
  newId,
  now: clock,
});

function keepMessages(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    if (!chat.history.loaded.value || chat.history.conversation.value.messages.length === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => chat.history.keepRecent(), KEEPING_MS);
  });
  addEventListener("pagehide", () => chat.history.loaded.value && chat.history.keepRecent());
}

function keepShell(): void {
  if (!("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    void navigator.serviceWorker.register(trusted("/sw.js")).catch(() => {
      // Without it the chat works all the same, only not from a reload without a network.
    });
  });
}

/** Opens the chat at the message of a notice that was pressed, and says that this browser is still there. */
function followNotices(): void {
  const open = (sequence: unknown) => {
    if (Number.isSafeInteger(sequence)) chat.wanted.value = Number(sequence);
  };
  const named = /^#message=(\d{1,15})$/.exec(location.hash);
  if (named) {
    open(Number(named[1]));
    history.replaceState(null, "", location.pathname);
  }
  navigator.serviceWorker?.addEventListener("message", ({ data }: MessageEvent<{ type?: string; sequence?: unknown }>) => {
    if (data?.type === "open") open(data.sequence);
  });
  const looking = effect(() => {
    if (chat.me.value === null) return;
    void notices.look();
    queueMicrotask(() => looking());
  });
}

/** Trusted Types, where the browser has them: an address of ours, and the only one that is ever run. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): URL };
}

function trusted(address: string): URL | string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy("tuckaway-worker", { createScriptURL: (own) => own });
  return policy?.createScriptURL(address) ?? address;
}

const page = document.getElementById("app");
if (page) render(<App notices={notices} chat={chat} calendar={calendar} clock={clock} />, page);
document.addEventListener("visibilitychange", () => !document.hidden && chat.wake());
keepMessages();
keepShell();
followNotices();
chat.start();
