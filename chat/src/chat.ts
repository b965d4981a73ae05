// The chat behind the page: what is known, what the person does, and what the server says.
import { batch, computed, effect, signal } from "@preact/signals";
import { Announcements } from "./announcements";
import { type Api, SignedOut } from "./api";
import { Connection, type ConnectionState } from "./connection";
import { EMPTY, tail, withEarlier, withMessages, withNewest, withState } from "./conversation";
import type { Conversation } from "./conversation";
import { Outbox, type Outgoing } from "./outbox";
import { type Kept, Reading } from "./reading";
import { withoutBlankEdges } from "./text";
import type { ChatAction, ChatMessage, Me, Page, ServerEvent, Tap } from "./wire";

/** Messages that are readable without a network; also the first page, so that it replaces all that was kept. */
export const KEPT_MESSAGES = 100;
const EARLIER_PAGE = 50;
const MISSED_PAGE = 200;

/** After a break so many messages are fetched again: their states may have changed unheard. */
const FETCHED_AGAIN = 50;

/** A send that isn't answered by then went down a line that is dead without knowing it. */
const ANSWER_MS = 10_000;

/** A bot that falls silent is not typing for ever. */
const TYPING_MS = 30_000;

export const CONNECTION_WORDS: Record<ConnectionState, string> = {
  connecting: "Connecting…",
  online: "online",
  waiting: "Waiting for network…",
};

export interface Surroundings {
  readonly api: Api;
  readonly kept: Kept;
  readonly socket: () => WebSocket;
  readonly zone: string;
  readonly random: () => number;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** One message of the thread: in the log already, or on its way there. */
export type Shown = ChatMessage | Outgoing;

/** The same before and after a message of one's own has come into the log. */
export function keyOf(message: Shown): string {
  return message.client_id ?? ("id" in message ? message.id : "");
}

export class Chat {
  readonly me = signal<Me | null>(null);
  readonly signedOut = signal(false);
  readonly conversation = signal<Conversation>(EMPTY);
  /** The server has been asked, so an empty thread is an empty one. */
  readonly loaded = signal(false);
  /** The first try to reach the server is over, with an answer or without. */
  readonly asked = signal(false);
  readonly loadingEarlier = signal<"no" | "yes" | "failed">("no");
  readonly typing = signal(false);
  readonly draft = signal("");
  /** Something the person should know, shown for a moment above the composer. */
  readonly notice = signal<string | null>(null);
  /** The button that was pressed and hasn't been answered. */
  readonly tapped = signal<Tap | null>(null);
  /** Counts one's own messages; the thread goes to its end with each. */
  readonly sends = signal(0);
  readonly announcements = new Announcements();
  readonly outbox: Outbox;
  readonly reading: Reading;
  readonly connection: Connection;
  readonly messages = computed(() => this.conversation.value.messages);
  readonly shown = computed<readonly Shown[]>(() => [...this.messages.value, ...this.outbox.messages.value]);
  readonly newestFromBot = computed(() => this.messages.value.findLast((message) => message.author === "bot") ?? null);

  /** Everything up to this sequence is known; what is pushed during a gap must not hide the gap. */
  private cursor = 0;
  private caughtUp = false;
  private catching: Promise<void> = Promise.resolve();
  /** The state of the line that was announced last; null until it stood for the first time. */
  private told: ConnectionState | null = null;
  private zoneTold = false;
  private answerTimer: ReturnType<typeof setTimeout> | undefined;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly around: Surroundings) {
    const { lasting } = around.kept;
    this.outbox = new Outbox(lasting);
    this.conversation.value = lasting.read("recent", EMPTY);
    this.draft.value = lasting.read("draft", "");
    this.reading = new Reading(this.messages, around.kept, (sequence) => this.tellRead(sequence));
    this.connection = new Connection({
      admitted: () => this.admitted(),
      socket: around.socket,
      opened: () => this.opened(),
      heard: (event) => this.heard(event),
      random: around.random,
    });
    lasting.onChange("person", () => lasting.read("person", null) === null && this.leave());
    effect(() => this.announceConnection());
  }

  start(): void {
    this.connection.reconnect();
  }

  /** The page is looked at again: a phone may have let the line die without a word. */
  wake(): void {
    if (this.connection.state.value === "online") this.catchUp();
    else this.connection.reconnect();
  }

  // What the person does.

