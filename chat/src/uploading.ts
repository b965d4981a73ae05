// One file on its way to the server: by XMLHttpRequest, since `fetch` doesn't tell how far it has come.
import type { Watch } from "./attachments";
import { ServerProblem, SignedOut } from "./problems";
import type { ChatFile, Problem } from "./wire";

export interface Upload {
  readonly address: string;
  readonly csrf: string;
  readonly content: Blob;
  readonly name: string | null;
}

/** Rejects as every call of the server's does, and with an `AbortError` once the signal says so. */
export function uploaded(request: XMLHttpRequest, upload: Upload, watch: Watch): Promise<ChatFile> {
  return new Promise((resolve, reject) => {
    request.open("POST", upload.address);
    request.setRequestHeader("X-CSRF-Token", upload.csrf);
    request.setRequestHeader("Content-Type", upload.content.type || "application/octet-stream");
    if (upload.name !== null) request.setRequestHeader("X-File-Name", encoded(upload.name));
    request.upload.onprogress = ({ loaded, total }) => watch.progressed(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new TypeError("no network"));
    request.onabort = () => reject(new DOMException("taken back", "AbortError"));
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as ChatFile);
      else reject(request.status === 401 ? new SignedOut() : new ServerProblem(request.status, sentence(request)));
    };
    watch.signal.addEventListener("abort", () => request.abort());
    request.send(upload.content);
  });
}

/** A name may hold half a surrogate pair, for which there is no encoding. */
function encoded(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, "\uFFFD"));
}

function sentence(request: XMLHttpRequest): string {
  try {
    return (JSON.parse(request.responseText) as Problem).detail;
  } catch {
    return `The server answered ${request.status}.`;
  }
}
