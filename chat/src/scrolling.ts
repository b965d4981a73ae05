// Where the thread stands: where it opens, when it follows, and what it reports about its end.
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Chat } from "./chat";
import { underDivider } from "./unread";
import type { List } from "./virtual";

/** How near the end, in pixels, still counts as being there. */
export const END_PX = 80;

/** Earlier messages are fetched before the person gets to the first one that is here. */
const EARLY_PX = 600;

/** Opens where reading left off: at the divider, else at the end. True once the thread stands there. */
export function useOpening(chat: Chat, list: List): boolean {
  const [opened, setOpened] = useState(false);
  const ready = chat.asked.value;
  const some = chat.shown.value.length > 0;
  useLayoutEffect(() => {
    if (opened) return;
    const messages = chat.history.messages.value;
    const under = underDivider(messages, chat.reading.divider.value);
    const index = messages.findIndex((message) => message.sequence === under);
    // What was kept from the last visit shows its end until the server has said what is new.
    if (ready && under !== null) list.scrollToIndex(index, { align: "start" });
    else if (some) list.scrollToEnd();
    setOpened(ready);
  }, [ready, some]);
  return opened;
}

/** One's own message is seen at once, however far up one was reading. */
export function useSends(chat: Chat, list: List): void {
  const sends = chat.sends.value;
  useLayoutEffect(() => {
    if (sends > 0) list.scrollToEnd();
  }, [sends]);
}

/** Goes to the message that the page was opened for, however far back it is; one that is nowhere is let go. */
export function useWanted(chat: Chat, list: List, opened: boolean): void {
  const wanted = chat.wanted.value;
  const messages = chat.history.messages.value;
  const loading = chat.history.loadingEarlier.value;
  useEffect(() => {
    if (!opened || wanted === null || loading === "yes") return;
    const index = messages.findIndex((message) => message.sequence === wanted);
    // What is newer than all that is here is on its way.
    if (index < 0 && wanted > (messages.at(-1)?.sequence ?? 0)) return;
    const further = loading === "no" && chat.history.conversation.value.earlier;
    if (index < 0 && wanted < (messages[0]?.sequence ?? 0) && further) {
      void chat.history.loadEarlier();
      return;
    }
    chat.wanted.value = null;
    if (index >= 0) list.scrollToIndex(index, { align: "center" });
  }, [opened, wanted, messages, loading]);
}

export interface Kept {
  readonly chat: Chat;
  readonly list: List;
  readonly box: { readonly current: HTMLElement | null };
  readonly opened: boolean;
}

/** Tells the chat whether the end is in sight, holds on to it while the box changes its size, and fetches ahead. */
export function useEndKept({ chat, list, box, opened }: Kept): void {
  useEffect(() => {
    const element = box.current;
    if (!element || !opened) return undefined;
    const look = watcher(chat, element);
    // The box shrinks under a keyboard or a growing composer; its rows grow with every message.
    const resized = new ResizeObserver(() => chat.reading.atEnd.peek() && list.scrollToEnd());
    element.addEventListener("scroll", look, { passive: true });
    for (const each of [element, ...element.children]) resized.observe(each);
    look();
    return () => {
      element.removeEventListener("scroll", look);
      resized.disconnect();
    };
  }, [opened]);
  const count = chat.history.messages.value.length;
  // A page that didn't fill the screen leaves nothing to scroll by.
  useEffect(() => {
    if (opened && box.current) fetchAhead(chat, box.current);
  }, [opened, count]);
}

/**
 * Reports whether the end is in sight. Only scrolling upwards leaves it: content that grows faster than the list follows
 * is for a moment below the edge too, and that must not make what arrives unread.
 */
function watcher(chat: Chat, element: HTMLElement): () => void {
  let before = Number.POSITIVE_INFINITY;
  return () => {
    const { scrollTop, scrollHeight, clientHeight } = element;
    if (scrollHeight - scrollTop - clientHeight <= END_PX) chat.reading.atEnd.value = true;
    else if (scrollTop < before) chat.reading.atEnd.value = false;
    before = scrollTop;
    fetchAhead(chat, element);
  };
}

function fetchAhead(chat: Chat, element: HTMLElement): void {
  if (element.scrollTop < EARLY_PX && chat.history.loadingEarlier.peek() === "no") void chat.history.loadEarlier();
}
