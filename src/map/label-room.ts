/** In pixels; y grows downwards. */
export type Point = readonly [x: number, y: number];
export type Box = readonly [left: number, top: number, right: number, bottom: number];

export function boxAround([x, y]: Point, reach: number): Box {
  return [x - reach, y - reach, x + reach, y + reach];
}

function overlap(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/** Places labels so that none covers another or what is taken, and each as few of the points `shunned` as it can. */
export function labelRoom(frame: Box, shunned: readonly Point[], measure: (element: string) => Box) {
  const taken: Box[] = [];
  const elements: string[] = [];
  const isFree = (box: Box) => !taken.some((other) => overlap(box, other));
  const isInside = (box: Box) => box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3];

  /** Writes an element at the best of the upper left corners, `margin` pixels inside of its box; false when no box is free. */
  function write(
    element: string,
    margin: number,
    cornersFor: (width: number, height: number) => readonly Point[],
    fits: (box: Box) => boolean = () => true,
  ): boolean {
    const [left, top, right, bottom] = measure(element);
    const [width, height] = [right - left + 2 * margin, bottom - top + 2 * margin];
    let best: { readonly box: Box; readonly covered: number } | undefined;
    for (const [x, y] of cornersFor(width, height)) {
      const box: Box = [x, y, x + width, y + height];
      if (best?.covered === 0 || !isInside(box) || !isFree(box) || !fits(box)) continue;
      const covered = shunned.filter((point) => overlap(box, boxAround(point, 3))).length;
      if (!best || covered < best.covered) best = { box, covered };
    }
    if (!best) return false;
    taken.push(best.box);
    const [x, y] = [best.box[0] + margin - left, best.box[1] + margin - top];
    elements.push(`<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">${element}</g>`);
    return true;
  }
  return { elements, boxes: taken, isFree, write };
}
