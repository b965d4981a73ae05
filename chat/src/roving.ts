// The thread as one Tab stop: arrows move between messages, Enter goes into one, Escape comes out again.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

const CONTROLS = "a, button, audio, video";

export interface Roving {
  /** The index of the message that has, or last had, the focus; -1 for none. */
  readonly focused: number;
  /** The key of the message whose links and buttons Tab may reach. */
  readonly entered: string | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocusIn: (event: FocusEvent) => void;
  readonly onFocusOut: (event: FocusEvent) => void;
}

/**
 * Args:
 *   keys: those of all messages, in order; each message is an `article` within an element with `data-key`.
 *   reveal: scrolls a message into sight by its index.
 *   leave: where the keyboard goes below the last message and on Escape.
 */
export function useRoving(
  keys: readonly string[],
  box: { readonly current: HTMLElement | null },
  reveal: (index: number) => void,
  leave: () => void,
): Roving {
  const [key, setKey] = useState<string | null>(null);
  const [entered, setEntered] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const focused = key === null ? -1 : keys.indexOf(key);

  useLayoutEffect(() => {
    const article = wanted.current === null ? null : articleOf(box.current, wanted.current);
    if (!article) return;
    wanted.current = null;
    article.focus({ preventScroll: true });
  });

  const moveTo = (index: number) => {
    if (index >= keys.length) return leave();
    const next = keys[Math.max(0, index)] ?? null;
    wanted.current = next;
    setKey(next);
    reveal(Math.max(0, index));
  };
  const enter = (article: HTMLElement) => {
    const control = article.querySelector<HTMLElement>(CONTROLS);
    if (control) setEntered(keyAround(article));
    control?.focus();
  };
  const moves: Record<string, (article: HTMLElement, index: number) => void> = {
    ArrowUp: (_, index) => moveTo(index - 1),
    ArrowDown: (_, index) => moveTo(index + 1),
    Home: () => moveTo(0),
    End: () => moveTo(keys.length - 1),
    Enter: enter,
    Escape: leave,
  };
  return {
    focused,
    entered,
    onKeyDown: (event) => {
      const target = event.target as HTMLElement;
      const article = target.closest("article");
      if (!article || event.altKey || event.ctrlKey || event.metaKey) return;
      if (target !== article) return comeOut(event, article);
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      move(article, keys.indexOf(keyAround(article) ?? ""));
    },
    onFocusIn: (event) => setKey(keyAround(event.target as HTMLElement)),
    onFocusOut: (event) => {
      // Within a message it stays entered: when focus goes in, that is not known to be so yet.
      const from = keyAround(event.target as HTMLElement);
      if (keyAround(event.relatedTarget as HTMLElement | null) !== from) setEntered(null);
    },
  };
}

/** Escape on a link or button leads back to its message. */
function comeOut(event: KeyboardEvent, article: HTMLElement): void {
  if (event.key !== "Escape") return;
  event.preventDefault();
  article.focus({ preventScroll: true });
}

function keyAround(element: HTMLElement | null): string | null {
  return element?.closest<HTMLElement>("[data-key]")?.dataset["key"] ?? null;
}

function articleOf(box: HTMLElement | null, key: string): HTMLElement | null {
  return box?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] article`) ?? null;
}
