// One's own messages on their way to the server; they survive a reload and are shared by all tabs.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Keep } from "./keep";
import type { ChatFile, ChatMessage } from "./wire";

/** After so many tries without an answer a message is shown as not sent. */
export const MOST_ATTEMPTS = 4;

const NAME = "outbox";

/** A message of one's own that isn't in the log yet. Shaped like one that is, as far as a bubble can tell. */
export interface Outgoing {
  readonly client_id: string;
  readonly author: "person";
  readonly at: string;
  readonly text: string;
  /** What was uploaded for it; not there in what was written before there were files. */
  readonly files?: readonly ChatFile[];
  /** `sent`: the server has it, and it will come back with its place in the log. */
  readonly state: "queued" | "sent" | "failed";
  /** Why it was not sent, in words for the person. */
  readonly problem: string | null;
  readonly attempts: number;
}

export class Outbox {
  private readonly list = signal<readonly Outgoing[]>([]);

  constructor(private readonly keep: Keep) {
    this.reload();
    keep.onChange(NAME, () => this.reload());
  }

  get messages(): ReadonlySignal<readonly Outgoing[]> {
    return this.list;
  }

  queued(): readonly Outgoing[] {
    return this.list.value.filter((message) => message.state === "queued");
  }

  add({ client_id, text, files, at }: Pick<Outgoing, "client_id" | "text" | "files"> & { readonly at: Date }): void {
    const message = { client_id, author: "person", at: at.toISOString(), text, files: files ?? [], state: "queued" } as const;
    this.replace([...this.list.value, { ...message, problem: null, attempts: 0 }]);
  }

  /** Count a try to send; the one too many turns it into a message that was not sent. */
  attempted(client_id: string): void {
    this.change(client_id, ({ attempts, ...message }) =>
      attempts < MOST_ATTEMPTS
        ? { ...message, attempts: attempts + 1 }
        : { ...message, attempts, state: "failed", problem: "Tuckaway did not answer." },
    );
  }

  accepted(client_id: string): void {
    this.change(client_id, (message) => ({ ...message, state: "sent", problem: null }));
  }

  refused(client_id: string, problem: string): void {
    this.change(client_id, (message) => ({ ...message, state: "failed", problem }));
  }

  retry(client_id: string): void {
    this.change(client_id, (message) => ({ ...message, state: "queued", problem: null, attempts: 0 }));
  }

  remove(client_id: string): void {
    this.replace(this.list.value.filter((message) => message.client_id !== client_id));
  }

  /** Takes out what has come into the log. */
  settle(log: readonly ChatMessage[]): void {
    if (this.list.value.length === 0) return;
    const logged = new Set(log.map((message) => message.client_id));
    const rest = this.list.value.filter((message) => !logged.has(message.client_id));
    if (rest.length < this.list.value.length) this.replace(rest);
  }

  clear(): void {
    this.list.value = [];
    this.keep.remove(NAME);
  }

  private change(client_id: string, changed: (message: Outgoing) => Outgoing): void {
    this.replace(this.list.value.map((message) => (message.client_id === client_id ? changed(message) : message)));
  }

  private replace(messages: readonly Outgoing[]): void {
    this.list.value = messages;
    this.keep.write(NAME, messages.filter((message) => message.state !== "sent"));
  }

  private reload(): void {
    const underWay = this.list.value.filter((message) => message.state === "sent");
    this.list.value = [...underWay, ...this.keep.read<readonly Outgoing[]>(NAME, [])];
  }
}
