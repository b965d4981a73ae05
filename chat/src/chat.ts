// The chat behind the page: what the person does, what the server says, and whose browser this is.
import { batch, computed, effect, type Signal, signal, untracked } from "@preact/signals";
import { Announcements } from "./announcements";
import type { Api } from "./api";
import { Attachments, type Harbour } from "./attachments";
import { Connection, type ConnectionState } from "./connection";
import { filesOf, nameOf, standingOf } from "./files";
import { History } from "./history";
import { Outbox, type Outgoing } from "./outbox";
import { SignedOut } from "./problems";
import { type Kept, Reading } from "./reading";
import { withoutBlankEdges } from "./text";
import type { ChatAction, ChatFile, ChatMessage, ChatQuote, Me, ServerEvent, Tap } from "./wire";

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
  /** Nothing is to be shown on this device any more. */
  readonly forgetDevice: () => void;
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

/** How the tap begins that opens a memory; the memory's id follows. */
const OPEN = "open:";

export class Chat {
  readonly me = signal<Me | null>(null);
  readonly signedOut = signal(false);
  /** The first try to reach the server is over, with an answer or without. */
  readonly asked = computed(() => this.history.loaded.value || this.unanswered.value);
  readonly typing = signal(false);
  readonly draft = signal("");
  /** What is written is sent as soon as the files put to it are on the server. */
  readonly submitting = signal(false);
  /** Something the person should know, shown for a moment above the composer. */
  readonly notice = signal<string | null>(null);
  /** The button that was pressed and hasn't been answered. */
  readonly tapped = signal<Tap | null>(null);
  /** The messages of which a button was pressed and answered: that choice is made. */
  private readonly chosen: Signal<readonly string[]>;
  /** Counts one's own messages; the thread goes to its end with each. */
  readonly sends = signal(0);
  /** The message that the page was opened for, by its sequence, until it is in sight. */
  readonly wanted = signal<number | null>(null);
  readonly announcements = new Announcements();
  readonly history: History;
  readonly outbox: Outbox;
  readonly attachments: Attachments;
  readonly reading: Reading;
  readonly connection: Connection;
  readonly shown = computed<readonly Shown[]>(() => [...this.history.messages.value, ...this.outbox.messages.value]);

