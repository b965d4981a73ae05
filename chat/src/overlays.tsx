// What floats above the thread: the day one reads in, the way back to the end, and what should be known.
import { useEffect } from "preact/hooks";
import type { Chat } from "./chat";
import type { Calendar } from "./days";
import { Icon } from "./icons";
import { startsDay } from "./row";
import type { List } from "./virtual";

/** Long enough to read a sentence twice. */
const NOTICE_MS = 8_000;

/** The height of a day's pill with its margins: so far above the edge it is out of sight. */
const DAY_PX = 40;

interface OverlaysProps {
  readonly chat: Chat;
  readonly calendar: Calendar;
  readonly now: Date;
  readonly list: List;
  readonly opened: boolean;
}

export function Overlays({ chat, calendar, now, list, opened }: OverlaysProps) {
  const reading = opened && !chat.reading.atEnd.value;
  return (
    <>
      {reading && <FloatingDay {...{ chat, calendar, now, list }} />}
      <Earlier chat={chat} />
      {reading && <ToEnd chat={chat} list={list} />}
      {chat.history.loaded.value && chat.shown.value.length === 0 && <Welcome />}
      <Notice chat={chat} />
    </>
  );
}

/** The day of the topmost message, while the pill that begins it is out of sight. */
function FloatingDay({ chat, calendar, now, list }: Omit<OverlaysProps, "opened">) {
  const offset = list.scrollOffset ?? 0;
  const top = list.getVirtualItems().find((item) => item.end > offset + 8);
  const shown = chat.shown.value;
  const message = top && shown[top.index];
  if (!message) return null;
  const previous = shown[top.index - 1] ?? chat.history.conversation.value.previous;
  if (startsDay(calendar, previous, message) && top.start > offset - DAY_PX) return null;
  return (
    <div class="day day-floating" aria-hidden="true">
      <span>{calendar.dayName(new Date(message.at), now)}</span>
    </div>
  );
}

function Earlier({ chat }: { chat: Chat }) {
  const state = chat.history.loadingEarlier.value;
  if (state === "no") return null;
  return (
    <div class="earlier">
      {state === "yes" ? (
        <span>Loading earlier messages…</span>
      ) : (
        <button type="button" class="text-button" onClick={() => void chat.history.loadEarlier()}>
          Earlier messages did not load. Try again
        </button>
      )}
    </div>
  );
}

function ToEnd({ chat, list }: { chat: Chat; list: List }) {
  const count = chat.reading.unread.value.length;
  const label = count === 0 ? "Go to the newest message" : `Go to the newest message, ${count} unread`;
  return (
    <button type="button" class="to-end" aria-label={label} onClick={() => list.scrollToEnd()}>
      <Icon name="down" />
      {count > 0 && <b>{count}</b>}
    </button>
  );
}

function Welcome() {
  return (
    <div class="welcome">
      <p>Write something you want kept, then ask for it in your own words.</p>
      <p>
        “The spare key is under the blue pot.”
        <br />
        “Where’s the spare key?”
      </p>
    </div>
  );
}

function Notice({ chat }: { chat: Chat }) {
  const notice = chat.notice.value;
  useEffect(() => {
    if (notice === null) return undefined;
    const timer = setTimeout(() => {
      chat.notice.value = null;
    }, NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return notice === null ? null : <p class="notice">{notice}</p>;
}
