// The bar above the thread: who one talks to, whether the line stands, and the menu.
import { useRef } from "preact/hooks";
import { type Chat, CONNECTION_WORDS } from "./chat";
import { Icon } from "./icons";
import type { Notices } from "./notices";

interface HeaderProps {
  readonly chat: Chat;
  readonly notices: Notices;
}

export function Header({ chat, notices }: HeaderProps) {
  return (
    <header class="bar">
      <span class="avatar" aria-hidden="true">
        T
      </span>
      <div class="who">
        <h1>Tuckaway</h1>
        <p>{status(chat)}</p>
      </div>
      <Menu {...{ chat, notices }} />
    </header>
  );
}

function status(chat: Chat): string {
  const state = chat.connection.state.value;
  return state === "online" && chat.typing.value ? "typing…" : CONNECTION_WORDS[state];
}

function Menu({ chat, notices }: HeaderProps) {
  const menu = useRef<HTMLDivElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const ask = () => {
    menu.current?.hidePopover();
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" class="icon-button" aria-label="Menu" popovertarget="menu">
        <Icon name="more" />
      </button>
      <div id="menu" ref={menu} class="menu" popover="auto">
        {chat.me.value?.name && <p>{chat.me.value.name}</p>}
        <Notifying notices={notices} close={() => menu.current?.hidePopover()} />
        <button type="button" onClick={ask}>
          Log out
        </button>
      </div>
      <dialog ref={dialog} aria-labelledby="log-out-title">
        <LogOut chat={chat} close={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}

/** Never asked for: whoever wants to be told finds it here. */
function Notifying({ notices, close }: { notices: Notices; close: () => void }) {
  const state = notices.state.value;
  if (state === "unable") return null;
  if (state === "blocked") return <p>Notifications are blocked in this browser’s settings.</p>;
  const press = () => {
    close();
    void (state === "on" ? notices.stop() : notices.allow());
  };
  return (
    <button type="button" disabled={state === "busy"} onClick={press}>
      {state === "on" ? "Stop notifying me here" : "Notify me on this device"}
    </button>
  );
}

function LogOut({ chat, close }: { chat: Chat; close: () => void }) {
  const unsent = chat.outbox.messages.value.filter((message) => message.state !== "sent").length;
  const leave = () => {
    close();
    void chat.logOut();
  };
  return (
    <>
      <h2 id="log-out-title">Log out of this browser?</h2>
      <p>
        The messages kept here for reading offline are removed.
        {unsent > 0 && ` ${unsent === 1 ? "One message that was" : `${unsent} messages that were`} not sent will be lost.`}
        {" You need a new link to come back: run "}
        <code>tuckaway link</code>.
      </p>
      <div class="choices">
        <button type="button" class="text-button" onClick={close}>
          Stay
        </button>
        <button type="button" class="main-button" onClick={leave}>
          Log out
        </button>
      </div>
    </>
  );
}
