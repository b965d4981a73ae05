// One row of the thread: a message with the day or the divider that it begins, or the bot at work.
import { Bubble } from "./bubble";
import type { Chat, Shown } from "./chat";
import type { Calendar } from "./days";
import { Tail } from "./icons";
import { underDivider } from "./unread";
import type { Previous } from "./wire";

interface RowProps {
  readonly chat: Chat;
  readonly calendar: Calendar;
  readonly now: Date;
  readonly index: number;
  readonly isTabStop: boolean;
  readonly isEntered: boolean;
}

export function Row({ chat, calendar, now, index, isTabStop, isEntered }: RowProps) {
  const message = chat.shown.value[index];
  if (!message) return <TypingRow />;
  const previous = chat.shown.value[index - 1] ?? (index === 0 ? chat.history.conversation.value.previous : null);
  const at = new Date(message.at);
  const newDay = startsDay(calendar, previous, message);
  const divided = "sequence" in message && underDivider(chat.history.messages.value, chat.reading.divider.value) === message.sequence;
  return (
    <>
      {newDay && (
        <div class="day">
          <h2>{calendar.dayName(at, now)}</h2>
        </div>
      )}
      {divided && <UnreadDivider count={chat.reading.divider.value?.count ?? 1} />}
      <Bubble
        {...{ chat, calendar, message, isTabStop, isEntered }}
        startsRun={newDay || divided || previous?.author !== message.author}
        offersActions={"id" in message && chat.offers(message)}
      />
    </>
  );
}

/** Also told for the first message here, from the one before it that is still on the server. */
export function startsDay(calendar: Calendar, previous: Shown | Previous | null, message: Shown): boolean {
  return previous === null || calendar.day(new Date(previous.at)) !== calendar.day(new Date(message.at));
}

function UnreadDivider({ count }: { count: number }) {
  return (
    <div class="unread">
      <span>{count === 1 ? "1 unread message" : `${count} unread messages`}</span>
    </div>
  );
}

function TypingRow() {
  return (
    <div class="row row-theirs row-first">
      <div class="bubble typing" role="img" aria-label="Tuckaway is writing">
        <Tail />
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
