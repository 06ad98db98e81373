/** Something that ops should know. */
export interface OpsNotice {
  /** The same for the same trouble, so that it is told once. */
  readonly key: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** ISO 8601. */
  readonly at: string;
}

/** Where ops are told. */
export interface OpsNotices {
  /** Tells ops, unless the same key was told lately. Never rejects. */
  tell(notice: Omit<OpsNotice, "at">): Promise<void>;
  /** The trouble of this key is over; told once, if the trouble was. Never rejects. */
  over(key: string, title: string): Promise<void>;
}
