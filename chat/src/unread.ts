// Which incoming messages the person hasn't seen, and where the divider above them stands.
import type { ChatMessage } from "./wire";

/**
 * Where the divider stands: before the first incoming message after the sequence `after`. `count` is how many had
 * come while the person was away; those that come while they look on are not unread.
 */
export interface Divider {
  readonly after: number;
  readonly count: number;
}

/** Incoming messages beyond what was read; one's own never count. */
export function unreadOf(messages: readonly ChatMessage[], readUpTo: number): readonly ChatMessage[] {
  const firstBeyond = messages.findLastIndex((message) => message.sequence <= readUpTo) + 1;
  return messages.slice(firstBeyond).filter((message) => message.author === "bot");
}

/** The divider once the unread messages are `unread`: it stays where it is while there is something new under it. */
export function dividerFor(divider: Divider | null, unread: readonly ChatMessage[], readUpTo: number): Divider | null {
  if (unread.length === 0) return divider;
  if (divider === null || divider.after < readUpTo) return { after: readUpTo, count: unread.length };
  return { ...divider, count: unread.length };
}

/** The sequence of the message that the divider stands above; null when it is not among the messages. */
export function underDivider(messages: readonly ChatMessage[], divider: Divider | null): number | null {
  if (divider === null) return null;
  const [first] = unreadOf(messages, divider.after);
  return first?.sequence ?? null;
}
