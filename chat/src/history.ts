// What was said: fetched page by page, caught up after a break, kept for a visit without a network.
import { batch, computed, signal } from "@preact/signals";
import type { Api } from "./api";
import { SignedOut } from "./problems";
import { EMPTY, tail, withEarlier, withMessages, withNewest, withState } from "./conversation";
import type { Conversation } from "./conversation";
import type { Keep } from "./keep";
import type { ChatMessage, DeliveryState, Page } from "./wire";

/** Messages that are readable without a network; also the first page, so that it replaces all that was kept. */
const KEPT_MESSAGES = 100;
const EARLIER_PAGE = 50;
const MISSED_PAGE = 200;

/** After a break so many messages are fetched again: their states may have changed unheard. */
const FETCHED_AGAIN = 50;

const NAME = "recent";

export interface Listener {
  /** The server did not answer as it should, or says that the session is over. */
  readonly failed: (error: unknown) => void;
  /** So many of the bot's messages had come while the line was down. */
  readonly missed: (count: number) => void;
}

export class History {
  readonly conversation = signal<Conversation>(EMPTY);
  /** The server has been asked, so an empty conversation is an empty one. */
  readonly loaded = signal(false);
  readonly loadingEarlier = signal<"no" | "yes" | "failed">("no");
  readonly messages = computed(() => this.conversation.value.messages);
  readonly newestFromBot = computed(() => this.messages.value.findLast((message) => message.author === "bot") ?? null);
  /** The place of what the person said last; 0 when that is not known here. */
  private readonly saidLast = computed(() => this.messages.value.findLast(({ author }) => author === "person")?.sequence ?? 0);

  /** Everything up to this sequence is known; what is pushed during a gap must not hide the gap. */
  private cursor = 0;
  private caughtUp = false;
  private catching: Promise<void> = Promise.resolve();

  constructor(
    private readonly api: Api,
    private readonly keep: Keep,
    private readonly listener: Listener,
  ) {
    this.conversation.value = keep.read(NAME, EMPTY);
  }

  /** Whether it belongs to the newest exchange: the bot said it after whatever the person said last. */
  isNewest(message: ChatMessage): boolean {
    return message.author === "bot" && message.sequence > this.saidLast.value;
  }

  /** A message came over the line. True when it is new, false when it is one that has changed. */
  pushed(message: ChatMessage): boolean {
    const known = this.messages.value.some(({ sequence }) => sequence === message.sequence);
    this.conversation.value = withMessages(this.conversation.value, [message]);
    if (this.caughtUp) this.cursor = Math.max(this.cursor, message.sequence);
    return !known;
  }

  advanced(sequence: number, state: DeliveryState): void {
    this.conversation.value = withState(this.conversation.value, sequence, state);
  }

  /** From now on messages may pass by unheard, until `catchUp` has been called with an open line. */
  broken(): void {
    this.caughtUp = false;
  }

  /** Fetch what is not known yet; `lineIsOpen` says that from here on everything is pushed. */
  catchUp(lineIsOpen: boolean): void {
    this.catching = this.catching.then(() => this.fetchMissed(lineIsOpen));
  }

  async loadEarlier(): Promise<void> {
    const [first] = this.messages.value;
    if (!first || !this.conversation.value.earlier || this.loadingEarlier.value === "yes") return;
    this.loadingEarlier.value = "yes";
    try {
      const page = await this.api.before(first.sequence, EARLIER_PAGE);
      batch(() => {
        this.conversation.value = withEarlier(this.conversation.value, page);
        this.loadingEarlier.value = "no";
      });
    } catch (error) {
      this.loadingEarlier.value = "failed";
      if (error instanceof SignedOut) this.listener.failed(error);
    }
  }

  /** Keep the newest messages; fewer of them when they are too long for the storage. */
  keepRecent(): void {
    if (this.messages.value.length === 0) return this.keep.remove(NAME);
    for (let length = KEPT_MESSAGES; length >= 1; length = Math.floor(length / 4)) {
      if (this.keep.write(NAME, tail(this.conversation.value, length))) return;
    }
    return this.keep.remove(NAME);
  }

  forget(): void {
    this.conversation.value = EMPTY;
    this.keep.remove(NAME);
  }

  private async fetchMissed(lineIsOpen: boolean): Promise<void> {
    try {
      await (this.loaded.value ? this.fetchSince() : this.fetchNewest());
      this.cursor = this.messages.value.at(-1)?.sequence ?? 0;
      this.caughtUp = lineIsOpen;
    } catch (error) {
      this.listener.failed(error);
    }
  }

  private async fetchNewest(): Promise<void> {
    const page = await this.api.newest(KEPT_MESSAGES);
    batch(() => {
      this.conversation.value = withNewest(this.conversation.value, page);
      this.loaded.value = true;
    });
  }

  private async fetchSince(): Promise<void> {
    const newest = this.messages.value.at(-1)?.sequence ?? 0;
    let since = Math.min(this.cursor, this.messages.value.at(-FETCHED_AGAIN)?.sequence ?? 0);
    for (let page: Page | null = null; page === null || (page.more && page.items.length > 0); ) {
      page = await this.api.after(since, MISSED_PAGE);
      since = page.items.at(-1)?.sequence ?? since;
      this.conversation.value = withMessages(this.conversation.value, page.items);
    }
    const missed = this.messages.value.filter(({ sequence, author }) => sequence > newest && author === "bot").length;
    if (missed > 0) this.listener.missed(missed);
  }
}
