// The files that the person puts to a message: they are on the server before the message that brings them is sent.
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Api } from "./api";
import { backoff } from "./backoff";
import type { Keep } from "./keep";
import { ServerProblem, SignedOut } from "./problems";
import type { ChatFile } from "./wire";

/** Answers that say something of the file, or of the person; whatever else happens may go better the next time. */
const FINAL: readonly number[] = [413, 415, 429];

/** A file that fails so often while the line stands can't be read any more, or nobody wants it. */
const MOST_ATTEMPTS = 4;

/** The server lets go of a file whose message doesn't come within a day. */
const KEPT_MS = 23 * 60 * 60 * 1000;

const NAME = "attached";
const MEGABYTE = 1024 * 1024;

export interface Attached {
  readonly key: string;
  /** What the person calls it; null for a picture out of the clipboard, which has no name. */
  readonly name: string | null;
  readonly size: number;
  /** What was chosen; null after a reload, when the server has it. */
  readonly content: Blob | null;
  readonly state: "waiting" | "uploading" | "ready" | "refused";
  /** From 0 to 1. */
  readonly progress: number;
  /** Why it can't be sent, in words for the person. */
  readonly problem: string | null;
  /** What it is on the server. */
  readonly file: ChatFile | null;
}

export interface Limits {
  readonly file_limit: number;
  readonly most_files: number;
}

export interface Watch {
  readonly progressed: (share: number) => void;
  readonly signal: AbortSignal;
}

/** What the attachments need of the chat around them. */
export interface Harbour {
  readonly api: Pick<Api, "upload" | "discardUpload">;
  readonly limits: () => Limits | null;
  readonly online: ReadonlySignal<boolean>;
  /** For those who listen. */
  readonly say: (sentence: string) => void;
  /** For everybody. */
  readonly tell: (sentence: string) => void;
  readonly signedOut: () => void;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly random: () => number;
}

interface Chosen {
  readonly content: Blob;
  readonly name: string | null;
}

