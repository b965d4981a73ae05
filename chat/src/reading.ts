// What the person has seen; it is kept, so that the divider above what is new survives a reload.
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Keep } from "./keep";
import { type Divider, dividerFor, unreadOf } from "./unread";
import type { ChatMessage } from "./wire";

const READ = "read";
const DIVIDER = "divider";

/** `lasting` outlives the visit; `visit` only a reload, for a divider of yesterday's means nothing today. */
export interface Kept {
  readonly lasting: Keep;
  readonly visit: Keep;
}

export class Reading {
  /** The thread shows its end. Set by the thread, once it stands where it opens. */
  readonly atEnd = signal(false);
  readonly visible = signal(!document.hidden);
  readonly divider = signal<Divider | null>(null);
  readonly unread = computed(() => unreadOf(this.messages.value, this.readUpTo.value ?? Number.POSITIVE_INFINITY));
  private readonly readUpTo = signal<number | null>(null);

  constructor(
    private readonly messages: ReadonlySignal<readonly ChatMessage[]>,
    private readonly kept: Kept,
    private readonly seen: (sequence: number) => void,
  ) {
    this.readUpTo.value = kept.lasting.read<number | null>(READ, null);
    this.divider.value = kept.visit.read<Divider | null>(DIVIDER, null);
    document.addEventListener("visibilitychange", () => {
      this.visible.value = !document.hidden;
    });
    effect(() => this.follow());
  }

  /** The person answered, so they know what is above. */
  answered(): void {
    this.divide(null);
  }

  /** Say again up to where was read: the last time may have been while there was no connection. */
  repeat(): void {
    if (this.readUpTo.value !== null) this.seen(this.readUpTo.value);
  }

  forget(): void {
    this.readUpTo.value = null;
    this.divider.value = null;
  }

  private follow(): void {
    const last = this.messages.value.at(-1);
    const unread = this.unread.value;
    const looking = this.atEnd.value && this.visible.value;
    if (!last) return;
    // On the first visit nothing is new: all of it was read on another channel, or in another browser.
    if (this.readUpTo.peek() === null || (looking && unread.length > 0)) this.read(last.sequence);
    else if (!looking) this.divide(dividerFor(this.divider.peek(), unread, this.readUpTo.peek() ?? 0));
  }

  private read(sequence: number): void {
    this.readUpTo.value = sequence;
    this.kept.lasting.write(READ, sequence);
    this.seen(sequence);
  }

  private divide(divider: Divider | null): void {
    this.divider.value = divider;
    this.kept.visit.write(DIVIDER, divider);
  }
}
