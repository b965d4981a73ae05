// The server's HTTP side.
import type { Watch } from "./attachments";
import { ServerProblem, SignedOut } from "./problems";
import { uploaded } from "./uploading";
import type { ChatFile, Me, NewDevice, Page, Problem, PushKey, Registered, Zone } from "./wire";

const ROOT = "/api/v1";

/** Every call rejects with `SignedOut`, `ServerProblem`, or a `TypeError` of `fetch` when there is no network. */
export class Api {
  private csrf = "";

  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly request: () => XMLHttpRequest,
  ) {}

  async me(): Promise<Me> {
    const me = (await this.get("/me")) as Me;
    this.csrf = me.csrf;
    return me;
  }

  async newest(limit: number): Promise<Page> {
    return (await this.get(`/messages?limit=${limit}`)) as Page;
  }

  async before(sequence: number, limit: number): Promise<Page> {
    return (await this.get(`/messages?before=${sequence}&limit=${limit}`)) as Page;
  }

  async after(sequence: number, limit: number): Promise<Page> {
    return (await this.get(`/messages?after=${sequence}&limit=${limit}`)) as Page;
  }

  /** How far a file has come that is still being fetched. */
  async standing(file: string): Promise<ChatFile> {
    return (await this.get(`/media/${encodeURIComponent(file)}/standing`)) as ChatFile;
  }

  /** Keep a file for a message that is still to be sent. */
  upload(content: Blob, name: string | null, watch: Watch): Promise<ChatFile> {
    return uploaded(this.request(), { address: `${ROOT}/uploads`, csrf: this.csrf, content, name }, watch);
  }

  async discardUpload(file: string): Promise<void> {
    await this.changed("DELETE", `/uploads/${encodeURIComponent(file)}`, {});
  }

  async moveTo(zone: Zone): Promise<void> {
    await this.post("/zone", zone);
  }

  /** What this browser signs up with for notifications; null where the server sends none. */
  async pushKey(): Promise<string | null> {
    return ((await this.get("/push-key")) as PushKey).key;
  }

  async addDevice(device: NewDevice): Promise<Registered> {
    return (await (await this.post("/devices", device)).json()) as Registered;
  }

  async removeDevice(id: string): Promise<void> {
    await this.changed("DELETE", `/devices/${encodeURIComponent(id)}`, {});
  }

  async logOut(): Promise<void> {
    await this.post("/logout", {});
  }

  private async get(path: string): Promise<unknown> {
    const response = await this.answered(path, { headers: { Accept: "application/json" } });
    return response.json();
  }

  private post(path: string, body: object): Promise<Response> {
    return this.changed("POST", path, body);
  }

  private changed(method: "POST" | "DELETE", path: string, body: object): Promise<Response> {
    const headers = { "Content-Type": "application/json", "X-CSRF-Token": this.csrf };
    return this.answered(path, { method, headers, body: JSON.stringify(body) });
  }

  private async answered(path: string, request: RequestInit): Promise<Response> {
    const response = await this.fetch(ROOT + path, { credentials: "same-origin", cache: "no-store", ...request });
    if (response.status === 401) throw new SignedOut();
    if (!response.ok) throw new ServerProblem(response.status, await sentence(response));
    return response;
  }
}

async function sentence(response: Response): Promise<string> {
  try {
    return ((await response.json()) as Problem).detail;
  } catch {
    return `The server answered ${response.status}.`;
  }
}
