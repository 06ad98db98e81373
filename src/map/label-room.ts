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
export function labelRoom([left, top, right, bottom]: Box, shunned: readonly Point[], measure: (svg: string) => Box) {
  const elements: string[] = [];
  const taken: Box[] = [];
  const isFree = (box: Box) =>
    box[0] >= left && box[1] >= top && box[2] <= right && box[3] <= bottom && !taken.some((one) => overlap(box, one));

  /** Puts an element, with a margin, at the best of the upper left corners; false when no room is free. */
  function write(element: string, margin: number, cornersFor: (width: number, height: number) => Point[]): boolean {
    const [x0, y0, x1, y1] = measure(element);
    const [width, height] = [x1 - x0 + 2 * margin, y1 - y0 + 2 * margin];
    const boxes = cornersFor(width, height).map(([x, y]): Box => [x, y, x + width, y + height]);
    let best: { readonly box: Box; readonly covered: number } | undefined;
    for (const box of boxes.filter(isFree)) {
      const covered = shunned.filter((point) => overlap(box, boxAround(point, 3))).length;
      if (!best || covered < best.covered) best = { box, covered };
      if (covered === 0) break;
    }
    if (!best) return false;
    taken.push(best.box);
    const [x, y] = [best.box[0] + margin - x0, best.box[1] + margin - y0];
    return elements.push(`<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">${element}</g>`) > 0;
  }
  return { elements, taken, isFree, write };
}
