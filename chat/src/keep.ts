// What the browser keeps for the person between visits; a full or forbidden storage only means that less is kept.

const PREFIX = "tuckaway.";

export class Keep {
  constructor(private readonly storage: Storage) {}

  read<T>(name: string, otherwise: T): T {
    try {
      const text = this.storage.getItem(PREFIX + name);
      return text === null ? otherwise : (JSON.parse(text) as T);
    } catch {
      return otherwise;
    }
  }

  /** False when the storage is full or closed to us; what was there under that name stays. */
  write(name: string, value: unknown): boolean {
    try {
      this.storage.setItem(PREFIX + name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  remove(name: string): void {
    try {
      this.storage.removeItem(PREFIX + name);
    } catch {
      // Closed to us, so there is nothing of ours in it.
    }
  }

  wipe(): void {
    for (const name of this.names()) this.remove(name);
  }

  private names(): string[] {
    try {
      return Object.keys(this.storage).flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []));
    } catch {
      return [];
    }
  }

  /** Calls back when another tab has changed what is kept under a name. */
  onChange(name: string, changed: () => void): void {
    addEventListener("storage", (event) => {
      // A null key: the other tab has cleared everything.
      if (event.storageArea === this.storage && (event.key === null || event.key === PREFIX + name)) changed();
    });
  }
}
