import { randomOf } from "./random.ts";

const PIECES = [
  "<!channel>",
  "<!here>",
  "<!everyone>",
  "<@U1>",
  "<#C1>",
  "<http://evil.example|http://good.example>",
  "`code`",
  "```",
  "*bold*",
  "_it_",
  "~no~",
  "&lt;",
  "&amp;lt;",
  "&",
  "<",
  ">",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "\r\nBcc: evil@example.org",
  '"a@x" <b@y>',
  "=?utf-8?B?YQ==?=",
  "\u202Eقصف\u202C",
  "\u2066x",
  "\u2069",
  "\u200B",
  "\uFEFF",
  "\u0007",
  "\u001b[31m",
  "\u0000",
  "\u0085",
  "\u009b31m",
  "\ud800",
  "\udc00",
  ":smile:",
  "http://evil.example/",
  "javascript:alert(1)",
] as const;

/** Titles that try to act on Slack, mail readers, browsers, terminals and logs. */
export function hostileTitles(count: number, seed: number): string[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, i) => {
    const first = PIECES[i % PIECES.length]!;
    return `قصف ${first} على ${random.pick(PIECES)} البوكمال ${i} ${random.pick(PIECES)}`;
  });
}
