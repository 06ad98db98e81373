/** Pages of a news site that never was, in the layouts that Arabic outlets use. */
export const TITLE = "انسحاب نقطة عسكرية من البادية بعد هجوم ليلي";
export const PARAGRAPHS = [
  "انسحبت مجموعة من حرس الحدود فجر اليوم من نقطة كانت تتمركز فيها جنوب شرقي البادية، بعد هجوم شنه مسلحون مجهولون استمر قرابة ساعتين واستخدمت فيه الأسلحة الرشاشة.",
  "وقال مصدر محلي إن الهجوم وقع على أطراف البوكمال، وإن المجموعة انسحبت بعده، مشيراً إلى أن ثلاثة من عناصرها أصيبوا بجروح ونقلوا إلى مستشفى ميداني في المنطقة.",
  "وأضاف المصدر أن الطريق الواصل بين القرى المجاورة بقي مفتوحاً أمام المدنيين، وأن الأهالي سمعوا أصوات انفجارات متقطعة حتى ساعات الصباح الأولى، من دون أن ترد أنباء عن ضحايا بينهم.",
] as const;
/** Headlines of other reports, of other border places: nothing of them belongs to this one. */
export const TRAPS = [
  "قصف مدفعي عنيف على بلدة ربيعة الحدودية يوقع قتلى",
  "اشتباكات في القائم بين قوات الأمن ومهربين",
  "سقوط سنجار بيد مسلحين بعد معارك",
] as const;

const MENU =
  '<header><a href="/">وكالة المثال</a><nav class="menu"><ul><li><a href="/s">سياسة</a></li><li><a href="/e">اقتصاد</a></li></ul></nav></header>';
const SHARE =
  '<div class="share"><a href="https://f.example/">شارك على فيسبوك</a> <a href="https://x.example/">تغريد</a></div>';
const FOOTER = '<footer><p>جميع الحقوق محفوظة لوكالة المثال</p><a href="/about">من نحن</a></footer>';
const link = (text: string) => `<a href="/other">${text}</a>`;
const each = (tag: string) => PARAGRAPHS.map((text) => `<${tag}>${text}</${tag}>`).join("");
const [first, second, third] = PARAGRAPHS;

/** What lies between menu and footer, by layout. */
export const LAYOUTS = {
  paragraphs: `<main><article><h1>${TITLE}</h1>${SHARE}<div class="entry-content">${each("p")}</div></article></main>`,
  breaks: `<table><tr><td><h1>${TITLE}</h1><div id="story">${PARAGRAPHS.join("<br><br>")}</div></td></tr></table>${SHARE}`,
  divisions: `<div class="page"><h1>${TITLE}</h1><div class="text">${each("div")}</div>${SHARE}</div>`,
  related: `<div class="wrap"><div class="column"><h1>${TITLE}</h1><div class="text"><p>${first}</p><p>اقرأ أيضاً: ${link(TRAPS[0])}</p><p>${second}</p><p>${third}</p><div class="box"><h3>أخبار ذات صلة</h3><ul><li>${link(TRAPS[1])}</li></ul></div></div></div><div class="left"><h2>الأكثر قراءة</h2><div>${link(TRAPS[2])}</div></div></div>`,
  tiny: "<p>عاجل</p>",
} as const;

export function aPage(content: string, charset = "utf-8"): string {
  return `<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="${charset}"><title>${TITLE} - وكالة المثال</title><script>var x = "إعلان";</script></head><body>${MENU}${content}${FOOTER}</body></html>`;
}

/** A text in windows-1256; throws on a letter that the charset does not have. */
export function windows1256(text: string): Buffer {
  const decoded = new TextDecoder("windows-1256").decode(Uint8Array.from({ length: 256 }, (_, i) => i));
  return Buffer.from(
    Array.from(text, (char) => {
      const byte = decoded.indexOf(char);
      if (byte < 0) throw new Error(`not in windows-1256: ${char}`);
      return byte;
    }),
  );
}
