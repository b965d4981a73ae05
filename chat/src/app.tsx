// The page: the chat, or how to get in.
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "./chat";
import { Composer } from "./composer";
import type { Calendar } from "./days";
import { Header } from "./header";
import type { Notices } from "./notices";
import { focusComposer, Thread } from "./thread";

export interface AppProps {
  readonly chat: Chat;
  readonly notices: Notices;
  readonly calendar: Calendar;
  readonly clock: () => Date;
}

export function App({ chat, notices, calendar, clock }: AppProps) {
  const now = useToday(calendar, clock);
  useTitle(chat);
  if (chat.signedOut.value) return <SignedOut />;
  return (
    <div class="app">
      <a
        class="skip"
        href="#composer"
        onClick={(event) => {
          event.preventDefault();
          focusComposer();
        }}
      >
        Skip to the message box
      </a>
      <Header {...{ chat, notices }} />
      <main>
        <Thread {...{ chat, calendar, now }} />
        <Composer chat={chat} />
      </main>
      <div class="for-screen-readers" aria-live="polite" aria-relevant="additions">
        {chat.announcements.recent.value.map(({ key, text }) => (
          <p key={key}>{text}</p>
        ))}
      </div>
    </div>
  );
}

/** The present, renewed when a day has ended: "Today" must not stay so over night. */
function useToday(calendar: Calendar, clock: () => Date): Date {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => {
      const present = clock();
      setNow((before) => (calendar.day(before) === calendar.day(present) ? before : present));
    }, 30_000);
    return () => clearInterval(timer);
  }, [calendar, clock]);
  return now;
}

function useTitle(chat: Chat): void {
  const unread = chat.reading.unread.value.length;
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Tuckaway` : "Tuckaway";
  }, [unread]);
}

function SignedOut() {
  return (
    <main class="signed-out">
      <span class="avatar" aria-hidden="true">
        T
      </span>
      <h1>Tuckaway</h1>
      <p>
        Run <code>tuckaway link</code> where Tuckaway is installed, and open the link that it prints.
      </p>
    </main>
  );
}
