// The messages as a list that stays at its end, or where the person reads.
import { defaultRangeExtractor, type Range } from "@tanstack/virtual-core";
import { useCallback, useMemo, useRef } from "preact/hooks";
import { type Chat, keyOf, type Shown } from "./chat";
import type { Calendar } from "./days";
import { Overlays } from "./overlays";
import { useRoving } from "./roving";
import { Row } from "./row";
import { END_PX, useEndKept, useOpening, useSends, useWanted } from "./scrolling";
import { type List, useVirtual } from "./virtual";

const TYPING_KEY = "typing";
const TYPICAL_ROW_PX = 64;

export interface ThreadProps {
  readonly chat: Chat;
  readonly calendar: Calendar;
  readonly now: Date;
}

export function Thread({ chat, calendar, now }: ThreadProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useRef<List | null>(null);
  const shown = chat.shown.value;
  const keys = useMemo(() => shown.map(keyOf), [shown]);
  const roving = useRoving(keys, box, (index) => virtual.current?.scrollToIndex(index), focusComposer);
  const list = useMessageList({ shown, typing: chat.typing.value, focused: roving.focused, box });
  virtual.current = list;
  const opened = useOpening(chat, list);
  useSends(chat, list);
  useWanted(chat, list, opened);
  useEndKept({ chat, list, box, opened });
  const stop = roving.focused >= 0 ? roving.focused : Math.min(list.range?.endIndex ?? keys.length, keys.length - 1);
  return (
    <div class="thread">
      <div
        ref={box}
        class="scroller"
        role="log"
        aria-live="off"
        aria-label="Messages"
        // Chromium makes every scroller a Tab stop; here the messages are.
        tabIndex={-1}
        onKeyDown={roving.onKeyDown}
        onFocusIn={roving.onFocusIn}
        onFocusOut={roving.onFocusOut}
      >
        <Rows {...{ chat, calendar, now, list, stop }} entered={roving.entered} />
      </div>
      <Overlays {...{ chat, calendar, now, list, opened }} />
    </div>
  );
}

interface RowsProps extends ThreadProps {
  readonly list: List;
  /** The index of the message that Tab stops at. */
  readonly stop: number;
  readonly entered: string | null;
}

function Rows({ chat, calendar, now, list, stop, entered }: RowsProps) {
  return (
    <div class="rows" style={{ height: `${list.getTotalSize()}px` }}>
      {list.getVirtualItems().map(({ key, index, start }) => (
        <div
          key={key}
          class="place"
          data-index={index}
          data-key={key}
          ref={list.measureElement}
          style={{ transform: `translateY(${start}px)` }}
        >
          <Row {...{ chat, calendar, now, index }} isTabStop={stop === index} isEntered={entered === key} />
        </div>
      ))}
    </div>
  );
}

interface MessageList {
  readonly shown: readonly Shown[];
  readonly typing: boolean;
  readonly focused: number;
  readonly box: { readonly current: HTMLElement | null };
}

function useMessageList({ shown, typing, focused, box }: MessageList): List {
  return useVirtual({
    // The typing row exists, with a key of its own, only while shown: as a fixed last row it would hide from the list
    // that a new message is one that is appended.
    count: shown.length + (typing ? 1 : 0),
    getItemKey: useCallback((index: number) => keyAt(shown, index), [shown]),
    getScrollElement: () => box.current,
    estimateSize: () => TYPICAL_ROW_PX,
    rangeExtractor: useCallback((range: Range) => withFocused(range, focused), [focused]),
    overscan: 8,
    gap: 2,
    paddingStart: 12,
    paddingEnd: 12,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: END_PX,
  });
}

function keyAt(shown: readonly Shown[], index: number): string {
  const message = shown[index];
  return message ? keyOf(message) : TYPING_KEY;
}

/** The rows in sight, and the one with the focus, which must not vanish from under the keyboard. */
function withFocused(range: Range, focused: number): number[] {
  const inSight = defaultRangeExtractor(range);
  if (focused < 0 || focused >= range.count || inSight.includes(focused)) return inSight;
  return [...inSight, focused].sort((a, b) => a - b);
}

export function focusComposer(): void {
  document.getElementById("composer")?.focus();
}