export class Attachments {
  private readonly files = signal<readonly Attached[]>([]);
  readonly pending = computed(() => this.files.value.some(({ state }) => state === "waiting" || state === "uploading"));
  readonly refused = computed(() => this.files.value.some(({ state }) => state === "refused"));
  private underWay: { readonly key: string; readonly stop: AbortController } | null = null;
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly harbour: Harbour,
    private readonly keep: Keep,
  ) {
    const kept = keep.read<{ at: number; files: readonly ChatFile[] }>(NAME, { at: 0, files: [] });
    if (harbour.now().getTime() - kept.at < KEPT_MS) this.files.value = kept.files.map((file) => arrived(harbour.newId(), file));
    effect(() => {
      if (harbour.online.value) untracked(() => this.resume());
    });
  }

  get list(): ReadonlySignal<readonly Attached[]> {
    return this.files;
  }

  add(chosen: readonly Chosen[]): void {
    const limits = this.harbour.limits();
    const room = limits === null ? chosen.length : Math.max(0, limits.most_files - this.files.value.length);
    const added = chosen.slice(0, room).map((each) => this.begun(each, limits));
    if (added.length < chosen.length) this.harbour.tell(tooMany(limits?.most_files ?? room));
    if (added.length === 0) return;
    this.change([...this.files.value, ...added]);
    for (const each of added) this.harbour.say(each.problem === null ? `${titleOf(each)} added` : `${titleOf(each)}: ${each.problem}`);
    if (!this.harbour.online.peek()) this.harbour.say("Files wait until you are back online.");
    this.next();
  }

  /** Also cancels what is under way. */
  remove(key: string): void {
    const gone = this.files.value.find((each) => each.key === key);
    if (!gone) return;
    this.change(this.files.value.filter((each) => each !== gone));
    if (this.underWay?.key === key) this.underWay.stop.abort();
    if (gone.file) void this.forget(gone.file.id);
    this.harbour.say(`${titleOf(gone)} removed`);
  }

  /** Hands what is ready over to a message. */
  take(): readonly ChatFile[] {
    const taken = ready(this.files.value);
    this.change(this.files.value.filter(({ state }) => state !== "ready"));
    return taken;
  }

  /** Takes back the files of a message that was not sent. */
  putBack(files: readonly ChatFile[]): void {
    const most = this.harbour.limits()?.most_files ?? Number.POSITIVE_INFINITY;
    const together = [...files.map((file) => arrived(this.harbour.newId(), file)), ...this.files.value];
    this.change(together.map((each, place) => (place < most ? each : { ...each, state: "refused", problem: tooMany(most) })));
  }

  /** Lets the server forget a file that will not be sent. */
  async forget(id: string): Promise<void> {
    try {
      await this.harbour.api.discardUpload(id);
    } catch {
      // It went with a message, or the server lets go of it by itself after a day.
    }
  }

  clear(): void {
    clearTimeout(this.timer);
    this.underWay?.stop.abort();
    this.files.value = [];
    this.keep.remove(NAME);
  }

  /** Go on with what waits, now that it may go better. */
  resume(): void {
    this.attempts = 0;
    this.next();
  }

  private begun({ content, name }: Chosen, limits: Limits | null): Attached {
    const large = limits !== null && content.size > limits.file_limit;
    const problem = large ? `Larger than ${Math.floor(limits.file_limit / MEGABYTE)} MB. A smaller copy will do.` : null;
    const state = large ? "refused" : "waiting";
    return { key: this.harbour.newId(), name, size: content.size, content, state, progress: 0, problem, file: null };
  }

  /** One after the other: a phone's line is no faster for two. */
  private next(): void {
    clearTimeout(this.timer);
    if (this.underWay !== null || !this.harbour.online.peek()) return;
    const first = this.files.value.find(({ state }) => state === "waiting");
    if (first?.content) void this.upload(first, first.content);
  }

  private async upload(attached: Attached, content: Blob): Promise<void> {
    const stop = new AbortController();
    this.underWay = { key: attached.key, stop };
    this.become(attached.key, { state: "uploading", progress: 0 });
    const progressed = (share: number) => this.progressed(attached, share);
    try {
      const file = await this.harbour.api.upload(content, attached.name, { progressed, signal: stop.signal });
      this.arrived(attached, file);
    } catch (error) {
      if (!stop.signal.aborted) this.failed(attached, error);
    }
    if (this.underWay?.stop !== stop) return;
    this.underWay = null;
    if (this.attempts === 0) this.next();
    else this.timer = setTimeout(() => this.next(), backoff(this.attempts, this.harbour.random));
  }

  private progressed(attached: Attached, share: number): void {
    const before = this.files.value.find(({ key }) => key === attached.key)?.progress ?? 1;
    if (attached.size > MEGABYTE && before < 0.5 && share >= 0.5 && share < 1) this.harbour.say(`${titleOf(attached)}: half of it sent`);
    this.become(attached.key, { progress: share });
  }

  private arrived(attached: Attached, file: ChatFile): void {
    this.attempts = 0;
    // Removed in the very moment that it was there.
    if (!this.files.value.some(({ key }) => key === attached.key)) return void this.forget(file.id);
    this.become(attached.key, { state: "ready", progress: 1, file });
    this.harbour.say(`${titleOf(attached)} is ready to be sent`);
  }

  private failed(attached: Attached, error: unknown): void {
    if (error instanceof SignedOut) return this.harbour.signedOut();
    const final = error instanceof ServerProblem && FINAL.includes(error.status);
    if (!final && this.harbour.online.peek()) this.attempts += 1;
    if (final || this.attempts >= MOST_ATTEMPTS) {
      const problem = final ? error.message : "It did not get through. Remove it, or add it once more.";
      this.attempts = 0;
      this.become(attached.key, { state: "refused", problem });
      return this.harbour.say(`${titleOf(attached)} can't be sent: ${problem}`);
    }
    this.become(attached.key, { state: "waiting", progress: 0 });
  }

  private become(key: string, changed: Partial<Attached>): void {
    this.change(this.files.value.map((each) => (each.key === key ? { ...each, ...changed } : each)));
  }

  private change(files: readonly Attached[]): void {
    this.files.value = files;
    const there = ready(files);
    if (there.length > 0) this.keep.write(NAME, { at: this.harbour.now().getTime(), files: there });
    else this.keep.remove(NAME);
  }
}

function ready(list: readonly Attached[]): readonly ChatFile[] {
  return list.flatMap(({ state, file }) => (state === "ready" && file !== null ? [file] : []));
}

function tooMany(most: number): string {
  return `One message takes ${most} files at most.`;
}

function arrived(key: string, file: ChatFile): Attached {
  return { key, name: file.name, size: file.size ?? 0, content: null, state: "ready", progress: 1, problem: null, file };
}

export function titleOf(attached: Attached): string {
  return attached.name ?? "Picture";
}
