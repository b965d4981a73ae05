// One message: its bubble, its quotes, its time and ticks, and what can be done with it.
import { Component } from "preact";
import { type Chat, keyOf, type Shown } from "./chat";
import type { Calendar } from "./days";
import { Files, filesOf } from "./files";
import { Icon, Tail, TickMarks } from "./icons";
import { linked, styled } from "./markup";
import type { Outgoing } from "./outbox";
import { isLargeEmoji, isRightToLeft } from "./text";
import type { ChatMessage, ChatQuote, DeliveryState } from "./wire";

export interface BubbleProps {
  readonly chat: Chat;
  readonly calendar: Calendar;
  readonly message: Shown;
  /** The first of a run by the same author on the same day. */
  readonly startsRun: boolean;
  /** Its buttons still mean what they say. */
  readonly offersActions: boolean;
  /** The one message that Tab stops at. */
  readonly isTabStop: boolean;
  /** The keyboard has gone inside: links and buttons can be reached by Tab. */
  readonly isEntered: boolean;
}

/** What the tick says to those who don't see it; `queued` has the clock, `failed` its own line. */
const TICKS: Record<DeliveryState, string> = {
  queued: "Waiting to be sent",
  sending: "Sending",
  sent: "Sent",
  delivered: "Delivered",
  read: "Read",
  failed: "Not sent",
  unknown: "Perhaps not sent",
};

const CHANNELS = { console: "Terminal", telegram: "Telegram", whatsapp: "WhatsApp", sms: "SMS", email: "E-mail", web: null } as const;

/** A class for its `shouldComponentUpdate`: a new message must not draw the others again. */
export class Bubble extends Component<BubbleProps> {
  override shouldComponentUpdate(next: BubbleProps): boolean {
    return (Object.keys(next) as (keyof BubbleProps)[]).some((name) => next[name] !== this.props[name]);
  }

  render({ chat, calendar, message, startsRun, offersActions, isTabStop, isEntered }: BubbleProps) {
    const mine = message.author === "person";
    const tabIndex = isEntered ? 0 : -1;
    const classes = ["row", mine ? "row-mine" : "row-theirs", startsRun ? "row-first" : ""];
    const textId = `text-${keyOf(message)}`;
    return (
      <article
        class={classes.join(" ").trimEnd()}
        tabIndex={isTabStop ? 0 : -1}
        aria-label={label(message, calendar)}
        aria-describedby={textId}
      >
        <div class="column">
          <Body {...{ chat, message, calendar, tabIndex, textId, startsRun }} />
          {"problem" in message && message.state === "failed" && <NotSent {...{ chat, message, tabIndex }} />}
          {offersActions && "id" in message && <Actions {...{ chat, message, tabIndex }} />}
        </div>
      </article>
    );
  }
}

function label(message: Shown, calendar: Calendar): string {
  const time = calendar.time(new Date(message.at));
  return message.author === "bot" ? `Tuckaway, ${time}` : `You, ${time}, ${TICKS[message.state]}`;
}

interface BodyProps {
  readonly chat: Chat;
  readonly message: Shown;
  readonly calendar: Calendar;
  readonly tabIndex: 0 | -1;
  readonly textId: string;
  readonly startsRun: boolean;
}

function Body({ chat, message, calendar, tabIndex, textId, startsRun }: BodyProps) {
  const quotes = "quotes" in message ? message.quotes : [];
  const files = filesOf(message);
  const large = quotes.length + files.length === 0 && isLargeEmoji(message.text);
  // The time flows with the last line, where that line runs the way the page does; else it has a line of its own.
  const flows = message.text !== "" && quotes.length === 0 && !large && isRightToLeft(message.text) === (document.documentElement.dir === "rtl");
  const meta = <Meta message={message} calendar={calendar} />;
  return (
    <div class={large ? "bubble bubble-large" : "bubble"}>
      {startsRun && <Tail />}
      <div id={textId}>
        {files.length > 0 && <Files {...{ chat, files, tabIndex }} />}
        {message.text !== "" && (
          <div class="text" dir="auto">
            {message.author === "person" ? styled(message.text, tabIndex) : linked(message.text, tabIndex)}
            {flows && meta}
          </div>
        )}
        {"id" in message &&
          // A memory and what it said before have the same id.
          message.quotes.map((quote, index) => <Quote key={index} {...{ chat, message, quote, tabIndex }} />)}
      </div>
      {!flows && meta}
    </div>
  );
}

