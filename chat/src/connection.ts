// The line to the server: opened again whenever it breaks, at once when the network comes back.
import { type ReadonlySignal, signal } from "@preact/signals";
import { backoff } from "./backoff";
import type { ClientEvent, ServerEvent } from "./wire";

/** `waiting`: the device itself says that it has no network. */
export type ConnectionState = "connecting" | "online" | "waiting";

/** A socket that hasn't opened by now never will: some networks swallow the attempt without a word. */
const OPENING_MS = 10_000;

/** A line that breaks sooner counts as a failure: a server that dies on every visitor must not be called in a tight loop. */
const STABLE_MS = 5_000;

export interface Line {
  /** Asked before every attempt; false ends the attempts (the session is over), an error means: later. */
  readonly admitted: () => Promise<boolean>;
  readonly socket: () => WebSocket;
  readonly opened: () => void;
  readonly heard: (event: ServerEvent) => void;
  readonly random: () => number;
}

export class Connection {
  private readonly current = signal<ConnectionState>(navigator.onLine ? "connecting" : "waiting");
  private socket: WebSocket | null = null;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts attempts, so that what an abandoned one still reports is not taken for news of the present one. */
  private attempt = 0;
  private closed = false;
  private openSince = Number.POSITIVE_INFINITY;

  constructor(private readonly line: Line) {
    addEventListener("online", () => this.reconnect());
    addEventListener("offline", () => this.lose());
  }

  get state(): ReadonlySignal<ConnectionState> {
    return this.current;
  }

  /** Try now, whatever the wait was going to be. */
  reconnect(): void {
    if (this.closed || this.current.value === "online") return;
    this.failures = 0;
    void this.open();
  }

  /** Give up the socket, which has gone silent, and open a new one. */
  renew(): void {
    if (performance.now() - this.openSince > STABLE_MS) this.failures = 0;
    this.drop();
    this.retryLater();
  }

  /** False when there is no open socket to send by. */
  send(event: ClientEvent): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(event));
    return true;
  }

  close(): void {
    this.closed = true;
    this.drop();
  }

  private async open(): Promise<void> {
    this.drop();
    const attempt = this.attempt;
    this.current.value = "connecting";
    try {
      const admitted = await this.line.admitted();
      if (attempt !== this.attempt) return;
      if (admitted) this.listen(attempt);
      else this.close();
    } catch {
      if (attempt === this.attempt) this.retryLater();
    }
  }

  private listen(attempt: number): void {
    const socket = this.line.socket();
    this.socket = socket;
    this.timer = setTimeout(() => this.renew(), OPENING_MS);
    socket.onopen = () => attempt === this.attempt && this.connected();
    socket.onclose = () => attempt === this.attempt && this.renew();
    socket.onmessage = (message: MessageEvent<string>) => {
      if (attempt === this.attempt) this.line.heard(JSON.parse(message.data) as ServerEvent);
    };
  }

  private connected(): void {
    clearTimeout(this.timer);
    this.openSince = performance.now();
    this.current.value = "online";
    this.line.opened();
  }

  private lose(): void {
    this.drop();
    if (!this.closed) this.current.value = "waiting";
  }

  private drop(): void {
    this.attempt += 1;
    clearTimeout(this.timer);
    this.openSince = Number.POSITIVE_INFINITY;
    this.socket?.close();
    this.socket = null;
  }

  private retryLater(): void {
    if (this.closed) return;
    this.current.value = navigator.onLine ? "connecting" : "waiting";
    this.timer = setTimeout(() => void this.open(), backoff(this.failures, this.line.random));
    this.failures += 1;
  }
}
