/** What a program is posted. */
export function webhookBody(kind: string, content: object) {
  return { version: 1, kind, ...content };
}
