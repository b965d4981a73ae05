// What a screen reader is told, politely: one live region for everything, each sentence once.
import { signal } from "@preact/signals";

export interface Announcement {
  readonly key: number;
  readonly text: string;
}

/** Enough for what comes in quick succession; the region must not grow with the conversation. */
const KEPT = 5;

export class Announcements {
  readonly recent = signal<readonly Announcement[]>([]);
  private count = 0;

  /** A new node each time, or the same sentence said twice would be heard once. */
  say(text: string): void {
    this.count += 1;
    this.recent.value = [...this.recent.peek(), { key: this.count, text }].slice(-KEPT);
  }
}
