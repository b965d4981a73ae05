// The conversation as far as this browser knows it: pure functions from one state to the next.
import type { ChatMessage, DeliveryState, Page, Previous } from "./wire";

/** A run of neighbouring messages without a gap, ending with the newest that is known. */
export interface Conversation {
  readonly messages: readonly ChatMessage[];
  /** The message before the first one, which decides whether that one begins a day or a run. */
  readonly previous: Previous | null;
  /** There are earlier messages on the server. */
  readonly earlier: boolean;
}

export const EMPTY: Conversation = { messages: [], previous: null, earlier: false };

/** How far a message has come; the last two are final, whatever arrives late. */
const RANK: Record<DeliveryState, number> = {
  queued: 0,
  sending: 1,
  sent: 2,
  delivered: 3,
  read: 4,
  failed: 5,
  unknown: 5,
};

/** Ticks never go backwards, though events may overtake each other. */
export function later(known: DeliveryState, heard: DeliveryState): DeliveryState {
  return RANK[heard] > RANK[known] ? heard : known;
}

/** The newest page is the truth about the end of the conversation: what was kept before it is dropped. */
export function withNewest(conversation: Conversation, page: Page): Conversation {
  const last = page.items.at(-1)?.sequence ?? 0;
  const heardSince = conversation.messages.filter((message) => message.sequence > last && page.items.length > 0);
  return { messages: [...page.items, ...heardSince], previous: page.previous, earlier: page.more };
}

export function withEarlier(conversation: Conversation, page: Page): Conversation {
  return {
    messages: merged(conversation.messages, page.items),
    previous: page.previous,
    earlier: page.more,
  };
}

export function withMessages(conversation: Conversation, items: readonly ChatMessage[]): Conversation {
  return { ...conversation, messages: merged(conversation.messages, items) };
}

export function withState(conversation: Conversation, sequence: number, state: DeliveryState): Conversation {
  const messages = conversation.messages.map((message) =>
    message.sequence === sequence ? { ...message, state: later(message.state, state) } : message,
  );
  return { ...conversation, messages };
}

/** The last so many messages by themselves. */
export function tail(conversation: Conversation, length: number): Conversation {
  const { messages } = conversation;
  const before = messages.at(-length - 1);
  if (!before) return conversation;
  return { messages: messages.slice(-length), previous: { at: before.at, author: before.author }, earlier: true };
}

/** Both lists as one, by sequence; of a message in both, what was heard counts, except that its state never goes back. */
function merged(known: readonly ChatMessage[], heard: readonly ChatMessage[]): ChatMessage[] {
  const bySequence = new Map(known.map((message) => [message.sequence, message]));
  for (const message of heard) {
    const before = bySequence.get(message.sequence);
    bySequence.set(message.sequence, before ? { ...message, state: later(before.state, message.state) } : message);
  }
  const last = known.at(-1)?.sequence ?? -1;
  const inOrder = [...bySequence.values()];
  // A Map keeps the order of insertion, so the usual case, an append, is sorted already.
  return heard.every((message) => message.sequence >= last) ? inOrder : inOrder.sort((a, b) => a.sequence - b.sequence);
}
