/** Words by number, from 0. */
const numbered = (words: string, from = 0) => new Map(words.split(" ").map((word, i) => [word, from + i]));

/** Names of months, folded, by their number. */
export const MONTHS: ReadonlyMap<string, number> = new Map([
  ...numbered("يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر"),
  ...numbered("شباط اذار نيسان ايار حزيران تموز اب ايلول", 1),
]);