  send(text: string): void {
    const written = withoutBlankEdges(text);
    if (written === "") return;
    const client_id = this.around.newId();
    batch(() => {
      this.outbox.add(client_id, written, this.around.now());
      this.reading.answered();
      this.sends.value += 1;
    });
    this.transmit({ client_id, text: written });
  }

  write(draft: string): void {
    this.draft.value = draft;
    this.around.kept.lasting.write("draft", draft);
  }

  retry(message: Outgoing): void {
    this.outbox.retry(message.client_id);
    this.transmit(message);
  }

  /** Take a message that was not sent back into the composer, beside what is being written there. */
  edit(message: Outgoing): void {
    this.outbox.remove(message.client_id);
    this.write([message.text, this.draft.value].filter((text) => text !== "").join("\n"));
  }

  discard(message: Outgoing): void {
    this.outbox.remove(message.client_id);
  }

  tap(message: ChatMessage, action: ChatAction): void {
    if (this.tapped.value) return;
    const tap: Tap = { type: "tap", client_id: this.around.newId(), message_id: message.id, tap: action.tap };
    this.tapped.value = tap;
    if (!this.connection.send(tap)) this.tell(`“${action.label}” waits for the connection.`);
  }

  async loadEarlier(): Promise<void> {
    const [first] = this.messages.value;
    if (!first || !this.conversation.value.earlier || this.loadingEarlier.value === "yes") return;
    this.loadingEarlier.value = "yes";
    try {
      const page = await this.around.api.before(first.sequence, EARLIER_PAGE);
      batch(() => {
        this.conversation.value = withEarlier(this.conversation.value, page);
        this.loadingEarlier.value = "no";
      });
    } catch (error) {
      this.loadingEarlier.value = "failed";
      if (error instanceof SignedOut) this.shutOut();
    }
  }

  async logOut(): Promise<void> {
    try {
      await this.around.api.logOut();
    } catch (error) {
      if (!(error instanceof SignedOut)) {
        this.tell("Logging out needs a connection to Tuckaway, and there is none just now.");
        return;
      }
    }
    this.leave();
  }

  tell(sentence: string): void {
    this.notice.value = sentence;
    this.announcements.say(sentence);
  }

  /** Keep the newest messages for a visit without a network; fewer when they are too long for the storage. */
  keepRecent(): void {
    if (this.signedOut.value) return;
    const { lasting } = this.around.kept;
    for (let length = KEPT_MESSAGES; length >= 1; length = Math.floor(length / 4)) {
      if (lasting.write("recent", tail(this.conversation.value, length))) return;
    }
    lasting.remove("recent");
  }

  // The session.

  private async admitted(): Promise<boolean> {
    try {
      this.enter(await this.around.api.me());
    } catch (error) {
      this.asked.value = true;
      if (!(error instanceof SignedOut)) throw error;
      this.shutOut();
      return false;
    }
    if (!this.loaded.value) this.catchUp();
    void this.tellZone();
    return true;
  }

  private enter(me: Me): void {
    const { lasting } = this.around.kept;
    const before = lasting.read<string | null>("person", null);
    if (before !== null && before !== me.person) this.forget();
    lasting.write("person", me.person);
    this.me.value = me;
  }

  /** The session is over. What was said is hidden, what was written and not sent waits for its author. */
  private shutOut(): void {
    this.connection.close();
    this.signedOut.value = true;
    this.conversation.value = EMPTY;
    this.around.kept.lasting.remove("recent");
  }

  private leave(): void {
    this.shutOut();
    this.forget();
  }

  private forget(): void {
    this.around.kept.lasting.wipe();
    this.around.kept.visit.wipe();
    this.outbox.clear();
    this.reading.forget();
    this.conversation.value = EMPTY;
    this.draft.value = "";
  }

  private async tellZone(): Promise<void> {
    const { zone, api } = this.around;
    if (this.zoneTold || this.me.value?.zone === zone) return;
    this.zoneTold = true;
    try {
      await api.moveTo({ zone });
    } catch {
      // Told again with the next connection; until then times are only a little off.
      this.zoneTold = false;
    }
  }

  // The line.

  private opened(): void {
    this.caughtUp = false;
    this.catchUp();
    for (const message of this.outbox.queued()) this.transmit(message);
    if (this.tapped.value) this.connection.send(this.tapped.value);
    this.reading.repeat();
  }

