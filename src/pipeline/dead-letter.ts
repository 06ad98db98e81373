/** A job that could not be done. */
export interface DeadLetter {
  readonly id: string;
  readonly queue: "articles" | "alerts";
  /** The batch or the alert, as it was queued. */
  readonly payload: unknown;
  /** One line for a person: which article, or which alert and channel. */
  readonly about: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface DeadLetters {
  add(letter: DeadLetter): Promise<void>;
  /** Oldest first. */
  list(): Promise<DeadLetter[]>;
  find(id: string): Promise<DeadLetter | undefined>;
  /** False when there is no such letter. */
  drop(id: string): Promise<boolean>;
  count(): Promise<number>;
}