interface QuoteProps {
  readonly chat: Chat;
  readonly message: ChatMessage;
  readonly quote: ChatQuote;
  readonly tabIndex: 0 | -1;
}

/** A memory in the person's own words, with its date: shown as it was written, signs and all. Pressed, it opens. */
function Quote({ chat, message, quote, tabIndex }: QuoteProps) {
  const pressed = (event: { currentTarget: HTMLElement; target: EventTarget | null }) => {
    const onLink = event.target instanceof Element && event.target.closest("a") !== null;
    // Who selects words wants to copy them.
    if (onLink || !(getSelection()?.isCollapsed ?? true)) return;
    focusMessage(event);
    chat.open(message, quote);
  };
  // The button in it is for the keyboard and for those who listen; a click on it reaches the figure as well.
  return (
    <figure class="quote" onClick={pressed}>
      <blockquote dir="auto">{linked(quote.text, tabIndex)}</blockquote>
      <figcaption>
        <button type="button" tabIndex={tabIndex} aria-label={`Open: ${quote.label}`} aria-disabled={chat.tapped.value !== null}>
          <time dateTime={quote.at}>{quote.label}</time>
        </button>
      </figcaption>
    </figure>
  );
}

function Meta({ message, calendar }: { message: Shown; calendar: Calendar }) {
  const channel = "channel" in message ? CHANNELS[message.channel] : null;
  return (
    <span class="meta" dir={document.documentElement.dir === "rtl" ? "rtl" : "ltr"}>
      {channel && <span>{channel} ·</span>}
      <time dateTime={message.at}>{calendar.time(new Date(message.at))}</time>
      {message.author === "person" && <Tick state={message.state} />}
    </span>
  );
}

function Tick({ state }: { state: DeliveryState }) {
  const waiting = state === "queued" || state === "sending";
  const unsure = state === "failed" || state === "unknown";
  return (
    <span class={`tick tick-${state}`} role="img" aria-label={TICKS[state]}>
      {waiting || unsure ? (
        <Icon name={waiting ? "clock" : "alert"} size={14} />
      ) : (
        <TickMarks twice={state === "delivered" || state === "read"} />
      )}
    </span>
  );
}

/** A button that goes away when pressed hands the focus to its message, or the keyboard would stand nowhere. */
function focusMessage(event: { currentTarget: HTMLElement }): void {
  event.currentTarget.closest("article")?.focus({ preventScroll: true });
}

function NotSent({ chat, message, tabIndex }: { chat: Chat; message: Outgoing; tabIndex: 0 | -1 }) {
  const retry = (event: { currentTarget: HTMLElement }) => {
    focusMessage(event);
    chat.retry(message);
  };
  const edit = () => {
    chat.edit(message);
    document.getElementById("composer")?.focus();
  };
  const discard = () => {
    chat.discard(message);
    document.getElementById("composer")?.focus();
  };
  return (
    <div class="not-sent" role="group" aria-label="Not sent">
      <p>Not sent. {message.problem}</p>
      <button type="button" class="text-button" tabIndex={tabIndex} onClick={retry}>
        Retry
      </button>
      <button type="button" class="text-button" tabIndex={tabIndex} onClick={edit}>
        Edit
      </button>
      <button type="button" class="text-button" tabIndex={tabIndex} onClick={discard}>
        Delete
      </button>
    </div>
  );
}

function Actions({ chat, message, tabIndex }: { chat: Chat; message: ChatMessage; tabIndex: 0 | -1 }) {
  const tapped = chat.tapped.value;
  return (
    <div class="actions" role="group" aria-label="What you can do">
      {chat.buttons(message).map((action) => (
        <button
          key={action.tap}
          type="button"
          tabIndex={tabIndex}
          aria-disabled={tapped !== null}
          aria-busy={tapped?.message_id === message.id && tapped.tap === action.tap}
          onClick={(event) => {
            focusMessage(event);
            chat.tap(message, action);
          }}
        >
          {action.label}
        </button>
      ))}
    </div>
  );
}