  private transmit({ client_id, text }: { client_id: string; text: string }): void {
    if (this.connection.state.value !== "online") return;
    this.outbox.attempted(client_id);
    if (!this.outbox.queued().some((message) => message.client_id === client_id)) return;
    this.connection.send({ type: "send", client_id, text });
    clearTimeout(this.answerTimer);
    this.answerTimer = setTimeout(() => this.outbox.queued().length > 0 && this.connection.renew(), ANSWER_MS);
  }

  private tellRead(sequence: number): void {
    // The reading is made before the connection, and may find at once that all is read.
    this.connection?.send({ type: "read", sequence });
  }

  private heard(event: ServerEvent): void {
    switch (event.type) {
      case "accepted":
        return this.outbox.accepted(event.client_id);
      case "refused":
        return this.refused(event.client_id, event.sentence);
      case "message":
        return this.arrived(event.message);
      case "state":
        this.conversation.value = withState(this.conversation.value, event.sequence, event.state);
        return undefined;
      case "typing":
        return this.setTyping(event.on);
    }
  }

  private refused(client_id: string, sentence: string): void {
    if (this.tapped.value?.client_id !== client_id) return this.outbox.refused(client_id, sentence);
    this.tapped.value = null;
    return this.tell(sentence);
  }

  private arrived(message: ChatMessage): void {
    const isNew = !this.messages.value.some((known) => known.sequence === message.sequence);
    this.learn([message]);
    if (this.caughtUp) this.cursor = Math.max(this.cursor, message.sequence);
    if (message.author === "person") return;
    this.answered();
    if (isNew) this.announcements.say(spoken(message));
  }

  private learn(items: readonly ChatMessage[]): void {
    const newest = this.newestFromBot.value?.id;
    batch(() => {
      this.conversation.value = withMessages(this.conversation.value, items);
      this.outbox.remove(...items.flatMap((message) => message.client_id ?? []));
    });
    if (this.newestFromBot.value?.id !== newest) this.answered();
  }

  private answered(): void {
    this.setTyping(false);
    this.tapped.value = null;
  }

  private setTyping(on: boolean): void {
    clearTimeout(this.typingTimer);
    this.typing.value = on;
    if (on) this.typingTimer = setTimeout(() => this.setTyping(false), TYPING_MS);
  }

  // What was missed.

  private catchUp(): void {
    this.catching = this.catching.then(() => this.fetchMissed());
  }

  private async fetchMissed(): Promise<void> {
    if (this.signedOut.value) return;
    const online = this.connection.state.value === "online";
    try {
      await (this.loaded.value ? this.fetchSince() : this.fetchNewest());
      this.cursor = this.messages.value.at(-1)?.sequence ?? 0;
      this.caughtUp = online;
    } catch (error) {
      this.asked.value = true;
      if (error instanceof SignedOut) this.shutOut();
      else this.connection.renew();
    }
  }

  private async fetchNewest(): Promise<void> {
    const page = await this.around.api.newest(KEPT_MESSAGES);
    batch(() => {
      this.conversation.value = withNewest(this.conversation.value, page);
      this.outbox.remove(...page.items.flatMap((message) => message.client_id ?? []));
      this.loaded.value = true;
      this.asked.value = true;
    });
  }

  private async fetchSince(): Promise<void> {
    const known = this.messages.value.length;
    let since = Math.min(this.cursor, this.messages.value.at(-FETCHED_AGAIN)?.sequence ?? 0);
    for (let page: Page | null = null; page === null || page.more; ) {
      page = await this.around.api.after(since, MISSED_PAGE);
      since = page.items.at(-1)?.sequence ?? since;
      if (page.items.length === 0) break;
      this.learn(page.items);
    }
    this.announceMissed(this.messages.value.slice(known));
  }

  private announceMissed(missed: readonly ChatMessage[]): void {
    const count = missed.filter((message) => message.author === "bot").length;
    if (count > 0) this.announcements.say(count === 1 ? "1 new message" : `${count} new messages`);
  }

  private announceConnection(): void {
    const state = this.connection.state.value;
    // Until the line stood for the first time nothing has been lost, and nothing need be said.
    if (this.told === null && state !== "online") return;
    if (this.told !== null) this.announcements.say(CONNECTION_WORDS[state]);
    this.told = state;
  }
}

function spoken(message: ChatMessage): string {
  const quotes = message.quotes.map((quote) => `${quote.text}, ${quote.label}.`);
  return `Tuckaway: ${[message.text, ...quotes].join(" ").trim()}`;
}
