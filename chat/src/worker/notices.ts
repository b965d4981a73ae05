// Shows what the server has to tell while nobody looks at the page, and opens the chat at it.

/** As `bot/push/webpush.py` writes it. */
interface Notice {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly lang: string;
  readonly sequence: number;
}

export function tellOf(self: ServiceWorkerGlobalScope): void {
  self.addEventListener("push", (event) => event.waitUntil(show(self, event.data)));
  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(self, (event.notification.data as { sequence?: number } | null)?.sequence));
  });
}

async function show(self: ServiceWorkerGlobalScope, data: PushMessageData | null): Promise<void> {
  const notice = read(data);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  // Whoever is looking at the chat sees the message itself; only then may a push pass without a notice.
  if (windows.some((window) => window.focused && window.visibilityState === "visible")) return;
  await self.registration.showNotification(notice?.title ?? "Tuckaway", {
    icon: "/icon-192.png",
    ...(notice && { body: notice.body, tag: notice.tag, lang: notice.lang, data: { sequence: notice.sequence } }),
  });
}

/** What was pushed; null for what no version of the server writes, of which a notice has to be shown all the same. */
function read(data: PushMessageData | null): Notice | null {
  try {
    const notice = data?.json() as Partial<Notice> | undefined;
    return typeof notice?.title === "string" && typeof notice.body === "string" ? (notice as Notice) : null;
  } catch {
    return null;
  }
}

async function open(self: ServiceWorkerGlobalScope, sequence: number | undefined): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const first = windows[0];
  if (!first) {
    await self.clients.openWindow(sequence === undefined ? "/" : `/#message=${sequence}`);
    return;
  }
  first.postMessage({ type: "open", sequence });
  await first.focus();
}
