import type { Reason } from "./language/reasons.ts";

/**
 * The one way Rasid weighs a decision: named features, each found to some amount and counted by its weight; their sum is
 * the score. Which sense a name has and which story an article tells are weighed so.
 */

/** Which way a feature may count. `either`: a prior or a bias, which has no side of its own. */
export type Side = "for" | "against" | "either";

/** What a feature means, for whoever reads weights.yaml, and which way it may count. */
export interface FeatureMeaning {
  readonly side: Side;
  readonly means: string;
}

/** A feature found in a text, how strongly, and why in words a person can check; no reason for what goes without saying. */
export interface Finding<Feature extends string> {
  readonly feature: Feature;
  readonly amount: number;
  readonly reason?: Reason | undefined;
}

/** What was found for and against one thing. */
export class Findings<Feature extends string> {
  readonly all: Finding<Feature>[] = [];

  add(feature: Feature, reason?: Reason, amount = 1): void {
    this.all.push({ feature, amount, reason });
  }

  has(features: RegExp): boolean {
    return this.all.some(({ feature }) => features.test(feature));
  }
}

/** A finding with what it adds to the score: its amount times the weight of its feature. */
export interface Part<Feature extends string> extends Finding<Feature> {
  readonly weight: number;
  readonly value: number;
}

/** A score with its parts, in the order in which they were found. */
export interface Weighed<Feature extends string> {
  readonly score: number;
  readonly parts: readonly Part<Feature>[];
}

/** Adds up what was found. */
export function weigh<Feature extends string>(
  findings: readonly Finding<Feature>[],
  weights: Readonly<Record<Feature, number>>,
): Weighed<Feature> {
  const parts = findings.map((finding) => {
    const weight = weights[finding.feature];
    return { ...finding, weight, value: weight * finding.amount };
  });
  return { score: parts.reduce((sum, { value }) => sum + value, 0), parts };
}

/** Parts, those that count most first. */
export function heaviestFirst<Feature extends string>(parts: readonly Part<Feature>[]): Part<Feature>[] {
  return parts.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

/**
 * The reasons of parts that count at least so much, in their order; what counts against says so. A reason is never told
 * on the wrong side: what speaks for something by its meaning and yet lowers the score, as the prior of a distinctive
 * name may, is no reason to tell.
 */
export function reasonsOf<Feature extends string>(
  parts: readonly Part<Feature>[],
  meanings: Readonly<Record<Feature, FeatureMeaning>>,
  least = Number.MIN_VALUE,
): Reason[] {
  return parts.flatMap(({ feature, value, reason }) => {
    if (!reason || Math.abs(value) < least) return [];
    const told: Side = value < 0 ? "against" : "for";
    const { side } = meanings[feature];
    if (side === "either" ? told === "against" : side !== told) return [];
    return [told === "against" ? { ...reason, against: true } : reason];
  });
}

/** A weight kept on the side that its feature may count on. */
export function boundedBySide(side: Side, weight: number): number {
  if (side === "for") return Math.max(0, weight);
  return side === "against" ? Math.min(0, weight) : weight;
}
