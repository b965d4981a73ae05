// Written by `python -m webhooks.typescript` from webhooks/wire.py; change that and run it again.

/** A `Send` or `Tap` is stored durably. */
export interface Accepted {
  readonly type: "accepted";
  readonly client_id: string;
}

/** The ways in and out, those included that a memory can only have been brought along from so far. */
export type ChannelName = "console" | "web" | "telegram" | "whatsapp" | "sms" | "email";

/** A button under a message; `tap` comes back in `Tap`. `lasting`: the buttons stay when it was pressed. */
export interface ChatAction {
  readonly label: string;
  readonly tap: string;
  readonly lasting: boolean;
}

/**
 * A file of a message. Once it is `stored` its bytes are at `/api/v1/media/{id}`.
 *
 * What is `waiting` is still being fetched: `/api/v1/media/{id}/standing` tells how far it has come. `size` is in
 * bytes, `width` and `height` in pixels, of a picture. With `thumbnail` a small one is at
 * `/api/v1/media/{id}/thumbnail`.
 */
export interface ChatFile {
  readonly id: string;
  readonly kind: MediaKind;
  readonly name: string | null;
  readonly standing: "waiting" | "stored" | "gone";
  readonly type: string | null;
  readonly size: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly thumbnail: boolean;
}

/**
 * One message of the conversation, whichever channel it was written on.
 *
 * `client_id` is the one the browser gave its own message, so that it can tell it from a new one.
 */
export interface ChatMessage {
  readonly id: string;
  readonly sequence: number;
  readonly author: "person" | "bot";
  readonly at: string;
  readonly text: string;
  readonly state: DeliveryState;
  readonly client_id: string | null;
  readonly channel: ChannelName;
  readonly quotes: ReadonlyArray<ChatQuote>;
  readonly actions: ReadonlyArray<ChatAction>;
  readonly files: ReadonlyArray<ChatFile>;
}

/** A memory repeated word for word. `label` says when and where it was told: `3 May, Telegram`. */
export interface ChatQuote {
  readonly memory: string;
  readonly text: string;
  readonly label: string;
  readonly at: string;
}

export type ClientEvent = Send | Tap | Read;

/** How far a message has come. `UNKNOWN`: the provider may or may not have taken it, so it is not sent again. */
export type DeliveryState = "queued" | "sending" | "sent" | "delivered" | "read" | "failed" | "unknown";

/**
 * Whose browser this is. `csrf` goes back as the header `X-CSRF-Token` of every POST.
 *
 * `person` is the person's id: what a browser keeps for one person (drafts, unsent messages) must never reach another.
 * `file_limit` is the most bytes of a file that is uploaded, `most_files` how many go with one message.
 */
export interface Me {
  readonly person: string;
  readonly name: string | null;
  readonly zone: string | null;
  readonly csrf: string;
  readonly last_sequence: number;
  readonly file_limit: number;
  readonly most_files: number;
}

/** What a file is to the person who sent it. */
export type MediaKind = "photo" | "video" | "voice" | "audio" | "document";

/** A message is new, or is no longer what it was. */
export interface MessageChanged {
  readonly type: "message";
  readonly message: ChatMessage;
}

/**
 * A device that may be told things when nobody looks at it.
 *
 * `value` is a browser's endpoint, with its keys in base64url beside it, or an app's Firebase installation id (`fid`)
 * or registration token (`token`). `label` is what its person calls it.
 */
export interface NewDevice {
  readonly kind: "webpush" | "fid" | "token";
  readonly value: string;
  readonly p256dh: string | null;
  readonly auth: string | null;
  readonly label: string | null;
}

/** Neighbouring messages, oldest first. `more`: there are others further on in the direction asked for. */
export interface Page {
  readonly items: ReadonlyArray<ChatMessage>;
  readonly previous: Previous | null;
  readonly more: boolean;
}

/** The message before the first of a page: the page needs it to know whether that one begins a day or a run. */
export interface Previous {
  readonly at: string;
  readonly author: "person" | "bot";
}

/** Why a request was turned down, in words for the person. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
}

/** What a browser signs up with at its push service; null where browsers can't be told anything. */
export interface PushKey {
  readonly key: string | null;
}

/** The person has seen everything up to and including `sequence`. */
export interface Read {
  readonly type: "read";
  readonly sequence: number;
}

/** A `Send` or `Tap` will never be taken; `sentence` tells the person why. */
export interface Refused {
  readonly type: "refused";
  readonly client_id: string;
  readonly sentence: string;
}

/** A device may be told things from now on; by its id that can be taken back. */
export interface Registered {
  readonly id: string;
}

/**
 * The person wrote something. The same `client_id` again is the same message, not a second one.
 *
 * `files` are ids of what was uploaded for it, in the order they are shown.
 */
export interface Send {
  readonly type: "send";
  readonly client_id: string;
  readonly text: string;
  readonly files: ReadonlyArray<string>;
}

export type ServerEvent = Accepted | Refused | MessageChanged | StateChanged | Typing;

/** A message has come further on its way. */
export interface StateChanged {
  readonly type: "state";
  readonly sequence: number;
  readonly state: DeliveryState;
}

/** The person pressed a button of a message. */
export interface Tap {
  readonly type: "tap";
  readonly client_id: string;
  readonly message_id: string;
  readonly tap: string;
}

/** The bot has begun to work on an answer, or has stopped. */
export interface Typing {
  readonly type: "typing";
  readonly on: boolean;
}

/** The browser's time zone, by its IANA name. */
export interface Zone {
  readonly zone: string;
}
