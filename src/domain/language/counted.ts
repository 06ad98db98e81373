/** An Arabic noun as numbers ask for it. */
export interface CountedNoun {
  /** With one: قتيل واحد. */
  readonly one: string;
  /** The dual, which needs no number: قتيلان. */
  readonly two: string;
  /** The plural after 3 to 10: قتلى. */
  readonly few: string;
  /** The accusative singular after 11 to 99: قتيلاً. */
  readonly many: string;
  /** The genitive singular after whole hundreds: قتيل. */
  readonly hundred: string;
}

const plural = new Intl.PluralRules("ar");

/** A whole number with what is counted, agreeing as Arabic has it: قتيلان, 3 قتلى, 11 قتيلاً, 100 قتيل. */
export function counted(count: number, noun: CountedNoun): string {
  switch (plural.select(count)) {
    case "one":
      return noun.one;
    case "two":
      return noun.two;
    case "few":
      return `${count} ${noun.few}`;
    case "many":
      return `${count} ${noun.many}`;
    default:
      return `${count} ${noun.hundred}`;
  }
}
