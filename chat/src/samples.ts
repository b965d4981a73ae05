// Messages for the tests.
import type { ChatMessage, Page } from "./wire";

const START = Date.UTC(2026, 10, 21, 9, 0);

function message(sequence: number, text: string, more: Partial<ChatMessage>): ChatMessage {
  return {
    id: `m${sequence}`,
    sequence,
    author: "bot",
    at: new Date(START + sequence * 1000).toISOString(),
    text,
    state: "sent",
    client_id: null,
    channel: "web",
    quotes: [],
    actions: [],
    files: [],
    ...more,
  };
}

export function fromBot(sequence: number, text: string, more: Partial<ChatMessage> = {}): ChatMessage {
  return message(sequence, text, more);
}

export function fromPerson(sequence: number, text: string, more: Partial<ChatMessage> = {}): ChatMessage {
  return message(sequence, text, { author: "person", ...more });
}

export function page(items: readonly ChatMessage[], more: Partial<Page> = {}): Page {
  return { items, previous: null, more: false, ...more };
}
