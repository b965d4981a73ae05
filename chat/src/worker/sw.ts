// Keeps the page's own files, so that a reload without a network still opens the chat; messages are the page's business.
import { tellOf } from "./notices";

declare const self: ServiceWorkerGlobalScope;

interface Shell {
  readonly version: string;
  readonly files: readonly string[];
}

/** Filled in by the build, see `shellList` in vite.config.ts. */
declare const __SHELL__: Shell;

const SHELL = __SHELL__;
const CACHE = `shell-${SHELL.version}`;

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([...SHELL.files]);
  await self.skipWaiting();
}

async function dropOlderShells(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The page itself: the server's when it answers, so that a new version is never held back. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match("/");
    if (kept) return kept;
    throw error;
  }
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(dropOlderShells()));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin || !SHELL.files.includes(pathname)) return;
  event.respondWith(event.request.mode === "navigate" ? page(event.request) : asset(event.request));
});
tellOf(self);

export {};
