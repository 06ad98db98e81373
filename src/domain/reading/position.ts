/** Where in the article something stands. */
export interface Position {
  readonly field: number;
  readonly isTitle: boolean;
  readonly isLead: boolean; // in title, summary, or the first paragraph of the body
  readonly sentence: string; // the same for two things of one sentence of one field
  readonly paragraph: string; // likewise
  readonly word: number; // position among the words of its field
}
