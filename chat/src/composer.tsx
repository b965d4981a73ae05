// Where the person writes.
import { useRef } from "preact/hooks";
import { DropTarget, Paperclip, paste, Tray } from "./attaching";
import type { Chat } from "./chat";
import { Icon } from "./icons";

export function Composer({ chat }: { chat: Chat }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = chat.draft.value;
  const attached = chat.attachments.list.value.length > 0;
  const empty = draft.trim() === "" && !attached;
  const send = () => {
    if (empty) return;
    chat.submit();
    field.current?.focus();
  };
  return (
    <form
      class="composer"
      aria-label="Write to Tuckaway"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Tray chat={chat} />
      <Paperclip chat={chat} />
      {/* The style sheet sets the same text behind the field, which gives it its height: to measure the field itself
          it would have to shrink for a moment, and the thread above it would lose its end. */}
      <div class="field" data-text={draft}>
        <textarea
          id="composer"
          ref={field}
          rows={1}
          dir="auto"
          placeholder={attached ? "Add a caption" : "Type a message"}
          aria-label="Message"
          enterkeyhint="send"
          autocapitalize="sentences"
          value={draft}
          onInput={(event) => chat.write(event.currentTarget.value)}
          onKeyDown={(event) => onKeyDown(event, chat, send)}
          onPaste={(event) => paste(chat, event)}
        />
      </div>
      <button type="submit" class="send" aria-label="Send" disabled={empty} aria-busy={chat.submitting.value}>
        <Icon name="send" filled />
      </button>
      <DropTarget chat={chat} />
    </form>
  );
}

function onKeyDown(event: KeyboardEvent, chat: Chat, send: () => void): void {
  // Enter ends an input method's composition; Safari says so only by the key code of old.
  if (event.isComposing || event.keyCode === 229) return;
  const last = chat.attachments.list.value.at(-1);
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && last) {
    event.preventDefault();
    chat.detach(last.key);
  } else if (event.key === "ArrowUp" && chat.draft.value === "") {
    event.preventDefault();
    document.querySelector<HTMLElement>(".scroller article[tabindex='0']")?.focus();
  }
}