  private readonly unanswered = signal(false);
  /** The state of the line that was announced last; null until it stood for the first time. */
  private told: ConnectionState | null = null;
  private zoneTold = false;
  /** Whether the button that was pressed last takes all buttons of its message away. */
  private deciding = false;
  private answerTimer: ReturnType<typeof setTimeout> | undefined;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly around: Surroundings) {
    const { lasting } = around.kept;
    this.connection = new Connection({
      admitted: () => this.admitted(),
      socket: around.socket,
      opened: () => this.opened(),
      heard: (event) => this.heard(event),
      random: around.random,
    });
    this.history = new History(around.api, lasting, {
      failed: (error) => this.failed(error),
      missed: (count) => this.announcements.say(count === 1 ? "1 new message" : `${count} new messages`),
    });
    this.outbox = new Outbox(lasting);
    this.attachments = new Attachments(this.harbour(), lasting);
    this.reading = new Reading(this.history.messages, around.kept, (sequence) => {
      this.connection.send({ type: "read", sequence });
    });
    this.draft.value = lasting.read("draft", "");
    this.chosen = signal(lasting.read<readonly string[]>("chosen", []));
    this.follow();
  }

  start(): void {
    this.connection.reconnect();
  }

  /** The page is looked at again: a phone may have let the line die without a word. */
  wake(): void {
    if (this.connection.state.value === "online") this.history.catchUp(true);
    else this.connection.reconnect();
  }

  // What the person does.

  /** Send what is written, with the files put to it: at once, or when the last of these is on the server. */
  submit(): void {
    this.submitting.value = this.attachments.pending.value && !this.attachments.refused.value;
    if (this.attachments.refused.value) return this.tell("A file can’t be sent. Remove it, and the rest goes.");
    if (this.submitting.value) return this.announcements.say("It is sent as soon as the files are there.");
    const [text, files] = [this.draft.value, this.attachments.take()];
    this.write("");
    this.send(text, files);
  }

  send(text: string, files: readonly ChatFile[] = []): void {
    const written = withoutBlankEdges(text);
    if (written === "" && files.length === 0) return;
    const client_id = this.around.newId();
    batch(() => {
      this.outbox.add({ client_id, text: written, files, at: this.around.now() });
      this.reading.answered();
      this.sends.value += 1;
    });
    this.transmit({ client_id, text: written, files });
  }

  /** Take a file out of what is being written. */
  detach(key: string): void {
    this.submitting.value = false;
    this.attachments.remove(key);
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
    this.attachments.putBack(message.files ?? []);
    this.write([message.text, this.draft.value].filter((text) => text !== "").join("\n"));
  }

  discard(message: Outgoing): void {
    this.outbox.remove(message.client_id);
    for (const { id } of message.files ?? []) void this.attachments.forget(id);
  }

  /** Buttons stay on every answer of the newest exchange: an introduction must not take the Undo before it away. */
  offers(message: ChatMessage): boolean {
    return this.buttons(message).length > 0 && this.history.isNewest(message) && !this.chosen.value.includes(message.id);
  }

  /** A quote needs no button to be opened, since it can be pressed itself. */
  buttons(message: ChatMessage): readonly ChatAction[] {
    return message.actions.filter(({ tap }) => !message.quotes.some(({ memory }) => tap === OPEN + memory));
  }

  /** Ask for the whole of a memory that a message quotes; the answer comes at the end of the thread. */
  open(message: ChatMessage, quote: ChatQuote): void {
    if (this.tapped.value) return;
    this.sends.value += 1;
    this.tap(message, { label: quote.label, tap: OPEN + quote.memory, lasting: true });
  }

  tap(message: ChatMessage, action: ChatAction): void {
    if (this.tapped.value) return;
    const tap: Tap = { type: "tap", client_id: this.around.newId(), message_id: message.id, tap: action.tap };
    this.tapped.value = tap;
    this.deciding = !action.lasting;
    if (!this.connection.send(tap)) this.tell(`“${action.label}” waits for the connection.`);
  }

  /** How far a file has come that is still being fetched. */
  standing(file: ChatFile): Promise<ChatFile> {
    return standingOf(file, (id) => this.around.api.standing(id));
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

  // What follows from what.

  private follow(): void {
    const newest = computed(() => this.history.newestFromBot.value?.id);
    effect(() => {
      if (newest.value !== undefined) untracked(() => this.answered());
    });
    effect(() => this.outbox.settle(this.history.messages.value));
    effect(() => this.lineChanged(this.connection.state.value));
    effect(() => {
      if (this.submitting.value && !this.attachments.pending.value) untracked(() => this.submit());
    });
    const { lasting } = this.around.kept;
    lasting.onChange("person", () => lasting.read("person", null) === null && this.leave());
  }

  private answered(): void {
    this.setTyping(false);
    if (this.tapped.value && this.deciding) this.choose(this.tapped.value.message_id);
    this.tapped.value = null;
  }

  private choose(id: string): void {
    const offered = this.history.messages.value.filter((message) => this.history.isNewest(message)).map((message) => message.id);
    // Of what came before the newest exchange nothing is offered anyway, so this stays small.
    this.chosen.value = [...this.chosen.value.filter((each) => offered.includes(each)), id];
    this.around.kept.lasting.write("chosen", this.chosen.value);
  }

  private setTyping(on: boolean): void {
    clearTimeout(this.typingTimer);
    this.typing.value = on;
    if (on) this.typingTimer = setTimeout(() => this.setTyping(false), TYPING_MS);
  }

  private lineChanged(state: ConnectionState): void {
    if (state !== "online") {
      this.history.broken();
      this.setTyping(false);
    }
    // Until the line stood for the first time nothing has been lost, and nothing need be said.
    if (this.told === null && state !== "online") return;
    if (this.told !== null) this.announcements.say(CONNECTION_WORDS[state]);
    this.told = state;
  }

  // Whose browser this is.

  private async admitted(): Promise<boolean> {
    try {
      this.enter(await this.around.api.me());
    } catch (error) {
      this.unanswered.value = true;
      if (!(error instanceof SignedOut)) throw error;
      this.shutOut();
      return false;
    }
    // The newest messages need not wait for the socket.
    if (!this.history.loaded.value) this.history.catchUp(false);
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

  private failed(error: unknown): void {
    this.unanswered.value = true;
    if (error instanceof SignedOut) this.shutOut();
    else this.connection.renew();
  }

  /** The session is over. What was said is hidden, what was written and not sent waits for its author. */
  private shutOut(): void {
    this.connection.close();
    this.signedOut.value = true;
    this.history.forget();
  }

  private leave(): void {
    this.shutOut();
    this.forget();
  }

  private forget(): void {
    this.history.forget();
    this.outbox.clear();
    this.reading.forget();
    this.attachments.clear();
    this.draft.value = "";
    this.chosen.value = [];
    this.around.kept.lasting.wipe();
    this.around.kept.visit.wipe();
    this.around.forgetDevice();
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

  private harbour(): Harbour {
    return {
      ...this.around,
      limits: () => this.me.value,
      online: computed(() => this.connection.state.value === "online"),
      say: (sentence) => this.announcements.say(sentence),
      tell: (sentence) => this.tell(sentence),
      signedOut: () => this.shutOut(),
    };
  }

  // The line.

  private opened(): void {
    this.history.catchUp(true);
    for (const message of this.outbox.queued()) this.transmit(message);
    if (this.tapped.value) this.connection.send(this.tapped.value);
    this.reading.repeat();
  }

  private transmit({ client_id, text, files = [] }: Pick<Outgoing, "client_id" | "text" | "files">): void {
    if (this.connection.state.value !== "online") return;
    this.outbox.attempted(client_id);
    if (!this.outbox.queued().some((message) => message.client_id === client_id)) return;
    this.connection.send({ type: "send", client_id, text, files: files.map(({ id }) => id) });
    clearTimeout(this.answerTimer);
    this.answerTimer = setTimeout(() => this.outbox.queued().length > 0 && this.connection.renew(), ANSWER_MS);
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
        return this.history.advanced(event.sequence, event.state);
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
    const isNew = this.history.pushed(message);
    if (message.author === "person") return;
    // An answer may also be a message that has changed.
    this.answered();
    if (isNew) this.announcements.say(spoken(message));
  }
}

function spoken(message: ChatMessage): string {
  const quotes = message.quotes.map((quote) => `${quote.text}, ${quote.label}.`);
  const files = filesOf(message).map((file) => `${nameOf(file)}.`);
  return `Tuckaway: ${[message.text, ...quotes, ...files].join(" ").trim()}`;
}
