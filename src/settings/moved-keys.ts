import { z } from "zod";

/** Keys that a file knew in an earlier version, each with what to write instead; told where one is found. */
export const MOVED_KEYS = z.registry<Readonly<Record<string, string>>>();
