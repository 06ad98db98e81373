import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/sources/decode-text.ts";

const TEXT = "<?xml version='1.0'?><rss><title>انسحاب من الوعر قرب الحدود السورية العراقية</title></rss>";
/** Arabic letters to their bytes in windows-1256, made by decoding every byte once. */
const TO_1256 = new Map(
  Array.from(
    { length: 256 },
    (_, byte) => [new TextDecoder("windows-1256").decode(Uint8Array.of(byte)), byte] as const,
  ),
);
const windows1256 = (text: string) => Uint8Array.from(text, (char) => TO_1256.get(char)!);
const utf8 = (text: string) => new TextEncoder().encode(text);

describe("decoding", () => {
  it.each([
    ["UTF-8", utf8(TEXT), undefined],
    ["UTF-8 under a false label", utf8(TEXT), "windows-1256"],
    ["UTF-8 with a mark", Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8(TEXT)]), undefined],
    ["windows-1256 under its label", windows1256(TEXT), "windows-1256"],
    ["windows-1256 under no label", windows1256(TEXT), undefined],
    ["windows-1256 under the label UTF-8", windows1256(TEXT), "utf-8"],
    ["windows-1256 under the label Latin-1", windows1256(TEXT), "iso-8859-1"],
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${TEXT}`, "utf16le"), undefined],
    ["UTF-16 without a mark", Buffer.from(TEXT, "utf16le"), undefined],
    ["UTF-8 encoded twice", utf8(Buffer.from(utf8(TEXT)).toString("latin1")), undefined],
  ])("reads %s", (_, bytes, label) => {
    expect(decodeText(bytes, label).text).toBe(TEXT);
  });

  it("keeps a UTF-8 document with one bad byte", () => {
    const bytes = utf8(TEXT.repeat(5));
    bytes[60] = 0xff;
    const { text, charset } = decodeText(bytes);
    expect(charset).toBe("utf-8, damaged");
    expect(text).toContain("الحدود السورية العراقية");
  });
});
