// Stand-ins for what is around the chat in a browser: sockets and answers that a test can see and steer.
import { Api } from "./api";
import { Chat } from "./chat";
import { Keep } from "./keep";
import type { ChatFile, ChatMessage, ClientEvent, Me, Page, ServerEvent } from "./wire";

export class Socket {
  readyState: number = WebSocket.CONNECTING;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  readonly sent: ClientEvent[] = [];

  send(data: string): void {
    this.sent.push(JSON.parse(data) as ClientEvent);
  }

  close(): void {
    this.readyState = WebSocket.CLOSED;
  }

  opens(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  breaks(): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.();
  }

  says(event: ServerEvent): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }

  texts(): string[] {
    return this.sent.flatMap((event) => (event.type === "send" ? [event.text] : []));
  }
}

/** The other side of `fetch` and of every socket. */
export class Line {
  log: ChatMessage[] = [];
  me: Me = { person: "p1", name: null, zone: "Europe/Lisbon", csrf: "token", last_sequence: 0, file_limit: 20 * 1024 * 1024, most_files: 10 };
  status = 200;
  reachable = true;
  pushKey: string | null = "BAEC";
  readonly asked: string[] = [];
  readonly sockets: Socket[] = [];
  readonly uploads: UploadRequest[] = [];

  get upload(): UploadRequest {
    const last = this.uploads.at(-1);
    if (!last) throw new Error("nothing is uploaded");
    return last;
  }

  get socket(): Socket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("no socket was opened");
    return last;
  }

  readonly open = (): WebSocket => {
    const socket = new Socket();
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  };

  readonly request = (): XMLHttpRequest => {
    const request = new UploadRequest();
    this.uploads.push(request);
    return request as unknown as XMLHttpRequest;
  };

  readonly fetch = async (address: string | URL | Request, request?: RequestInit): Promise<Response> => {
    if (!this.reachable) throw new TypeError("no network");
    const url = new URL(String(address), "http://localhost");
    this.asked.push(`${request?.method ?? "GET"} ${url.pathname}${url.search}`);
    if (this.status !== 200) return Response.json({ title: "", detail: "" }, { status: this.status });
    if (url.pathname.endsWith("/push-key")) return Response.json({ key: this.pushKey });
    if (url.pathname.endsWith("/devices")) return Response.json({ id: "device-1" }, { status: 201 });
    if (request?.method === "POST" || request?.method === "DELETE") return new Response(null, { status: 204 });
    return Response.json(url.pathname.endsWith("/me") ? this.me : this.page(url.searchParams));
  };

  private page(query: URLSearchParams): Page {
    const limit = Number(query.get("limit"));
    const after = query.get("after");
    if (after !== null) {
      const found = this.log.filter((message) => message.sequence > Number(after));
      return { items: found.slice(0, limit), previous: null, more: found.length > limit };
    }
    const before = Number(query.get("before") ?? Number.POSITIVE_INFINITY);
    const found = this.log.filter((message) => message.sequence < before);
    return { items: found.slice(-limit), previous: null, more: found.length > limit };
  }
}

/** A storage that takes no more than so many characters under one name, as real ones do in all. */
export function storageUpTo(longest: number): Storage {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (value.length > longest) throw new DOMException("full", "QuotaExceededError");
      kept.set(name, value);
    },
    removeItem: (name: string) => kept.delete(name),
  };
  return storage as unknown as Storage;
}

/** A file on its way up, which a test lets come further, arrive or fail. */
export class UploadRequest {
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null } = { onprogress: null };
  readonly headers: Record<string, string> = {};
  status = 0;
  responseText = "";
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onabort: (() => void) | null = null;
  aborted = false;

  open(): void {}

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  send(): void {}

  abort(): void {
    this.aborted = true;
    this.onabort?.();
  }

  comesTo(share: number): void {
    this.upload.onprogress?.({ loaded: share * 100, total: 100 });
  }

  answers(status: number, body: unknown): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }

  /** Arrives, and is kept under that id. */
  arrives(id: string, name: string | null = null): void {
    const file: ChatFile = { id, kind: "photo", name, standing: "stored", type: "image/jpeg", size: 10, width: 3, height: 2, thumbnail: true };
    this.answers(201, file);
  }

  fails(): void {
    this.onerror?.();
  }
}

let identifiers = 0;

/** A chat in this browser; a second one made later is the same browser after a reload. */
export function chatOn(line: Line, storage: Storage = localStorage): Chat {
  return new Chat({
    api: new Api(line.fetch, line.request),
    kept: { lasting: new Keep(storage), visit: new Keep(sessionStorage) },
    socket: line.open,
    zone: "Europe/Lisbon",
    forgetDevice: () => line.asked.push("forgets the device"),
    random: () => 0.5,
    newId: () => `id-${++identifiers}`,
    now: () => new Date("2026-11-21T09:00:00Z"),
  });
}
