import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes, as letters that stand in an address without escapes. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

export const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes the same time wherever the texts differ, and whatever their lengths are. */
export const isSame = (given: string, right: string): boolean => timingSafeEqual(digest(given), digest(right));
